"""The clock of a poll: what is due for it, planned when it opens and anew whenever its deadline moves."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlmodel import Session, select

from bot.domain.rules import Procedure
from bot.domain.silence import half_time
from bot.services import sightings
from storage.models import Poll
from storage.queries import cards, timers
from storage.queries.certainty import is_settled

HALF_TIME_FROM = timedelta(hours=1)  # a poll as long as that has a reminder at half time
LAST_HOUR_FROM = timedelta(hours=4)  # one as long as that another, an hour before it closes
LAST_HOUR = timedelta(hours=1)
GRACE = timedelta(seconds=30)  # once the result is certain, in which people may still change their ballots
LINGERS = timedelta(seconds=3)  # after its deadline: a poll that is still open says why
MORNING = "poll_morning"  # kind of timer: what was not said at night
EARLY, CLOSING = "poll_early", "poll_closing"  # kinds of timers: the end of the grace; the card is to say "closing"
REMINDER, HALF = "poll_reminder", "poll_half"  # others: of the same name as what it says; a silence's half time
TIMERS = ("poll_open", "poll_close", EARLY, CLOSING, REMINDER, HALF, MORNING, sightings.MORNING)


def plan(session: Session, poll: Poll, now: datetime) -> None:
    """Make due what is to come of an open poll: its end, its reminders.

    A reminder that is overdue fires, unless another is still to come.
    """
    poll_id, lingers = poll.id or 0, poll.closes_at + LINGERS
    timers.schedule(session, kind="poll_close", subject_id=poll_id, due_at=poll.closes_at)
    timers.cancel(session, CLOSING, HALF, subject_id=poll_id)
    timers.schedule(session, kind=CLOSING, subject_id=poll_id, due_at=lingers, occurrence=lingers.isoformat())
    if poll.rule == Procedure.SILENCE:  # until then its card offers to object to the procedure
        half = half_time(poll.opened_at, poll.closes_at)
        timers.schedule(session, kind=HALF, subject_id=poll_id, due_at=half, occurrence=half.isoformat())
    upcoming = [due_at for due_at in _reminders(poll) if due_at > now]
    timers.cancel(session, REMINDER, subject_id=poll_id, after=None if upcoming else now)
    for due_at in upcoming:
        timers.schedule(session, kind=REMINDER, subject_id=poll_id, due_at=due_at, occurrence=due_at.isoformat())


def settle(session: Session, poll: Poll, now: datetime, *, anew: bool = False) -> None:
    """Something counts that did not before: a poll that may close early is to do so in a while if its result is certain
    now, and is not if it is no longer. `anew`: what was left of the grace was lost to people."""
    if not poll.early or poll.state != "open":
        return
    ends = now + GRACE if is_settled(session, poll) else None
    if ends and poll.closing_at and not anew:
        return
    if ends and ends >= poll.closes_at:
        ends = None  # its deadline comes first
    if ends == poll.closing_at:
        return
    poll.closing_at = ends
    session.add(poll)
    timers.cancel(session, EARLY, subject_id=poll.id or 0)
    if ends:
        timers.schedule(session, kind=EARLY, subject_id=poll.id or 0, due_at=ends, occurrence=ends.isoformat())
    cards.mark_stale(session, "poll", poll.id or 0)


def ends_at(poll: Poll) -> datetime:
    """The moment up to which a ballot counts."""
    return min(poll.closes_at, poll.closing_at or poll.closes_at)


def show_closing(session: Session, *, poll_id: int) -> None:
    """The deadline is over and the queue not empty yet: the card says so."""
    if session.exec(select(Poll.state).where(Poll.id == poll_id)).one() == "open":
        cards.mark_stale(session, "poll", poll_id)


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
