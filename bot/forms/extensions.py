"""/extend and /remind as they are typed: a poll, and for /extend by how much or until when."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.errors import Mistake
from bot.forms.folding import fold
from bot.forms.form import Field, Form, Missing, Uncertain, take_apart
from bot.forms.moments import read_moment, read_span
from bot.forms.spans import span_of

FORM = Form("extend", (Field("until", {"fr": ("échéance",)}),))
REMINDER = Form("remind", ())
SPANS = ("by 1h", "by 4h", "by 24h")  # offered
EVENING = time(18)  # what a date without a clock means

BY = re.compile(r"(?:(?:by|for|de) |d'(?!ici )|\+ ?)(?P<span>.+)|(?P<more>.+?) (?:more|longer|de plus)")
UNTIL = re.compile(r"(?:(?:until|till|to|jusqu'au|jusqu'a) |jusqu'(?=\w))(?P<moment>.+)")
FROM_NOW = re.compile(r"(?:in|dans|within|d'ici|sous) .+|.+ (?:from now|later|plus tard)")


@dataclass(frozen=True, slots=True)
class ExtensionRequest:
    """What /extend asks for: a poll's handle, and a new deadline or by how much it is to be later."""

    handle: str
    until: datetime | None = None
    span: timedelta | None = None
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReminderRequest:
    """What /remind asks for: a poll's handle."""

    handle: str
    near: tuple[str, ...] = ()


def in_lines(text: str) -> str:
    """What was typed after the command as the form is kept while it is filled in: the handle, then `until: 2h`."""
    first, *rest = text.strip().split("\n")
    handle, _, until = first.strip().partition(" ")
    return "\n".join([handle, *([f"until: {until.strip()}"] if until.strip() else []), *rest])


def read_extension(text: str, *, now: datetime, zone: ZoneInfo, language: str = "en") -> ExtensionRequest:
    """A poll and its new deadline: a moment, a span from now ("in 2h"), or one from the deadline ("2h", "by 2h").

    Raises Missing `poll` and `until`; Uncertain where a moment is guessed, or a span may be meant by a clock; a Mistake as
    read_moment does, with `extend_ambiguous` for a lone number.
    """
    typed = take_apart(FORM, text, language)
    handle = typed.text.split()[0] if typed.text else ""
    until = typed.values.get("until", "")
    if not handle:
        raise Missing("poll")
    if not until:
        raise Missing("until")
    folded = fold(until[:100]) or ""
    if by := BY.fullmatch(folded):
        return ExtensionRequest(handle, span=read_span(by["span"] or by["more"]))
    named = UNTIL.fullmatch(folded)
    try:
        moment = read_moment(named["moment"] if named else until, now=now, zone=zone, language=language, clock=EVENING)
    except Mistake as mistake:
        if mistake.code == "clock_ambiguous":
            raise Mistake("extend_ambiguous", text=until, handle=handle) from mistake
        raise
    if moment.span and not named:
        return (
            ExtensionRequest(handle, until=moment.at)
            if FROM_NOW.fullmatch(folded)
            else ExtensionRequest(handle, span=moment.span)
        )
    instead = None if named else span_of(folded)  # "18h": until six in the evening, or eighteen hours more?
    if instead or not moment.certain:
        local = moment.at.astimezone(moment.zone)
        raise Uncertain(
            "until", f"until {local:%Y-%m-%d %H:%M} {moment.zone.key}", moment.at, instead=instead, more=True
        )
    return ExtensionRequest(handle, until=moment.at)


def read_reminder(text: str, **_: object) -> ReminderRequest:
    """A poll. Raises Missing `poll`."""
    if not text.strip():
        raise Missing("poll")
    return ReminderRequest(text.split(maxsplit=1)[0])
