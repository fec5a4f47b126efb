"""Who carries out what was decided."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from bot.domain.tasks import restored
from storage.models import Delegation, Owner, Poll
from storage.queries.members import member_facts


def owners_of(session: Session, polls: Sequence[Poll]) -> dict[int, Owner]:
    """By a poll's id, whoever carries out what it decided; polls without an owner are not in it."""
    named = {poll.id or 0: restored(poll.owner) or poll.owner for poll in polls if poll.owner}
    meant = [each for each in named.values() if not isinstance(each, str)]
    if not meant:
        return {poll_id: str(name) for poll_id, name in named.items()}
    members = sorted({each.id for each in meant if each.kind == "member"})
    places = {each.id for each in meant if each.kind == "delegation"}
    known: dict[str, Owner] = {f"member:{each.member.id}": each for each in member_facts(session, members)}
    for place in session.exec(select(Delegation).where(col(Delegation.id).in_(places))):
        known[f"delegation:{place.id}"] = place
    return {poll_id: each if isinstance(each, str) else known[each.kept] for poll_id, each in named.items()}
