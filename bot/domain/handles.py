"""Handles: the short names people type for an alert, a poll, a call or a task (A-17, P-3, C-5, T-9)."""

import re

from bot.domain.errors import Mistake

LETTERS = {"alert": "A", "poll": "P", "call": "C", "task": "T"}
KINDS = {letter: kind for kind, letter in LETTERS.items()}
SHAPE = re.compile(r"([ACPT])-?([1-9]\d{0,8})", re.IGNORECASE)


def handle(kind: str, number: int) -> str:
    """The handle of the `number`th alert, poll, call or task of a group."""
    return f"{LETTERS[kind]}-{number}"


def read_handle(text: str, *kinds: str) -> tuple[str, int]:
    """Kind and number of a typed handle (any case, hyphen optional); one of `kinds`, or a Mistake."""
    if not (found := SHAPE.fullmatch(text.strip())):
        raise Mistake("handle_unreadable", text=text.strip()[:40], example=handle(kinds[0], 3))
    kind = KINDS[found[1].upper()]
    if kind not in kinds:
        raise Mistake("handle_of_another_kind", handle=handle(kind, int(found[2])), example=handle(kinds[0], 3))
    return kind, int(found[2])
