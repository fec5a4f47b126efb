"""Moments, spans and weekdays as people type them. It is Saturday 17 January 2026, 12:00 UTC, 13:00 in Brussels."""

import subprocess
import sys
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Mistake
from bot.domain.recurrence import at_wall_time
from bot.forms.moments import Moment, read_moment, read_span, read_weekday

NOW = datetime(2026, 1, 17, 12, tzinfo=UTC)
BRUSSELS = ZoneInfo("Europe/Brussels")


def read(text: str, language: str = "en", clock: time | None = None, now: datetime = NOW) -> Moment:
    return read_moment(text, now=now, zone=BRUSSELS, language=language, clock=clock)


def wall(moment: Moment) -> str:
    return f"{moment.at.astimezone(moment.zone):%a %Y-%m-%d %H:%M} {moment.zone.key}"


def mistake(text: str, language: str = "en", clock: time | None = None, now: datetime = NOW) -> Mistake:
    with pytest.raises(Mistake) as caught:
        read(text, language, clock, now)
    return caught.value


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a clock alone is the next such clock
        ("18:00", "Sat 2026-01-17 18:00 Europe/Brussels"),
        ("18h", "Sat 2026-01-17 18:00 Europe/Brussels"),
        ("18h30", "Sat 2026-01-17 18:30 Europe/Brussels"),
        ("18 Uhr", "Sat 2026-01-17 18:00 Europe/Brussels"),
        ("18.30", "Sat 2026-01-17 18:30 Europe/Brussels"),
        ("6pm", "Sat 2026-01-17 18:00 Europe/Brussels"),
        ("6:30 p.m.", "Sat 2026-01-17 18:30 Europe/Brussels"),
        ("at noon", "Sun 2026-01-18 12:00 Europe/Brussels"),
        ("à midi", "Sun 2026-01-18 12:00 Europe/Brussels"),
        ("12am", "Sun 2026-01-18 00:00 Europe/Brussels"),
        ("minuit", "Sun 2026-01-18 00:00 Europe/Brussels"),
        ("13:00", "Sun 2026-01-18 13:00 Europe/Brussels"),
        ("13:01", "Sat 2026-01-17 13:01 Europe/Brussels"),
        # day words
        ("tomorrow 18:00", "Sun 2026-01-18 18:00 Europe/Brussels"),
        ("18:00 tomorrow", "Sun 2026-01-18 18:00 Europe/Brussels"),
        ("tomorrow 18", "Sun 2026-01-18 18:00 Europe/Brussels"),
        ("tomorrow @ 18", "Sun 2026-01-18 18:00 Europe/Brussels"),
        ("demain 18h", "Sun 2026-01-18 18:00 Europe/Brussels"),
        ("demain à 9h", "Sun 2026-01-18 09:00 Europe/Brussels"),
        ("morgen um 18 Uhr", "Sun 2026-01-18 18:00 Europe/Brussels"),
        ("heute Mittag Washington", "Sat 2026-01-17 12:00 America/New_York"),
        ("aujourd’hui 20h", "Sat 2026-01-17 20:00 Europe/Brussels"),
        ("après-demain 9h", "Mon 2026-01-19 09:00 Europe/Brussels"),
        ("the day after tomorrow at 6 p.m.", "Mon 2026-01-19 18:00 Europe/Brussels"),
        ("tonight at 8", "Sat 2026-01-17 20:00 Europe/Brussels"),
        ("ce soir 20h", "Sat 2026-01-17 20:00 Europe/Brussels"),
        ("demain soir 8h", "Sun 2026-01-18 20:00 Europe/Brussels"),
        ("demain matin 9h", "Sun 2026-01-18 09:00 Europe/Brussels"),
        ("tonight midnight", "Sun 2026-01-18 00:00 Europe/Brussels"),
        # weekdays
        ("friday 18:00", "Fri 2026-01-23 18:00 Europe/Brussels"),
        ("saturday 18:00", "Sat 2026-01-17 18:00 Europe/Brussels"),
        ("saturday 10:00", "Sat 2026-01-24 10:00 Europe/Brussels"),
        ("next saturday 18:00", "Sat 2026-01-24 18:00 Europe/Brussels"),
        ("samedi prochain 18h", "Sat 2026-01-24 18:00 Europe/Brussels"),
        ("next friday 18:00", "Fri 2026-01-23 18:00 Europe/Brussels"),
        ("lundi prochain à 9h30", "Mon 2026-01-19 09:30 Europe/Brussels"),
        ("ce vendredi à 17 h 30", "Fri 2026-01-23 17:30 Europe/Brussels"),
        # dates
        ("27.11. 18:00", "Fri 2026-11-27 18:00 Europe/Brussels"),
        ("27.11.2026 18h", "Fri 2026-11-27 18:00 Europe/Brussels"),
        ("27.11.26 18h", "Fri 2026-11-27 18:00 Europe/Brussels"),
        ("01.02. 18.30", "Sun 2026-02-01 18:30 Europe/Brussels"),
        ("tomorrow 18.05", "Sun 2026-01-18 18:05 Europe/Brussels"),
        ("2026-11-27 18:00", "Fri 2026-11-27 18:00 Europe/Brussels"),
        ("2026-11-27T18:00", "Fri 2026-11-27 18:00 Europe/Brussels"),
        ("2026-11-27T18:00:00Z", "Fri 2026-11-27 18:00 UTC"),
        ("2026-11-27T18:00+05:30", "Fri 2026-11-27 13:30 Europe/Brussels"),
        ("27 November 18", "Fri 2026-11-27 18:00 Europe/Brussels"),
        ("27 nov 2026 18:00", "Fri 2026-11-27 18:00 Europe/Brussels"),
        ("November 27, 2026, 6pm", "Fri 2026-11-27 18:00 Europe/Brussels"),
        ("18h 27 nov", "Fri 2026-11-27 18:00 Europe/Brussels"),
        ("27 nov 18h 30", "Fri 2026-11-27 18:30 Europe/Brussels"),
        ("le 1er février à midi", "Sun 2026-02-01 12:00 Europe/Brussels"),
        ("vendredi 23 janvier à 18h", "Fri 2026-01-23 18:00 Europe/Brussels"),
        ("16 january 10:00", "Sat 2027-01-16 10:00 Europe/Brussels"),
        ("29 feb 10:00", "Tue 2028-02-29 10:00 Europe/Brussels"),
        ("23/01 18:00", "Fri 2026-01-23 18:00 Europe/Brussels"),
        ("01/23/2026 18:00", "Fri 2026-01-23 18:00 Europe/Brussels"),
        ("5/5 18:00", "Tue 2026-05-05 18:00 Europe/Brussels"),
        # zones
        ("friday noon Kyiv", "Fri 2026-01-23 12:00 Europe/Kyiv"),
        ("vendredi midi Kiev", "Fri 2026-01-23 12:00 Europe/Kyiv"),
        ("18:00 Europe/Kyiv", "Sat 2026-01-17 18:00 Europe/Kyiv"),
        ("18:00 New York tomorrow", "Sun 2026-01-18 18:00 America/New_York"),
        ("demain 18h heure de Bruxelles", "Sun 2026-01-18 18:00 Europe/Brussels"),
        ("tomorrow 18:00 (Kyiv time)", "Sun 2026-01-18 18:00 Europe/Kyiv"),
        ("mardi 9h La Haye", "Tue 2026-01-20 09:00 Europe/Amsterdam"),
        ("tomorrow 18:00 Washington DC", "Sun 2026-01-18 18:00 America/New_York"),
        ("18:00 UTC", "Sat 2026-01-17 18:00 UTC"),
        ("18:00 UTC+2", "Sat 2026-01-17 18:00 Etc/GMT-2"),
        ("tomorrow 01:00 Tokyo", "Sun 2026-01-18 01:00 Asia/Tokyo"),
        # however it is typed
        ("  TOMORROW   18:00!! ", "Sun 2026-01-18 18:00 Europe/Brussels"),
        ("tomorrow,18:00", "Sun 2026-01-18 18:00 Europe/Brussels"),
        ("１８：００ tomorrow", "Sun 2026-01-18 18:00 Europe/Brussels"),
        ("tomorrow \u200e18:00", "Sun 2026-01-18 18:00 Europe/Brussels"),
        ("vendredi à 18h, Finlande", "Fri 2026-01-23 18:00 Europe/Helsinki"),
    ],
)
def test_our_grammar_reads(text: str, expected: str, language: str) -> None:
    moment = read(text, language)
    assert wall(moment) == expected
    assert moment.certain
    assert moment.span is None


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param("4h", "fr", "Sun 2026-01-18 04:00 Europe/Brussels", id="4h is a clock in French"),
        pytest.param(
            "tomorrow 5", "en", "Sun 2026-01-18 05:00 Europe/Brussels", id="five in the morning or in the evening"
        ),
        pytest.param(
            "6 o'clock tomorrow", "en", "Sun 2026-01-18 06:00 Europe/Brussels", id="six o'clock of either half"
        ),
        pytest.param(
            "friday midnight", "en", "Fri 2026-01-23 00:00 Europe/Brussels", id="midnight before or after Friday"
        ),
        pytest.param(
            "in a fortnight at 18:00", "en", "Sat 2026-01-31 18:00 Europe/Brussels", id="what dateparser reads"
        ),
    ],
)
def test_what_has_two_readings_is_to_be_confirmed(text: str, language: str, expected: str) -> None:
    moment = read(text, language)
    assert wall(moment) == expected
    assert not moment.certain


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("in 4h", timedelta(hours=4)),
        ("90 minutes", timedelta(minutes=90)),
        ("2d", timedelta(days=2)),
        ("24h", timedelta(days=1)),
        ("dans 2 heures", timedelta(hours=2)),
        ("in 2 Tagen", timedelta(days=2)),
        ("2 hours from now", timedelta(hours=2)),
    ],
)
def test_a_span_counts_from_now(text: str, span: timedelta) -> None:
    assert read(text) == Moment(NOW + span, BRUSSELS, certain=True, span=span)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("", "moment_unreadable", id="nothing"),
        pytest.param("at", "moment_unreadable", id="only a small word"),
        pytest.param("soon", "moment_unreadable", id="a word that names no moment"),
        pytest.param("Kyiv", "moment_unreadable", id="only a zone"),
        pytest.param("25:00", "moment_unreadable", id="an hour no day has"),
        pytest.param("18:75", "moment_unreadable", id="a minute no hour has"),
        pytest.param("13pm", "moment_unreadable", id="thirteen in the afternoon"),
        pytest.param("tomorrow 25", "moment_unreadable", id="a lone hour no day has"),
        pytest.param("31.02.2026 10:00", "moment_unreadable", id="a day no February has"),
        pytest.param("13/14 10:00", "moment_unreadable", id="a month no year has"),
        pytest.param("18:00 19:00", "moment_unreadable", id="two clocks"),
        pytest.param("18:00-20:00", "moment_unreadable", id="from one clock to another"),
        pytest.param("demain 18h–20h", "moment_unreadable", id="from one clock to another in French"),
        pytest.param("18:00 Kyiv sometime", "moment_unreadable", id="what is left beside a zone is not a zone"),
        pytest.param("18:00 today or tomorrow", "moment_unreadable", id="what holds a day word is not a zone"),
        pytest.param("tomorrow today 18:00", "moment_unreadable", id="two days"),
        pytest.param("18:00 Kyiv Paris", "moment_unreadable", id="two zones"),
        pytest.param("tomorrow morning 18h", "moment_unreadable", id="a morning at 18:00"),
        pytest.param("in 4h Kyiv", "moment_unreadable", id="a span has no zone"),
        pytest.param("january", "moment_unreadable", id="a month without a day"),
        pytest.param("2126-13-01T18:00Z", "moment_unreadable", id="an ISO month no year has"),
        pytest.param("9999-12-31 23:59", "moment_unreadable", id="a year too far away"),
        pytest.param("5", "clock_ambiguous", id="a lone number"),
        pytest.param("18", "clock_ambiguous", id="a lone number that could only be an hour of the afternoon"),
        pytest.param("à 5", "clock_ambiguous", id="a lone number after a small word"),
        pytest.param("5 Kyiv", "clock_ambiguous", id="a lone number with a zone"),
        pytest.param("tomorrow", "clock_missing", id="a day word without a clock"),
        pytest.param("vendredi", "clock_missing", id="a weekday without a clock"),
        pytest.param("27 november", "clock_missing", id="a date without a clock"),
        pytest.param("tomorrow evening", "clock_missing", id="a part of a day without a clock"),
        pytest.param("in a fortnight", "clock_missing", id="a day of dateparser's without a clock"),
        pytest.param("today 10:00", "moment_past", id="this morning"),
        pytest.param("17 january 10:00", "moment_past", id="today's date with a clock that is past"),
        pytest.param("27.11.2025 18:00", "moment_past", id="last year"),
        pytest.param("yesterday 18:00", "moment_past", id="yesterday, which dateparser reads"),
        pytest.param("friday noon Kyyv", "zone_unknown", id="a zone one letter off"),
        pytest.param("18:00 Qwertz", "zone_unknown", id="a zone nobody knows"),
    ],
)
def test_a_mistake_is_named(text: str, code: str) -> None:
    assert mistake(text).code == code


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        pytest.param("12/01 18:00", ["2027-01-12", "2026-12-01"], id="a slash between two possible months"),
        pytest.param("02/03/2026", ["2026-03-02", "2026-02-03"], id="the same with a year"),
        pytest.param("12/01 whenever", ["2027-01-12", "2026-12-01"], id="dateparser is never asked about it"),
        pytest.param("friday 24 january 18:00", ["2026-01-24", "2026-01-23"], id="a weekday that is not the date's"),
        pytest.param("tomorrow monday 18:00", ["2026-01-18", "2026-01-19"], id="a weekday that is not tomorrow's"),
    ],
)
def test_an_ambiguous_date_comes_with_its_readings(text: str, readings: list[str]) -> None:
    caught = mistake(text)
    assert caught.code == "moment_ambiguous"
    assert caught.facts == {"text": text, "readings": readings}


