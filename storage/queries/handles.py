"""What a typed handle means in a group."""

from typing import cast

from sqlmodel import Session, func, select

from bot.domain.errors import Mistake
from bot.domain.handles import handle, read_handle
from storage.models import Alert, Call, Found, Poll, RedLine, Task

MODELS: dict[str, type[Alert | Poll | Call | Task]] = {"alert": Alert, "poll": Poll, "call": Call, "task": Task}


def find(session: Session, group_id: int, text: str, *kinds: str) -> tuple[str, int]:
    """Kind and id of what a typed handle means in a group; a Mistake when it is nothing there."""
    kind, number = read_handle(text, *kinds)
    found = _numbered(session, group_id, kind, number)
    if found is None:
        raise Mistake("handle_unknown", handle=handle(kind, number))
    return kind, found


def has(session: Session, group_id: int, text: str, *kinds: str) -> bool:
    """Whether a typed handle means something in a group; a Mistake where it is no handle."""
    return _numbered(session, group_id, *read_handle(text, *kinds)) is not None


def next_number(session: Session, model: type[Alert | Poll | Call | Task | RedLine], group_id: int) -> int:
    """The number of a group's next one of a kind; numbers count from 1 and are taken in the transaction."""
    last = session.exec(select(func.max(model.number)).where(model.group_id == group_id)).one()
    return (last or 0) + 1


def row_of(session: Session, kind: str, subject_id: int) -> Found:
    """The row behind a kind and an id that something points to."""
    model = MODELS[kind]
    return cast("Found", session.exec(select(model).where(model.id == subject_id)).one())


def _numbered(session: Session, group_id: int, kind: str, number: int) -> int | None:
    model = MODELS[kind]
    return session.exec(select(model.id).where(model.group_id == group_id, model.number == number)).first()
