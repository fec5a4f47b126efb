"""Alerts as cards need them."""

from datetime import datetime

from sqlalchemy import BindParameter, bindparam
from sqlmodel import Session, col, select

from storage.models import Acknowledgement, Alert, AlertFacts, Amendment, Call, MemberFacts, Origin, Poll, Task, Watch
from storage.queries.attachments import likely, reports_of, target_of
from storage.queries.members import group_by_id, member_facts, present_members
from storage.queries.red_lines import crossings

# A card is rendered after every change to its alert: what it asks is built once.
THE_ALERT: BindParameter[int] = bindparam("alert")
CASE: BindParameter[list[int]] = bindparam("case", expanding=True)
ALERT = select(Alert).where(Alert.id == THE_ALERT)
SEEN = (
    select(Acknowledgement.member_id)
    .where(Acknowledgement.alert_id == THE_ALERT)
    .order_by(col(Acknowledgement.at), col(Acknowledgement.member_id))
)
AMENDED = select(Amendment).where(Amendment.alert_id == THE_ALERT).order_by(col(Amendment.id).desc()).limit(1)
ORIGIN = select(Origin).where(Origin.alert_id == THE_ALERT)
POLLS = select(Poll).where(col(Poll.alert_id).in_(CASE)).order_by(col(Poll.number))
CALLS = select(Call).where(col(Call.alert_id).in_(CASE)).order_by(col(Call.number))
TASKS = select(Task).where(col(Task.alert_id).in_(CASE)).order_by(col(Task.number))


def alert_facts(session: Session, alert_id: int) -> AlertFacts:
    """An alert with everything its card shows."""
    of_it = {"alert": alert_id}
    alert = session.exec(ALERT, params=of_it).one()
    seen = session.exec(SEEN, params=of_it).all()
    saw = set(seen)
    (reporter,) = member_facts(session, [alert.reporter_id])
    amended = session.exec(AMENDED, params=of_it).first()
    attached = reports_of(session, alert_id)
    of_case = {"case": [alert_id, *(report.alert.id for report in attached)]}
    return AlertFacts(
        group=group_by_id(session, alert.group_id),
        alert=alert,
        reporter=reporter,
        changed_by=next(iter(member_facts(session, [alert.changed_by_id])), None) if alert.changed_by_id else None,
        seen=member_facts(session, seen),
        unseen=tuple(each for each in present_members(session, alert.group_id) if each.member.id not in saw),
        polls=tuple(session.exec(POLLS, params=of_case)),
        calls=tuple(session.exec(CALLS, params=of_case)),
        tasks=tuple(session.exec(TASKS, params=of_case)),
        origin=session.exec(ORIGIN, params=of_it).first(),
        amended=amended,
        amended_by=member_facts(session, [amended.by_id])[0] if amended else None,
        attached=attached,
        moved_to=target_of(session, alert_id),
        looks_like=likely(session, alert_id),
        crossings=crossings(session, alert_id),
        still_open=_still_open(session, alert_id) if alert.severity == "critical" else None,
    )


def _still_open(session: Session, alert_id: int) -> tuple[MemberFacts, datetime] | None:
    watch = session.get(Watch, alert_id)
    if watch is None or watch.still_open_by_id is None or watch.still_open_at is None:
        return None
    said = watch.critical_since is not None and watch.still_open_at >= watch.critical_since
    return (member_facts(session, [watch.still_open_by_id])[0], watch.still_open_at) if said else None
