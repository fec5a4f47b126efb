"""/redline as it is typed: what the group does not let pass -> what it does then."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.errors import Mistake
from bot.domain.red_lines import alternatives
from bot.forms.alerts import SEVERITIES, word_of
from bot.forms.folding import fold
from bot.forms.form import Field, Form, take_apart
from bot.forms.polls import read_poll
from bot.forms.spans import read_span

FORM = Form(
    "redline",
    (
        Field("severity", {"fr": ("gravité",)}),
        Field("poll", {"fr": ("sondage",)}),
        Field("rule", {"fr": ("règle", "procédure")}),
        Field("closes", {"fr": ("clôture", "fin")}),
        Field("call", {"fr": ("appel",)}),
    ),
)
ARROW = re.compile(r"\s*(?:->|=>|→|⇒)\s*")
REMOVAL = re.compile(r"(?:remove|off|retirer|supprimer)\s+#?(\d{1,4})|#?(\d{1,4})\s+(?:remove|off|retirer|supprimer)")
NOTHING = {"no", "none", "non", "aucun", "aucune", "off"}
USUAL_SEVERITY, USUAL_CLOSING, USUAL_CALL = "critical", "in 4h", timedelta(hours=2)
SHORTEST, LONGEST = timedelta(minutes=30), timedelta(days=2)  # of the span within which to call
LONGEST_LINE, LONGEST_ADVICE = 200, 300  # characters


@dataclass(frozen=True, slots=True)
class RedLineRequest:
    """What /redline asks for; the names are those of services.red_lines.draw."""

    text: str
    advice: str
    severity: str
    poll: str
    call_within: int


def read_removal(text: str) -> int | None:
    """The number of the line that is to be removed; None when something else was typed."""
    found = REMOVAL.fullmatch(fold(text) or "")
    return int(found[1] or found[2]) if found else None


def read_red_line(text: str, *, now: datetime, zone: ZoneInfo, language: str = "en") -> RedLineRequest:
    """The red line typed. Steps that are not named are the usual ones; "none" leaves one out."""
    typed = take_apart(FORM, text, language)
    parts = ARROW.split(typed.text, maxsplit=1)
    if len(parts) < 2 or not alternatives(parts[0]) or not parts[1].strip():
        raise Mistake("red_line_unreadable")
    line, advice = " ".join(parts[0].split()), " ".join(parts[1].split())
    if len(line) > LONGEST_LINE or len(advice) > LONGEST_ADVICE:
        raise Mistake("red_line_long", most=LONGEST_LINE, most_advice=LONGEST_ADVICE)
    poll = _poll(typed.values, advice)
    if poll:
        read_poll(poll, now=now, zone=zone, language=language)  # what cannot be opened is refused now, not in the storm
    return RedLineRequest(
        line, advice, _severity(typed.values.get("severity", "")), poll, _call(typed.values.get("call", ""))
    )


def _severity(typed: str) -> str:
    return "" if fold(typed) in NOTHING else word_of("severity", typed, SEVERITIES, USUAL_SEVERITY)


def _poll(values: Mapping[str, str], advice: str) -> str:
    question = values.get("poll", "")
    if fold(question) in NOTHING:
        return ""
    question = question or (advice if advice.endswith("?") else f"{advice}?")
    rule, closes = values.get("rule", ""), values.get("closes", USUAL_CLOSING)
    return "\n".join([question, *([f"rule: {rule}"] if rule else []), f"closes: {closes}"])


def _call(typed: str) -> int:
    if fold(typed) in NOTHING:
        return 0
    span = read_span(typed) if typed else USUAL_CALL
    if not SHORTEST <= span <= LONGEST:
        raise Mistake("red_line_call", text=typed[:40])
    return int(span.total_seconds()) // 60