def test_facts_of_mistakes() -> None:
    assert mistake("today 10:00").facts == {"text": "today 10:00", "at": datetime(2026, 1, 17, 9, tzinfo=UTC)}
    assert mistake("friday noon Kyyv").facts == {"text": "kyyv", "nearest": ["Kyiv"]}
    assert mistake("18:00 tomorrow sometime maybe").facts == {"text": "sometime maybe", "nearest": []}
    assert mistake(" tomorrow ").facts == {"text": "tomorrow"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("tomorrow", "Sun 2026-01-18 18:00 Europe/Brussels", id="a day word"),
        pytest.param("today", "Sat 2026-01-17 18:00 Europe/Brussels", id="today, still ahead"),
        pytest.param("samedi", "Sat 2026-01-17 18:00 Europe/Brussels", id="today's weekday, still ahead"),
        pytest.param("friday Kyiv", "Fri 2026-01-23 18:00 Europe/Kyiv", id="a weekday elsewhere"),
        pytest.param("27.11.", "Fri 2026-11-27 18:00 Europe/Brussels", id="a date"),
        pytest.param("tomorrow 9:15", "Sun 2026-01-18 09:15 Europe/Brussels", id="the clock that was typed wins"),
        pytest.param("in a fortnight", "Sat 2026-01-31 18:00 Europe/Brussels", id="a day of dateparser's"),
    ],
)
def test_a_date_without_a_clock_means_the_clock_given(text: str, expected: str) -> None:
    assert wall(read(text, clock=time(18))) == expected


