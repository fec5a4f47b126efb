"""The demo: a Telegram of this machine, its chat page, and the real bot beside them in one process."""

import asyncio
import contextlib
import logging
import signal
import socket
import tempfile
from datetime import timedelta
from pathlib import Path

import typer

from bot.app import App
from bot.clock import Clock
from bot.delivery.transport import HttpcoreRequest
from bot.local.doors import telegram_app
from bot.local.page import page_routes
from bot.local.scenes import Scenes, Switch
from bot.local.world import World
from bot.log import configure
from bot.serve import opened
from bot.settings import Settings
from bot.web.health import Server
from storage.database import Database

log = logging.getLogger(__name__)
HOST = "127.0.0.1"
STOP_SECONDS = 2
TITLE = "Washington Group"
CAPITALS = (  # name, language of their phone, zone
    ("Paris", "fr", "Europe/Paris"),
    ("London", "en", "Europe/London"),
    ("Berlin", "de", "Europe/Berlin"),
    ("Rome", "it", "Europe/Rome"),
    ("Helsinki", "fi", "Europe/Helsinki"),
    ("Copenhagen", "da", "Europe/Copenhagen"),
    ("Brussels", "en", "Europe/Brussels"),
    ("Kyiv", "uk", "Europe/Kyiv"),
)
CHAIR = "Brussels"


def cast(clock: Clock) -> World:
    """A fresh world: the eight capitals in one group, chaired by Brussels, which has just added the bot."""
    world = World(now=clock.now, name="Washington Group bot")
    people = {
        name: world.add_user(name, username=name.casefold(), language_code=language, zone=zone)
        for name, language, zone in CAPITALS
    }
    chair = people[CHAIR]
    group = world.add_group(TITLE, chair, admins=[chair])
    world.add_bot(group, chair, administrator=True)
    for name, person in people.items():
        if name != CHAIR:
            world.join(person, group)
    return world


def listening(port: int) -> socket.socket:
    """A socket on the port, or on a free one where that is taken."""
    # TCP is said, or asyncio leaves Nagle's algorithm on: 40 ms in every answer.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError:
        listener.bind((HOST, 0))
    return listener


class Demo:
    """The bot beside the world: stopped and started again as one process would be, on the same database."""

    def __init__(self, world: World, settings: Settings, database: Database, clock: Clock) -> None:
        self._world, self._settings, self._database, self._clock = world, settings, database, clock
        self._app: App | None = None
        self._turn = asyncio.Lock()
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

    def skip(self, span: timedelta) -> None:
        """Move the clock ahead, for the world and for the bot."""
        task = asyncio.create_task(self._skip(span))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _skip(self, span: timedelta) -> None:
        if self._app is None:
            self._clock.skip(span)
        else:
            await self._app.skip(span)
        self._world.wake()  # the bot's long poll was asked for before: it is to ask again


async def serve_demo(port: int) -> None:
    """Serve until Ctrl-C; what happened in the chat is gone then."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    listener = listening(port)
    address = f"http://{HOST}:{listener.getsockname()[1]}"
    clock = Clock()
    world = cast(clock)
    with tempfile.TemporaryDirectory(prefix="washington-group-") as folder:
        settings = _settings(world, address, Path(folder))
        configure(settings)
        with opened(settings) as database:
            demo = Demo(world, settings, database, clock)
            scenes = Scenes(world, Switch(demo.start, demo.stop, lambda: demo.running))
            server = Server(telegram_app(world, routes=page_routes(world, skip=demo.skip, scenes=scenes)))
            serving = asyncio.create_task(server.serve(sockets=[listener]))
            try:
                await demo.start()
                typer.echo(f"\n  The chat page: {address}\n  Choose a capital, type /help. Ctrl-C stops.\n")
                await stop.wait()
            finally:
                await demo.stop()
                world.close()
                server.should_exit = True
                await serving


def _settings(world: World, address: str, folder: Path) -> Settings:
    return Settings(
        bot_mode="polling",
        telegram_token=world.token,
        telegram_token_file=None,
        telegram_api_url=address,
        database_url=f"sqlite:///{folder}/demo.db",
        allowed_chats=frozenset(),
        owners=frozenset(),
        default_timezone="Europe/Brussels",
        default_language="en",
        log_level="WARNING",
        log_format="text",
        listen="",
    )
