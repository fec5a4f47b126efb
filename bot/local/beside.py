"""The real bot beside the world: started, stopped and taken ahead in time as one process."""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import timedelta

from bot.app import App
from bot.clock import Clock
from bot.delivery.transport import ApiRequest
from bot.local.actors import Actors
from bot.local.world import World
from bot.settings import Settings
from storage.database import Database

STOP_SECONDS = 1
TOGETHER = timedelta(seconds=4)  # who acts within it acts together when time is skipped
PATIENCE = 5.0  # seconds that a skip waits, all in all, for the bot to hear of what happened on the way


class Demo:
    """The bot beside the world: stopped and started again as one process would be, on the same database.

    `actors` are the people who act by themselves; `keep` puts the world on the disk, with the `offset` of its clock.
    """

    def __init__(
        self,
        world: World,
        settings: Settings,
        database: Database,
        clock: Clock,
        *,
        actors: Actors | None = None,
        keep: Callable[[], None] = lambda: None,
    ) -> None:
        self._world, self._settings, self._database, self._clock = world, settings, database, clock
        self._actors, self._keep = actors, keep
        self.offset = clock.offset
        self._app: App | None = None
        self._turn, self._skipping = asyncio.Lock(), asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def running(self) -> bool:
        """Whether the bot serves."""
        return self._app is not None

    async def start(self) -> None:
        """Serve, unless it does already."""
        async with self._turn:
            if self._app is None:
                request, updates = ApiRequest(), ApiRequest(connections=2)
                self._app = App(self._settings, self._database, self._clock, request=request, updates=updates)
                await self._app.start()

    async def stop(self) -> None:
        """Stop as on SIGTERM; what it has not confirmed waits in the world."""
        async with self._turn:
            app, self._app = self._app, None
            if app is not None:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(app.stop(), STOP_SECONDS)

    async def close(self) -> None:
        """Stop, and skip no further."""
        for task in self._tasks:
            task.cancel()
        await self.stop()

    def skip(self, span: timedelta) -> None:
        """Move the clock ahead, for the world and for the bot, past what people do on the way."""
        task = asyncio.create_task(self._skip(span))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _skip(self, span: timedelta) -> None:
        async with self._skipping:
            until, left = self._clock.now() + span, PATIENCE
            while self._actors and (at := self._actors.next_at()) and at < until:
                await self._move(min(until, at + TOGETHER) - self._clock.now())
                self._actors.act()
                left -= await self._heard(self._actors, left)
            await self._move(until - self._clock.now())

    async def _move(self, span: timedelta) -> None:
        span = max(span, timedelta())
        self.offset = self._clock.offset + span
        self._keep()  # first: what the bot has noted of a later time must not be ahead of the clock after a crash
        if self._app is None:
            self._clock.skip(span)
        else:
            await self._app.skip(span)
        self._world.wake()  # the bot's long poll was asked for before: it is to ask again

    async def _heard(self, actors: Actors, patience: float) -> float:
        """Wait until the bot has answered what was pressed, up to so many seconds; how many it took."""
        loop, changes = asyncio.get_running_loop(), self._world.changes
        began = loop.time()
        while self.running and not self._world.down and actors.unanswered():
            left = patience - (loop.time() - began)
            if left <= 0 or changes.closed:
                break
            await changes.after(changes.last, left)
        return loop.time() - began
