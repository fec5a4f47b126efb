"""Moments as people type them: "tomorrow 18:00", "vendredi midi Kiev", "27.11. 18h", "in 4h".

Our own grammar first, for it never guesses; dateparser only behind it, and what dateparser reads is to be confirmed.
"""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.errors import Mistake
from bot.domain.recurrence import at_wall_time
from bot.forms.folding import fold
from bot.forms.parts import Contradiction, Parts, Written, scan
from bot.forms.spans import read_span, span_of
from bot.forms.words import DAYS, MONTHS, WEEKDAYS
from bot.forms.zones import find_zone, nearest_names

__all__ = ["Moment", "find_zone", "read_moment", "read_span", "read_weekday"]

LONGEST = 100  # characters; the longest sensible moment has about fifty
LANGUAGES = ("en", "fr")  # what dateparser may read
YEARS = range(1970, 2200)
SURELY_A_ZONE = 75  # of 100: so near a zone's name that nothing else was meant ("Kyyv")

_PUNCTUATION = " .,;:!?\"'«»"
_LONE_NUMBER = re.compile(r"(?:(?:at|a|um|le|the|on) |@ ?)?[0-9]{1,4}")
_HOURS_ALONE = re.compile(r"([0-9]{1,2}) ?(?:h|(heures?))(?: ?[0-5][0-9])?")
_WITH_OFFSET = re.compile(
    r"([0-9]{4})-[0-9]{2}-[0-9]{2}[t ][0-9]{2}:?[0-9]{2}(?::?[0-9]{2})?(z|[+-][0-9]{2}:?[0-9]{2})"
)
_LIKE_A_NAME = re.compile(r"[^\W\d_][^\W\d_./'-]*(?:[ ./'-][^\W\d_]+){0,3}")
_RANGE = re.compile(r"[0-9][a-z]* ?- ?[0-9]")


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment someone typed: aware, in UTC, and after the `now` it was read at."""

    at: datetime
    zone: ZoneInfo  # in whose wall time it was read
    certain: bool = True  # False: it has another reading too, or is dateparser's; the person is to confirm it
    span: timedelta | None = None  # set when a span was typed: it counts from `now`


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question put to the readers below."""

    text: str  # as typed
    folded: str
    now: datetime
    zone: ZoneInfo
    language: str
    clock: time | None

    def mistake(self, code: str, **facts: object) -> Mistake:
        return Mistake(code, text=self.text, **facts)


def read_moment(text: str, *, now: datetime, zone: ZoneInfo, language: str = "en", clock: time | None = None) -> Moment:
    """The moment `text` names, after `now` (aware).

    `zone` is the asker's: the one meant when `text` names none. `language` decides between an English "4h" (a span)
    and a French one (a clock), and which words dateparser knows first. `clock` is the time a date without one means.
    Raises Mistake with `text` and: "moment_unreadable"; "moment_ambiguous" (readings: ISO dates); "clock_missing";
    "clock_ambiguous" (a lone number); "moment_past" (at); "zone_unknown" (text: the name; nearest).
    """
    shown = " ".join(text[:LONGEST].split())
    folded = (fold(text) or "").strip(_PUNCTUATION) if len(text) <= LONGEST else ""
    asked = _Asked(shown, folded, now.astimezone(UTC), zone, language, clock)
    if not 0 < len(folded) <= LONGEST:  # one typed ligature may unfold into eighteen letters
        raise asked.mistake("moment_unreadable")
    if _LONE_NUMBER.fullmatch(folded):
        raise asked.mistake("clock_ambiguous")
    moment = _read_offset(asked) or _read_span(asked) or _read_ours(asked)
    if moment.at <= asked.now:
        raise asked.mistake("moment_past", at=moment.at)
    return moment


def read_weekday(text: str) -> int | None:
    """The weekday `text` names, 0 = Monday; None when it names none."""
    return WEEKDAYS.get((fold(text[:LONGEST]) or "").strip(_PUNCTUATION))


