"""Dates, lists, countries and zones of a language: the Unicode CLDR, through Babel, without what the bot never says."""

import re
import threading
from collections.abc import Mapping
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, localedata
from babel.core import get_global
from babel.dates import get_timezone_location

ENGLISH = "en"
UNSAID = (
    "compact_currency_formats", "compact_decimal_formats", "compound_unit_patterns", "currency_formats",
    "currency_names", "currency_names_plural", "currency_symbols", "currency_unit_patterns", "interval_formats",
    "languages", "scripts", "unit_display_names", "variants",
)  # fmt: skip
SPANS = "duration-"  # of the patterns of units, those that are spoken of
LOADING = threading.Lock()  # what Babel has read is every thread's, and is cut down for all


@cache
def locale(identifier: str) -> Locale:
    """The locale "fr", "en_GB", of a dialect nobody knows its language's ("fr-XX"), English for a language nobody knows.

    Babel keeps what it has read of each locale and of each of those it is derived from, a megabyte apiece, and two of what
    all have in common; of that the bot needs a quarter.
    """
    with LOADING:
        return _cut_down(identifier)


def _cut_down(identifier: str) -> Locale:
    _forget_what_is_unasked()
    name = identifier.replace("-", "_")
    names = (name, name.partition("_")[0], ENGLISH)
    known = Locale.parse(next(each for each in names if localedata.exists(each)))
    for each in _line(str(known)):
        data = localedata.load(each)
        for unsaid in UNSAID:
            data.pop(unsaid, None)
        units = data.get("unit_patterns", {})
        for unit in [unit for unit in units if not unit.startswith(SPANS)]:
            del units[unit]
    return known


@cache
def _forget_what_is_unasked() -> None:
    """Of what all locales have in common: money, what is spoken where, and the scripts of the eight thousand languages of
    most of which Babel has no words."""
    scripts = _own(get_global("likely_subtags"))
    known = {identifier.partition("_")[0] for identifier in localedata.locale_identifiers()}
    kept = {language: likely for language, likely in scripts.items() if language in known}
    unasked = (get_global("all_currencies"), get_global("territory_currencies"), get_global("territory_languages"))
    for each in (scripts, *unasked):
        _own(each).clear()
    scripts.update(kept)


def _own(data: Mapping[str, Any]) -> dict[str, Any]:
    """What Babel hands out to be read is what it keeps."""
    assert isinstance(data, dict)  # noqa: S101 -- as it is pickled
    return data


def zone_words(zone: ZoneInfo, language: str) -> str:
    """What people call `zone` in `language`: its city ("Bruxelles", "Kyiv"), else its abbreviation ("UTC+2", "CET")."""
    return _words(zone.key, language)


@cache
def _words(name: str, language: str) -> str:
    place = name.removeprefix("Etc/")
    if place in {"UTC", "UCT", "Universal", "Zulu"}:
        return "UTC"
    hours = re.fullmatch(r"GMT([+-])([0-9]{1,2})", place)
    if hours:  # POSIX counts westwards: Etc/GMT-2 is two hours ahead
        return "UTC" if hours[2] == "0" else f"UTC{'-' if hours[1] == '+' else '+'}{hours[2]}"
    if place.isupper() or "/" not in name:
        return place
    city = get_timezone_location(ZoneInfo(name), locale=locale(language), return_city=True)
    return city.rsplit("/", 1)[-1].strip() or place.rsplit("/", 1)[-1].replace("_", " ")


def _line(identifier: str) -> list[str]:
    """A locale and those it is derived from."""
    parent = get_global("parent_exceptions").get(identifier, identifier.rpartition("_")[0])
    return [identifier, *_line(parent)] if parent and parent != "root" else [identifier, "root"]
