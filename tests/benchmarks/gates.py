"""What a run has to show; a gate that is missed makes `make bench` fail."""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.benchmarks.bots import OURS, PTB
from tests.benchmarks.figures import Figures, Measure
from tests.benchmarks.plan import DELAYS, GATED
from tests.benchmarks.scene import MEMBERS

Compare = Callable[[float, float], bool]
WORDS: dict[Compare, str] = {operator.ge: "at least", operator.le: "at most", operator.lt: "less than"}
Value = Callable[[Figures], float | None]


@dataclass(frozen=True)
class Gate:
    """`value` is None where it was not measured; `noisy`: a short run says nothing about it."""

    title: str
    value: Value
    compare: Compare
    limit: float
    noisy: bool = False

    @property
    def wanted(self) -> str:
        return f"{WORDS[self.compare]} {self.limit:g}"


@dataclass(frozen=True)
class Verdict:
    """`met` is None for a gate that this run does not judge."""

    gate: Gate
    value: float | None
    met: bool | None

    def __str__(self) -> str:
        word = {True: "met", False: "MISSED", None: "not judged"}[self.met]
        value = "not measured" if self.value is None else f"{self.value:.4g}"
        return f"{word:<10}  {self.gate.title}: {value} (wanted: {self.gate.wanted})"


def own(measure: Measure) -> Value:
    """Our median."""
    return lambda figures: figures.median(GATED, OURS.name, measure)


def times_ptb(measure: Measure) -> Value:
    """Our median as a multiple of the bare PTB bot's."""

    def value(figures: Figures) -> float | None:
        ours, theirs = (figures.median(GATED, bot.name, measure) for bot in (OURS, PTB))
        return ours / theirs if ours is not None and theirs else None

    return value


def worst(measure: Measure, choose: Callable[[list[float]], float], *delays: int) -> Value:
    """Our worst repetition: these have to hold every time."""

    def value(figures: Figures) -> float | None:
        found = [each for delay in delays or (GATED,) for each in figures.of(delay, OURS.name, measure)]
        return choose(found) if found else None

    return value


GATES = (
    Gate("presses not on disk after kill -9", worst(Measure.LOST, max, *DELAYS), operator.le, 0),
    Gate("durable presses a second, 20 groups", own(Measure.FLOOD_GROUPS), operator.ge, 250, noisy=True),
    Gate("durable presses a second, one group", own(Measure.FLOOD_GROUP), operator.ge, 250, noisy=True),
    Gate("times the bare PTB bot, 20 groups", times_ptb(Measure.FLOOD_GROUPS), operator.ge, 10, noisy=True),
    Gate("times the bare PTB bot, one group", times_ptb(Measure.FLOOD_GROUP), operator.ge, 10, noisy=True),
    Gate("toast beyond the API's own delay, p50 (ms)", own(Measure.BEYOND_P50), operator.le, 8, noisy=True),
    Gate("times the bare PTB bot's memory", times_ptb(Measure.MEMORY), operator.le, 1.6),
    Gate("idle CPU (% of one core)", own(Measure.IDLE_CPU), operator.lt, 1, noisy=True),
    Gate("35 presses in 2 s: toasts", worst(Measure.BURST_TOASTS, min), operator.ge, MEMBERS),
    Gate("35 presses in 2 s: edits", worst(Measure.BURST_EDITS, max), operator.le, 4),
    Gate("35 presses in 2 s: final tally after (s)", worst(Measure.BURST_FINAL, max), operator.le, 4),
)


def judged(figures: Figures, *, quick: bool, gates: Sequence[Gate] = GATES) -> list[Verdict]:
    """Every gate with what was measured; what was not measured is missed."""
    verdicts = []
    for gate in gates:
        value = gate.value(figures)
        met = value is not None and gate.compare(value, gate.limit)
        verdicts.append(Verdict(gate, value, None if quick and gate.noisy else met))
    return verdicts
