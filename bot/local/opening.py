"""The folder of a demo, opened: its world, its clock, the bot's database and the people who act in it."""

import contextlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import typer
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.clock import Clock
from bot.local import cast, folders
from bot.local.actors import Actors
from bot.local.keeping import Keeper, Unreadable
from bot.local.world import World
from bot.log import configure
from bot.refusals import Refusal
from bot.serve import opened
from bot.settings import Settings
from storage.database import Database
from storage.migrations import Newer


@dataclass
class Kept:
    """What a folder holds, opened."""

    world: World
    clock: Clock
    keeper: Keeper
    settings: Settings
    database: Database
    actors: Actors

    def keep(self) -> None:
        """Put what is new of the world on the disk."""
        self.keeper.keep(self.world)


def begin(folder: Path, address: str, stack: contextlib.ExitStack) -> Kept:
    """What the folder holds; what cannot be read is set aside, with a word about it, and something new begun."""
    try:
        return _open(folder, address, stack)
    except (Unreadable, Refusal) as why:
        if isinstance(why, Refusal) and not _spoilt(why.__cause__):
            raise
        aside = folders.set_aside(folder, Clock().now())
        typer.echo(f"{str(why).rstrip('.')}. It is kept as {aside}; a fresh world begins.", err=True)
        return _open(folder, address, stack)


def _open(folder: Path, address: str, stack: contextlib.ExitStack) -> Kept:
    if folders.halved(folder):
        raise Unreadable(f"{folder} lacks {folders.WORLD} or {folders.DATABASE}, which belong together")
    with contextlib.ExitStack() as opening:
        keeper = opening.enter_context(contextlib.closing(Keeper(folder / folders.WORLD)))
        clock = Clock(timedelta(seconds=keeper.noted.get("offset", 0)))
        world = cast.empty_world(clock.now)
        if keeper.fresh:
            cast.enter(world)
            keeper.keep(world)
        else:
            keeper.restore(world)
        settings = _settings(world, address, folder)
        configure(settings)
        database = opening.enter_context(opened(settings))
        until = datetime.fromisoformat(keeper.noted.get("until") or clock.now().isoformat())
        kept = Kept(world, clock, keeper, settings, database, _actors(world, until))
        stack.push(opening.pop_all())
        return kept


def _actors(world: World, until: datetime) -> Actors:
    group = next(chat for chat in world.chats.values() if chat.title == cast.ADVISERS_GROUP)
    return Actors(world, group, [user for user in world.members(group) if not user.is_bot], until)


def _spoilt(error: BaseException | None) -> bool:
    """Whether a database is of no use as it is, rather than out of reach."""
    return isinstance(error, Newer) or (isinstance(error, DBAPIError) and not isinstance(error, OperationalError))


def _settings(world: World, address: str, folder: Path) -> Settings:
    return Settings(
        bot_mode="polling",
        telegram_token=world.token,
        telegram_token_file=None,
        telegram_api_url=address,
        database_url=f"sqlite:///{folder}/{folders.DATABASE}",
        allowed_chats=frozenset(),
        owners=frozenset(),
        default_timezone="Europe/Brussels",
        default_language="en",
        log_level="WARNING",
        log_format="text",
        listen="",
    )
