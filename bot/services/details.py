"""A poll whole, for whoever asks: everything its card has no room for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.domain.errors import Mistake
from storage.models import PollFacts
from storage.queries import outbox
from storage.queries.polls import poll_facts, poll_of


def has(session: Session, *, group_id: int, poll_id: int) -> bool:
    """Whether the group has this poll."""
    return poll_of(session, group_id, poll_id) is not None


def of(session: Session, *, group_id: int, poll_id: int) -> PollFacts:
    """The poll with all there is to tell of it now; a Mistake where it is none of the group's."""
    if not has(session, group_id=group_id, poll_id=poll_id):
        raise Mistake("button_old")
    return poll_facts(session, poll_id)


def send(session: Session, *, person_id: int, payloads: Sequence[dict[str, Any]], now: datetime, **_: int) -> None:
    """Tell one member of it in private, in as many messages as it takes."""
    for payload in payloads:
        outbox.post(session, payload=payload, person_id=person_id, now=now)
