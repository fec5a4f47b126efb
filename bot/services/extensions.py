"""Deadlines of polls put off: by whoever may, and where Telegram was out of reach."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.domain.deadlines import LATEST
from bot.domain.errors import Mistake
from bot.domain.handles import handle
from bot.domain.rules import Procedure
from bot.services import poll_clock, polls
from storage.models import Group, Poll
from storage.queries import cards, journal, outbox
from storage.queries.members import member_of

SOON = timedelta(minutes=10)  # after an outage: a deadline so near is put off as well


def extend_for_outage(session: Session, *, since: datetime, now: datetime) -> None:
    """Telegram was out of reach: polls whose deadline fell in the gap or within ten minutes after it get the gap back.

    Presses older than 150 s are lost in an outage, so each group with open polls is told once. Every group has it on
    record.
    """
    told: dict[int, list[str]] = {}
    for poll in session.exec(select(Poll).where(Poll.state == "open")).all():
        told.setdefault(poll.group_id, [])
        if poll.closing_at and poll.closing_at >= since:
            poll_clock.settle(session, poll, now, anew=True)
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


def extend(
    session: Session, *, group_id: int, by: int, poll_id: int, administrator: bool, until: datetime | None = None,
    span: timedelta | None = None, made: datetime, now: datetime,
) -> Poll:  # fmt: skip
    """Put the deadline off, to a moment or by a span, at the word of whoever may: everybody is told.

    `made` is when that was said: before the deadline, though it may be heard after it.
    """
    poll = extendable(session, group_id=group_id, by=by, poll_id=poll_id, administrator=administrator, made=made)
    name, before = handle("poll", poll.number), poll.closes_at
    closes_at = until or before + (span or timedelta())
    if closes_at <= before:
        raise Mistake("extend_not_later", handle=name, at=closes_at, closes_at=before)
    if closes_at > (most := poll.opened_at + LATEST):
        raise Mistake("extend_too_far", handle=name, at=most)
    entry = _move(session, poll, closes_at, by, now)
    outbox.announce(session, group_id=group_id, kind="poll_extended", journal_id=entry, now=now, poll_id=poll_id)
    return poll


def check(
    session: Session, *, group_id: int, person_id: int, poll_id: int, administrator: bool, made: datetime
) -> None:
    """A Mistake unless the person may put the poll's deadline off now."""
    member = member_of(session, group_id, person_id)
    extendable(
        session, group_id=group_id, by=(member and member.id) or 0, poll_id=poll_id, administrator=administrator,
        made=made,
    )  # fmt: skip


def extendable(session: Session, *, group_id: int, by: int, poll_id: int, administrator: bool, made: datetime) -> Poll:
    """The poll, where its deadline is to come and the person may put it off: a silence's chair, else as own_poll has it."""
    poll = polls.poll_in(session, group_id, poll_id)
    if poll.state == "open" and poll.rule == Procedure.SILENCE and poll.author_id != by:
        raise Mistake("chair_only", handle=handle("poll", poll.number))
    polls.own_poll(session, group_id, by, poll_id, administrator=administrator)
    return polls.still_open(session, group_id, poll_id, made)


def _move(session: Session, poll: Poll, closes_at: datetime, by: int | None, now: datetime) -> int:
    """Set another deadline, with all that goes by it; returns the entry's id."""
    body = {"before": poll.closes_at.isoformat(), "closes_at": closes_at.isoformat()}
    poll.closes_at = closes_at
    session.add(poll)
    poll_clock.plan(session, poll, now)
    poll_clock.settle(session, poll, now)
    cards.mark_stale(session, "poll", poll.id or 0)
    return polls.record(session, poll, by, now, "poll_extended", body)