@pytest.mark.parametrize("text", ["tomorrow evening", "demain matin"])
def test_a_part_of_a_day_is_not_the_clock_given(text: str) -> None:
    assert mistake(text, clock=time(18)).code == "clock_missing"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2026-03-29 01:59", "2026-03-29 00:59", id="the minute before the gap"),
        pytest.param("2026-03-29 02:00", "2026-03-29 01:00", id="the gap's first minute"),
        pytest.param("2026-03-29 02:30", "2026-03-29 01:00", id="within the gap: the first instant after it"),
        pytest.param("2026-03-29 03:00", "2026-03-29 01:00", id="the first minute after the gap"),
        pytest.param("2026-10-25 02:30", "2026-10-25 00:30", id="in the fold: the first of the two"),
        pytest.param("2026-10-25 03:00", "2026-10-25 02:00", id="the first minute after the fold"),
    ],
)
def test_when_clocks_change(text: str, expected: str) -> None:
    assert f"{read(text).at:%Y-%m-%d %H:%M}" == expected


def test_a_gap_of_half_an_hour_and_one_of_a_whole_day() -> None:
    lord_howe = at_wall_time(date(2026, 10, 4), time(2, 15), ZoneInfo("Australia/Lord_Howe"))
    assert lord_howe == datetime(2026, 10, 3, 15, 30, tzinfo=UTC)
    samoa = at_wall_time(date(2011, 12, 30), time(12), ZoneInfo("Pacific/Apia"))  # a day that never was
    assert samoa == datetime(2011, 12, 30, 10, tzinfo=UTC)


