"""What is measured, in which unit, and the figures of a run."""

import math
import statistics
from collections import defaultdict
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple

NEVER = math.inf  # what was waited for and did not come


class Measure(Enum):
    """A line of the table: its words and how many digits it is shown with."""

    FLOOD_GROUPS = "presses a second, 20 groups", 0
    FLOOD_GROUP = "presses a second, one group", 0
    PRESSES = "  presses in each of these floods", 0
    CALLS_GROUPS = "API calls a press, 20 groups", 2
    CALLS_GROUP = "API calls a press, one group", 2
    RATE_GROUPS = "API calls a second, 20 groups", 0
    RATE_GROUP = "API calls a second, one group", 0
    SERVER_GROUPS = "local Telegram's CPU, 20 groups (%)", 0
    SERVER_GROUP = "local Telegram's CPU, one group (%)", 0
    TOAST_P50 = "press to toast, p50 (ms)", 1
    TOAST_P95 = "press to toast, p95 (ms)", 1
    TOAST_P99 = "press to toast, p99 (ms)", 1
    BEYOND_P50 = "  beyond the API's own delay, p50 (ms)", 1
    BEYOND_P95 = "  beyond the API's own delay, p95 (ms)", 1
    BEYOND_P99 = "  beyond the API's own delay, p99 (ms)", 1
    UNANSWERED = "presses without their toast (of all)", 0
    LOST = "presses not on disk after kill -9", 0
    START = "start to first getUpdates (s)", 2
    MEMORY_START = "memory, cards posted (MiB)", 0
    MEMORY = "memory, handed 700 presses (MiB)", 0
    IDLE_CPU = "idle CPU (% of one core)", 2
    BURST_TOASTS = "35 presses in 2 s: toasts", 0
    BURST_EDITS = "35 presses in 2 s: edits", 0
    BURST_REFUSED = "35 presses in 2 s: calls refused (429)", 0
    BURST_FINAL = "35 presses in 2 s: final tally after (s)", 2

    def __init__(self, title: str, digits: int) -> None:
        self.title, self.digits = title, digits


TOASTS = {
    Measure.TOAST_P50: Measure.BEYOND_P50,
    Measure.TOAST_P95: Measure.BEYOND_P95,
    Measure.TOAST_P99: Measure.BEYOND_P99,
}


class Key(NamedTuple):
    """Whose figure of what, with the API answering after so many milliseconds."""

    delay: int
    bot: str
    measure: Measure


@dataclass
class Figures:
    """Values by key, one a repetition, in the order they were measured."""

    values: dict[Key, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, delay: int, bot: str, measure: Measure, value: float) -> None:
        self.values[Key(delay, bot, measure)].append(value)

    def of(self, delay: int, bot: str, measure: Measure) -> list[float]:
        """All repetitions; empty where it was not measured."""
        return self.values.get(Key(delay, bot, measure), [])

    def median(self, delay: int, bot: str, measure: Measure) -> float | None:
        """None where it was not measured."""
        found = self.of(delay, bot, measure)
        return statistics.median(found) if found else None

    def beyond(self, delay: int, client: str) -> None:
        """Take the API's own delay off everybody's toasts: the bare client's median of the same repetition."""
        own = self.of(delay, client, Measure.TOAST_P50)
        for bot in {key.bot for key in self.values if key.delay == delay} - {client}:
            for toast, beyond in TOASTS.items():
                found = self.of(delay, bot, toast)
                self.values[Key(delay, bot, beyond)] = [value - base for value, base in zip(found, own, strict=False)]

    def rows(self) -> list[dict[str, Any]]:
        """For JSON: one row a figure, null for what never came."""
        return [
            {
                "api_delay_ms": key.delay,
                "bot": key.bot,
                "figure": key.measure.name.lower(),
                "values": [None if value == NEVER else value for value in values],
            }
            for key, values in self.values.items()
        ]


def percentile(values: list[float], share: float) -> float:
    """The smallest value that so large a share of all does not exceed."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]
