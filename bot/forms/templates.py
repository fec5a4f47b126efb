"""/template as it is typed: a name, and below it a poll as /poll would take it."""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.errors import Mistake
from bot.forms.folding import blank, fold
from bot.forms.form import Missing, Uncertain, take_apart
from bot.forms.polls import FORM, read_poll

LONGEST = 30  # characters of a name: it stands on a button
REMOVAL = re.compile(r"(?:remove|delete|retirer|supprimer)\s+(.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TemplateRequest:
    """A name, and the poll below it; empty where only a name was typed."""

    name: str
    folded: str
    text: str


def read_template(text: str, *, now: datetime, zone: ZoneInfo, language: str = "en") -> TemplateRequest:
    """What /template asks for. A poll that could not be opened is refused now, not when it is needed."""
    name, _, poll = text.strip().partition("\n")
    name = " ".join(name.split())
    if blank(name):
        raise Mistake("template_missing")
    if len(name) > LONGEST:
        raise Mistake("template_long", length=len(name), most=LONGEST)
    if poll.strip():
        check(poll, now=now, zone=zone, language=language)
    return TemplateRequest(name, folded(name), poll.strip())


def read_removal(text: str) -> str | None:
    """The folded name of the one that is to go; None when something else was typed."""
    found = REMOVAL.fullmatch(text.strip())
    return folded(found[1]) if found else None


def folded(name: str) -> str:
    """By what a name is found: capitals and accents do not matter."""
    return fold(name) or name


def check(poll: str, *, now: datetime, zone: ZoneInfo, language: str) -> None:
    """A Mistake unless the poll can be opened, on any day and about anything: its deadline is a span or a time of day."""
    for key in ("opens", "about"):
        if key in take_apart(FORM, poll, language).values:
            raise Mistake("template_key", key=key)
    try:
        read_poll(poll, now=now, zone=zone, language=language)
    except Missing as missing:
        raise Mistake("template_missing") from missing
    except Uncertain as doubt:
        raise Mistake("template_doubt", text=take_apart(FORM, poll, language).values[doubt.asks]) from doubt
