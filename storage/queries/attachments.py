"""Reports that were moved to the alert they are about, and alerts that look alike."""

from datetime import datetime

from sqlalchemy import BindParameter, bindparam
from sqlmodel import Session, col, select

from storage.models import Alert, Attachment, Likeness, Origin, Report
from storage.queries.cards import mark_stale
from storage.queries.members import member_facts

COMPARED = 500  # alerts at most, the newest: folding more would keep everybody else waiting in a storm

THE_ALERT: BindParameter[int] = bindparam("alert")
TARGET = select(Alert).join(Attachment, col(Attachment.to_id) == col(Alert.id)).where(Attachment.alert_id == THE_ALERT)
REPORTS = (
    select(Alert)
    .join(Attachment, col(Attachment.alert_id) == col(Alert.id))
    .where(Attachment.to_id == THE_ALERT)
    .order_by(col(Attachment.at), col(Alert.id))
)
LIKENESS = select(Likeness).where(Likeness.alert_id == THE_ALERT)


def target_of(session: Session, alert_id: int) -> Alert | None:
    """The alert that this report was moved to; None where it stands for itself. Never one that was moved itself."""
    return session.exec(TARGET, params={"alert": alert_id}).first()


def reports_of(session: Session, alert_id: int) -> tuple[Report, ...]:
    """The reports moved to an alert, the first attached first."""
    alerts = session.exec(REPORTS, params={"alert": alert_id}).all()
    reporters = {each.member.id: each for each in member_facts(session, list({alert.reporter_id for alert in alerts}))}
    return tuple(Report(alert, reporters[alert.reporter_id]) for alert in alerts)


def likely(session: Session, alert_id: int) -> Alert | None:
    """The alert that this one looks like, while nobody has decided whether the two are one; None where there is none.

    Where that has been moved meanwhile it is the one it was moved to; what was retracted is like nothing.
    """
    like = session.exec(LIKENESS, params={"alert": alert_id}).first()
    if like is None or like.kept_by_id is not None or target_of(session, alert_id):
        return None
    older = target_of(session, like.like_id) or session.exec(select(Alert).where(Alert.id == like.like_id)).one()
    return None if older.id == alert_id or older.retracted_at else older


def comparable(session: Session, group_id: int, since: datetime) -> list[tuple[int, str, str | None]]:
    """(id, text, source) of the group's open alerts logged since then, the newest first; those without words have none."""
    statement = (
        select(Alert.id, Alert.text, Alert.source, Origin.wordless)
        .outerjoin(Origin, col(Origin.alert_id) == col(Alert.id))
        .where(Alert.group_id == group_id, Alert.state == "open", Alert.created_at >= since)
        .order_by(col(Alert.id).desc())
        .limit(COMPARED)
    )
    return [
        (alert_id or 0, "" if wordless else text, source)
        for alert_id, text, source, wordless in session.exec(statement)
    ]


def looking_like(session: Session, alert_id: int) -> list[int]:
    """The alerts whose cards name this one as what they look like."""
    return list(session.exec(select(Likeness.alert_id).where(Likeness.like_id == alert_id)))


def mark_case_stale(session: Session, alert_id: int) -> None:
    """What came of an alert has changed: its card shows it, or that of the alert it was moved to."""
    mark_stale(session, "alert", alert_id)
    if target := target_of(session, alert_id):
        mark_stale(session, "alert", target.id or 0)
