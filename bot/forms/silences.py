"""/silence, /break as they are typed."""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.errors import Mistake
from bot.forms.folding import blank, fold
from bot.forms.form import KEY_LINE, Field, Form, Missing, take_apart
from bot.forms.polls import read_closes

FORM = Form(
    "silence",
    (
        Field("closes", {"fr": ("clôture", "ferme", "fin")}),
        Field("about", {"fr": ("sujet", "concerne")}),
    ),
)
BREAK = Form("break", (Field("reason", {"fr": ("raison",)}), Field("amendment", {"fr": ("amendement",)})))
LONGEST_TEXT, LONGEST_REASON = 3000, 500  # as Telegram counts; a text and its card share one message
SPANS = ("in 24h", "in 72h")  # offered for how long a text is under silence
HANDLE = re.compile(r"\s*(\S+)[ \t]*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class SilenceRequest:
    """What /silence asks for."""

    text: str
    closes_at: datetime
    about: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BreakRequest:
    """What /break says: a poll's handle, why, and perhaps what the text should say instead."""

    handle: str
    reason: str
    amendment: str
    near: tuple[str, ...] = ()


def read_silence(
    text: str, *, now: datetime, zone: ZoneInfo, language: str = "en", guided: bool = False
) -> SilenceRequest:
    """The text to be circulated. `guided`: asked for step by step, so that its expiry is asked for too."""
    typed = take_apart(FORM, text, language)
    if not typed.text:
        raise Missing("text")
    body = within(typed.text, LONGEST_TEXT)
    if guided and not typed.values.get("closes"):
        raise Missing("closes")
    closes_at, _ = read_closes(typed.values.get("closes", ""), None, now, zone, language)
    return SilenceRequest(body, closes_at, typed.values.get("about", ""), typed.near)


def read_break(text: str, **_: object) -> BreakRequest:
    """`P-3 reason`, and from a line `amendment: ...` on what the text should say instead."""
    handle, said = told_of(text)
    reason, amendment = _apart(said)
    if blank(reason):
        raise Missing("reason")
    return BreakRequest(handle, within(reason, LONGEST_REASON), within(amendment, LONGEST_TEXT))


def told_of(text: str) -> tuple[str, str]:
    """The handle that comes first, and what follows it; a Mistake `handle_missing` where there is nothing."""
    found = HANDLE.fullmatch(text)
    if not found:
        raise Mistake("handle_missing", example="/break P-3")
    return found[1], found[2].strip()


def without_key(text: str, key: str) -> str:
    """The text without the key it was answered under (a line `reason: ...`), in any language."""
    first, *rest = text.split("\n", 1)
    found = KEY_LINE.fullmatch(first)
    return "\n".join([found[2], *rest]).strip() if found and fold(found[1]) in _names(key) else text.strip()


def within(text: str, most: int) -> str:
    """The text; a Mistake `text_long` (length, most) where it is too long, counted in UTF-16 units as Telegram does."""
    if (length := len(text.encode("utf-16-le")) // 2) > most:
        raise Mistake("text_long", length=length, most=most)
    return text


def _apart(said: str) -> tuple[str, str]:
    lines = without_key(said, "reason").split("\n")
    for number, line in enumerate(lines):
        if (found := KEY_LINE.fullmatch(line)) and fold(found[1]) in _names("amendment"):
            return "\n".join(lines[:number]).strip(), "\n".join([found[2], *lines[number + 1 :]]).strip()
    return "\n".join(lines).strip(), ""


def _names(key: str) -> set[str]:
    named = next(field for field in BREAK.fields if field.key == key)
    return {key, *(fold(name) or name for names in named.names.values() for name in names)}
