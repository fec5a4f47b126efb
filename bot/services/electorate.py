"""Who votes in a poll: delegations somebody speaks for, or each member; frozen when it opens."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from bot.domain.errors import Mistake
from bot.domain.handles import handle
from bot.domain.rules import Quorum
from storage.models import PRINCIPAL as PRINCIPAL  # noqa: PLC0414 -- services name ranks through here
from storage.models import Delegation, Elector, Mandate, Member, MemberFacts, Poll, PollFacts, Seat, Voice
from storage.queries import journal
from storage.queries.members import PRESENT, group_by_id, member_facts, present_members
from storage.queries.polls import voice_of


def electorate(session: Session, group_id: int) -> tuple[list[Elector], bool]:
    """The electors of a poll that opens now, and whether they are delegations; without any, members but observers."""
    statement = (
        select(Delegation)
        .join(Seat, col(Seat.delegation_id) == col(Delegation.id))
        .join(Member, col(Member.id) == col(Seat.member_id))
        .where(Delegation.group_id == group_id, Seat.state == "seated", col(Member.status).in_(PRESENT))
        .where(Delegation.role == "voting")
        .distinct()
        .order_by(col(Delegation.code))
    )
    if delegations := session.exec(statement).all():
        return [
            Elector(
                poll_id=0,
                delegation_id=each.id,
                **each.model_dump(include={"name", "code", "weight", "weight_year", "weight_source"}),
            )
            for each in delegations
        ], True
    return [
        Elector(poll_id=0, member_id=each.member.id, name=each.person.name, weight=1)
        for each in present_members(session, group_id)
        if not each.observes
    ], False


def check_quorum(session: Session, poll: Poll, quorum: Quorum, electors: int) -> None:
    """A Mistake `quorum_too_high` (quorum, most) where more ballots are asked for than can ever be cast.

    Members whom the bot does not know yet may still enter; how many there are is Telegram's to say.
    """
    count = electors if poll.by_delegation else group_by_id(session, poll.group_id).member_count
    if count is not None and quorum.heads > max(count, electors):
        raise Mistake("quorum_too_high", quorum=quorum.heads, most=max(count, electors))


def freeze(session: Session, poll_id: int, electors: list[Elector]) -> None:
    """Write down who may vote in a poll and, of delegations, who speaks for them in which role."""
    for elector in electors:
        elector.poll_id = poll_id
        session.add(elector)
    session.flush()
    spoken_for = (
        select(Elector.id, Seat.member_id, Seat.role)
        .join(Seat, col(Seat.delegation_id) == col(Elector.delegation_id))
        .join(Member, col(Member.id) == col(Seat.member_id))
        .where(Elector.poll_id == poll_id, Seat.state == "seated", col(Member.status).in_(PRESENT))
    )
    for elector_id, member_id, role in session.exec(spoken_for).all():
        session.add(Mandate(elector_id=elector_id or 0, member_id=member_id, role=role))


def voice(session: Session, poll: Poll, member_id: int, now: datetime) -> Voice:
    """For whom the member votes; who was there unknown when the poll opened enters it now."""
    subject, poll_id = handle("poll", poll.number), poll.id or 0
    if known := voice_of(session, poll_id, member_id, by_delegation=poll.by_delegation):
        return known
    (facts,) = member_facts(session, [member_id])
    if facts.observes:
        raise Mistake("observers")
    if poll.by_delegation:
        if facts.delegation is None and _asks(session, member_id):
            raise Mistake("seat_waits")
        raise Mistake("delegation_late" if facts.delegation else "no_delegation", handle=subject)
    if facts.member.joined_at and facts.member.joined_at > poll.opened_at:
        raise Mistake("joined_later", handle=subject)
    elector = Elector(poll_id=poll_id, member_id=member_id, name=facts.person.name, weight=1)
    session.add(elector)
    session.flush()
    body = {"elector": elector.id}
    journal.record(
        session, group_id=poll.group_id, at=now, kind="elector_entered", actor_id=member_id, subject=subject, body=body
    )
    return Voice(elector.id or 0, PRINCIPAL)


def speakers(facts: PollFacts, electors: Iterable[Elector]) -> list[MemberFacts]:
    """Who of those present speaks for one of these electors."""
    asked = list(electors)
    places, members = ({getattr(each, name) for each in asked} - {None} for name in ("delegation_id", "member_id"))
    return [
        each
        for each in facts.members
        if each.member.id in members or (each.delegation and each.delegation.id in places)
    ]


def _asks(session: Session, member_id: int) -> bool:
    """Whether somebody has asked for a place that nobody has confirmed."""
    asked = select(Seat.id).where(Seat.member_id == member_id, Seat.state == "asked")
    return session.exec(asked).first() is not None
