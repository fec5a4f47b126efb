"""What polls by silence and consent keep beside their ballots."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from bot.domain.procedures import AGAINST
from bot.domain.rules import Procedure
from storage.models import PROXY, Ballot, Objection, Poll, Proxy, Sighting

OBJECTED = {Procedure.SILENCE, Procedure.CONSENT}  # where a ballot Against is more than a vote


def objections_to(
    session: Session, poll: Poll, ballots: Sequence[Ballot], proxies: Sequence[Proxy]
) -> dict[int, Objection]:
    """Elector -> what its objection, if its ballot stands as one, has led to. A vote held by proxy follows the holder's."""
    if poll.rule not in OBJECTED:
        return {}
    rows = session.exec(select(Objection).where(Objection.poll_id == poll.id)).all()
    known = {(row.elector_id, row.rank, row.at): row for row in rows}
    holders = {proxy.from_id: proxy.to_id for proxy in proxies if not proxy.apart}
    standing = {ballot.elector_id: ballot for ballot in ballots}
    found: dict[int, Objection] = {}
    for ballot in ballots:
        holder = holders.get(ballot.elector_id) if ballot.rank == PROXY else None
        made = standing.get(holder, ballot) if holder else ballot
        row = known.get((made.elector_id, made.rank, made.at))
        if row and ballot.choices == made.choices == str(AGAINST):
            found[ballot.elector_id] = row
    return found


def resolved_of(poll: Poll, objections: Mapping[int, Objection]) -> set[int]:
    """Electors whose objection no longer stands against a poll by consent; a silence that was broken stays broken."""
    if poll.rule != Procedure.CONSENT:
        return set()
    return {elector_id for elector_id, each in objections.items() if each.resolved_at}


def objection_to(session: Session, ballot: Ballot) -> Objection | None:
    """What the objection of a ballot has led to, if anything."""
    same = (Objection.elector_id == ballot.elector_id, Objection.rank == ballot.rank, Objection.at == ballot.at)
    return session.exec(select(Objection).where(*same)).first()


def sightings_of(session: Session, poll: Poll) -> tuple[Sighting, ...]:
    """Who has seen a text under silence, the first first."""
    if poll.rule != Procedure.SILENCE:
        return ()
    seen = select(Sighting).where(Sighting.poll_id == poll.id)
    return tuple(session.exec(seen.order_by(col(Sighting.at), col(Sighting.member_id))))


def replacement_of(session: Session, poll: Poll) -> tuple[int | None, int | None]:
    """The numbers of the poll whose place this one takes, and of the one that took this one's, once it was closed."""
    closed = poll.state == "closed"
    before = session.exec(select(Poll.number).where(Poll.id == poll.replaces_id)).first() if poll.replaces_id else None
    after = session.exec(select(Poll.number).where(Poll.replaces_id == poll.id)).first() if closed else None
    return before, after
