"""What is left out of Babel's locales is nothing that people see."""

import subprocess
import sys

import pytest

from bot.texts.locales import locale

WHOLE = """
import sys
from babel import Locale
from babel.dates import *
from datetime import *
from zoneinfo import ZoneInfo
from babel.lists import format_list
if sys.argv[1] == "whole":
    ours = Locale.parse
else:
    from bot.texts.locales import locale as ours
def whole(data):
    return {key: whole(value) for key, value in data.items()} if hasattr(data, 'items') else data
at = datetime(2026, 1, 19, 18, 5, tzinfo=timezone.utc)
for language in ("en", "en_GB", "fr", "de"):
    l = ours(language)
    for days in range(12):
        print([format_date(at + timedelta(days=31 * days), style, locale=l) for style in ("short", "long", "full")])
        print(format_skeleton("MMMEd", at + timedelta(days=days), locale=l), format_skeleton("yMMMEd", at, locale=l))
    for seconds in (1, 60, 61, 3600, 7300, 86400, 86400 * 20, 86400 * 70, 86400 * 800):
        for ahead in (True, False):
            print(format_timedelta(timedelta(seconds=seconds), add_direction=ahead, locale=l))
    print(format_time(at, "HH:mm", locale=l), format_list(["a", "b", "c"], locale=l), dict(l.territories))
    print({zone: get_timezone_location(ZoneInfo(zone), locale=l, return_city=True) for zone in l.time_zones if "/" in zone and not zone.startswith("Etc")})
    print(whole(l.days), whole(l.number_symbols), whole(l.time_zones))
"""


def said(which: str) -> str:
    return subprocess.run([sys.executable, "-c", WHOLE, which], capture_output=True, text=True, check=True).stdout


def test_what_is_said_with_it_is_what_the_whole_locale_says() -> None:
    assert said("ours") == said("whole")


@pytest.mark.parametrize(
    ("wished", "found"),
    [("en", "en"), ("en_GB", "en_GB"), ("fr", "fr"), ("fr-CA", "fr_CA"), ("fr-XX", "fr"), ("xx", "en"), ("", "en")],
)
def test_what_is_known_of_a_locale_is_found(wished: str, found: str) -> None:
    assert str(locale(wished)) == found


AT_ONCE = """
import sys
from concurrent.futures import ThreadPoolExecutor
from babel import core, localedata
from bot.texts import locales
sys.setswitchinterval(1e-6)
with ThreadPoolExecutor(8) as threads:
    for _ in range(10):
        localedata._cache.clear()
        core._global_data = None
        locales._forget_what_is_unasked.cache_clear()
        list(threads.map(locales.locale.__wrapped__, ["fr", "en_GB"] * 8))
        assert core.get_global("likely_subtags")["zh"] == "zh_Hans_CN"
"""


def test_several_threads_may_want_a_language_at_once() -> None:
    """The first cards after a start are rendered by two, and what is forgotten belongs to both."""
    subprocess.run([sys.executable, "-c", AT_ONCE], check=True)
