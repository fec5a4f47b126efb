"""Polls as cards and counts need them."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from bot.domain.procedures import Elector as Voter
from bot.domain.procedures import Electorate, count, read_quorum, read_rule
from storage.models import Alert, Ballot, Elector, Poll, PollFacts, PollOption
from storage.queries.members import delegations_of, group_by_id, member_facts, present_members


def poll_facts(session: Session, poll_id: int) -> PollFacts:
    """A poll with everything its card and its count need."""
    poll = session.exec(select(Poll).where(Poll.id == poll_id)).one()
    electors = session.exec(select(Elector).where(Elector.poll_id == poll_id).order_by(col(Elector.id))).all()
    ballots = session.exec(
        select(Ballot).join(Elector, col(Elector.id) == col(Ballot.elector_id)).where(Elector.poll_id == poll_id)
    ).all()
    options = session.exec(select(PollOption).where(PollOption.poll_id == poll_id).order_by(col(PollOption.number)))
    members = present_members(session, poll.group_id)
    (author,) = member_facts(session, [poll.author_id])
    alert = session.exec(select(Alert.number).where(Alert.id == poll.alert_id)).first() if poll.alert_id else None
    delegations = delegations_of(session, poll.group_id) if poll.by_delegation else ()
    voting = {elector.delegation_id for elector in electors}
    own, cast = tuple(options), {ballot.elector_id: ballot.choice for ballot in ballots}
    quorum = read_quorum(poll.quorum) if poll.quorum else None
    return PollFacts(
        group=group_by_id(session, poll.group_id),
        poll=poll,
        options=own,
        electors=tuple(electors),
        ballots=tuple(ballots),
        author=author,
        outside=tuple(each for each in members if poll.by_delegation and each.delegation is None),
        empty=tuple(each for each in delegations if each.id not in voting),
        alert_number=alert,
        members=members,
        standing=count(electorate_of(electors), cast, read_rule(poll.rule), options=len(own), quorum=quorum),
    )


def electorate_of(electors: Sequence[Elector]) -> Electorate:
    """The electors as the procedures know them."""
    return Electorate(
        tuple(
            Voter(key=elector.id or -index, name=elector.name or elector.code, weight=elector.weight)
            for index, elector in enumerate(electors, start=1)
        )
    )
