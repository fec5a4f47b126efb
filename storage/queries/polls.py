"""Polls as cards and counts need them."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, bindparam, delete, func, insert, literal, update
from sqlmodel import Session, col, select

from bot.domain.ballots import read_choices
from bot.domain.procedures import Choices, Electorate, Standing, count, read_quorum, read_rule
from bot.domain.procedures import Elector as Voter
from storage.models import (
    DEPUTY,
    PRINCIPAL,
    PROXY,
    Alert,
    Ballot,
    Call,
    Choosing,
    Delegation,
    Elector,
    Mandate,
    MemberFacts,
    Objection,
    Poll,
    PollFacts,
    PollOption,
    Proxy,
    Rewording,
    Seat,
    Task,
    Voice,
)
from storage.queries.core import Loaded, core, table
from storage.queries.decisions import owners_of
from storage.queries.members import delegations_of, group_by_id, member_facts, present_members
from storage.queries.objections import objections_to, replacement_of, resolved_of, sightings_of
from storage.queries.reservations import reservations_of
from storage.queries.secrecy import cast_in, is_untold, told_of_secret, without_choices
from storage.queries.sense import sense_of

POLLS = Loaded(Poll)
POLL = POLLS.all.where(col(Poll.id) == bindparam("poll"), col(Poll.group_id) == bindparam("group"))
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
HELD = select(BALLOTS.c.choices, BALLOTS.c.reason).where(
    BALLOTS.c.elector_id == bindparam("elector"), BALLOTS.c.rank == bindparam("of")
)
TAKE = delete(BALLOTS).where(BALLOTS.c.elector_id == bindparam("elector"), BALLOTS.c.rank == bindparam("of"))
# What a card is made of, asked again for every edit: built once, since that is half of what asking costs.
ALONE = POLLS.all.where(col(Poll.id) == bindparam("poll"))
VOTING = select(Elector).where(col(Elector.poll_id) == bindparam("poll")).order_by(col(Elector.id))
STANDING = (
    select(Ballot)
    .join(Elector, col(Elector.id) == col(Ballot.elector_id))
    .order_by(col(Elector.id), col(Ballot.rank))
    .execution_options(populate_existing=True)
)
STANDING_IN_POLL = STANDING.where(col(Elector.poll_id) == bindparam("poll"))
ANSWERS = select(PollOption).where(col(PollOption.poll_id) == bindparam("poll")).order_by(col(PollOption.number))
IN_FORCE = (
    select(Proxy)
    .where(col(Proxy.poll_id) == bindparam("poll"), col(Proxy.withdrawn_at).is_(None))
    .order_by(col(Proxy.id))
)
TASKS = select(Task).where(col(Task.poll_id) == bindparam("poll")).order_by(col(Task.number))
CALLS = select(Call).where(col(Call.poll_id) == bindparam("poll")).order_by(col(Call.number))


def poll_of(session: Session, group_id: int, poll_id: int) -> Poll | None:
    """The group's poll with this id."""
    return POLLS.first(session, POLL, {"poll": poll_id, "group": group_id})


def poll_by_id(session: Session, poll_id: int) -> Poll:
    """The poll; it exists, since rows that point to it do."""
    return POLLS.one(session, ALONE, {"poll": poll_id})


def electors_of(session: Session, poll_id: int) -> Sequence[Elector]:
    """Who may vote in a poll, in the order they were written down."""
    return session.exec(VOTING, params={"poll": poll_id}).all()


def ballots_in(session: Session, poll_id: int) -> tuple[Ballot, ...]:
    """The ballot that stands for each elector who has voted: the one of the highest rank."""
    return _highest(session.exec(STANDING_IN_POLL, params={"poll": poll_id}))


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


def put_ballot(session: Session, ballot: Choosing) -> bool:
    """Set an elector's choice in one rank, whatever it was before; returns whether there was one."""
    choice = {"choices": ballot.choices, "reason": ballot.reason, "cast_by_id": ballot.cast_by_id, "at": ballot.at}
    connection = core(session)
    if connection.execute(CHANGE, {"elector": ballot.elector_id, "of": ballot.rank, **choice}).rowcount:
        return True
    connection.execute(CAST, {"elector_id": ballot.elector_id, "rank": ballot.rank, **choice})
    return False


