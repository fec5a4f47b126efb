"""Whether a poll's outcome is certain, whoever may still vote in it."""

from collections.abc import Sequence

from sqlmodel import Session

from bot.domain.ballots import read_choices
from bot.domain.procedures import certain_whoever_enters, count, may_close_early, read_quorum, read_rule
from storage.models import Elector, Poll
from storage.queries.members import group_by_id, present_members
from storage.queries.objections import objections_to, resolved_of
from storage.queries.polls import ballots_in, electorate_of, electors_of, option_texts, proxies_of


def is_settled(session: Session, poll: Poll) -> bool:
    """Whether no ballot still out could change the outcome of an open poll, and its rule lets it close for that."""
    poll_id = poll.id or 0
    electors, ballots = electors_of(session, poll_id), ballots_in(session, poll_id)
    objections = objections_to(session, poll, ballots, proxies_of(session, poll_id))
    electorate, rule = electorate_of(electors), read_rule(poll.rule)
    cast = {ballot.elector_id: read_choices(ballot.choices) for ballot in ballots}
    options, quorum = len(option_texts(session, poll_id)), read_quorum(poll.quorum) if poll.quorum else None
    resolved = resolved_of(poll, objections)
    standing = count(electorate, cast, rule, options=options, quorum=quorum, resolved=resolved)
    if not standing.certain or not may_close_early(standing, secret=poll.secret):
        return False
    unknown = _may_enter(session, poll, electors)
    if unknown is None:
        return False
    return not unknown or certain_whoever_enters(
        electorate, cast, rule, options=options, quorum=quorum, resolved=resolved, unknown=unknown
    )


def _may_enter(session: Session, poll: Poll, electors: Sequence[Elector]) -> int | None:
    """How many were in the group when a poll of members opened and can still enter it; None where that is not known."""
    if poll.by_delegation:
        return 0
    everybody, here = group_by_id(session, poll.group_id).member_count, present_members(session, poll.group_id)
    if everybody is None:
        return None
    entered = {elector.member_id for elector in electors}
    known = [
        each
        for each in here
        if each.member.id not in entered
        and not each.observes
        and not (each.member.joined_at and each.member.joined_at > poll.opened_at)
    ]
    return max(0, everybody - len(here)) + len(known)