def test_today_is_the_zones_today() -> None:
    late = datetime(2026, 1, 17, 23, 30, tzinfo=UTC)  # already Sunday in Brussels
    assert wall(read("today 20:00", now=late)) == "Sun 2026-01-18 20:00 Europe/Brussels"
    assert wall(read("today 20:00 New York", now=late)) == "Sat 2026-01-17 20:00 America/New_York"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4h", timedelta(hours=4)),
        ("in 4h", timedelta(hours=4)),
        ("90 minutes", timedelta(minutes=90)),
        ("10m", timedelta(minutes=10)),
        ("45 min", timedelta(minutes=45)),
        ("5s", timedelta(seconds=5)),
        ("2d", timedelta(days=2)),
        ("2 jours", timedelta(days=2)),
        ("2j", timedelta(days=2)),
        ("in 2 Tagen", timedelta(days=2)),
        ("1 week", timedelta(weeks=1)),
        ("2 semaines", timedelta(weeks=2)),
        ("1h30", timedelta(minutes=90)),
        ("1 h 30 min", timedelta(minutes=90)),
        ("2h 30m", timedelta(minutes=150)),
        ("1.5h", timedelta(minutes=90)),
        ("1,5 heures", timedelta(minutes=90)),
        ("dans 2 heures", timedelta(hours=2)),
        ("half an hour", timedelta(minutes=30)),
        ("une demi-heure", timedelta(minutes=30)),
        ("une heure et demie", timedelta(minutes=90)),
        ("an hour and a half", timedelta(minutes=90)),
        ("1 day, 4 hours and 30 minutes", timedelta(days=1, hours=4, minutes=30)),
        ("2 Stunden", timedelta(hours=2)),
        ("２ h", timedelta(hours=2)),
        ("IN 4H", timedelta(hours=4)),
    ],
)
def test_a_span(text: str, expected: timedelta) -> None:
    assert read_span(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4",
        "h",
        "0h",
        "-4h",
        "4x",
        "4h ago",
        "ah",
        "1d30",
        "1h75",
        "999999d",
        "9" * 10_000 + "h",
        "4h\x00",
        "1.5h30",
    ],
)
def test_no_span(text: str) -> None:
    with pytest.raises(Mistake) as caught:
        read_span(text)
    assert caught.value.code == "span_unreadable"
    assert caught.value.facts == {"text": " ".join(text[:100].split())}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("monday", 0),
        ("Lundi", 0),
        ("TUE", 1),
        ("mercredi.", 2),
        ("Donnerstag", 3),
        ("ven", 4),
        ("sat", 5),
        (" dimanche ", 6),
    ],
)
def test_a_weekday(text: str, expected: int) -> None:
    assert read_weekday(text) == expected


