"""When a night ends for somebody whom it would wake."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.nights import DAWN, DUSK, dawn_after

ZONES = st.sampled_from(["Europe/Paris", "Europe/Kyiv", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "UTC"])
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001 -- made aware here


@pytest.mark.parametrize(
    ("at", "zone", "dawn"),
    [
        pytest.param("2026-01-18T20:59", "Europe/Paris", None, id="a minute to ten is day"),
        pytest.param("2026-01-18T21:00", "Europe/Paris", "2026-01-19T06:00", id="ten is night"),
        pytest.param("2026-01-18T23:30", "Europe/Paris", "2026-01-19T06:00", id="after midnight it is the same day's dawn"),
        pytest.param("2026-01-19T05:59", "Europe/Paris", "2026-01-19T06:00", id="a minute to seven is night"),
        pytest.param("2026-01-19T06:00", "Europe/Paris", None, id="seven is day"),
        pytest.param("2026-03-28T22:00", "Europe/Paris", "2026-03-29T05:00", id="the clocks go forward"),
        pytest.param("2026-10-24T21:00", "Europe/Paris", "2026-10-25T06:00", id="the clocks go back"),
        pytest.param("2026-01-18T12:00", "Asia/Tokyo", None, id="nine in the evening in Tokyo"),
        pytest.param("2026-01-18T13:00", "Asia/Tokyo", "2026-01-18T22:00", id="ten in the evening in Tokyo"),
        pytest.param("2026-01-19T03:00", "America/New_York", "2026-01-19T12:00", id="ten in the evening in New York"),
    ],
)  # fmt: skip
def test_dawn(at: str, zone: str, dawn: str | None) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert dawn_after(moment, ZoneInfo(zone)) == (datetime.fromisoformat(dawn).replace(tzinfo=UTC) if dawn else None)


@given(MOMENTS, ZONES)
def test_a_night_ends_at_seven_within_ten_hours_or_it_is_day(at: datetime, zone: str) -> None:
    local, dawn = at.astimezone(ZoneInfo(zone)), dawn_after(at, ZoneInfo(zone))
    if dawn is None:
        assert DAWN <= local.time() < DUSK
    else:
        assert timedelta() < dawn - at <= timedelta(hours=10)
        assert dawn.astimezone(ZoneInfo(zone)).time() == DAWN
        assert dawn_after(dawn, ZoneInfo(zone)) is None
