"""The weekly digest: due at the group's weekday and time in its zone, once a day even over restarts."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from bot.domain.recurrence import next_weekly
from storage.models import DigestFacts, Group, JournalEntry, OutboxItem, Timer
from storage.queries import journal, outbox, timers
from storage.queries.digests import digest_facts
from storage.queries.members import group_by_id

WEEK, LONGEST = timedelta(days=7), timedelta(days=366)


def schedule(session: Session, *, group: Group, now: datetime) -> None:
    """Make the group's next digest due, and only that. A day that has had its digest gets no second one."""
    timers.cancel(session, "digest", subject_id=group.id or 0)
    due_at = _next(group, now)
    while _fired(session, group, _day(group, due_at)):
        due_at = _next(group, due_at)
    timers.schedule(session, kind="digest", subject_id=group.id or 0, due_at=due_at, occurrence=_day(group, due_at))


def reschedule(session: Session, *, group: Group, now: datetime) -> None:
    """The group's zone has changed: the digest due keeps its wall time."""
    waiting = session.exec(
        select(Timer.due_at).where(Timer.kind == "digest", Timer.subject_id == group.id, Timer.state == "pending")
    ).first()
    schedule(session, group=group, now=now)
    if waiting and _next(group, now) - waiting > WEEK / 2 and not _fired(session, group, _day(group, now)):
        # Today's was still to come and in the new zone it is past already: it comes now.
        timers.cancel(session, "digest", subject_id=group.id or 0)
        timers.schedule(session, kind="digest", subject_id=group.id or 0, due_at=now, occurrence=_day(group, now))


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


def _next(group: Group, now: datetime) -> datetime:
    clock, zone = time.fromisoformat(group.digest_time), ZoneInfo(group.timezone)
    return next_weekly(now, weekday=group.digest_weekday, clock=clock, zone=zone)


def _day(group: Group, at: datetime) -> str:
    """The date a moment has where the group is."""
    return at.astimezone(ZoneInfo(group.timezone)).date().isoformat()


def _fired(session: Session, group: Group, day: str) -> bool:
    statement = select(Timer.state).where(Timer.kind == "digest", Timer.subject_id == group.id, Timer.occurrence == day)
    return session.exec(statement).first() in {"fired", "parked"}


def look_back(session: Session, *, group_id: int, span: timedelta, now: datetime) -> DigestFacts:
    """What happened in the last `span`, and what is open."""
    return digest_facts(session, group_id, now - span, now)
