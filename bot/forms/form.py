"""The one way a form is typed: a first line, then `key: value` lines and `- option` lines; any other line is text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.errors import Mistake
from bot.forms.folding import blank, fold

KEY_LINE = re.compile(r"\s*([^\W\d_]{2,20})\s*:\s*(.*)")
OPTION_LINE = re.compile(r"\s*[-–—•]\s+(.*)")
NEAR = 1  # letters off a key at which a word may have been meant as one


@dataclass(frozen=True, slots=True)
class Field:
    """A key of a form and its names in other languages than English."""

    key: str
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Form:
    """A command's keys, and whether `- ` lines are options.

    `later` are keys that are promised and not yet read: taken for text they would say the opposite of what was meant.
    """

    command: str
    fields: tuple[Field, ...]
    options: bool = False
    later: frozenset[str] = frozenset()

    def keys(self, language: str) -> dict[str, str]:
        """Every folded name a key goes by in a language, English included."""
        names = {each.key: each.key for each in self.fields}
        for each in self.fields:
            names |= {fold(name) or name: each.key for name in each.names.get(language, ())}
        return names


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, taken apart: the text, the values by key, the options, words one letter off a key."""

    text: str
    values: Mapping[str, str]
    options: tuple[str, ...]
    near: tuple[str, ...]


class Missing(Exception):  # noqa: N818 -- it says what is missing
    """A field the form cannot do without; whoever drives the form asks for it."""

    def __init__(self, asks: str) -> None:
        super().__init__(asks)
        self.asks = asks


class Uncertain(Exception):  # noqa: N818 -- it says what the reading is
    """A value read by guessing: `reading` is how to type it without doubt, once the person has said yes.

    `instead`: the length of time that may be meant by it as well; `more`: on top of what there is.
    """

    def __init__(
        self, asks: str, reading: str, meaning: object, instead: timedelta | None = None, *, more: bool = False
    ) -> None:
        super().__init__(asks)
        self.asks, self.reading, self.meaning, self.instead, self.more = asks, reading, meaning, instead, more

    @property
    def readings(self) -> list[str]:
        """Every reading, as it is typed without doubt."""
        word = "by" if self.more else "in"
        return [self.reading, *([f"{word} {int(self.instead.total_seconds())} seconds"] if self.instead else [])]


def take_apart(form: Form, text: str, language: str) -> Typed:
    """Split what was typed after the command; a Mistake when a key has two values."""
    keys, values = form.keys(language), dict[str, str]()
    kept, options, near = list[str](), list[str](), list[str]()
    for number, line in enumerate(text.splitlines()):
        if number and (found := KEY_LINE.fullmatch(line)) and fold(found[1]) in form.later:
            raise Mistake("key_not_yet", key=fold(found[1]))
        if number and (key := _key(line, keys)):
            if key in values:
                raise Mistake("key_twice", key=key)
            values[key] = line.split(":", 1)[1].strip()
        elif number and form.options and (option := OPTION_LINE.fullmatch(line)):
            options.append(option[1].strip())
        else:
            kept.append(line)
            near += _near(line, keys) if number else []
    body = "\n".join(kept).strip()
    return Typed("" if blank(body) else body, values, tuple(options), tuple(near))


def answered(text: str, asks: str, typed: str) -> str:
    """The text of a form with the answer to what it lacked: its first line, or a `key: value` line."""
    first, _, rest = text.partition("\n")
    if asks in {"text", "question", "title", "poll"}:
        own, _, more = typed.partition("\n")
        return "\n".join(part for part in (f"{own} {first}".strip(), more, rest) if part)
    value, _, more = typed.strip().partition("\n")
    return "\n".join(part for part in (first, rest, f"{asks}: {value}", more) if part or part is first)


def without(form: Form, text: str, key: str, language: str) -> str:
    """The text without the lines that give `key`."""
    keys = form.keys(language)
    first, *rest = text.splitlines() or [""]
    return "\n".join([first, *(line for line in rest if _key(line, keys) != key)])


def _key(line: str, keys: Mapping[str, str]) -> str | None:
    found = KEY_LINE.fullmatch(line)
    return keys.get(fold(found[1]) or "") if found else None


def _near(line: str, keys: Mapping[str, str]) -> list[str]:
    found = KEY_LINE.fullmatch(line)
    if not found:
        return []
    word = fold(found[1]) or ""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 -- loaded when first used: a bot that only counts presses stays small

    return [name for name in keys if len(name) > 3 and Levenshtein.distance(word, name) == NEAR][:1]
