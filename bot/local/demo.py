"""The demo: a Telegram of this machine, its chat page, and the real bot beside them in one process."""

import asyncio
import contextlib
import functools
import signal
import socket
import sqlite3
from pathlib import Path

import typer

from bot.local import folders
from bot.local.beside import Demo
from bot.local.doors import telegram_app
from bot.local.keeping import KeptFirst
from bot.local.opening import Kept, begin
from bot.local.page import page_routes
from bot.local.replay.house import PATH, Replays
from bot.local.replay.theatre import staged
from bot.local.scenes import Scenes, Switch
from bot.refusals import Refusal
from bot.web.health import Server

HOST = "127.0.0.1"
SERVED = """
  The chat page: {address}
  Choose who you are, type /help. Ctrl-C stops.
  What is said is kept in {folder}; --reset starts afresh.
"""
REPLAYED = "\n  The Greenland week, played again: {address}{path}/\n  The chat page: {address}\n  Ctrl-C stops.\n"
PLACE = Path("data/demo")
NEXT_PORTS = 20  # tried where the one asked for is taken
BACKLOG = 128


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


async def serve_demo(port: int, place: Path = PLACE, *, reset: bool = False, replay: bool = False) -> None:
    """Serve until Ctrl-C; what happened in the chat is kept in a folder of `place`. Refusal where that cannot be.

    `replay`: say first where the replay is.
    """
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
        await _serve(kept, listener, address, stop, said=REPLAYED if replay else SERVED)


async def _serve(kept: Kept, listener: socket.socket, address: str, stop: asyncio.Event, *, said: str) -> None:
    world = kept.world
    demo = Demo(world, kept.settings, kept.database, kept.clock, actors=kept.actors, keep=kept.keep)
    kept.keeper.notes = lambda: {
        "offset": demo.offset.total_seconds(),
        "until": kept.actors.until.isoformat(),
    }
    scenes = Scenes(world, Switch(demo.start, demo.stop, lambda: demo.running))
    replays = Replays(functools.partial(staged, kept.settings))
    pages = [replays.mount(), *page_routes(world, skip=demo.skip, scenes=scenes)]
    app = telegram_app(world, routes=pages)
    server = Server(KeptFirst(app, kept.keeper, world))
    tasks = [asyncio.create_task(server.serve(sockets=[listener])), asyncio.create_task(kept.actors.run())]
    starting = asyncio.create_task(demo.start())
    try:
        await asyncio.wait({starting, asyncio.create_task(stop.wait())}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            starting.result()
            typer.echo(said.format(address=address, path=PATH, folder=kept.keeper.path.parent))
            await stop.wait()
    finally:
        starting.cancel()
        world.close()  # first: the pages' streams end while the bot stops
        await replays.close()
        await demo.close()
        server.should_exit = True
        await asyncio.gather(*tasks)
        kept.keep()
