"""Telegram's limits, kept before Telegram has to say so."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.budget import MINUTE, Budget

START = datetime(2026, 1, 17, 17, 0, tzinfo=UTC)
REPLY, RESULT, REMINDER, CARD, DIGEST = range(5)
GAPS = st.floats(0, 20).map(lambda seconds: timedelta(seconds=seconds)) | st.just(timedelta())
WISHES = st.lists(st.tuples(GAPS, st.integers(REPLY, DIGEST)), max_size=80)


def spent(wishes: list[tuple[timedelta, int]]) -> list[tuple[datetime, int]]:
    """When each call goes out that is wished for one after the other, each after a pause of its own."""
    budget, now, calls = Budget(), START, []
    for gap, priority in wishes:
        now += gap
        while (at := budget.next_at(priority, now)) > now:
            now = at
        budget.spend(now)
        calls.append((now, priority))
    return calls


def seconds(calls: list[tuple[datetime, int]]) -> list[float]:
    return [(at - START).total_seconds() for at, _ in calls]


def fullest_minute(moments: list[datetime]) -> int:
    """The most of these moments that any sixty seconds hold."""
    return max((sum(end - MINUTE < at <= end for at in moments) for end in moments), default=0)


@given(WISHES)
def test_no_minute_ever_holds_more_than_18_calls(wishes: list[tuple[timedelta, int]]) -> None:
    assert fullest_minute([at for at, _ in spent(wishes)]) <= 18


@pytest.mark.parametrize(
    ("priorities", "most"),
    [
        pytest.param({REMINDER}, 14, id="reminders leave four to replies, alerts and results"),
        pytest.param({CARD}, 12, id="cards leave two more to the reminders"),
        pytest.param({CARD, DIGEST}, 12, id="digests share with the cards"),
        pytest.param({REMINDER, CARD, DIGEST}, 14, id="all that can wait leaves four to what cannot"),
    ],
)
@given(wishes=WISHES)
def test_what_can_wait_leaves_room(priorities: set[int], most: int, wishes: list[tuple[timedelta, int]]) -> None:
    assert fullest_minute([at for at, priority in spent(wishes) if priority in priorities]) <= most


@given(WISHES)
def test_calls_are_a_second_apart(wishes: list[tuple[timedelta, int]]) -> None:
    moments = [at for at, _ in spent(wishes)]
    assert all(later - earlier >= timedelta(seconds=1) for earlier, later in pairwise(moments))


@given(WISHES, st.integers(REPLY, DIGEST), GAPS)
def test_nobody_waits_longer_than_a_minute(wishes: list[tuple[timedelta, int]], priority: int, gap: timedelta) -> None:
    budget, now = Budget(), START
    for at, _ in spent(wishes):
        budget.spend(at)
        now = at
    now += gap
    assert now <= budget.next_at(priority, now) <= now + MINUTE


@given(WISHES, GAPS)
def test_the_more_urgent_never_waits_longer(wishes: list[tuple[timedelta, int]], gap: timedelta) -> None:
    budget, now = Budget(), START
    for at, _ in spent(wishes):
        budget.spend(at)
        now = at
    now += gap
    waits = [budget.next_at(priority, now) for priority in range(DIGEST + 1)]
    assert waits == sorted(waits)


@pytest.mark.parametrize("priority", range(DIGEST + 1))
def test_the_first_call_goes_at_once(priority: int) -> None:
    assert Budget().next_at(priority, START) == START


@pytest.mark.parametrize(
    ("priority", "moments"),
    [
        pytest.param(REPLY, [*range(18), *range(60, 64)], id="replies go every second until the minute is full"),
        pytest.param(REMINDER, [*range(14), *range(60, 68)], id="reminders go every second, fourteen a minute"),
        pytest.param(
            CARD,
            [0, 1, 2, 3, 4, 5, 7, 9, 11, 13, 17, 21, 60, 64, 66, 68],
            id="cards begin every second and then slow down",
        ),
    ],
)
def test_a_burst_starts_at_once(priority: int, moments: list[float]) -> None:
    assert seconds(spent([(timedelta(), priority)] * len(moments))) == moments


@pytest.mark.parametrize(("priority", "wait"), [(REPLY, 1), (RESULT, 1), (REMINDER, 1), (CARD, 3), (DIGEST, 3)])
def test_while_the_bot_is_behind_what_can_wait_does(priority: int, wait: int) -> None:
    budget = Budget()
    budget.spend(START)
    assert budget.next_at(priority, START, behind=True) == START + timedelta(seconds=wait)
    assert budget.next_at(priority, START + MINUTE, behind=True) == START + MINUTE


def test_an_alert_goes_out_in_the_middle_of_a_storm_of_votes() -> None:
    storm = [(timedelta(), CARD)] * 12
    *_, last_card, alert = spent([*storm, (timedelta(), RESULT)])
    assert alert[0] - last_card[0] == timedelta(seconds=1)


def test_after_a_quiet_minute_everything_is_as_at_the_start() -> None:
    budget = Budget()
    for second in range(18):
        budget.spend(START + timedelta(seconds=second))
    later = START + timedelta(seconds=17) + MINUTE
    assert budget.next_at(DIGEST, later) == later


def test_a_call_that_takes_its_time_is_counted_from_its_end() -> None:
    """A second apart as they leave, two calls may arrive closer than that."""
    budget = Budget()
    budget.spend(START)
    budget.answered(START + timedelta(milliseconds=400))
    assert budget.next_at(REPLY, START + timedelta(milliseconds=500)) == START + timedelta(milliseconds=1400)
