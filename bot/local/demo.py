"""The demo: a Telegram of this machine, its chat page, and the real bot beside them in one process."""

import asyncio
import contextlib
import logging
import signal
import socket
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import typer

from bot.app import App
from bot.clock import Clock
from bot.delivery.transport import HttpcoreRequest
from bot.local import folders
from bot.local.actors import Actors
from bot.local.doors import telegram_app
from bot.local.keeping import KeptFirst
from bot.local.opening import Kept, begin
from bot.local.page import page_routes
from bot.local.scenes import Scenes, Switch
from bot.local.world import World
from bot.refusals import Refusal
from bot.settings import Settings
from bot.web.health import Server
from storage.database import Database

log = logging.getLogger(__name__)
HOST = "127.0.0.1"
PLACE = Path("data/demo")
NEXT_PORTS = 20  # tried where the one asked for is taken
BACKLOG = 128
STOP_SECONDS = 1
TOGETHER = timedelta(seconds=4)  # who acts within it acts together when time is skipped
PATIENCE = 5.0  # seconds that a skip waits, all in all, for the bot to hear of what happened on the way


def listening(port: int) -> socket.socket:
    """A socket on the port; where that is taken, on the next that is free."""
    for wanted in [*range(port, min(port + NEXT_PORTS, 65536)), 0] if port else [0]:
        # TCP is said, or asyncio leaves Nagle's algorithm on: 40 ms in every answer.
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, wanted))
            listener.listen(BACKLOG)  # at once: until then another process may bind the same port
        except OSError:
            listener.close()
        else:
            return listener
    raise Refusal(f"No port of {HOST} is free.")


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
                request, updates = HttpcoreRequest(), HttpcoreRequest(connections=2)
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


async def serve_demo(port: int, place: Path = PLACE, *, reset: bool = False) -> None:
    """Serve until Ctrl-C; what happened in the chat is kept in a folder of `place`. Refusal where that cannot be."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    with contextlib.ExitStack() as stack:
        try:
            folder = stack.enter_context(folders.claimed(place))
            if reset:
                folders.clear(folder)
            listener = listening(port)
            address = f"http://{HOST}:{listener.getsockname()[1]}"
            kept = begin(folder, address, stack)
        except folders.NoFolder as error:
            raise Refusal(str(error)) from error
        except (sqlite3.OperationalError, OSError) as error:
            raise Refusal(f"{place} cannot be used: {error}") from error
        await _serve(kept, listener, address, stop)


async def _serve(kept: Kept, listener: socket.socket, address: str, stop: asyncio.Event) -> None:
    world = kept.world
    demo = Demo(world, kept.settings, kept.database, kept.clock, actors=kept.actors, keep=kept.keep)
    kept.keeper.notes = lambda: {
        "offset": demo.offset.total_seconds(),
        "until": kept.actors.until.isoformat(),
    }
    scenes = Scenes(world, Switch(demo.start, demo.stop, lambda: demo.running))
    app = telegram_app(world, routes=page_routes(world, skip=demo.skip, scenes=scenes))
    server = Server(KeptFirst(app, kept.keeper, world))
    tasks = [asyncio.create_task(server.serve(sockets=[listener])), asyncio.create_task(kept.actors.run())]
    starting = asyncio.create_task(demo.start())
    try:
        await asyncio.wait({starting, asyncio.create_task(stop.wait())}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            starting.result()
            typer.echo(f"\n  The chat page: {address}\n  Choose who you are, type /help. Ctrl-C stops.")
            typer.echo(f"  What is said is kept in {kept.keeper.path.parent}; --reset starts afresh.\n")
            await stop.wait()
    finally:
        starting.cancel()
        world.close()  # first: the pages' streams end while the bot stops
        await demo.close()
        server.should_exit = True
        await asyncio.gather(*tasks)
        kept.keep()