@pytest.mark.parametrize("text", ["", "someday", "monday 08:00", "1", "\x00", "x" * 10_000])
def test_no_weekday(text: str) -> None:
    assert read_weekday(text) is None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("9" * 10_000, id="ten thousand digits"),
        pytest.param("tomorrow " * 1_200, id="one word a thousand times"),
        pytest.param("tomorrow\x00 18:00", id="a control character"),
        pytest.param("\ud800 18:00", id="half a surrogate pair"),
        pytest.param("ﷺ" * 100, id="ligatures of eighteen letters"),
        pytest.param("a " * 50, id="a hundred characters of small words"),
        pytest.param("1 " * 50, id="a hundred characters of numbers"),
        pytest.param("1" * 100, id="one number of a hundred digits"),
        pytest.param("12h" * 33, id="a hundred characters of clocks"),
        pytest.param("xy " * 33, id="a hundred characters of nonsense"),
        pytest.param("(" * 99, id="nothing but brackets"),
        pytest.param("half a " * 14, id="spans that never end"),
        pytest.param("1.1." * 25, id="dates that never end"),
        pytest.param("1 day, 1 dax, " * 7, id="joints that never end"),
        pytest.param("next " * 20, id="words dateparser knows"),
    ],
)
def test_hostile_text_is_refused_at_once(text: str) -> None:
    for warm in ("soon maybe", "friday noon Kyiv"):  # names and dateparser load once per process
        with suppress(Mistake):
            read(warm)
    started = process_time()
    assert mistake(text).code == "moment_unreadable"
    assert process_time() - started < 0.05


