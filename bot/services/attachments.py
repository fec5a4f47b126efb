"""Alerts that look alike: attach one to the other as a report of it, or keep both."""

from datetime import datetime

from sqlmodel import Session, col, select, update

from bot.domain.errors import Mistake
from bot.domain.handles import handle
from bot.services.alerts import changed, get, require_author
from bot.services.likenesses import mark_alike_stale, require_unmoved
from storage.models import Acknowledgement, Alert, Attachment, Likeness
from storage.queries import cards
from storage.queries.attachments import likely, target_of


def attach(
    session: Session,
    *,
    group_id: int,
    by: int,
    alert_id: int,
    to_id: int,
    typed: bool = False,
    administrator: bool = False,
    now: datetime,
) -> tuple[Alert, bool]:
    """Move a report to the alert it is about, or to where that was moved; returns that alert, and whether this is new.

    `typed`: at the word of whoever logged it or of an administrator only, since nothing says that the two look alike.
    """
    alert, target = get(session, group_id=group_id, alert_id=alert_id), get(session, group_id=group_id, alert_id=to_id)
    target = target_of(session, to_id) or target
    before = target_of(session, alert_id)
    if before is not None and before.id == target.id:
        return target, False
    require_unmoved(session, alert)
    if typed:
        require_author(alert, by, administrator=administrator)
    if target.id == alert_id:
        raise Mistake("attach_to_itself", handle=handle("alert", alert.number))
    for each in (alert, target):
        if each.retracted_at is not None:
            raise Mistake("alert_retracted", handle=handle("alert", each.number))
    _move(session, alert, target, by, now)
    return target, True


def attach_alike(session: Session, *, group_id: int, by: int, alert_id: int, now: datetime) -> tuple[Alert, bool]:
    """[Attach to A-16]: to the alert that the card names; pressed again it is known already."""
    alert = get(session, group_id=group_id, alert_id=alert_id)
    if (target := target_of(session, alert_id)) is not None:
        return target, False
    if (like := likely(session, alert_id)) is None or alert.state != "open":
        raise Mistake("button_old")
    return attach(session, group_id=group_id, by=by, alert_id=alert_id, to_id=like.id or 0, now=now)


def keep(session: Session, *, group_id: int, by: int, alert_id: int, now: datetime) -> tuple[Alert, bool]:
    """[Keep]: the two are two; returns the alert, and whether this is new."""
    alert = get(session, group_id=group_id, alert_id=alert_id)
    require_unmoved(session, alert)
    like = session.exec(select(Likeness).where(Likeness.alert_id == alert_id)).first()
    if like is None:
        raise Mistake("button_old")
    if like.kept_by_id is not None:
        return alert, False
    like.kept_by_id = by
    session.add(like)
    other = session.exec(select(Alert.number).where(Alert.id == like.like_id)).one()
    changed(session, alert, by, now, "alert_kept", {"unlike": handle("alert", other)})
    return alert, True


def _move(session: Session, alert: Alert, target: Alert, by: int, now: datetime) -> None:
    alert_id, target_id = alert.id or 0, target.id or 0
    mine = list(session.exec(select(Attachment.alert_id).where(Attachment.to_id == alert_id)))
    session.exec(update(Attachment).where(col(Attachment.to_id) == alert_id).values(to_id=target_id))
    session.add(Attachment(alert_id=alert_id, to_id=target_id, by_id=by, at=now))
    alert.state, alert.changed_by_id = "resolved", by
    if session.get(Acknowledgement, (target_id, alert.reporter_id)) is None:
        session.add(Acknowledgement(alert_id=target_id, member_id=alert.reporter_id, at=now))
    changed(session, alert, by, now, "alert_attached", {"to": handle("alert", target.number)})
    for changed_id in (target_id, *mine):
        cards.mark_stale(session, "alert", changed_id)
    for moved_id in (alert_id, *mine):
        mark_alike_stale(session, moved_id)
