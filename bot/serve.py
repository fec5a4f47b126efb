"""A run from start to stop: the database claimed and migrated, the bot started, a signal awaited."""

import asyncio
import contextlib
import gc
import logging
import os
import signal
import socket
from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError

from bot.app import App, TokenRefused
from bot.clock import Clock
from bot.delivery.transport import ApiRequest
from bot.refusals import Refusal
from bot.settings import Settings
from storage.database import Database, InUse, Unavailable
from storage.migrations import Newer, upgrade

log = logging.getLogger(__name__)
STOP_SECONDS = 4.5  # a stop takes five seconds at most
UNLOCKED_WAIT = 0.2  # after the five seconds that SQLite waits by itself


@contextlib.contextmanager
def claimed(settings: Settings) -> Iterator[Database]:
    """The database's file, claimed for this process whatever it holds; Refusal where that cannot be."""
    try:
        database = Database(settings.database_url)
    except OSError as error:
        raise Refusal(f"DATABASE_URL: {error.filename} cannot be created: {error.strerror}") from error
    try:
        database.claim()
        yield database
    except InUse as error:
        raise Refusal(f"{error} is in use by another bot: stop that one first, or set another DATABASE_URL.") from error
    except (Unavailable, OSError) as error:
        raise Refusal(f"{database.path} cannot be used: {error}") from error
    except DBAPIError as error:
        raise Refusal(f"{database.path} cannot be used: {error.orig}") from error
    finally:
        database.close()


@contextlib.contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database, claimed for this process and of the newest version; Refusal where that cannot be."""
    with claimed(settings) as database:
        newest(database)
        yield database


def newest(database: Database) -> None:
    """Bring it to the newest version; Refusal where it is ahead of us."""
    try:
        upgrade(database)
    except Newer as error:
        raise Refusal(f"{database.path} was written by a newer version ({error}): update the bot.") from error


@contextlib.contextmanager
def listening(settings: Settings) -> Iterator[socket.socket | None]:
    """The socket of LISTEN, or None where it is empty; Refusal where it is taken."""
    if not settings.listen_address:
        yield None
        return
    try:
        family = socket.AF_INET6 if ":" in settings.listen_address[0] else socket.AF_INET
        listener = socket.create_server(settings.listen_address, family=family)
    except OSError as error:
        raise Refusal(f"LISTEN: {settings.listen} cannot be opened: {os.strerror(error.errno or 0)}") from error
    with listener:
        yield listener


async def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT. Refusal: the token or the database is refused, or a part of the bot broke."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    with listening(settings) as listener, claimed(settings) as database:
        if not await _unlocked(database, stop):
            return
        newest(database)
        if not settings.allowed_chats and not settings.owners:
            log.info("ALLOWED_CHATS and OWNERS are empty: any group that adds the bot is served")
        clock = Clock()
        request, updates = (ApiRequest(connections, witness=clock.witness) for connections in (64, 2))
        app = App(settings, database, clock, request=request, updates=updates)
        health = asyncio.create_task(_health(app, listener))
        try:
            await _until(stop, app)
        finally:
            health.cancel()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(app.stop(), STOP_SECONDS)
    log.info("stopped")


async def _unlocked(database: Database, stop: asyncio.Event) -> bool:
    """Wait for as long as another program keeps the database locked; False when a stop comes first."""
    waiting = False
    while not stop.is_set():
        try:
            await database.write(lambda session: session.connection())
        except Unavailable as error:
            if "locked" not in str(error):
                raise
            if not waiting:
                log.warning("%s: %s by another program; waiting for it", database.path, error)
            waiting = True
            await asyncio.sleep(UNLOCKED_WAIT)
        else:
            return True
    return False


async def _until(stop: asyncio.Event, app: App) -> None:
    starting = asyncio.create_task(app.start())
    stopping = asyncio.create_task(stop.wait())
    refused = asyncio.create_task(app.ended())
    try:
        await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            starting.result()
            gc.collect()
            gc.freeze()  # what a start has built stays: collecting over it again and again costs a tenth of a press
            await asyncio.wait({refused, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if refused.done():
                raise Refusal(refused.result())
    except TokenRefused as error:
        raise Refusal("TELEGRAM_TOKEN is refused by Telegram: take a new one from @BotFather.") from error
    finally:
        for task in (starting, stopping, refused):
            task.cancel()


async def _health(app: App, listener: socket.socket | None) -> None:
    if listener:
        from bot.web.health import Server, health_app  # noqa: PLC0415 -- only where a port is to be opened

        await Server(health_app(lambda: app.trouble)).serve(sockets=[listener])
