"""The table from given figures, and the arithmetic under it."""

import json

import pytest

from tests.benchmarks.bots import AIOGRAM, CLIENT, EDITING_CLIENT, OURS, PTB, Bot
from tests.benchmarks.figures import NEVER, Figures, Measure, percentile
from tests.benchmarks.gates import GATES, Verdict
from tests.benchmarks.table import cell, rendered, server_bound

TABLE = """\
date     2026-03-02
machine  2 cores
figures  median of 3 (least..most), bots taking turns

API answers after 50 ms                   this bot            bare PTB            bare aiogram        bare client
a press that has its toast is             committed to disk   kept in memory      kept in memory      not kept
presses a second, 20 groups               400 (380..420)      9                   -                   -
API calls a second, 20 groups             440                 18                  -                   500
  the local Telegram's ceiling            500                 900                 900                 -
  within 20 % of it                       server-bound        no                  no                  -
35 presses in 2 s: final tally after (s)  0.50                never               -                   -

gates (API answers after 50 ms)
  met         presses not on disk after kill -9: 0 (wanted: at most 0)
"""


def filled(*figures: tuple[int, Bot, Measure, list[float]]) -> Figures:
    found = Figures()
    for delay, bot, measure, values in figures:
        for value in values:
            found.add(delay, bot.name, measure, value)
    return found


def test_the_table_renders_from_given_figures() -> None:
    figures = filled(
        (50, OURS, Measure.FLOOD_GROUPS, [400, 420, 380]),
        (50, PTB, Measure.FLOOD_GROUPS, [9.3, 9.1, 9.2]),
        (50, OURS, Measure.RATE_GROUPS, [440]),
        (50, PTB, Measure.RATE_GROUPS, [18]),
        (50, CLIENT, Measure.RATE_GROUPS, [500]),
        (50, EDITING_CLIENT, Measure.RATE_GROUPS, [900]),
        (50, OURS, Measure.BURST_FINAL, [0.5]),
        (50, PTB, Measure.BURST_FINAL, [NEVER]),
    )
    head = {"date": "2026-03-02", "machine": "2 cores"}
    assert rendered(head, figures, [Verdict(GATES[0], 0, True)], 3) == TABLE


@pytest.mark.parametrize(
    ("values", "digits", "text"),
    [
        pytest.param([], 0, "-", id="not measured"),
        pytest.param([3.14159], 2, "3.14", id="one value"),
        pytest.param([3, 1, 2], 0, "2 (1..3)", id="median and range of three"),
        pytest.param([1, 2], 1, "1.5 (1.0..2.0)", id="the median of two is between them"),
        pytest.param([2.01, 2.02, 2.03], 1, "2.0", id="a range that rounding hides"),
        pytest.param([1, NEVER, NEVER], 1, "never (1.0..never)", id="never, mostly"),
    ],
)
def test_a_cell(values: list[float], digits: int, text: str) -> None:
    assert cell(values, digits) == text


@pytest.mark.parametrize(
    ("bot", "own", "bound"),
    [
        pytest.param(OURS, 80, True, id="at 80 % of a client that answers, ours may be held up by the server"),
        pytest.param(OURS, 79, False, id="below it, it is not"),
        pytest.param(AIOGRAM, 80, False, id="a bot that edits is measured against a client that edits"),
        pytest.param(AIOGRAM, 160, True, id="and may be held up there"),
    ],
)
def test_server_bound(bot: Bot, own: float, bound: bool) -> None:
    rate = Measure.RATE_GROUP
    figures = filled((0, bot, rate, [own]), (0, CLIENT, rate, [100]), (0, EDITING_CLIENT, rate, [200]))
    assert server_bound(figures, 0, bot, rate) is bound


def test_the_apis_own_delay_is_the_bare_clients_median_of_the_same_repetition() -> None:
    figures = filled(
        (50, CLIENT, Measure.TOAST_P50, [50, 60]),
        (50, OURS, Measure.TOAST_P50, [55, 67]),
        (50, OURS, Measure.TOAST_P99, [90, 95]),
    )
    figures.beyond(50, CLIENT.name)
    assert figures.of(50, OURS.name, Measure.BEYOND_P50) == [5, 7]
    assert figures.of(50, OURS.name, Measure.BEYOND_P99) == [40, 35]
    assert figures.of(50, CLIENT.name, Measure.BEYOND_P50) == []


@pytest.mark.parametrize(("share", "value"), [(0.5, 50), (0.95, 95), (0.99, 99), (1, 100), (0, 1)])
def test_percentiles_are_values_that_occurred(share: float, value: float) -> None:
    assert percentile([float(number) for number in range(100, 0, -1)], share) == value


def test_every_value_goes_to_json_and_never_is_null() -> None:
    figures = filled((50, OURS, Measure.BURST_FINAL, [0.5, NEVER]))
    assert json.loads(json.dumps(figures.rows(), allow_nan=False)) == [
        {"api_delay_ms": 50, "bot": "ours", "figure": "burst_final", "values": [0.5, None]}
    ]
