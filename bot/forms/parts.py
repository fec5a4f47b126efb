"""The grammar of a moment: what the words of "vendredi 27.11. à 18h Kyiv" say, before anyone asks what time it is now.

A scanner: at each place the first pattern that fits takes its words. Patterns match folded text of at most a hundred
characters and hold no nested repetition, so their cost is bounded.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import time
from zoneinfo import ZoneInfo

from bot.forms.words import DAYS, HALVES, MONTHS, NOONS, TONIGHT, WEEKDAYS, Half
from bot.forms.zones import known_zone


class Contradiction(Exception):  # noqa: N818 -- caught next door, never seen by anyone
    """The words are ours and cannot all be true: "25:00", two clocks, two days."""


@dataclass(frozen=True, slots=True)
class Written:
    """A calendar date as it was written; `swapped` when the two numbers could be the other way round too."""

    day: int
    month: int
    year: int | None = None
    swapped: bool = False


@dataclass(slots=True)
class Parts:
    """What was said, each at most once. `left` is what the grammar does not know, from there to the end."""

    date: Written | None = None
    days: int | None = None  # from today
    weekday: int | None = None
    next: bool = False
    half: Half | None = None
    clock: time | None = None
    bare: bool = False  # the clock is a lone number
    exact: bool = False  # the clock says itself which half of the day it is in
    midnight: bool = False  # the word: it begins a day and ends another
    zone: ZoneInfo | None = None
    left: str = ""

    @property
    def dated(self) -> bool:
        """Whether any word said the day."""
        return self.date is not None or self.days is not None or self.weekday is not None


def scan(folded: str) -> Parts:
    """The parts of `folded`. Raises Contradiction."""
    parts, at = Parts(), 0
    while at < len(folded):
        end = _step(parts, folded, at)
        if end is None:
            parts.left = folded[at:].strip()
            break
        at = end
    return parts


def _step(parts: Parts, folded: str, at: int) -> int | None:
    """Takes the words at `at` into `parts`; where the next ones begin, None when nothing fits."""
    for pattern, take in _READERS:
        match = pattern.match(folded, at)
        if match and take(parts, match):
            return match.end()
    zone = _zone_at(folded, at)
    if zone:
        _once(parts.zone is None)
        parts.zone, end = zone
        return end
    filler = _FILLER.match(folded, at)
    return filler.end() if filler else None


def _zone_at(folded: str, at: int) -> tuple[ZoneInfo, int] | None:
    """The zone with the longest name that begins at `at`, and where it ends."""
    ends = [match.end() for match in re.finditer(r"[^ ,;]+", folded[at:])][:6]
    for end in reversed(ends):
        zone = known_zone(folded[at : at + end])
        if zone:
            return zone, at + end
    return None


def _once(first: bool) -> None:
    if not first:
        raise Contradiction


def _take_date(parts: Parts, written: Written) -> bool:
    _once(parts.date is None and parts.days is None)
    parts.date = written
    return True


def _take_iso(parts: Parts, match: re.Match[str]) -> bool:
    return _take_date(parts, Written(int(match[4]), int(match[3]), int(match[1])))


def _take_slashed(parts: Parts, match: re.Match[str]) -> bool:
    first, second = int(match[1]), int(match[2])
    if second > 12 >= first:  # 01/27 leaves no choice
        first, second = second, first
    return _take_date(parts, Written(first, second, _year(match[3]), swapped=first != second and first <= 12))


def _take_dotted(parts: Parts, match: re.Match[str]) -> bool:
    """d.m. and d.m.y; "18.30" can only be a clock, and after a date "12.11" is one too."""
    first, second = int(match[1]), int(match[2])
    year = match[3] or match[4]
    clocklike = len(match[2]) == 2 and not year and not match[0].endswith(".")
    if clocklike and (parts.date or parts.days is not None or not 1 <= second <= 12):
        return _take_clock(parts, first, second)
    return _take_date(parts, Written(first, second, _year(year)))


def _take_named(parts: Parts, match: re.Match[str]) -> bool:
    return _take_date(parts, Written(int(match["day"]), MONTHS[match["month"]], _year(match["year"])))


def _year(typed: str | None) -> int | None:
    if not typed:
        return None
    return int(typed) + (2000 if len(typed) == 2 else 0)


def _take_day(parts: Parts, match: re.Match[str]) -> bool:
    _once(parts.date is None and parts.days is None)
    parts.days = DAYS[match[1]]
    return True


def _take_tonight(parts: Parts, match: re.Match[str]) -> bool:
    _once(parts.date is None and parts.days is None and parts.half is None)
    parts.days, parts.half = 0, TONIGHT[match[1]]
    return True


def _take_half(parts: Parts, match: re.Match[str]) -> bool:
    _once(parts.half is None)
    parts.half = HALVES[match[1]]
    return True


def _take_weekday(parts: Parts, match: re.Match[str]) -> bool:
    _once(parts.weekday is None)
    parts.weekday = WEEKDAYS[match["name"]]
    parts.next = bool(match["before"] or match["after"])
    return True


def _take_clock(parts: Parts, hour: int, minute: int = 0, second: int = 0) -> bool:
    _once(parts.clock is None and hour < 24 and minute < 60 and second < 60)
    parts.clock = time(hour, minute, second)
    return True


def _take_12_hours(parts: Parts, match: re.Match[str]) -> bool:
    hour = int(match[1])
    _once(1 <= hour <= 12)
    parts.exact = True
    return _take_clock(parts, hour % 12 + (12 if match[3] == "p" else 0), int(match[2] or 0))


def _take_24_hours(parts: Parts, match: re.Match[str]) -> bool:
    return _take_clock(parts, *(int(number) for number in match.groups() if number))


def _take_noon(parts: Parts, match: re.Match[str]) -> bool:
    parts.exact, parts.midnight = True, NOONS[match[1]] == 0
    return _take_clock(parts, NOONS[match[1]])


def _take_bare(parts: Parts, match: re.Match[str]) -> bool:
    # A lone "31" is a question like a lone "5"; only beside a day is it a clock that cannot be.
    parts.bare = True
    return _take_clock(parts, int(match[1]))


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_END = r"(?![a-z0-9])"
_MONTH = rf"(?P<month>{_any(MONTHS)})\.?"
_NUMBER = r"(?P<day>[0-9]{1,2})"
_NO_DATE = rf"(?!(?:st|nd|rd|th|er|\.)?[ -]?(?:of |de )?(?:{_any(MONTHS)})\b|[./:-][0-9])"  # "18h 27 nov" is no 18:27
_YEAR = r"(?:,? (?P<year>[0-9]{4}))?"

# The order matters where one pattern begins like another: clocks that name themselves come before dates.
_READERS: tuple[tuple[re.Pattern[str], Callable[[Parts, re.Match[str]], bool]], ...] = (
    (re.compile(r"([0-9]{1,2})(?:[:.h]([0-9]{2}))? ?([ap])\.?m\b\.?" + _END), _take_12_hours),
    (re.compile(r"([0-9]{1,2})[:.]([0-9]{2}) ?(?:uhr|h)" + _END), _take_24_hours),
    (re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?:t(?=[0-9])|(?![a-z0-9]))"), _take_iso),
    (re.compile(r"([0-9]{1,2})/([0-9]{1,2})(?:/([0-9]{4}|[0-9]{2}))?(?![a-z0-9/])"), _take_slashed),
    (re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})" + _END), _take_slashed),
    (re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})(?:\.(?: ?([0-9]{4})|([0-9]{2}))?)?(?![a-z0-9:])"), _take_dotted),
    (re.compile(rf"{_NUMBER}(?:st|nd|rd|th|er|\.)?[ -]?(?:of |de )?{_MONTH}{_YEAR}{_END}"), _take_named),
    (re.compile(rf"{_MONTH} {_NUMBER}(?:st|nd|rd|th)?{_YEAR}(?![a-z0-9:.]| ?(?:[ap]\.?m|h|uhr)\b)"), _take_named),
    (re.compile(rf"({_any(TONIGHT)}){_END}"), _take_tonight),
    (re.compile(rf"({_any(DAYS)}){_END}"), _take_day),
    (re.compile(rf"({_any(HALVES)}){_END}"), _take_half),
    (
        re.compile(
            rf"(?P<before>next |nachste[nr]? )?(?P<name>{_any(WEEKDAYS)})\.?{_END}"
            rf"(?P<after> (?:prochaine?|next){_END})?"
        ),
        _take_weekday,
    ),
    (re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?:(?=z\b)|(?![a-z0-9:]))"), _take_24_hours),
    (
        re.compile(r"([0-9]{1,2}) ?(?:heures?|h|uhr)(?:([0-9]{2})| ([0-9]{2})" + _NO_DATE + r")?" + _END),
        _take_24_hours,
    ),
    (re.compile(rf"(?:12 )?({_any(NOONS)}){_END}"), _take_noon),
    (re.compile(r"([0-9]{1,2})(?: o'clock|(?![.,:/-][0-9]))(?![a-z0-9])"), _take_bare),
)
# "in" only before words: "in 4h" is a span, and must never be read as four o'clock.
_FILLER = re.compile(
    r"(?:[ ,;()@]+|(?:at|on|a|le|la|les|l'|the|um|am|de|du|ce|this|coming|by|vers|heure de|heures? locale?|local|time"
    rf"|in(?! ?[0-9]))(?:{_END}|(?<=')))"
)