def _read_offset(asked: _Asked) -> Moment | None:
    """An ISO moment that carries its own offset from UTC."""
    written = _WITH_OFFSET.fullmatch(asked.folded)
    if not written:
        return None
    try:
        at = datetime.fromisoformat(asked.folded.upper())
    except ValueError:
        raise asked.mistake("moment_unreadable") from None
    if at.year not in YEARS:
        raise asked.mistake("moment_unreadable")
    return Moment(at.astimezone(UTC), ZoneInfo("UTC") if written[2] == "z" else asked.zone)


def _read_span(asked: _Asked) -> Moment | None:
    if _hours_alone(asked) == "clock":
        return None
    span = span_of(asked.folded)
    if span is None:
        return None
    return Moment(asked.now + span, asked.zone, span=span)


def _hours_alone(asked: _Asked) -> str | None:
    """Whether an "18h" or "4h" with nothing beside it is a "clock" or a "span"; None for any other text.

    From 13 to 23 it is a clock to everyone; below, English hears a span and French a clock.
    """
    alone = _HOURS_ALONE.fullmatch(asked.folded)
    if not alone or int(alone[1]) > 23:
        return None
    clock = not 1 <= int(alone[1]) <= 12 or asked.language.startswith("fr") or bool(alone[2])
    return "clock" if clock else "span"


def _read_ours(asked: _Asked) -> Moment:
    try:
        parts = scan(asked.folded)
        if parts.date and parts.date.swapped:
            raise asked.mistake("moment_ambiguous", readings=_both_ways(asked, parts, parts.date))
        if parts.left:
            return _read_theirs(asked, parts)
        return _put_together(asked, parts)
    except Contradiction:
        raise asked.mistake("moment_unreadable") from None


def _put_together(asked: _Asked, parts: Parts) -> Moment:
    zone = parts.zone or asked.zone
    if not parts.dated and parts.clock is None:
        raise asked.mistake("moment_unreadable")
    if parts.bare and not parts.dated:
        raise asked.mistake("clock_ambiguous")
    clock = asked.clock if parts.clock is None and parts.half is None else _in_half(parts)
    if clock is None:
        raise asked.mistake("clock_missing")
    day = _day(asked, parts, zone, clock)
    if parts.midnight and parts.days == 0:  # today's began with it; the one still to come is tomorrow's
        day += timedelta(days=1)
    return Moment(at_wall_time(day, clock, zone), zone, certain=not _doubtful(asked, parts))


def _doubtful(asked: _Asked, parts: Parts) -> bool:
    """Whether people mean two things by it: "9h", "tomorrow 5" (morning?), "friday midnight" (before or after?)."""
    if parts.midnight:
        return parts.dated and parts.days != 0
    hour = parts.clock.hour if parts.clock else 0
    small = 1 <= hour <= 12 if _hours_alone(asked) else parts.bare and 1 <= hour <= 11
    return small and parts.half is None


def _in_half(parts: Parts) -> time | None:
    """The clock, with "8 in the evening" made 20:00. Raises Contradiction for "18h in the morning"."""
    if parts.clock is None or parts.half is None or parts.exact:
        return parts.clock
    first, last = {"morning": (0, 11), "afternoon": (12, 18), "evening": (17, 23)}[parts.half]
    for hour in (parts.clock.hour, parts.clock.hour + 12):
        if first <= hour <= last:
            return parts.clock.replace(hour=hour)
    raise Contradiction


def _day(asked: _Asked, parts: Parts, zone: ZoneInfo, clock: time) -> date:
    today = asked.now.astimezone(zone).date()
    ahead = at_wall_time(today, clock, zone) > asked.now
    if parts.date is None and parts.days is None:
        if parts.weekday is None:
            return today if ahead else today + timedelta(days=1)
        return _next_weekday(today, parts.weekday, today_counts=ahead and not parts.next)
    day = _calendar_day(today, parts.date) if parts.date else today + timedelta(days=parts.days or 0)
    if parts.weekday is not None and day.weekday() != parts.weekday:
        other = _next_weekday(today, parts.weekday, today_counts=ahead)
        raise asked.mistake("moment_ambiguous", readings=[day.isoformat(), other.isoformat()])
    return day


