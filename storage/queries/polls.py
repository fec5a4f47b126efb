"""Polls as cards and counts need them."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, bindparam, delete, func, insert, literal, update
from sqlmodel import Session, col, select

from bot.domain.ballots import read_choices
from bot.domain.procedures import Elector as Voter
from bot.domain.procedures import Electorate, count, read_quorum, read_rule
from storage.models import (
    DEPUTY,
    PRINCIPAL,
    PROXY,
    Alert,
    Ballot,
    Delegation,
    Elector,
    Mandate,
    MemberFacts,
    Poll,
    PollFacts,
    PollOption,
    Proxy,
    Seat,
    Voice,
)
from storage.queries.core import core, table
from storage.queries.members import delegations_of, group_by_id, member_facts, present_members
from storage.queries.objections import objections_to, replacement_of, sightings_of

POLL = select(Poll).where(col(Poll.id) == bindparam("poll"), col(Poll.group_id) == bindparam("group"))
ELECTORS, SEATS, BALLOTS, OPTIONS = table(Elector), table(Seat), table(Ballot), table(PollOption)
MANDATES, PROXIES = table(Mandate), table(Proxy)
RANKS = {"principal": PRINCIPAL, "deputy": DEPUTY}
OWN = select(ELECTORS.c.id).where(ELECTORS.c.poll_id == bindparam("poll"), ELECTORS.c.member_id == bindparam("member"))
HOLDS = (
    select(literal(1))
    .where(PROXIES.c.to_id == ELECTORS.c.id, PROXIES.c.withdrawn_at.is_(None))
    .correlate(ELECTORS)
    .exists()
)
SEATED = (
    select(ELECTORS.c.id, func.coalesce(MANDATES.c.role, SEATS.c.role), HOLDS)
    .join(SEATS, SEATS.c.delegation_id == ELECTORS.c.delegation_id)
    .outerjoin(MANDATES, (MANDATES.c.elector_id == ELECTORS.c.id) & (MANDATES.c.member_id == SEATS.c.member_id))
    .where(ELECTORS.c.poll_id == bindparam("poll"), SEATS.c.member_id == bindparam("member"), SEATS.c.state == "seated")
)
TEXTS = select(OPTIONS.c.number, OPTIONS.c.text).where(OPTIONS.c.poll_id == bindparam("poll"))
CHANGE = update(BALLOTS).where(BALLOTS.c.elector_id == bindparam("elector"), BALLOTS.c.rank == bindparam("of"))
CAST = insert(BALLOTS)
TAKE = delete(BALLOTS).where(BALLOTS.c.elector_id == bindparam("elector"), BALLOTS.c.rank == bindparam("of"))


def write_choice(choice: int) -> str:
    """The canonical text of a ballot for one choice."""
    return str(choice)


def poll_of(session: Session, group_id: int, poll_id: int) -> Poll | None:
    """The group's poll with this id."""
    return session.exec(POLL, params={"poll": poll_id, "group": group_id}).first()


def voice_of(session: Session, poll_id: int, member_id: int, *, by_delegation: bool) -> Voice | None:
    """For whom the member votes: their delegation, in the role they had when the poll opened; or themselves."""
    whose = {"poll": poll_id, "member": member_id}
    if not by_delegation:
        found: int | None = core(session).execute(OWN, whose).scalar()
        return None if found is None else Voice(found, PRINCIPAL)
    seat = core(session).execute(SEATED, whose).first()
    return None if seat is None else Voice(seat[0], RANKS[seat[1]], bool(seat[2]))


def option_texts(session: Session, poll_id: int) -> dict[int, str]:
    """A poll's own options by number; empty where the answers are for, against and abstain."""
    return {option.number: option.text for option in core(session).execute(TEXTS, {"poll": poll_id})}


def put_ballot(session: Session, ballot: Ballot) -> None:
    """Set an elector's choice in one rank, whatever it was before."""
    choice = {"choices": ballot.choices, "reason": ballot.reason, "cast_by_id": ballot.cast_by_id, "at": ballot.at}
    connection = core(session)
    if not connection.execute(CHANGE, {"elector": ballot.elector_id, "of": ballot.rank, **choice}).rowcount:
        connection.execute(CAST, {"elector_id": ballot.elector_id, "rank": ballot.rank, **choice})


def take_ballot(session: Session, elector_id: int, rank: int) -> bool:
    """Delete an elector's ballot of one rank; False when there was none."""
    return core(session).execute(TAKE, {"elector": elector_id, "of": rank}).rowcount > 0


def ballot_of(session: Session, elector_id: int) -> Ballot | None:
    """The ballot that stands for an elector."""
    found = select(Ballot).where(Ballot.elector_id == elector_id).order_by(col(Ballot.rank).desc())
    return session.exec(found.execution_options(populate_existing=True)).first()


