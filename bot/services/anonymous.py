"""What somebody wrote as the group: it waits until the person behind it says so, and is then done once, as theirs."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from storage.models import Unsigned
from storage.queries import outbox

LIFETIME = timedelta(hours=1)


def ask(
    session: Session,
    *,
    group_id: int,
    message: dict[str, Any],
    prompt: Callable[[int], dict[str, Any]],
    now: datetime,
    **_: int,
) -> None:
    """Keep a message of Telegram's that needs a person, and ask who wrote it.

    `prompt` renders the question once the row's id is known.
    """
    waiting = Unsigned(group_id=group_id, message=message, expires_at=now + LIFETIME)
    session.add(waiting)
    session.flush()
    waiting.prompt_id = outbox.post(session, payload=prompt(waiting.id or 0), group_id=group_id, now=now)
    session.add(waiting)


def waiting(session: Session, *, group_id: int, unsigned_id: int, now: datetime) -> dict[str, Any] | None:
    """The message that waits for its author, unless it is done or too old."""
    found = select(Unsigned.message).where(Unsigned.id == unsigned_id, Unsigned.group_id == group_id)
    message = session.exec(found.where(Unsigned.expires_at > now)).first()
    return None if message is None else dict(message)


def sign(session: Session, *, unsigned_id: int, now: datetime) -> bool:
    """Somebody has said that it is theirs: it waits no longer and the question goes. False when that was so before."""
    found = session.exec(select(Unsigned).where(Unsigned.id == unsigned_id)).first()
    if found is None:
        return False
    session.delete(found)
    question = {"outbox_id": found.prompt_id}
    outbox.post(session, payload=question, kind="delete", group_id=found.group_id, now=now, priority=outbox.CARD)
    return True
