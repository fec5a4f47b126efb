"""The nouns of the world as rows of plain JSON, and back.

A noun with an identity (a person, a chat, a message ...) is a row; where another one points to it stands its key. What
has none (an origin, an option) stands inside. The dataclasses themselves say which fields there are and of which kind,
so that a new field is kept without a word here, and one of an unknown kind is refused at once.
"""

import base64
from collections.abc import Callable, Iterator
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from bot.local.model import Chat, File, Message, Press, Topic, User
from bot.local.native_poll import Poll

Row = dict[str, Any]
Index = dict[tuple[str, str], Any]  # (kind, key) -> the noun
NOUNS: dict[type, tuple[str, Callable[[Any], str]]] = {
    User: ("user", lambda user: str(user.id)),
    Chat: ("chat", lambda chat: str(chat.id)),
    Topic: ("topic", lambda topic: f"{topic.chat.id}/{topic.id}"),
    File: ("file", lambda file: file.file_id),
    Poll: ("poll", lambda poll: poll.id),
    Message: ("message", lambda message: f"{message.chat.id}/{message.id}"),
    Press: ("press", lambda press: press.id),
}
"""What is a row: its kind, and its key among its kind."""
KINDS = {kind: noun for noun, (kind, _) in NOUNS.items()}
GATHERED = {(Chat, "messages")}  # made up of the rows of messages
PLAIN = {str, int, float, bool, NoneType, Any}


class Codec(NamedTuple):
    """`write` makes JSON of a value, `read` the value of JSON and the nouns by kind and key."""

    write: Callable[[Any], Any]
    read: Callable[[Any, Index], Any]


PASSED_ON = Codec(lambda value: value, lambda value, _: value)


@dataclass(frozen=True)
class Field:
    """A field of a dataclass; `default` makes what it holds where nobody says otherwise, which is left out of a row."""

    name: str
    codec: Codec
    default: Callable[[], Any] | None


def address(noun: Any) -> tuple[str, str]:
    """Kind and key."""
    kind, key = NOUNS[type(noun)]
    return kind, key(noun)


def row_of(thing: object) -> Row:
    """The fields of a dataclass that are not as they are made."""
    kind: Any = type(thing)
    row = {}
    for field in fields_of(kind):
        value = getattr(thing, field.name)
        if field.default is None or value != field.default():
            row[field.name] = field.codec.write(value)
    return row


def fill(noun: Any, row: Row, index: Index) -> None:
    """Put what a row says into a noun made without it: rows point to each other in circles.

    Raises ValueError for a row with fields there are not, KeyError for one that lacks some or points to nothing.
    """
    for name, value in values_of(type(noun), row, index).items():
        setattr(noun, name, value)
    for owner, name in GATHERED:
        if isinstance(noun, owner):
            setattr(noun, name, [])


def values_of(kind: type, row: Row, index: Index) -> dict[str, Any]:
    """The fields of a dataclass as a row tells them; the same errors."""
    known = {field.name: field for field in fields_of(kind)}
    if strange := row.keys() - known:
        raise ValueError(f"a {kind.__name__} has no {', '.join(sorted(strange))}")
    return {
        name: field.default() if field.default and name not in row else field.codec.read(row[name], index)
        for name, field in known.items()
    }


@cache
def fields_of(kind: type) -> tuple[Field, ...]:
    """The fields of a dataclass that stand in its row; TypeError for one whose kind nobody can keep."""
    hints = get_type_hints(kind)
    return tuple(
        Field(field.name, codec_of(hints[field.name]), _default(field))
        for field in fields(kind)
        if (kind, field.name) not in GATHERED
    )


def _default(field: Any) -> Callable[[], Any] | None:
    if field.default_factory is not MISSING:
        made: Callable[[], Any] = field.default_factory
        return made
    return None if field.default is MISSING else lambda: field.default


def codec_of(hint: Any) -> Codec:
    """How values of a type are written and read."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in PLAIN or (origin is dict and arguments[0] is str and arguments[1] in PLAIN):
        return PASSED_ON
    if hint in NOUNS:
        kind, key = NOUNS[hint]
        return Codec(key, lambda value, index: index[kind, value])
    if hint is datetime:
        return Codec(datetime.isoformat, lambda value, _: datetime.fromisoformat(value))
    if hint is bytes:
        return Codec(lambda value: base64.b64encode(value).decode(), lambda value, _: base64.b64decode(value))
    if origin in {Union, UnionType}:
        return _optional(arguments)
    if origin in {list, set, frozenset}:
        return _collection(origin, codec_of(arguments[0]))
    if origin is dict and arguments[0] in {int, str}:
        return _mapping(arguments[0], codec_of(arguments[1]))
    if is_dataclass(hint) and isinstance(hint, type):
        return Codec(row_of, lambda value, index: hint(**values_of(hint, value, index)))
    raise TypeError(f"nobody can keep a {hint}")


def _optional(arguments: tuple[Any, ...]) -> Codec:
    if len(arguments) != 2 or NoneType not in arguments:
        raise TypeError(f"nobody can keep one of {arguments}")
    write, read = codec_of(next(argument for argument in arguments if argument is not NoneType))
    return Codec(
        lambda value: None if value is None else write(value),
        lambda value, index: None if value is None else read(value, index),
    )


def _collection(kind: type, item: Codec) -> Codec:
    if kind is list and item is PASSED_ON:
        return PASSED_ON
    ordered: Callable[[Any], Any] = list if kind is list else sorted  # a set has no order: the same set, the same row
    return Codec(
        lambda values: ordered(item.write(value) for value in values),
        lambda values, index: kind(item.read(value, index) for value in values),
    )


def _mapping(key: type, item: Codec) -> Codec:
    """JSON's keys are texts."""
    return Codec(
        lambda values: {str(name): item.write(value) for name, value in values.items()},
        lambda values, index: {key(name): item.read(value, index) for name, value in values.items()},
    )


def pointed_to(noun: Any) -> Iterator[Any]:
    """The nouns a noun points to, once for each time."""
    for field in fields(noun):
        if (type(noun), field.name) not in GATHERED:
            yield from _nouns_in(getattr(noun, field.name))


def _nouns_in(value: Any) -> Iterator[Any]:
    if type(value) in NOUNS:
        yield value
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _nouns_in(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _nouns_in(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _nouns_in(getattr(value, field.name))
