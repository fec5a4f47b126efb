"""Zones by the names people give them."""

from zoneinfo import ZoneInfo, available_timezones

import pytest
from babel import Locale

from bot.domain.errors import Mistake
from bot.forms import zones
from bot.forms.words import DAYS, HALVES, MONTHS, NOONS, TONIGHT, WEEKDAYS
from bot.forms.zone_names import CAPITAL_ZONES, SPOKEN_NAMES
from bot.forms.zones import find_zone, nearest_names
from bot.texts.locales import zone_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Europe/Kyiv", "Europe/Kyiv", id="an IANA name"),
        pytest.param("europe/KYIV", "Europe/Kyiv", id="an IANA name in any case"),
        pytest.param("Europe/Kiev", "Europe/Kyiv", id="the old IANA name of Kyiv is the new one"),
        pytest.param("America/Argentina/Ushuaia", "America/Argentina/Ushuaia", id="an IANA name of three parts"),
        pytest.param("Kyiv", "Europe/Kyiv", id="a city"),
        pytest.param("Kiev", "Europe/Kyiv", id="a city's other spelling"),
        pytest.param("Київ", "Europe/Kyiv", id="a city's own spelling"),
        pytest.param("new york", "America/New_York", id="a city of two words"),
        pytest.param("new_york", "America/New_York", id="a city with IANA's underscore"),
        pytest.param("Bruxelles", "Europe/Brussels", id="a city in French"),
        pytest.param("Brüssel", "Europe/Brussels", id="a city in German"),
        pytest.param("Londres", "Europe/London", id="London in French"),
        pytest.param("  BERNE ", "Europe/Zurich", id="a capital without a zone of its own"),
        pytest.param("Washington", "America/New_York", id="Washington"),
        pytest.param("Washington, D.C.", "America/New_York", id="Washington with its district"),
        pytest.param("The Hague", "Europe/Amsterdam", id="a seat of government in English"),
        pytest.param("La Haye", "Europe/Amsterdam", id="a seat of government in French"),
        pytest.param("Ottawa", "America/Toronto", id="Ottawa"),
        pytest.param("Canberra", "Australia/Sydney", id="Canberra"),
        pytest.param("Ankara", "Europe/Istanbul", id="Ankara"),
        pytest.param("Reykjavík", "Atlantic/Reykjavik", id="a city with its accent"),
        pytest.param("port-au-prince", "America/Port-au-Prince", id="a city with hyphens"),
        pytest.param("N’Djamena", "Africa/Ndjamena", id="a city with a typographic apostrophe"),
        pytest.param("Ukraine", "Europe/Kyiv", id="a country"),
        pytest.param("Finlande", "Europe/Helsinki", id="a country in French"),
        pytest.param("etats unis", "America/New_York", id="a country of several zones means its capital's"),
        pytest.param("États-Unis", "America/New_York", id="a country with accents and a hyphen"),
        pytest.param("Japan", "Asia/Tokyo", id="a country that is also an old IANA name"),
        pytest.param("Georgia", "Asia/Tbilisi", id="the country, not the state"),
        pytest.param("UTC", "UTC", id="UTC"),
        pytest.param("z", "UTC", id="Z"),
        pytest.param("GMT", "GMT", id="GMT"),
        pytest.param("CEST", "CET", id="summer time is its zone's wall time"),
        pytest.param("EET", "EET", id="EET"),
        pytest.param("UTC+2", "Etc/GMT-2", id="two hours ahead, which POSIX writes the other way round"),
        pytest.param("gmt -05:00", "Etc/GMT+5", id="five hours behind"),
        pytest.param("UTC+0", "UTC", id="no hours ahead"),
    ],
)
def test_a_zone_is_found_by(text: str, expected: str) -> None:
    assert find_zone(text).key == expected


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        pytest.param("Kyyv", ["Kyiv"], id="one letter off"),
        pytest.param("Helsinky", ["Helsinki"], id="a wrong last letter"),
        pytest.param("xqzw", [], id="nothing like it"),
        pytest.param("UTC+25", ["UTC"], id="more hours than a day has"),
        pytest.param("", [], id="nothing"),
        pytest.param("Paris\x00", [], id="a control character"),
        pytest.param("x" * 10_000, [], id="ten thousand letters"),
        pytest.param("Christmas", None, id="a day rather than an island"),
        pytest.param("Easter", None, id="another day rather than an island"),
    ],
)
def test_an_unknown_zone_names_the_nearest(text: str, nearest: list[str] | None) -> None:
    with pytest.raises(Mistake) as caught:
        find_zone(text)
    assert caught.value.code == "zone_unknown"
    assert nearest is None or caught.value.facts["nearest"] == nearest


def test_at_most_three_near_names_and_each_is_understood() -> None:
    for typed in ("Pariss", "Amsterdm", "Santigo", "Bruselles", "Londn", "Ukrane"):
        names = nearest_names(typed)
        assert 1 <= len(names) <= 3
        assert len({find_zone(name).key for name in names}) == len(names)


def test_every_zone_in_use_answers_to_its_iana_name() -> None:
    for _, name in zones._table():
        assert find_zone(name).key == name


def test_every_country_has_a_zone_in_every_language() -> None:
    for language in zones.LANGUAGES:
        territories = Locale(language).territories
        for country, _ in zones._table():
            find_zone(territories[country])


def test_a_country_of_several_zones_has_a_chosen_one() -> None:
    codes = [country for country, _ in zones._table()]
    assert {code for code in codes if codes.count(code) > 1} <= CAPITAL_ZONES.keys()
    assert set(CAPITAL_ZONES.values()) | set(SPOKEN_NAMES) <= available_timezones()


def test_no_zone_is_called_like_a_word_of_our_grammar() -> None:
    grammar = {
        *DAYS,
        *HALVES,
        *MONTHS,
        *NOONS,
        *TONIGHT,
        *WEEKDAYS,
        "at",
        "on",
        "in",
        "a",
        "le",
        "la",
        "the",
        "um",
        "de",
    }
    assert not grammar & zones._names().keys()


@pytest.mark.parametrize(
    ("zone", "language", "expected"),
    [
        pytest.param("Europe/Paris", "en", "Paris", id="a city"),
        pytest.param("Europe/Brussels", "fr", "Bruxelles", id="a city in French"),
        pytest.param("Europe/Kyiv", "fr", "Kyiv", id="Kyiv stays Kyiv"),
        pytest.param("Europe/Kiev", "en", "Kyiv", id="the old name's new spelling"),
        pytest.param("America/New_York", "en", "New York", id="a space for the underscore"),
        pytest.param("America/Argentina/Buenos_Aires", "en", "Buenos Aires", id="the last of three parts"),
        pytest.param("Europe/Brussels", "fr-BE", "Bruxelles", id="a language with its country"),
        pytest.param("Europe/Brussels", "??", "Brussels", id="English for a language nobody knows"),
        pytest.param("UTC", "fr", "UTC", id="UTC"),
        pytest.param("Etc/GMT-2", "en", "UTC+2", id="hours ahead as people count them"),
        pytest.param("CET", "en", "CET", id="an abbreviation"),
    ],
)
def test_a_zone_is_called(zone: str, language: str, expected: str) -> None:
    assert zone_words(ZoneInfo(zone), language) == expected


def test_every_zone_has_words() -> None:
    for name in available_timezones() - {"Factory", "localtime"}:
        assert all(zone_words(ZoneInfo(name), language) for language in ("en", "fr"))
