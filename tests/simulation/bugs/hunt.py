"""How many seeds it takes to find a planted bug."""

from typing import NamedTuple

import pytest

from tests.simulation.bugs import BUGS, delivery, timers, updates, votes
from tests.simulation.seed import played

PLANTERS = (updates, votes, timers, delivery)  # importing them fills BUGS
MOST_SEEDS = 200  # as many as `make test` plays: what they do not find, it would not


class Found(NamedTuple):
    """After how many seeds a promise is broken, and the promise."""

    seeds: int
    promise: str


def hunted(name: str, empty: bytes, most: int = MOST_SEEDS) -> Found | None:
    """Play seeds with the bug planted until a promise is broken; None where none is."""
    with pytest.MonkeyPatch.context() as patch:
        BUGS[name](patch)
        for seed in range(most):
            try:
                report = played(seed, empty)
            except Exception as trouble:  # noqa: BLE001 -- a bug may break the simulation itself
                return Found(seed + 1, repr(trouble))
            if report.broken:
                return Found(seed + 1, report.broken[0])
    return None
