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