def test_dateparser_loads_only_when_needed() -> None:
    program = (
        "import sys, datetime as d, zoneinfo as z\n"
        "from bot.forms.moments import read_moment\n"
        "read_moment('friday noon Kyiv', now=d.datetime(2026, 1, 17, tzinfo=d.UTC), zone=z.ZoneInfo('UTC'))\n"
        "sys.exit('dateparser' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


ZONES = st.sampled_from(
    ["Europe/Brussels", "America/New_York", "Australia/Lord_Howe", "Pacific/Chatham", "Asia/Kathmandu", "UTC"]
).map(ZoneInfo)
CODES = {
    "moment_unreadable",
    "moment_ambiguous",
    "moment_past",
    "clock_missing",
    "clock_ambiguous",
    "zone_unknown",
    "span_unreadable",
}
TYPED = """
    tomorrow demain today friday vendredi next prochain 18 5 18:00 9h30 6pm noon midnight soir at à 27.11. 12/01
    2026-03-29 27 november in dans 4h 2 hours Kyiv Bruxelles UTC le week month evening 02:30 ago january last 1
"""
WORDS = st.sampled_from(TYPED.split())


@given(text=st.lists(WORDS, max_size=6).map(" ".join), zone=ZONES, language=st.sampled_from(["en", "fr", "de"]))
def test_words_in_any_order_give_a_moment_after_now_or_a_mistake(text: str, zone: ZoneInfo, language: str) -> None:
    try:
        moment = read_moment(text, now=NOW, zone=zone, language=language, clock=time(18))
    except Mistake:
        return
    assert moment.at.tzinfo is UTC
    assert moment.at > NOW
    assert moment.span is None or moment.at == NOW + moment.span


@given(text=st.text(max_size=120))
def test_any_text_gives_a_moment_or_a_mistake(text: str) -> None:
    codes: set[str] = set()
    for reader in (read, read_span):
        try:
            reader(text)
        except Mistake as caught:
            codes.add(caught.code)
    assert codes <= CODES


@given(day=st.dates(date(2026, 1, 19), date(2036, 1, 1)), clock=st.times(), zone=ZONES)
def test_an_iso_date_and_clock_round_trip_but_for_gaps(day: date, clock: time, zone: ZoneInfo) -> None:
    local = datetime.combine(day, clock.replace(second=0, microsecond=0))
    back = read_moment(f"{local:%Y-%m-%d %H:%M}", now=NOW, zone=zone).at.astimezone(zone)
    naive = back.replace(tzinfo=None)
    assert naive == local or (naive > local and naive - local <= timedelta(hours=1))
    assert back.fold == 0
    if naive != local:  # a second earlier, clocks were still before the gap
        assert (back.astimezone(UTC) - timedelta(seconds=1)).astimezone(zone).replace(tzinfo=None) < local


@given(seconds=st.integers(0, 20 * 366 * 86_400), clock=st.times(), zone=ZONES)
def test_a_clock_alone_comes_within_a_day_or_so(seconds: int, clock: time, zone: ZoneInfo) -> None:
    now = NOW + timedelta(seconds=seconds)
    moment = read_moment(f"{clock:%H:%M}", now=now, zone=zone)
    assert now < moment.at <= now + timedelta(hours=25)
