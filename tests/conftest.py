"""The cast and the stage: a local Telegram, the bot in process, a clock that moves when told."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stage import Stage


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A group "Washington Group" with three people and the bot, all in one event loop."""
    async with Stage.opened(tmp_path) as opened:
        yield opened


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of processes, which mostly wait, and those that take long are spread among the others, and are over before
    them: so the cores are busy to the end. Who is allowed more time than others begins before them. Those with a browser
    come first and together: pytest-xdist gives them to one worker, which starts one browser and one demo for all of them."""
    browsing = [item for item in items if item.path.parent.name == "browser"]
    others = [item for item in items if item.path.parent.name != "browser"]
    spread = sorted(filter(takes_its_time, others), key=allowed, reverse=True)
    others = [item for item in others if not takes_its_time(item)]
    every = max(1, len(others) * 3 // 4 // max(1, len(spread)))
    for place, item in enumerate(spread):
        others.insert(min(len(others), place * (every + 1)), item)
    items[:] = browsing + others


def takes_its_time(item: pytest.Item) -> bool:
    """Whether it waits for processes, or is long by itself."""
    return any(map(item.get_closest_marker, ("process", "long")))


def allowed(item: pytest.Item) -> float:
    """The seconds it is given by itself; 0 if it is given those of every test."""
    marker = item.get_closest_marker("timeout")
    return float(marker.args[0]) if marker else 0.0
