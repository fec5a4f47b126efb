"""Deadlines said in passing: "draft the list by friday", "préparer la liste d'ici vendredi 18h"."""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, cast
from zoneinfo import ZoneInfo

from bot.domain.errors import Mistake
from bot.forms.folding import fold
from bot.forms.moments import read_moment
from bot.forms.polls import EVENING
from bot.forms.spans import span_of

LATEST = timedelta(days=366)
NEVER = {"none", "no deadline", "aucune", "aucun", "sans", "sans echeance", "keine"}
LONGEST = 60  # characters of a deadline at the end of a text
BY = re.compile(
    r"(?:^|(?<=\s))(?:(?P<by>by|until|till|before|due|no later than|d[’']ici(?: (?:au|à|le))?|avant(?: le)?|pour(?: le)?|"
    r"jusqu[’'](?:au|à)|au plus tard(?: le)?|bis)|(?P<within>within|in|dans|sous|d[’']ici))\s+(?=\S)",
    re.IGNORECASE,
)
CLOCK = re.compile(r"\b\d{1,2}(?::\d\d|\s?h\d{0,2})|\bnoon\b|\bmidi\b", re.IGNORECASE)
HOUR = re.compile(r"(\d{1,2})(?:[:h]?(\d\d))?")
NO_DEADLINE = {"moment_unreadable", "clock_ambiguous"}  # what a text may end with without meaning a moment


class Doubtful(Exception):  # noqa: N818 -- it says what the deadline is
    """A deadline that may mean several moments, or was guessed: somebody has to say which of the `readings`."""

    def __init__(self, phrase: str, readings: tuple[datetime, ...]) -> None:
        super().__init__(phrase)
        self.phrase, self.readings = phrase, readings


class Tail(NamedTuple):
    """A text that ends with a deadline: what stands before that, and the deadline with the word that leads to it."""

    text: str
    phrase: str


def never(text: str) -> bool:
    """Whether somebody says that there is no deadline."""
    return (fold(text) or "") in NEVER


def fixed(at: datetime) -> str:
    """A moment as a form keeps it, so that it means the same whenever it is read."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def read_deadline(phrase: str, *, now: datetime, zone: ZoneInfo, language: str = "en") -> datetime:
    """The moment named, a word such as "by" before it or not; a date means its evening.

    Raises Doubtful where it could be several, else a Mistake.
    """
    said = BY.match(phrase)
    typed = phrase[said.end() :].strip().rstrip(".!") if said else phrase
    if said and (said["within"] or said["by"].casefold().replace("’", "'").startswith("d'ici")):
        if (span := span_of(fold(typed) or "")) and timedelta() < span <= LATEST:
            return now + span
        typed = phrase if said["within"] else typed
    try:
        moment = read_moment(typed, now=now, zone=zone, language=language, clock=EVENING)
    except Mistake as mistake:
        if readings := _readings(mistake, typed, now, zone):
            raise Doubtful(phrase, readings) from mistake
        raise
    if moment.at - now > LATEST:
        raise Mistake("call_too_far", at=moment.at)
    if not moment.certain:
        raise Doubtful(phrase, (moment.at,))
    return moment.at


def find_deadline(line: str, *, now: datetime, zone: ZoneInfo, language: str = "en") -> Tail | None:
    """The deadline at the end of a line, the longest that can be read; a doubtful one counts. None: there is none.

    What is one and cannot be meant (it is past, its zone is none) is a Mistake.
    """
    for found in BY.finditer(line):
        phrase = line[found.start() :].strip()
        if len(phrase) <= LONGEST and _is_deadline(phrase, found, now, zone, language):
            return Tail(line[: found.start()].rstrip(" ,;:"), phrase)
    return None


def _is_deadline(phrase: str, said: re.Match[str], now: datetime, zone: ZoneInfo, language: str) -> bool:
    try:
        read_deadline(phrase, now=now, zone=zone, language=language)
    except Doubtful:
        return not said["within"]
    except Mistake as mistake:
        if said["within"] or mistake.code in NO_DEADLINE:
            return False
        raise
    return not said["within"] or span_of(fold(phrase.partition(" ")[2].rstrip(".!")) or "") is not None


def _readings(mistake: Mistake, phrase: str, now: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """What a deadline that is ambiguous may mean, of that which is to come."""
    clock = CLOCK.search(phrase)
    if mistake.code == "moment_ambiguous":
        typed = [f"{day} {clock[0] if clock else '18:00'}" for day in cast("list[str]", mistake.facts["readings"])]
    elif mistake.code == "clock_ambiguous" and (number := HOUR.fullmatch(phrase.strip())):
        hour, minute = int(number[1]), number[2] or "00"
        typed = [f"{each}:{minute}" for each in ({hour, hour + 12} if hour <= 12 else {hour}) if each < 24]
    else:
        return ()
    found = set()
    for each in typed:
        try:
            found.add(read_moment(each, now=now, zone=zone).at)
        except Mistake:
            continue
    return tuple(sorted(found))
