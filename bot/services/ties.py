"""Ties: asking again, between the options that were tied."""

from datetime import datetime

from sqlmodel import Session

from bot.domain.errors import Mistake
from bot.domain.handles import handle
from bot.domain.procedures import Verdict, read_quorum, read_rule
from bot.services import polls
from storage.models import Poll
from storage.queries import cards
from storage.queries.polls import poll_facts


def reopen(session: Session, *, group_id: int, by: int, poll_id: int, administrator: bool, now: datetime) -> Poll:
    """Put a tied poll to the vote again, once: the options that were tied, by the same rule and for as long.

    Between For and Against the same question is asked again. For its author and administrators.
    """
    poll = polls.poll_in(session, group_id, poll_id)
    name, facts = handle("poll", poll.number), poll_facts(session, poll_id)
    if facts.replaced_by:
        raise Mistake("step_taken", handle=handle("poll", facts.replaced_by))
    if poll.verdict != Verdict.TIED:
        raise Mistake("not_tied", handle=name)
    if poll.author_id != by and not administrator:
        raise Mistake("not_yours", handle=name)
    tied = tuple(option.text for option in facts.options if option.number in facts.standing.tied)
    length = poll.closes_at - poll.opened_at
    again = polls.open_poll(
        session, group_id=group_id, by=by, question=poll.question, options=tied, rule=read_rule(poll.rule),
        quorum=read_quorum(poll.quorum) if poll.quorum else None, closes_at=now + length, about=name,
        lasts=int(length.total_seconds()), secret=poll.secret, hidden=poll.hidden, early=poll.early,
        choices=min(poll.choices, max(1, len(tied))), replaces_id=poll_id, now=now,
    )  # fmt: skip
    cards.mark_stale(session, "poll", poll_id)
    return again
