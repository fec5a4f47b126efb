"""The clock of a poll: what is due for it, planned when it opens and anew whenever its deadline moves."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.domain.rules import Procedure
from bot.domain.silence import half_time
from bot.services import sightings
from storage.models import Poll
from storage.queries import timers

HALF_TIME_FROM = timedelta(hours=1)  # a poll as long as that has a reminder at half time
LAST_HOUR_FROM = timedelta(hours=4)  # one as long as that another, an hour before it closes
LAST_HOUR = timedelta(hours=1)
MORNING = "poll_morning"  # kind of timer: what was not said at night
TIMERS = ("poll_open", "poll_close", "poll_reminder", "poll_half", MORNING, sightings.MORNING)


def plan(session: Session, poll: Poll, now: datetime) -> None:
    """Make due what is to come of an open poll: its end, its reminders. What is overdue stays: it fires."""
    poll_id = poll.id or 0
    timers.schedule(session, kind="poll_close", subject_id=poll_id, due_at=poll.closes_at)
    timers.cancel(session, "poll_half", "poll_reminder", subject_id=poll_id, after=now)
    if poll.rule == Procedure.SILENCE:  # until then its card offers to object to the procedure
        half = half_time(poll.opened_at, poll.closes_at)
        timers.schedule(session, kind="poll_half", subject_id=poll_id, due_at=half, occurrence=half.isoformat())
    for due_at in _reminders(poll):
        if due_at > now:
            occurrence = due_at.isoformat()
            timers.schedule(session, kind="poll_reminder", subject_id=poll_id, due_at=due_at, occurrence=occurrence)


def stop(session: Session, poll: Poll) -> None:
    """Nothing is due for it any more."""
    timers.cancel(session, *TIMERS, subject_id=poll.id or 0)


def last_reminder(poll: Poll) -> datetime | None:
    """When the reminder an hour before it closes is due; None where it is too short to have one."""
    return poll.closes_at - LAST_HOUR if poll.closes_at - poll.opened_at >= LAST_HOUR_FROM else None


def _reminders(poll: Poll) -> Iterator[datetime]:
    if poll.native:  # nobody has to answer
        return
    if poll.closes_at - poll.opened_at >= HALF_TIME_FROM:
        yield half_time(poll.opened_at, poll.closes_at)
    if last := last_reminder(poll):
        yield last
