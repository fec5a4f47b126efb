"""Alerts that are waited on: who has not seen a high or critical one is reminded; how a critical one stands is asked."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from bot.domain.errors import Mistake
from bot.domain.handles import handle
from bot.domain.nights import dawn_after
from storage.models import Alert, Group, MemberFacts, Watch
from storage.queries import cards, journal, outbox, timers
from storage.queries.alerts import alert_facts
from storage.queries.members import group_by_id
from storage.queries.watches import watched

RINGING = {"high", "critical"}
UNSEEN, MORNING, STATUS = "alert_unseen", "alert_morning", "alert_status"  # kinds of timers, and of what they say
PRIVATE = "alert_unseen_private"


def follow(session: Session, *, alert: Alert, now: datetime) -> None:
    """An alert has been logged, or its severity or state has changed: what is due about it follows."""
    waited = alert.state == "open" and alert.severity in RINGING
    watch = session.get(Watch, alert.id)
    if watch is None and not waited:
        return
    watch = watch or Watch(alert_id=alert.id or 0)
    before = (watch.unseen_since, watch.critical_since)
    watch.unseen_since = (watch.unseen_since or now) if waited else None
    watch.critical_since = (watch.critical_since or now) if waited and alert.severity == "critical" else None
    session.add(watch)
    if before != (watch.unseen_since, watch.critical_since):
        group = group_by_id(session, alert.group_id)
        _plan_reminders(session, group, watch, now)
        _plan_question(session, group, watch, now)
    if before[1] is None and watch.critical_since:  # what was kept back at night no longer can be
        timers.hasten(session, MORNING, subject_id=watch.alert_id, now=now)


def replan(session: Session, *, group: Group, now: datetime) -> None:
    """The group has chosen other moments: what is due about its alerts follows; what those have passed is not made up."""
    for watch, _alert in watched(session, group.id or 0):
        _plan_reminders(session, group, watch, now)
        _plan_question(session, group, watch, now)


def remind(session: Session, *, alert_id: int, number: int, now: datetime) -> None:
    """Name those who have not seen it, in the group and to each in private; not when a later reminder is due too."""
    found = _waited(session, alert_id)
    if found is None:
        return
    alert, group, watch = found
    since = watch.unseen_since or now
    overtaken = any(since + span <= now for span in spans_of(group)[number:])
    missing = alert_facts(session, alert_id).unseen
    if overtaken or not missing:
        return
    watch.reminded = number
    session.add(watch)
    entry = _record(session, alert, None, now, "alert_reminded", {"number": number})
    _announce(session, alert, UNSEEN, entry, now)
    _tell(session, alert, group, missing, entry, now)


def tell_in_the_morning(session: Session, *, alert_id: int, member_id: int, now: datetime) -> None:
    """Remind one member in private of what was kept back at night, if they still have not seen it."""
    found = _waited(session, alert_id)
    if found is None:
        return
    alert, group, _watch = found
    missing = [each for each in alert_facts(session, alert_id).unseen if each.member.id == member_id]
    if missing:
        entry = _record(session, alert, None, now, "alert_reminded", {"member": member_id})
        _tell(session, alert, group, missing, entry, now)


def ask(session: Session, *, alert_id: int, now: datetime) -> None:
    """Ask how a critical alert stands, and make the next question due."""
    found = _waited(session, alert_id, served=False)
    if found is None or found[2].critical_since is None:
        return
    alert, group, watch = found
    watch.asked, watch.asked_at = watch.asked + 1, now
    session.add(watch)
    if group.state == "active":
        entry = _record(session, alert, None, now, "alert_status_asked", {"number": watch.asked})
        _announce(session, alert, STATUS, entry, now)
    _plan_question(session, group, watch, now)


def still_open(session: Session, *, group_id: int, by: int, alert_id: int, now: datetime) -> bool:
    """A member says that it is; the span until the next question starts anew. False when they had said so already."""
    alert = session.exec(select(Alert).where(Alert.id == alert_id, Alert.group_id == group_id)).first()
    if alert is None:
        raise Mistake("button_old")
    if alert.state != "open":
        raise Mistake("alert_already", handle=handle("alert", alert.number), state=alert.state)
    watch = session.get(Watch, alert_id) or Watch(alert_id=alert_id)
    said_at = watch.still_open_at
    if watch.still_open_by_id == by and said_at and (watch.asked_at is None or said_at >= watch.asked_at):
        return False
    watch.still_open_by_id, watch.still_open_at = by, now
    session.add(watch)
    _record(session, alert, by, now, "alert_still_open", {})
    cards.mark_stale(session, "alert", alert_id)
    _plan_question(session, group_by_id(session, group_id), watch, now)
    return True


def spans_of(group: Group) -> list[timedelta]:
    """After how long those who have not seen an alert are reminded, the shortest first."""
    return sorted(timedelta(minutes=int(each)) for each in group.unseen.split(",") if each)


def _waited(session: Session, alert_id: int, *, served: bool = True) -> tuple[Alert, Group, Watch] | None:
    """The alert, while it is waited on (and, if `served`, while its group is there to be told)."""
    alert = session.exec(select(Alert).where(Alert.id == alert_id)).one()
    watch, group = session.get(Watch, alert_id), group_by_id(session, alert.group_id)
    if watch is None or watch.unseen_since is None or (served and group.state != "active"):
        return None
    return alert, group, watch


def _plan_reminders(session: Session, group: Group, watch: Watch, now: datetime) -> None:
    """Make due what is to come of the reminders, at most one of each number ever. What is overdue stays: it fires."""
    if watch.unseen_since is None:
        timers.cancel(session, UNSEEN, MORNING, subject_id=watch.alert_id)
        return
    timers.cancel(session, UNSEEN, subject_id=watch.alert_id, after=now)
    for number, span in enumerate(spans_of(group), start=1):
        due_at = watch.unseen_since + span
        if due_at > now and number > watch.reminded:
            timers.schedule(session, kind=UNSEEN, subject_id=watch.alert_id, due_at=due_at, occurrence=str(number))


def _plan_question(session: Session, group: Group, watch: Watch, now: datetime) -> None:
    """Make the next question due: a span after the last thing known, or the first multiple of it that is to come."""
    timers.cancel(session, STATUS, subject_id=watch.alert_id)
    if watch.critical_since is None or not group.status_due:
        return
    known = [watch.critical_since, *(at for at in (watch.asked_at, watch.still_open_at) if at)]
    since, span = max(known), timedelta(minutes=group.status_due)
    due_at = since + span * ((now - since) // span + 1)
    timers.schedule(session, kind=STATUS, subject_id=watch.alert_id, due_at=due_at, occurrence=str(watch.asked + 1))


def _tell(
    session: Session, alert: Alert, group: Group, missing: Sequence[MemberFacts], entry: int, now: datetime
) -> None:
    """Remind each in private where that chat is open: at once, or at the end of their night unless it is critical."""
    for each in missing:
        if not each.person.private_open:
            continue
        dawn = dawn_after(now, ZoneInfo(each.person.timezone or group.timezone))
        if dawn is None or alert.severity == "critical":
            _announce(session, alert, PRIVATE, entry, now, person_id=each.person.id)
            continue
        occurrence = f"{each.member.id}:{dawn:%Y-%m-%dT%H:%M}"
        timers.schedule(session, kind=MORNING, subject_id=alert.id or 0, due_at=dawn, occurrence=occurrence)


def _announce(
    session: Session, alert: Alert, kind: str, entry: int, now: datetime, *, person_id: int | None = None
) -> None:
    outbox.announce(
        session, group_id=alert.group_id, kind=kind, journal_id=entry, now=now, priority=outbox.REMINDER,
        person_id=person_id, alert_id=alert.id,
    )  # fmt: skip


def _record(
    session: Session, alert: Alert, by: int | None, now: datetime, kind: str, body: Mapping[str, object]
) -> int:
    subject = handle("alert", alert.number)
    return journal.record(session, group_id=alert.group_id, at=now, kind=kind, actor_id=by, subject=subject, body=body)
