"""What several handlers' tests set the stage with."""

import pytest

from bot.local.world import Chat
from tests.stage import Stage


@pytest.fixture
async def second(stage: Stage) -> Chat:
    """Another group, with Paris and London in it."""
    chat = stage.world.add_group("Arctic Council", stage.paris, stage.london, admins=[stage.paris])
    stage.world.add_bot(chat, stage.paris)
    for user in (stage.paris, stage.london):
        await stage.says(user, f"@{stage.world.bot.username} hello", chat=chat)
    return chat
