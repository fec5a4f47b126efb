"""What becomes of a decision: who carries it out, when it is looked at again."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from bot.domain.errors import Mistake
from bot.domain.handles import handle
from bot.domain.nights import MORNING
from bot.domain.recurrence import at_wall_time
from bot.services import polls
from storage.models import Group, Owner, Poll, Timer
from storage.queries import cards, outbox, timers
from storage.queries.decisions import owners_of
from storage.queries.members import group_by_id, member_of
from storage.queries.poll_lists import poll_list
from storage.queries.polls import poll_facts

REVIEW = "poll_review"  # kind of timer, and of what it says


def set_owner(
    session: Session, *, group_id: int, by: int, poll_id: int, administrator: bool, owner: str, now: datetime
) -> tuple[Poll, Owner | None]:
    """Somebody carries it out (as the column has them), or nobody any more; returns who."""
    poll = decided(session, group_id=group_id, by=by, poll_id=poll_id, administrator=administrator)
    if poll.owner != owner:
        poll.owner = owner
        _changed(session, poll, by, now, "poll_owner", {"owner": owner})
    return poll, owners_of(session, [poll]).get(poll_id)


def set_review(
    session: Session, *, group_id: int, by: int, poll_id: int, administrator: bool, on: date | None, now: datetime
) -> Poll:
    """It is to be looked at again on a date, or never; a date set before no longer holds."""
    poll = decided(session, group_id=group_id, by=by, poll_id=poll_id, administrator=administrator)
    due_at = _morning(group_by_id(session, group_id), on) if on else None
    if due_at and due_at <= now:
        raise Mistake("moment_past", text="", at=due_at)
    if poll.review_on != on:
        poll.review_on = on
        timers.cancel(session, REVIEW, subject_id=poll_id)
        if on and due_at:
            timers.schedule(session, kind=REVIEW, subject_id=poll_id, due_at=due_at, occurrence=on.isoformat())
        _changed(session, poll, by, now, "poll_review_set", {"on": on.isoformat() if on else ""})
    return poll


def review(session: Session, *, poll_id: int, now: datetime) -> None:
    """Its day has come: everybody is told."""
    facts = poll_facts(session, poll_id)
    entry = polls.record(session, facts.poll, None, now, REVIEW, {})
    outbox.announce(
        session, group_id=facts.poll.group_id, kind=REVIEW, journal_id=entry, now=now, priority=outbox.REMINDER,
        poll_id=poll_id,
    )  # fmt: skip


def reschedule(session: Session, *, group: Group) -> None:
    """The group's zone has changed: what is to be said in the morning is said in its new one."""
    waiting = select(Timer).join(Poll, col(Poll.id) == col(Timer.subject_id))
    for timer in session.exec(waiting.where(Poll.group_id == group.id, Timer.kind == REVIEW, Timer.state == "pending")):
        due_at = _morning(group, date.fromisoformat(timer.occurrence))
        timers.schedule(session, kind=REVIEW, subject_id=timer.subject_id, due_at=due_at, occurrence=timer.occurrence)


def decided(session: Session, *, group_id: int, by: int, poll_id: int, administrator: bool) -> Poll:
    """The poll, where it has adopted something and is the person's, or they administer the group; else a Mistake."""
    poll = polls.poll_in(session, group_id, poll_id)
    if poll.verdict != "adopted":
        raise Mistake("not_decided", handle=handle("poll", poll.number))
    if poll.author_id != by and not administrator:
        raise Mistake("not_yours", handle=handle("poll", poll.number))
    return poll


def check(session: Session, *, group_id: int, person_id: int, poll_id: int, administrator: bool) -> None:
    """A Mistake where it is not for the person to say who carries it out, or when it is reviewed."""
    member = member_of(session, group_id, person_id)
    decided(session, group_id=group_id, by=(member and member.id) or 0, poll_id=poll_id, administrator=administrator)


def adopted_last(session: Session, *, group_id: int) -> Sequence[Poll]:
    """What has been decided last."""
    return [poll for poll in poll_list(session, group_id).closed if poll.verdict == "adopted"]


def _morning(group: Group, on: date) -> datetime:
    return at_wall_time(on, MORNING, ZoneInfo(group.timezone))


def _changed(session: Session, poll: Poll, by: int, now: datetime, kind: str, body: dict[str, object]) -> None:
    session.add(poll)
    polls.record(session, poll, by, now, kind, body)
    cards.mark_stale(session, "poll", poll.id or 0)
