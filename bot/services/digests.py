"""The weekly digest: due Mondays at 08:00 in the group's zone, once per ISO week even over restarts."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from bot.domain.recurrence import iso_week, next_weekly
from storage.models import DigestFacts, Group, JournalEntry, OutboxItem, Timer
from storage.queries import journal, outbox, timers
from storage.queries.digests import digest_facts
from storage.queries.members import group_by_id

MONDAY, MORNING = 0, time(8)
WEEK, LONGEST = timedelta(days=7), timedelta(days=366)


def schedule(session: Session, *, group: Group, now: datetime) -> None:
    """Make the group's next digest due. A week that has had its digest gets no second one."""
    zone = ZoneInfo(group.timezone)
    due_at = next_weekly(now, weekday=MONDAY, clock=MORNING, zone=zone)
    while _fired(session, group, iso_week(due_at, zone)):
        due_at = next_weekly(due_at, weekday=MONDAY, clock=MORNING, zone=zone)
    timers.schedule(session, kind="digest", subject_id=group.id or 0, due_at=due_at, occurrence=iso_week(due_at, zone))


def reschedule(session: Session, *, group: Group, now: datetime) -> None:
    """The group's zone has changed: the digest due keeps its wall time."""
    timers.cancel(session, "digest", subject_id=group.id or 0)
    week = iso_week(now, ZoneInfo(group.timezone))
    this_week = select(Timer).where(Timer.kind == "digest", Timer.subject_id == group.id, Timer.occurrence == week)
    due = next_weekly(now, weekday=MONDAY, clock=MORNING, zone=ZoneInfo(group.timezone))
    if session.exec(this_week.where(Timer.state == "cancelled")).first() and due - now > timedelta(days=6):
        # This morning's was still to come and in the new zone it is past already: it comes now.
        timers.schedule(session, kind="digest", subject_id=group.id or 0, due_at=now, occurrence=week)
        return
    schedule(session, group=group, now=now)


def post(session: Session, *, group_id: int, now: datetime) -> None:
    """Post what happened since the last digest that was sent (at first: in the last seven days) and make the next due."""
    group = group_by_id(session, group_id)
    last = session.exec(
        select(JournalEntry.at)
        .outerjoin(OutboxItem, col(OutboxItem.journal_id) == col(JournalEntry.id))
        .where(JournalEntry.group_id == group_id, JournalEntry.kind == "digest")
        .where(func.coalesce(col(OutboxItem.state), "sent") != "failed")
        .order_by(col(JournalEntry.seq).desc())
        .limit(1)
    ).first()
    if group.state == "active":
        since = last or now - WEEK
        entry = journal.record(session, group_id=group_id, at=now, kind="digest", body={"since": since.isoformat()})
        outbox.announce(
            session, group_id=group_id, kind="digest", journal_id=entry, now=now, priority=outbox.DIGEST,
            since=since.isoformat(), until=now.isoformat(),
        )  # fmt: skip
    schedule(session, group=group, now=now)


def _fired(session: Session, group: Group, week: str) -> bool:
    statement = select(Timer.state).where(
        Timer.kind == "digest", Timer.subject_id == group.id, Timer.occurrence == week
    )
    return session.exec(statement).first() in {"fired", "parked"}


def look_back(session: Session, *, group_id: int, span: timedelta, now: datetime) -> DigestFacts:
    """What happened in the last `span`, and what is open."""
    return digest_facts(session, group_id, now - span, now)
