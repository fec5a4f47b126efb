"""What a typed handle means in a group."""

from typing import cast

from sqlmodel import Session, select

from bot.domain.errors import Mistake
from bot.domain.handles import handle, read_handle
from storage.models import Alert, Call, Found, Poll

MODELS: dict[str, type[Alert | Poll | Call]] = {"alert": Alert, "poll": Poll, "call": Call}


def find(session: Session, group_id: int, text: str, *kinds: str) -> tuple[str, int]:
    """Kind and id of what a typed handle means in a group; a Mistake when it is nothing there."""
    kind, number = read_handle(text, *kinds)
    model = MODELS[kind]
    found = session.exec(select(model.id).where(model.group_id == group_id, model.number == number)).first()
    if found is None:
        raise Mistake("handle_unknown", handle=handle(kind, number))
    return kind, found


def has(session: Session, group_id: int, text: str, *kinds: str) -> bool:
    """Whether a typed handle means something in a group; a Mistake where it is no handle."""
    kind, number = read_handle(text, *kinds)
    model = MODELS[kind]
    return session.exec(select(model.id).where(model.group_id == group_id, model.number == number)).first() is not None


def row_of(session: Session, kind: str, subject_id: int) -> Found:
    """The row behind a kind and an id that something points to."""
    model = MODELS[kind]
    return cast("Found", session.exec(select(model).where(model.id == subject_id)).one())
