"""Spans of time as people type them: "4h", "in 90 minutes", "2 Tage", "1h30"."""

import re
from datetime import timedelta

from bot.domain.errors import Mistake
from bot.forms.folding import fold

LONGEST = 100  # characters
FURTHEST = timedelta(days=3660)

_SECONDS = {
    1: "s sec secs second seconds seconde secondes sekunde sekunden",
    60: "m mn min mins minute minutes minuten",
    3600: "h hr hrs hour hours heure heures std stunde stunden",
    86_400: "d j day days jour jours tag tage tagen",
    604_800: "w wk wks week weeks sem semaine semaines woche wochen",
}
_UNITS = {word: seconds for seconds, words in _SECONDS.items() for word in words.split()}
_HALF = {"half a", "half an", "une demi", "demi", "eine halbe", "einer halben"}

_BEFORE = re.compile(r"(?:in|dans|within|d'ici|sous) ")
_AFTER = re.compile(r" (?:from now|later|plus tard)$")
_ITEM = re.compile(
    r"(?P<count>[0-9]{1,6}(?:[.,][0-9]{1,2})?|half an?|(?:une )?demi|eine halbe|einer halben"
    r"|an?|one|une?|ein(?:e[rnm]?)?)"
    r"(?P<gap>[ -]?)(?P<unit>[a-z]+)"
    r"(?: ?(?P<minutes>[0-5][0-9])(?: ?min)?(?![a-z0-9]))?(?P<half> and a half| et demie?)?(?![a-z0-9])"
)
_AND = re.compile(r" ?(?:,|and |et |und )? ?")


def read_span(text: str) -> timedelta:
    """The length of time `text` names: one count and unit or several ("1 day 4 hours"), with or without "in".

    More than nothing, at most ten years. Raises Mistake("span_unreadable", text).
    """
    folded = fold(text[: LONGEST + 1]) if len(text) <= LONGEST else None
    span = span_of(folded) if folded else None
    if span is None:
        raise Mistake("span_unreadable", text=" ".join(text[:LONGEST].split()))
    return span


def span_of(folded: str) -> timedelta | None:
    """Like `read_span`, for text that is folded already; None when it is no span."""
    rest = _AFTER.sub("", _BEFORE.sub("", folded, count=1) if _BEFORE.match(folded) else folded)
    total, at = 0.0, 0
    while at < len(rest):
        item = _ITEM.match(rest, at)
        seconds = _seconds(item) if item else None
        if item is None or seconds is None:
            return None
        total += seconds
        joint = _AND.match(rest, item.end())
        at = joint.end() if joint and joint.end() < len(rest) else item.end()
    return timedelta(seconds=round(total)) if 1 <= total <= FURTHEST.total_seconds() else None


def _seconds(item: re.Match[str]) -> float | None:
    """What one "1h30" or "half an hour" comes to; None when its words do not belong together."""
    unit = _UNITS.get(item["unit"])
    typed = item["count"]
    if unit is None or (not typed[0].isdigit() and not item["gap"]):
        return None
    if item["minutes"] and (unit != 3600 or not typed.isdigit()):
        return None
    in_words = 0.5 if typed in _HALF else 1.0
    count = float(typed.replace(",", ".")) if typed[0].isdigit() else in_words
    return (count + (0.5 if item["half"] else 0.0)) * unit + int(item["minutes"] or 0) * 60
