"""The list of a group's polls."""

from sqlmodel import Session

from storage.models import Poll, PollList
from storage.queries.poll_lists import poll_list

BUTTONS = 10


def look(session: Session, *, group_id: int) -> PollList:
    """What is open, what is to open, what was closed last."""
    return poll_list(session, group_id)


def open_ones(session: Session, *, group_id: int) -> tuple[Poll, ...]:
    """The polls that are open, the nearest deadline first; as many as there is room for buttons."""
    return poll_list(session, group_id).open[:BUTTONS]
