"""The fields of the objects in a request: refused in Telegram's words when they are missing or of another kind.

The real Bot API ignores a field it does not know, and takes a number for a text and a text for a number here and
there; this one refuses them.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from bot.local.errors import ApiError, bad_request

T = TypeVar("T")
KINDS: dict[type, str] = {str: "String", int: "Number", bool: "Boolean", dict: "Object"}


def an_object(value: Any, what: str, said: str = "expected an Object") -> dict[str, Any]:
    """The value, which must be an object; else refused as `said`. Raises ApiError 400."""
    if not isinstance(value, dict):
        raise _unreadable(what, said)
    return value


def kind_of(value: dict[str, Any], kinds: Mapping[str, Iterable[str]], what: str, said: str) -> str:
    """The `type` of an object of which there are several `kinds`, each with fields of its own; one that is not among
    them is refused as `said`. Raises ApiError 400."""
    kind = needed(value, "type", str, what)
    if kind not in kinds:
        raise _unreadable(what, said)
    only(value, {"type", *kinds[kind]}, what)
    return kind


def only(value: dict[str, Any], fields: Iterable[str], what: str) -> None:
    """Refuse a field that is not among these, so that a typing mistake shows. Raises ApiError 400."""
    unknown = sorted(value.keys() - fields)
    if unknown:
        raise bad_request(f"unknown field {unknown[0]} of {what}")


def needed(value: dict[str, Any], name: str, kind: type[T], what: str) -> T:
    """A field that must be there; `what` is the object as refusals name it. Raises ApiError 400."""
    found = given(value, name, kind, what)
    if found is None:
        raise _unreadable(what, f'Can\'t find field "{name}"')
    return found


def given(value: dict[str, Any], name: str, kind: type[T], what: str) -> T | None:
    """A field that may be missing, which null is the same as. Raises ApiError 400."""
    found = value.get(name)
    if found is None:
        return None
    if not isinstance(found, kind) or (kind is int and isinstance(found, bool)):
        raise _unreadable(what, f'Field "{name}" must be of type {KINDS[kind]}')
    return found


def _unreadable(what: str, text: str) -> ApiError:
    return bad_request(f"can't parse {what}: {text}")
