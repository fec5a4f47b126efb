"""Deadlines of polls put off: where Telegram was out of reach."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.domain.handles import handle
from bot.services import poll_clock, polls
from storage.models import Group, Poll
from storage.queries import cards, journal, outbox

SOON = timedelta(minutes=10)  # after an outage: a deadline so near is put off as well


def extend_for_outage(session: Session, *, since: datetime, now: datetime) -> None:
    """Telegram was out of reach: polls whose deadline fell in the gap or within ten minutes after it get the gap back.

    Presses older than 150 s are lost in an outage, so each group with open polls is told once. Every group has it on
    record.
    """
    told: dict[int, list[str]] = {}
    for poll in session.exec(select(Poll).where(Poll.state == "open")).all():
        told.setdefault(poll.group_id, [])
        if since <= poll.closes_at <= now + SOON:
            _move(session, poll, poll.closes_at + (now - since), None, now)
            told[poll.group_id].append(handle("poll", poll.number))
    # A group that has thrown the bot out may have taken it back meanwhile: what it is told waits until that is known.
    served = select(Group).where((col(Group.state) == "active") | col(Group.id).in_(told))
    for group in session.exec(served).all():
        group_id = group.id or 0
        body = {"since": since.isoformat(), "until": now.isoformat(), "extended": told.get(group_id, [])}
        entry = journal.record(session, group_id=group_id, at=now, kind="outage", body=body)
        if group_id in told:
            outbox.announce(session, group_id=group_id, kind="outage", journal_id=entry, now=now)


def _move(session: Session, poll: Poll, closes_at: datetime, by: int | None, now: datetime) -> int:
    """Set another deadline, with all that goes by it; returns the entry's id."""
    poll.closes_at = closes_at
    session.add(poll)
    poll_clock.plan(session, poll, now)
    cards.mark_stale(session, "poll", poll.id or 0)
    return polls.record(session, poll, by, now, "poll_extended", {"closes_at": closes_at.isoformat()})