def _next_weekday(today: date, weekday: int, *, today_counts: bool) -> date:
    days = (weekday - today.weekday()) % 7
    return today + timedelta(days=days if days or today_counts else 7)


def _calendar_day(today: date, written: Written) -> date:
    """The date as written; without a year the next such one, today included. Raises Contradiction for 31 February."""
    for day in _such_days(today, written):
        if written.year is not None or day >= today:
            return day
    raise Contradiction


def _such_days(today: date, written: Written) -> Iterator[date]:
    # 29 February can be eight years away.
    years = range(today.year, today.year + 9) if written.year is None else range(written.year, written.year + 1)
    for year in years:
        try:
            day = date(year, written.month, written.day)
        except ValueError:
            continue
        if year in YEARS:
            yield day


def _both_ways(asked: _Asked, parts: Parts, written: Written) -> list[str]:
    today = asked.now.astimezone(parts.zone or asked.zone).date()
    swapped = Written(written.month, written.day, written.year)
    return [_calendar_day(today, way).isoformat() for way in (written, swapped)]


def _read_theirs(asked: _Asked, parts: Parts) -> Moment:
    """What dateparser makes of a text our grammar does not know to its end."""
    maybe_zone = _may_name_a_zone(parts)
    if maybe_zone:
        close = nearest_names(parts.left, closeness=SURELY_A_ZONE)
        if close:
            raise Mistake("zone_unknown", text=parts.left, nearest=close)
    wall, has_clock = _ask_dateparser(asked)
    if wall is None:
        if maybe_zone:
            raise Mistake("zone_unknown", text=parts.left, nearest=nearest_names(parts.left))
        raise asked.mistake("moment_unreadable")
    if wall.tzinfo is None:
        if not has_clock:
            if asked.clock is None:
                raise asked.mistake("clock_missing")
            wall = datetime.combine(wall.date(), asked.clock)
        wall = at_wall_time(wall.date(), wall.time(), asked.zone)
    return Moment(wall.astimezone(UTC), asked.zone, certain=False)


def _may_name_a_zone(parts: Parts) -> bool:
    """Whether what is left stands where a zone would: after a clock, a few words, none of them the grammar's."""
    if parts.clock is None or parts.zone is not None or not _LIKE_A_NAME.fullmatch(parts.left):
        return False
    return not any(word in vocabulary for word in parts.left.split() for vocabulary in (WEEKDAYS, DAYS, MONTHS))


def _ask_dateparser(asked: _Asked) -> tuple[datetime | None, bool]:
    """(its wall time, aware only if a zone was spoken; whether a clock was), or (None, False)."""
    # Bare numbers and ranges it reads at any price ("18h-20h" is yesterday evening).
    if not re.search(r"[a-z]{2}", asked.folded) or _RANGE.search(asked.folded):
        return None, False
    from dateparser.date import DateDataParser  # noqa: PLC0415 -- costs 70 ms, and most texts never come here

    languages = sorted(LANGUAGES, key=lambda spoken: spoken != asked.language[:2])  # the asker's own first
    settings = {
        "TIMEZONE": asked.zone.key,
        "PREFER_DATES_FROM": "future",
        "RELATIVE_BASE": asked.now.astimezone(asked.zone).replace(tzinfo=None),
        "DATE_ORDER": "DMY",
        "RETURN_TIME_AS_PERIOD": True,  # how it tells that a clock was spoken
    }
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parser = DateDataParser(languages=languages, settings=settings)
            data = parser.get_date_data(asked.text)
    except Exception:  # noqa: BLE001 -- whatever it trips over, the text is what could not be read
        return None, False
    # Without a day of its own ("january", "2027") the rest is made up.
    if data.date_obj is None or "day" not in getattr(data, "parts", ()) or data.date_obj.year not in YEARS:
        return None, False
    return data.date_obj, data.period == "time"
