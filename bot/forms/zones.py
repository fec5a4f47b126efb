"""Zones by the names people give them: IANA names, cities and countries, in every language the bot speaks."""

import importlib.resources
import re
from collections.abc import Iterator
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global

from bot.domain.errors import Mistake
from bot.forms.folding import fold
from bot.forms.zone_names import CAPITAL_ZONES, SPOKEN_NAMES, UNSPOKEN
from bot.texts.locales import locale

LANGUAGES = ("en", "fr", "de")  # whose names of places are understood, whatever language the group speaks
LONGEST = 60  # the longest name of a zone or country has 32 characters
REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
CLOSE_ENOUGH = 65  # of rapidfuzz's 100: "Kyyv" is 75 from "Kyiv", "Atlantis" 71 from "Atlantic"

_OFFSET = re.compile(r"(?:utc|gmt) ?([+-]) ?([0-9]{1,2})(?::?00)?")
_SEPARATORS = re.compile(r"[\s_\-'().,]+")


def find_zone(text: str) -> ZoneInfo:
    """The zone called `text`: an IANA name, a city, a country, an abbreviation (CET) or whole hours from UTC ("UTC+2").

    CEST and EEST mean the wall time of CET and EET: people write them all year round.
    Raises Mistake("zone_unknown", text, nearest): up to three names that are known, the nearest first.
    """
    zone = known_zone(text)
    if zone is None:
        raise Mistake("zone_unknown", text=" ".join(text.split())[:LONGEST], nearest=nearest_names(text))
    return zone


def known_zone(text: str) -> ZoneInfo | None:
    """Like `find_zone`, with None for a name nobody knows."""
    folded = fold(text[: LONGEST + 1])
    if not folded or len(text) > LONGEST:
        return None
    offset = _OFFSET.fullmatch(folded)
    if offset:
        return _whole_hours(offset[1], int(offset[2]))
    found = _names().get(_key(folded))
    return ZoneInfo(found[1]) if found else None


def nearest_names(text: str, *, closeness: float = CLOSE_ENOUGH) -> list[str]:
    """Up to three known names of different zones that look like `text`, the nearest first."""
    folded = fold(text[:LONGEST])
    if not folded:
        return []
    from rapidfuzz import fuzz, process  # noqa: PLC0415 -- loaded when first used: a bot that only counts presses stays small

    close = process.extract(_key(folded), _names().keys(), scorer=fuzz.ratio, score_cutoff=closeness, limit=12)
    by_zone: dict[str, str] = {}
    for key, _, _ in close:
        spelling, zone = _names()[key]
        by_zone.setdefault(zone, spelling)
    return list(by_zone.values())[:3]


def _whole_hours(sign: str, hours: int) -> ZoneInfo | None:
    if hours == 0:
        return ZoneInfo("UTC")
    name = f"Etc/GMT{'-' if sign == '+' else '+'}{hours}"  # POSIX counts westwards
    return ZoneInfo(name) if name in available_timezones() else None


def _key(folded: str) -> str:
    return _SEPARATORS.sub(" ", folded).strip()


@cache
def _names() -> dict[str, tuple[str, str]]:
    """Folded name -> (a spelling to show, the zone). Built once, in about 60 ms; the first to claim a name keeps it."""
    names: dict[str, tuple[str, str]] = {}
    for source in (_spoken(), _countries(), _iana(), _cities()):
        for spelling, zone in source:
            key = _key(fold(spelling) or "")
            if key and key not in UNSPOKEN:
                names.setdefault(key, (spelling, zone))
    return names


def _spoken() -> Iterator[tuple[str, str]]:
    for zone, spellings in SPOKEN_NAMES.items():
        for spelling in spellings.split(", "):
            yield spelling, zone


def _countries() -> Iterator[tuple[str, str]]:
    zones: dict[str, str] = {}
    for country, zone in _table():
        zones.setdefault(country, zone)
    zones |= CAPITAL_ZONES
    for language in LANGUAGES:
        territories = locale(language).territories
        for country, zone in zones.items():
            if country in territories:
                yield territories[country], zone


def _iana() -> Iterator[tuple[str, str]]:
    for name in sorted(available_timezones() - {"Factory", "localtime"}):
        yield name, name


def _cities() -> Iterator[tuple[str, str]]:
    """The zones in use first, in every language; then the older names that only link to them."""
    aliases = get_global("zone_aliases")
    current = [zone for _, zone in _table()]
    for language in LANGUAGES:
        translated = locale(language).time_zones
        for zone in current:
            city = translated.get(aliases.get(zone, zone), {}).get("city")
            if city:
                yield city, zone
    for zone in (*current, *sorted(available_timezones())):
        region, _, place = zone.partition("/")
        # A third part names a namesake within a state: "Vincennes" is not asked for in Indiana.
        if region in REGIONS and ("/" not in place or (region == "America" and "Argentina" in place)):
            yield place.rsplit("/", 1)[-1].replace("_", " "), zone


@cache
def _table() -> tuple[tuple[str, str], ...]:
    """(country code, zone) for every inhabited zone, from the zone.tab that comes with tzdata."""
    text = (importlib.resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple((row[0], row[2]) for row in rows)