def outranking(session: Session, elector_id: int, rank: int) -> Elector | None:
    """The elector, where a ballot of a higher rank than this one stands for it."""
    standing = ballot_of(session, elector_id)
    return elector_by_id(session, elector_id) if standing and standing.rank > rank else None


def elector_by_id(session: Session, elector_id: int) -> Elector:
    """The elector; it exists, since rows that point to it do."""
    return session.exec(select(Elector).where(Elector.id == elector_id)).one()


def proxies_of(session: Session, poll_id: int) -> tuple[Proxy, ...]:
    """The proxies in force in a poll."""
    found = select(Proxy).where(Proxy.poll_id == poll_id, col(Proxy.withdrawn_at).is_(None))
    return tuple(session.exec(found.order_by(col(Proxy.id))))


def follow(session: Session, holder_id: int) -> list[int]:
    """The vote that an elector holds becomes its own, as that now stands; returns whose votes have followed."""
    found = select(Proxy.from_id).where(Proxy.to_id == holder_id, col(Proxy.withdrawn_at).is_(None))
    followers = list(session.exec(found.where(col(Proxy.apart).is_(False))))
    own = ballot_of(session, holder_id) if followers else None
    for elector_id in followers:
        if own is None:
            take_ballot(session, elector_id, PROXY)
        else:
            same = own.model_dump(include={"choices", "reason", "cast_by_id", "at"})
            put_ballot(session, Ballot(elector_id=elector_id, rank=PROXY, **same))
    return followers


def standing_ballots(session: Session, condition: ColumnElement[bool]) -> tuple[Ballot, ...]:
    """Of the electors that meet a condition, the ballot that stands for each: the one of the highest rank."""
    found = select(Ballot).join(Elector, col(Elector.id) == col(Ballot.elector_id)).where(condition)
    ranked = session.exec(found.order_by(col(Elector.id), col(Ballot.rank)))
    return tuple({ballot.elector_id: ballot for ballot in ranked}.values())  # of each the last, which ranks highest


def poll_facts(session: Session, poll_id: int) -> PollFacts:
    """A poll with everything its card and its count need."""
    poll = session.exec(select(Poll).where(Poll.id == poll_id)).one()
    electors = session.exec(select(Elector).where(Elector.poll_id == poll_id).order_by(col(Elector.id))).all()
    ballots = standing_ballots(session, col(Elector.poll_id) == poll_id)
    options = session.exec(select(PollOption).where(PollOption.poll_id == poll_id).order_by(col(PollOption.number)))
    members = present_members(session, poll.group_id)
    (author,) = member_facts(session, [poll.author_id])
    alert = session.exec(select(Alert.number).where(Alert.id == poll.alert_id)).first() if poll.alert_id else None
    delegations = delegations_of(session, poll.group_id) if poll.by_delegation else ()
    voting = {elector.delegation_id for elector in electors}
    own, cast = tuple(options), {ballot.elector_id: read_choices(ballot.choices) for ballot in ballots}
    quorum = read_quorum(poll.quorum) if poll.quorum else None
    proxies = proxies_of(session, poll_id) if poll.by_delegation else ()
    objections = objections_to(session, poll, ballots, proxies)
    resolved = (
        {elector_id for elector_id, each in objections.items() if each.resolved_at} if poll.rule == "consent" else set()
    )
    replaces, replaced_by = replacement_of(session, poll)
    return PollFacts(
        group=group_by_id(session, poll.group_id),
        poll=poll,
        options=own,
        electors=tuple(electors),
        ballots=ballots,
        author=author,
        outside=tuple(each for each in members if poll.by_delegation and each.delegation is None),
        empty=tuple(each for each in delegations if each.id not in voting and each.role == "voting"),
        observers=_observers(members, voting),
        proxies=proxies,
        alert_number=alert,
        members=members,
        standing=count(
            electorate_of(electors), cast, read_rule(poll.rule), options=len(own), quorum=quorum, resolved=resolved
        ),
        sightings=sightings_of(session, poll),
        objections=objections,
        replaces=replaces,
        replaced_by=replaced_by,
    )


def _observers(members: Sequence[MemberFacts], voting: Collection[int | None]) -> tuple[Delegation, ...]:
    """Delegations of which somebody is there to read; what became an observer since the poll opened still votes."""
    found = {each.delegation.code: each.delegation for each in members if each.delegation and each.observes}
    return tuple(found[code] for code in sorted(found) if found[code].id not in voting)


def electorate_of(electors: Sequence[Elector]) -> Electorate:
    """The electors as the procedures know them."""
    return Electorate(
        tuple(
            Voter(key=elector.id or -index, name=elector.name or elector.code, weight=elector.weight)
            for index, elector in enumerate(electors, start=1)
        )
    )
