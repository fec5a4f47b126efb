"""Alerts of a storm, several to a message."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from bot.domain.errors import Mistake
from storage.models import Acknowledgement, Alert, Bundle, Bundled, BundleFacts, LiveCard
from storage.queries.members import group_by_id
from storage.queries.topics import topic_of

LARGEST, OLDEST = 20, timedelta(minutes=1)  # alerts of a bundle; how long it grows


def unsent(session: Session, group_id: int) -> int:
    """How many of the group's alerts have a message of their own that is not out yet."""
    waiting = (LiveCard.group_id == group_id, LiveCard.kind == "alert", LiveCard.sent == 0)
    statement = select(func.count()).select_from(LiveCard).where(*waiting, col(LiveCard.wanted) > col(LiveCard.sent))
    return session.exec(statement).one()


def logged_since(session: Session, group_id: int, since: datetime, *severities: str, most: int) -> int:
    """How many alerts of these severities (of any where none is named) the group has had since; counted up to `most`."""
    latest = select(Alert.created_at).where(Alert.group_id == group_id)
    if severities:
        latest = latest.where(col(Alert.severity).in_(severities))
    found = session.exec(latest.order_by(col(Alert.number).desc()).limit(most)).all()
    return sum(at > since for at in found)


def growing(session: Session, group_id: int, now: datetime) -> Bundle | None:
    """The bundle that takes what comes now: young or not shown yet, not full, in the same topic."""
    bundle = session.exec(
        select(Bundle)
        .join(LiveCard, (col(LiveCard.kind) == "bundle") & (col(LiveCard.subject_id) == col(Bundle.id)))
        .where(Bundle.group_id == group_id, (col(Bundle.created_at) > now - OLDEST) | (col(LiveCard.sent) == 0))
        .where(col(LiveCard.tg_topic_id).is_not_distinct_from(topic_of(session)))
        .order_by(col(Bundle.id).desc())
        .limit(1)
    ).first()
    return bundle if bundle and size(session, bundle.id or 0) < LARGEST else None


def size(session: Session, bundle_id: int) -> int:
    """How many alerts a bundle lists."""
    return session.exec(select(func.count()).select_from(Bundled).where(Bundled.bundle_id == bundle_id)).one()


def bundle_of(session: Session, *, group_id: int, bundle_id: int) -> Bundle:
    """The group's bundle; a Mistake when the id is of none."""
    bundle = session.exec(select(Bundle).where(Bundle.id == bundle_id, Bundle.group_id == group_id)).first()
    if bundle is None:
        raise Mistake("button_old")
    return bundle


def alerts_of(session: Session, bundle_id: int) -> list[Alert]:
    """Its alerts, in the order they came."""
    listed = select(Alert).join(Bundled, col(Bundled.alert_id) == col(Alert.id))
    return list(session.exec(listed.where(Bundled.bundle_id == bundle_id).order_by(col(Alert.number))))


def bundle_facts(session: Session, bundle_id: int) -> BundleFacts:
    """Everything the message of a bundle shows."""
    bundle = session.exec(select(Bundle).where(Bundle.id == bundle_id)).one()
    alerts = alerts_of(session, bundle_id)
    ids = [alert.id for alert in alerts]
    counts = select(Acknowledgement.alert_id, func.count()).where(col(Acknowledgement.alert_id).in_(ids))
    own = select(LiveCard.subject_id).where(LiveCard.kind == "alert", col(LiveCard.subject_id).in_(ids))
    return BundleFacts(
        group=group_by_id(session, bundle.group_id),
        bundle=bundle,
        alerts=tuple(alerts),
        seen=dict(session.exec(counts.group_by(col(Acknowledgement.alert_id))).all()),
        apart=frozenset(session.exec(own)),
    )
