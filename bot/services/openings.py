"""Scheduled polls: opened when their moment has come, or by hand before."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.domain.errors import Mistake
from bot.services import cases, polls
from storage.models import Poll
from storage.queries import outbox, timers
from storage.queries.polls import option_texts, poll_by_id

SHORT = timedelta(minutes=10)  # a deadline nearer than that to an opening that was late is put off by as much


def open_on_time(session: Session, *, poll_id: int, now: datetime) -> None:
    """Its moment has come. Where it cannot open any more, it waits, and its author is told why."""
    poll = poll_by_id(session, poll_id)
    if poll.state != "scheduled":
        return
    before = poll.closes_at
    try:
        _open(session, poll, None, now)
    except Mistake as mistake:
        poll.closes_at = before
        body = {"code": mistake.code, "facts": mistake.facts}
        entry = polls.record(session, poll, None, now, "poll_not_opened", body)
        outbox.announce(
            session, group_id=poll.group_id, kind="poll_not_opened", journal_id=entry, now=now, poll_id=poll_id
        )


def open_now(session: Session, *, group_id: int, by: int, poll_id: int, administrator: bool, now: datetime) -> Poll:
    """[Open now], by its author or an administrator."""
    poll = polls.own_poll(session, group_id, by, poll_id, administrator=administrator, states=("scheduled",))
    timers.cancel(session, "poll_open", subject_id=poll_id)
    _open(session, poll, by, now)
    return poll


def drop(session: Session, *, group_id: int, by: int, poll_id: int, administrator: bool, now: datetime) -> None:
    """[Cancel] on a scheduled poll, by its author or an administrator; one that has opened stays as it is."""
    polls.own_poll(session, group_id, by, poll_id, administrator=administrator, states=("scheduled",))
    polls.withdraw(session, group_id=group_id, by=by, poll_id=poll_id, administrator=administrator, reason="", now=now)


def _open(session: Session, poll: Poll, by: int | None, now: datetime) -> None:
    poll_id = poll.id or 0
    poll.closes_at = _deadline(poll, now)
    polls.begin(session, poll, list(option_texts(session, poll_id).values()), by, now)
    cases.move_down(session, "poll", poll_id, by=by, now=now)


def _deadline(poll: Poll, now: datetime) -> datetime:
    """A span counts from the opening. A moment stands, unless so late an opening has left next to nothing before it."""
    if poll.lasts:
        return now + timedelta(seconds=poll.lasts)
    opens_at = poll.opens_at or now
    left = min(SHORT, poll.closes_at - opens_at)
    late = now - opens_at
    return poll.closes_at + late if late > timedelta() and poll.closes_at - now < left else poll.closes_at
