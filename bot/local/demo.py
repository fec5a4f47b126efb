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
from bot.local.world import World
from bot.log import configure
from bot.serve import opened
from bot.settings import Settings
from bot.web.health import Server

log = logging.getLogger(__name__)
HOST = "127.0.0.1"
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
            app = App(settings, database, clock, request=HttpcoreRequest(), updates=HttpcoreRequest(connections=2))
            tasks: set[asyncio.Task[None]] = set()

            def skip(span: timedelta) -> None:
                task = loop.create_task(_skip(app, world, span))
                tasks.add(task)
                task.add_done_callback(tasks.discard)

            server = Server(telegram_app(world, routes=[*page_routes(world, skip=skip)]))
            serving = asyncio.create_task(server.serve(sockets=[listener]))
            try:
                await app.start()
                typer.echo(f"\n  The chat page: {address}\n  Choose a capital, type /help. Ctrl-C stops.\n")
                await stop.wait()
            finally:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(app.stop(), 2)
                world.close()
                server.should_exit = True
                await serving


async def _skip(app: App, world: World, span: timedelta) -> None:
    await app.skip(span)
    world.wake()  # the bot's long poll was asked for before: it is to ask again


def _settings(world: World, address: str, folder: Path) -> Settings:
    return Settings(
        _env_file=None,
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
