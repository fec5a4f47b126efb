"""/extend and /remind as they are typed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import Mistake
from bot.forms.extensions import ExtensionRequest, in_lines, read_extension, read_reminder
from bot.forms.form import Missing, Uncertain

NOW, ZONE = datetime(2026, 1, 17, 17, 0, tzinfo=UTC), ZoneInfo("Europe/Brussels")  # Saturday, 18:00
HOUR = timedelta(hours=1)


def read(typed: str, language: str = "en") -> ExtensionRequest:
    return read_extension(in_lines(typed), now=NOW, zone=ZONE, language=language)


@pytest.mark.parametrize(
    ("typed", "language", "span"),
    [
        ("P-3 2h", "en", 2 * HOUR),
        ("P-3 90 minutes", "en", 1.5 * HOUR),
        ("P-3 by 2h", "en", 2 * HOUR),
        ("P-3 for another 2h", "en", None),
        ("P-3 for 2 hours", "en", 2 * HOUR),
        ("P-3 +2h", "en", 2 * HOUR),
        ("P-3 2 hours more", "en", 2 * HOUR),
        ("P-3 1 day 4 hours longer", "en", 28 * HOUR),
        ("P-3 2 heures de plus", "fr", 2 * HOUR),
        ("P-3 de 2h", "fr", 2 * HOUR),
        ("P-3 d'une heure", "fr", HOUR),
        ("P-3 90 minutes", "fr", 1.5 * HOUR),
        ("P-3 2 jours", "fr", 48 * HOUR),
        ("P-3\nuntil: 2h", "en", 2 * HOUR),
        ("P-3\néchéance: de 2h", "fr", 2 * HOUR),
    ],
)
def test_a_span_is_added_to_the_deadline(typed: str, language: str, span: timedelta | None) -> None:
    if span is None:
        with pytest.raises(Mistake, match="span_unreadable"):
            read(typed, language)
    else:
        assert read(typed, language) == ExtensionRequest("P-3", span=span)


@pytest.mark.parametrize(
    ("typed", "language", "until"),
    [
        ("P-3 tomorrow 18:00", "en", "2026-01-18 17:00"),
        ("P-3 until tomorrow 18:00", "en", "2026-01-18 17:00"),
        ("P-3 to friday noon Kyiv", "en", "2026-01-23 10:00"),
        ("p3 23:30", "en", "2026-01-17 22:30"),
        ("P-3 tomorrow", "en", "2026-01-18 17:00"),
        ("P-3 5 december", "en", "2026-12-05 17:00"),
        ("P-3 december 5", "en", "2026-12-05 17:00"),
        ("P-3 demain 18h", "fr", "2026-01-18 17:00"),
        ("P-3 jusqu’à demain midi", "fr", "2026-01-18 11:00"),
        ("P-3 jusqu'au 20 janvier 9h30", "fr", "2026-01-20 08:30"),
        ("P-3 in 2h", "en", "2026-01-17 19:00"),
        ("P-3 dans 2 heures", "fr", "2026-01-17 19:00"),
        ("P-3 d'ici 2 jours", "fr", "2026-01-19 17:00"),
    ],
)
def test_a_moment_or_a_span_from_now_is_the_new_deadline(typed: str, language: str, until: str) -> None:
    at = datetime.fromisoformat(until).replace(tzinfo=UTC)
    assert read(typed, language) == ExtensionRequest(typed.split(maxsplit=1)[0], until=at)


@pytest.mark.parametrize(
    ("typed", "language", "at", "instead"),
    [
        pytest.param("P-3 tomorrow 6", "en", "2026-01-18 05:00", None, id="in the morning?"),
        pytest.param("P-3 18h", "en", "2026-01-18 17:00", 18 * HOUR, id="at six or for eighteen hours?"),
        pytest.param("P-3 2h", "fr", "2026-01-18 01:00", 2 * HOUR, id="at two or for two hours?"),
        pytest.param("P-3 jusqu'à 2h", "fr", "2026-01-18 01:00", None, id="until two in the morning?"),
    ],
)
def test_what_is_guessed_is_to_be_confirmed(typed: str, language: str, at: str, instead: timedelta | None) -> None:
    with pytest.raises(Uncertain) as doubt:
        read(typed, language)
    meant = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert doubt.value.meaning == meant
    assert doubt.value.instead == instead
    confirmed = [read(f"P-3\nuntil: {reading}", language) for reading in doubt.value.readings]
    assert confirmed[0] == ExtensionRequest("P-3", until=meant)
    assert [each.span for each in confirmed[1:]] == ([instead] if instead else [])


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        pytest.param("P-3 5", "extend_ambiguous", id="a lone number"),
        pytest.param("P-3 until 5", "extend_ambiguous", id="until a lone number"),
        pytest.param("P-3 by 5", "span_unreadable", id="by a lone number"),
        pytest.param("P-3 12/01", "moment_ambiguous", id="a date that can be read two ways"),
        pytest.param("P-3 yesterday 18:00", "moment_past", id="the past"),
        pytest.param("P-3 a bit", "moment_unreadable", id="no moment"),
    ],
)
def test_what_is_never_guessed(typed: str, code: str) -> None:
    with pytest.raises(Mistake, match=code):
        read(typed)


@pytest.mark.parametrize(("typed", "asks"), [("", "poll"), ("P-3", "until"), ("P-3\nuntil:", "until")])
def test_what_is_missing_is_asked_for(typed: str, asks: str) -> None:
    with pytest.raises(Missing, match=asks):
        read(typed)


def test_a_reminder_is_of_a_poll() -> None:
    assert read_reminder("P-3 please").handle == "P-3"
    with pytest.raises(Missing, match="poll"):
        read_reminder("  ")
