"""The gates: what makes a run fail, one case each, just inside and just outside."""

import pytest

from tests.benchmarks.bots import OURS, PTB, Bot
from tests.benchmarks.figures import NEVER, Figures, Measure
from tests.benchmarks.gates import GATES, judged

GOOD: dict[tuple[Bot, int, Measure], list[float]] = {
    (OURS, 0, Measure.LOST): [0, 0, 0],
    (OURS, 50, Measure.LOST): [0, 0, 0],
    (OURS, 50, Measure.FLOOD_GROUPS): [250, 100, 900],
    (OURS, 50, Measure.FLOOD_GROUP): [250, 100, 900],
    (PTB, 50, Measure.FLOOD_GROUPS): [25, 10, 90],
    (PTB, 50, Measure.FLOOD_GROUP): [25, 10, 90],
    (OURS, 50, Measure.BEYOND_P50): [8, 2, 30],
    (OURS, 50, Measure.MEMORY): [80, 80, 81],
    (PTB, 50, Measure.MEMORY): [50, 50, 50],
    (OURS, 50, Measure.IDLE_CPU): [0.99, 0.1, 5],
    (OURS, 50, Measure.BURST_TOASTS): [35, 35, 35],
    (OURS, 50, Measure.BURST_EDITS): [4, 1, 4],
    (OURS, 50, Measure.BURST_FINAL): [4, 0.1, 4],
}


def figures(**changed: list[float]) -> Figures:
    """All gates just met, by our bot; with other values for some of its measures at 50 ms."""
    found = Figures()
    for (bot, delay, measure), values in GOOD.items():
        other = changed.get(measure.name) if bot is OURS and delay else None
        for value in values if other is None else other:
            found.add(delay, bot.name, measure, value)
    return found


def missed(found: Figures, *, quick: bool = False) -> list[str]:
    return [verdict.gate.title for verdict in judged(found, quick=quick) if verdict.met is False]


def test_figures_at_the_limits_pass() -> None:
    assert missed(figures()) == []


@pytest.mark.parametrize(
    ("measure", "values", "titles"),
    [
        pytest.param("LOST", [0, 1, 0], ["presses not on disk after kill -9"], id="one press lost, once"),
        pytest.param(
            "FLOOD_GROUPS",
            [249, 249, 900],
            ["durable presses a second, 20 groups", "times the bare PTB bot, 20 groups"],
            id="249 presses a second over 20 groups: too few, and not ten times 25",
        ),
        pytest.param(
            "FLOOD_GROUP",
            [249, 100, 249],
            ["durable presses a second, one group", "times the bare PTB bot, one group"],
            id="249 presses a second in one group",
        ),
        pytest.param("FLOOD_GROUPS", [251, 251, 1], [], id="one slow repetition of three is noise"),
        pytest.param(
            "BEYOND_P50", [8.1, 8.1, 1], ["toast beyond the API's own delay, p50 (ms)"], id="a toast of 8.1 ms"
        ),
        pytest.param("MEMORY", [80.1, 80.1, 80], ["times the bare PTB bot's memory"], id="1.602 times the memory"),
        pytest.param("IDLE_CPU", [1, 1, 0], ["idle CPU (% of one core)"], id="one percent of a core while idle"),
        pytest.param("BURST_TOASTS", [35, 34, 35], ["35 presses in 2 s: toasts"], id="34 toasts, once"),
        pytest.param("BURST_EDITS", [1, 1, 5], ["35 presses in 2 s: edits"], id="5 edits, once"),
        pytest.param(
            "BURST_FINAL", [1, 4.01, 1], ["35 presses in 2 s: final tally after (s)"], id="the tally late, once"
        ),
        pytest.param(
            "BURST_FINAL", [1, NEVER, 1], ["35 presses in 2 s: final tally after (s)"], id="the tally never, once"
        ),
    ],
)
def test_figures_beyond_a_limit_miss_its_gate_alone(measure: str, values: list[float], titles: list[str]) -> None:
    assert missed(figures(**{measure: values})) == titles


def test_what_was_not_measured_is_missed() -> None:
    assert missed(Figures()) == [gate.title for gate in GATES]


def test_a_quick_run_judges_what_noise_cannot_change() -> None:
    assert missed(Figures(), quick=True) == [
        "presses not on disk after kill -9",
        "times the bare PTB bot's memory",
        "35 presses in 2 s: toasts",
        "35 presses in 2 s: edits",
        "35 presses in 2 s: final tally after (s)",
    ]


def test_a_verdict_is_one_clear_line() -> None:
    lines = [str(verdict) for verdict in judged(figures(MEMORY=[100.0]), quick=True)]
    assert lines[1] == "not judged  durable presses a second, 20 groups: 250 (wanted: at least 250)"
    assert lines[6] == "MISSED      times the bare PTB bot's memory: 2 (wanted: at most 1.6)"
    assert lines[8] == "met         35 presses in 2 s: toasts: 35 (wanted: at least 35)"
    assert str(judged(Figures(), quick=False)[7]) == (
        "MISSED      idle CPU (% of one core): not measured (wanted: less than 1)"
    )
