"""A group's red lines, and which of them an alert crosses."""

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from storage.models import Call, Crossing, CrossingFacts, Poll, RedLine

CROSSINGS = (
    select(Crossing, RedLine, Poll.number, Call.number)
    .join(RedLine, col(RedLine.id) == col(Crossing.red_line_id))
    .outerjoin(Poll, col(Poll.id) == col(Crossing.poll_id))
    .outerjoin(Call, col(Call.id) == col(Crossing.call_id))
    .where(Crossing.alert_id == bindparam("alert"))
    .order_by(col(RedLine.number))
)


def standing(session: Session, group_id: int) -> tuple[RedLine, ...]:
    """The lines that hold, by number."""
    lines = select(RedLine).where(RedLine.group_id == group_id, col(RedLine.removed_at).is_(None))
    return tuple(session.exec(lines.order_by(col(RedLine.number))))


def crossings(session: Session, alert_id: int) -> tuple[CrossingFacts, ...]:
    """The lines an alert crosses, also those removed since, with what has been done about each."""
    found = session.exec(CROSSINGS, params={"alert": alert_id})
    return tuple(CrossingFacts(line, poll, call) for _, line, poll, call in found)
