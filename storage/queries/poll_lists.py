"""Polls of a group, for its list."""

from sqlmodel import Session, col, select

from storage.models import Poll, PollList
from storage.queries.cards import messages_of
from storage.queries.decisions import owners_of
from storage.queries.members import group_by_id

CLOSED = 10  # of those that are over, the last ones
SHOWN = 20  # of those that are not, so that the list fits one message


def poll_list(session: Session, group_id: int) -> PollList:
    """What is open or scheduled, by deadline, and what was closed last."""
    own = select(Poll).where(Poll.group_id == group_id)
    running = session.exec(own.where(col(Poll.state) != "closed").order_by(col(Poll.closes_at), col(Poll.id))).all()
    closed = own.where(Poll.state == "closed").order_by(col(Poll.closed_at).desc(), col(Poll.id).desc())
    ended = tuple(session.exec(closed.limit(CLOSED)))
    return PollList(
        group=group_by_id(session, group_id),
        open=tuple(poll for poll in running if poll.state == "open")[:SHOWN],
        scheduled=tuple(poll for poll in running if poll.state == "scheduled")[:SHOWN],
        closed=ended,
        owners=owners_of(session, ended),
        links=messages_of(session, group_id),
    )
