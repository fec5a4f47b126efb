"""Things to be said: every message to a chat starts as one of these rows."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.points import reach
from storage.models import OutboxItem
from storage.queries.news import to_say

REPLY, RESULT, REMINDER, CARD, DIGEST = range(5)  # priorities: the lower goes first
FREE = {"leave", "delete"}  # kinds that Telegram's message limits do not count


def post(
    session: Session,
    *,
    payload: dict[str, Any],
    now: datetime,
    group_id: int | None = None,
    person_id: int | None = None,
    kind: str = "reply",
    priority: int = REPLY,
) -> int:
    """Say something already rendered, to a group or to a person; returns the row's id."""
    item = OutboxItem(
        group_id=group_id,
        person_id=person_id,
        priority=priority,
        kind=kind,
        payload=payload,
        not_before=now,
        created_at=now,
    )
    session.add(item)
    session.flush()
    to_say(session, REPLY if kind in FREE else priority)  # what is free waits for nothing
    reach("outbox.written")
    assert item.id is not None  # noqa: S101 -- flushed rows have ids
    return item.id


def announce(
    session: Session,
    *,
    group_id: int,
    kind: str,
    journal_id: int,
    now: datetime,
    priority: int = RESULT,
    person_id: int | None = None,
    **payload: Any,
) -> None:
    """Tell a group (or one person of it) what the journal entry records; rendered when it is sent.

    The pair of kind, journal entry and reader is said once.
    """
    session.add(
        OutboxItem(
            group_id=None if person_id else group_id,
            person_id=person_id,
            priority=priority,
            kind=kind,
            payload=payload,
            journal_id=journal_id,
            dedupe_key=f"{kind}:{journal_id}:{person_id or 0}",
            not_before=now,
            created_at=now,
        )
    )
    to_say(session, priority)
    reach("outbox.written")
