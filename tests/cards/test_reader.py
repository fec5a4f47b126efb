"""Moments, zones and numbers in the reader's language."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.cards.procedures import share
from bot.cards.reader import Reader

NOW = datetime(2026, 1, 17, 17, 0, tzinfo=UTC)


def reader(language: str, zone: str = "Europe/Brussels") -> Reader:
    return Reader(language, ZoneInfo(zone), NOW)


@pytest.mark.parametrize(
    ("language", "zone", "words"),
    [
        ("en", "Europe/Brussels", "Sat 17 Jan, 18:00 (Brussels)"),
        ("fr", "Europe/Brussels", "sam. 17 janv., 18:00 (Bruxelles)"),
        ("fr", "Europe/London", "sam. 17 janv., 17:00 (Londres)"),
        ("en", "Etc/GMT-2", "Sat 17 Jan, 19:00 (UTC+2)"),
        ("en", "America/Argentina/Buenos_Aires", "Sat 17 Jan, 14:00 (Buenos Aires)"),
    ],
)
def test_a_moment_names_its_zone_as_the_reader_does(language: str, zone: str, words: str) -> None:
    assert reader(language, zone).moment_words(NOW) == words


@pytest.mark.parametrize(("language", "words"), [("en", "66.6 %"), ("fr", "66,6\u00a0%")])
def test_a_share_has_the_decimal_sign_of_the_language(language: str, words: str) -> None:
    assert share(2, 3, reader(language)) == words


def test_what_there_is_to_choose_from_is_escaped_unless_it_is_markup() -> None:
    told = reader("fr").either(["<a>", reader("fr").t("majority"), "b"])
    assert told == "&lt;a&gt;, majorité ou b"
