"""Where a story is played: a fresh world, the real bot before it, a database of its own and a clock of its own."""

import asyncio
import contextlib
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import App
from bot.clock import Clock
from bot.delivery.transport import NoAnswer, NotSent, checked
from bot.local.cast import BOT_NAME, CAPITALS, CHAIR, GROUP
from bot.local.doors import InProcessRequest
from bot.local.replay.player import Player
from bot.local.replay.stage import Stage
from bot.local.replay.steps import Day, beginning
from bot.local.replay.story import DAYS
from bot.local.world import Chat, World
from bot.serve import opened
from bot.settings import Settings
from storage.database import Database

STANDS_AFTER = timedelta(seconds=30)
STOP_SECONDS = 2


class StoryClock(Clock):
    """A clock that begins at a moment of the past and goes by itself for half a minute after it was last moved, so that
    what the bot has still to say is said; then it stands: a story that is paused loses no time."""

    def __init__(self, at: datetime, steady: Callable[[], float] = time.monotonic) -> None:
        super().__init__(steady=steady)
        self._at, self._since = at, steady()

    def now(self) -> datetime:
        return self._at + min(timedelta(seconds=self._steady() - self._since), STANDS_AFTER)

    def skip(self, span: timedelta) -> None:
        if span < timedelta():
            raise ValueError("the clock moves forward only")
        self._at, self._since = self.now() + span, self._steady()


class Theatre:
    """A story being played: its world, its bot, its player."""

    def __init__(self, settings: Settings, database: Database, days: Sequence[Day]) -> None:
        self.database, self.clock = database, StoryClock(beginning(days))
        self.world = World(now=self.clock.now, name=BOT_NAME)
        self.group = cast(self.world)
        request, updates = (
            InProcessRequest(self.world, refused=NotSent, dropped=NoAnswer, check=checked) for _ in range(2)
        )
        self.app = App(settings, database, self.clock, request=request, updates=updates)
        self.player = Player(Stage(self.world, self.group, self.skip), days)

    async def skip(self, span: timedelta) -> None:
        """Move the clock ahead, for the world and for the bot."""
        await self.app.skip(span)
        self.world.wake()  # the bot's long poll was asked for before: it is to ask again


@contextlib.asynccontextmanager
async def staged(settings: Settings, days: Sequence[Day] = DAYS) -> AsyncIterator[Theatre]:
    """A theatre whose bot runs, set up as `settings` say but on a database of its own; the story is the caller's to start. All of it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="washington-group-replay-") as folder:
        own = settings.model_copy(update={"database_url": f"sqlite:///{Path(folder)}/replay.db"})
        with opened(own) as database:
            theatre = Theatre(own, database, days)
            await theatre.app.start()
            try:
                yield theatre
            finally:
                await theatre.player.close()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(theatre.app.stop(), STOP_SECONDS)
                theatre.world.close()


def cast(world: World) -> Chat:
    """The people of the story, in one group; the bot is not in it yet."""
    people = [
        world.add_user(name, username=name.casefold(), language_code=language, zone=zone)
        for name, language, zone in CAPITALS
    ]
    chair = next(person for person in people if person.name == CHAIR)
    return world.add_group(GROUP, chair, *(person for person in people if person is not chair), admins=[chair])