def held_ballot(session: Session, elector_id: int, rank: int) -> tuple[Choices, str] | None:
    """Choices and reason of an elector's ballot of one rank, whether it stands or not."""
    row = core(session).execute(HELD, {"elector": elector_id, "of": rank}).first()
    return None if row is None else (read_choices(row.choices), row.reason)


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
    return tuple(session.exec(IN_FORCE, params={"poll": poll_id}))


def follow(session: Session, holder_id: int) -> list[int]:
    """The vote that an elector holds becomes its own, as that now stands; returns whose votes have followed."""
    found = select(Proxy.from_id).where(Proxy.to_id == holder_id, col(Proxy.withdrawn_at).is_(None))
    followers = list(session.exec(found.where(col(Proxy.apart).is_(False))))
    own = ballot_of(session, holder_id) if followers else None
    for elector_id in followers:
        if own is None:
            take_ballot(session, elector_id, PROXY)
        else:
            put_ballot(session, Choosing(elector_id, PROXY, own.choices, own.cast_by_id, own.at, own.reason))
    return followers


def standing_ballots(session: Session, condition: ColumnElement[bool]) -> tuple[Ballot, ...]:
    """Of the electors that meet a condition, the ballot that stands for each: the one of the highest rank."""
    return _highest(session.exec(STANDING.where(condition)))


def _highest(ranked: Iterable[Ballot]) -> tuple[Ballot, ...]:
    return tuple({ballot.elector_id: ballot for ballot in ranked}.values())  # of each the last, which ranks highest


def poll_facts(session: Session, poll_id: int) -> PollFacts:
    """A poll with everything its card and its count need."""
    of_poll = {"poll": poll_id}
    poll, electors, ballots = poll_by_id(session, poll_id), electors_of(session, poll_id), ballots_in(session, poll_id)
    own = tuple(session.exec(ANSWERS, params=of_poll))
    members = present_members(session, poll.group_id)
    author = next((each for each in members if each.member.id == poll.author_id), None)
    alert = session.exec(select(Alert.number).where(Alert.id == poll.alert_id)).first() if poll.alert_id else None
    delegations = delegations_of(session, poll.group_id) if poll.by_delegation else ()
    voting = {elector.delegation_id for elector in electors}
    cast = cast_in(session, poll, ballots)
    proxies = proxies_of(session, poll_id) if poll.by_delegation else ()
    objections = objections_to(session, poll, ballots, proxies)
    replaces, replaced_by = replacement_of(session, poll)
    standing = _counted(poll, electors, cast, len(own), objections)
    told = not is_untold(poll)
    group = group_by_id(session, poll.group_id)
    return PollFacts(
        group=group,
        poll=poll,
        options=own,
        electors=tuple(electors),
        ballots=ballots if told and not poll.secret else without_choices(ballots),
        author=author or member_facts(session, [poll.author_id])[0],
        outside=tuple(each for each in members if poll.by_delegation and each.delegation is None),
        empty=tuple(each for each in delegations if each.id not in voting and each.role == "voting"),
        observers=_observers(members, voting),
        proxies=proxies,
        alert_number=alert,
        members=members,
        standing=told_of_secret(standing, poll) if poll.secret else standing,
        told=told,
        choices=tuple(cast.values()) if told else (),
        reservations=reservations_of(session, poll_id),
        earlier=_earlier(session, poll),
        sightings=sightings_of(session, poll),
        objections=objections,
        owner=owners_of(session, [poll]).get(poll_id),
        tasks=tuple(session.exec(TASKS, params=of_poll)),
        calls=tuple(session.exec(CALLS, params=of_poll)),
        replaces=replaces,
        replaced_by=replaced_by,
        sense=sense_of(session, poll, group),
    )


def _counted(
    poll: Poll,
    electors: Sequence[Elector],
    cast: Mapping[int, Choices],
    options: int,
    objections: Mapping[int, Objection],
) -> Standing:
    """How a poll stands by the ballots cast."""
    quorum, resolved = read_quorum(poll.quorum) if poll.quorum else None, resolved_of(poll, objections)
    electorate = electorate_of(electors)
    return count(electorate, cast, read_rule(poll.rule), options=options, quorum=quorum, resolved=resolved)


def _earlier(session: Session, poll: Poll) -> tuple[Rewording, ...]:
    if poll.version == 1:
        return ()
    found = select(Rewording).where(Rewording.poll_id == poll.id, Rewording.voided > 0)
    return tuple(session.exec(found.order_by(col(Rewording.id).desc())))


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
