"""/alerts and /search as they are typed."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.domain.errors import Mistake
from bot.forms.alerts import SEVERITIES
from bot.forms.folding import fold
from bot.forms.spans import span_of

STATES = {
    **dict.fromkeys(("open", "ouvert", "ouverte", "ouverts", "ouvertes", "en cours", "offen"), "open"),
    **dict.fromkeys(
        ("closed", "resolved", "clos", "closes", "ferme", "fermee", "fermes", "fermees", "resolu", "resolue", "resolus",
         "resolues", "geschlossen", "erledigt"),
        "resolved",
    ),
}  # fmt: skip
TOPIC = re.compile(r"#(\w{2,50})")
SEVERITY = re.compile(r"!(\w+)")
LONGEST = 200  # characters looked for


@dataclass(frozen=True, slots=True)
class AlertFilter:
    """What /alerts asks for; an empty field asks nothing. `state`: open or resolved."""

    words: str = ""
    topic: str = ""
    severity: str = ""
    state: str = ""
    span: timedelta = timedelta()


def read_filter(text: str) -> AlertFilter:
    """Words, #topic, !severity, open or closed, and a span such as 7d, in any order. Between quotes all is words."""
    asked, words, tokens = dict[str, Any](), list[str](), _tokens(text)
    at = 0
    while at < len(tokens):
        token = tokens[at]
        taken, field, value = _filter(token, tokens[at + 1] if at + 1 < len(tokens) else "")
        if not field:
            words.append(token)
        elif field in asked:
            raise Mistake("filter_twice", text=token[:40])
        else:
            asked[field] = value
        at += taken
    return AlertFilter(words=_words(" ".join(words)), **asked)


def read_words(text: str) -> str:
    """What /search looks for; a Mistake where that is nothing."""
    if not text.strip():
        raise Mistake("search_missing")
    return _words(text)


def _tokens(text: str) -> list[str]:
    """The words, what stands between quotes being one."""
    normal = unicodedata.normalize("NFC", text)
    return re.findall(r'"[^"]*"|“[^”]*”|«[^»]*»|\S+', normal)


def _filter(token: str, following: str) -> tuple[int, str, str | timedelta]:
    """How many tokens are taken, the field they fill ("" for none), and its value."""
    if topic := TOPIC.fullmatch(token):
        return 1, "topic", topic[1]
    if severity := SEVERITY.fullmatch(token):
        return 1, "severity", _severity(severity[1])
    folded = fold(token) or ""
    both = f"{folded} {fold(following) or ''}"
    for taken, words in ((2, both), (1, folded)):
        if state := STATES.get(words):
            return taken, "state", state
    if folded[:1].isdigit():
        if folded.isdigit() and (span := span_of(both)):
            return 2, "span", span
        if span := span_of(folded):
            return 1, "span", span
    return 1, "", ""


def _severity(typed: str) -> str:
    if severity := SEVERITIES.get(fold(typed) or ""):
        return severity
    raise Mistake("value_unknown", key="severity", text=typed[:40], allowed=list(dict.fromkeys(SEVERITIES.values())))


def _words(text: str) -> str:
    """White space aside as typed; a Mistake where there is no word in it, or too much."""
    words = " ".join(unicodedata.normalize("NFC", text).split())
    if len(words) > LONGEST:
        raise Mistake("search_long", most=LONGEST)
    if words and not any(unicodedata.category(letter)[0] in "LN" for letter in words):
        raise Mistake("search_unreadable", text=words[:40])
    return words
