"""Bugs to be found: each takes out one thing that the bot does so that nothing is lost and nothing done twice.

`python -m tests.simulation.bugs` tells, for each, how many seeds it takes.
"""

from collections.abc import Callable

import pytest

Bug = Callable[[pytest.MonkeyPatch], None]
BUGS: dict[str, Bug] = {}


def bug(plant: Bug) -> Bug:
    """A function that plants a bug; its docstring is the bug's name."""
    BUGS[(plant.__doc__ or "").rstrip(".")] = plant
    return plant
