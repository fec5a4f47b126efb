"""CLDR's words for dates, spans and countries, without the parts that no card shows: they are most of it."""

from functools import cache

from babel import Locale, localedata
from babel.core import get_global

UNSHOWN = (
    "currency_names", "currency_names_plural", "currency_symbols", "currency_unit_patterns", "languages", "scripts",
    "variants", "meta_zones", "time_zones", "unit_display_names", "compact_currency_formats", "compact_decimal_formats",
    "compound_unit_patterns", "interval_formats", "measurement_systems",
)  # fmt: skip
NOWHERE = ("territory_currencies", "territory_languages", "windows_zone_mapping", "zone_aliases", "zone_territories")
SPANS = "duration-"


@cache
def locale_of(name: str) -> Locale:
    """The locale of that name, such as "en_GB"; three megabytes lighter than Babel loads it."""
    locale = Locale.parse(name)
    str(locale.territories)  # loads it, with all that it inherits from
    for ancestor in _lineage(name):
        data = localedata.load(ancestor)
        for part in UNSHOWN:
            data.pop(part, None)
        units = data.get("unit_patterns", {})
        for unit in [unit for unit in units if not unit.startswith(SPANS)]:
            del units[unit]
    for part in NOWHERE:
        get_global(part).clear()  # type: ignore[arg-type, attr-defined]  # a dict, declared as a Mapping
    return locale


def _lineage(name: str) -> list[str]:
    """The locale itself and what it inherits from."""
    names = ["root", name]
    while "_" in name:
        name = name.rpartition("_")[0]
        names.append(name)
    return [*names, *(each for each in ("en_001",) if names[1].startswith("en_"))]
