"""Polls as cards and counts need them."""

from collections.abc import Sequence

from sqlalchemy import bindparam, insert, update
from sqlmodel import Session, col, select

from bot.domain.procedures import Elector as Voter
from bot.domain.procedures import Electorate, count, read_quorum, read_rule
from storage.models import Alert, Ballot, Elector, Poll, PollFacts, PollOption, Seat
from storage.queries.core import core, table
from storage.queries.members import delegations_of, group_by_id, member_facts, present_members

POLL = select(Poll).where(col(Poll.id) == bindparam("poll"), col(Poll.group_id) == bindparam("group"))
ELECTORS, SEATS, BALLOTS, OPTIONS = table(Elector), table(Seat), table(Ballot), table(PollOption)
OWN = select(ELECTORS.c.id).where(ELECTORS.c.poll_id == bindparam("poll"), ELECTORS.c.member_id == bindparam("member"))
SEATED = (
    select(ELECTORS.c.id)
    .join(SEATS, SEATS.c.delegation_id == ELECTORS.c.delegation_id)
    .where(ELECTORS.c.poll_id == bindparam("poll"), SEATS.c.member_id == bindparam("member"), SEATS.c.state == "seated")
)
TEXTS = select(OPTIONS.c.number, OPTIONS.c.text).where(OPTIONS.c.poll_id == bindparam("poll"))
CHANGE = update(BALLOTS).where(BALLOTS.c.elector_id == bindparam("elector"))
CAST = insert(BALLOTS)


def poll_of(session: Session, group_id: int, poll_id: int) -> Poll | None:
    """The group's poll with this id."""
    return session.exec(POLL, params={"poll": poll_id, "group": group_id}).first()


def elector_of(session: Session, poll_id: int, member_id: int, *, by_delegation: bool) -> int | None:
    """The id of the elector that the member votes for: their delegation, or themselves."""
    found: int | None = (
        core(session).execute(SEATED if by_delegation else OWN, {"poll": poll_id, "member": member_id}).scalar()
    )
    return found


def option_texts(session: Session, poll_id: int) -> dict[int, str]:
    """A poll's own options by number; empty where the answers are for, against and abstain."""
    return {option.number: option.text for option in core(session).execute(TEXTS, {"poll": poll_id})}


def put_ballot(session: Session, ballot: Ballot) -> None:
    """Set an elector's choice, whatever it was before."""
    choice = {"choice": ballot.choice, "reason": ballot.reason, "cast_by_id": ballot.cast_by_id, "at": ballot.at}
    connection = core(session)
    if not connection.execute(CHANGE, {"elector": ballot.elector_id, **choice}).rowcount:
        connection.execute(CAST, {"elector_id": ballot.elector_id, **choice})


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
    own, cast = tuple(options), {ballot.elector_id: (ballot.choice,) for ballot in ballots}
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
