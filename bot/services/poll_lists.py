"""The list of a group's polls."""

from sqlmodel import Session

from storage.models import PollList
from storage.queries.poll_lists import poll_list


def look(session: Session, *, group_id: int) -> PollList:
    """What is open, what is to open, what was closed last."""
    return poll_list(session, group_id)
