"""A stage for stories: people in a local Telegram, the real bot, a clock moved by hand."""

import contextlib
import copy
import functools
import tempfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlmodel import Session
from telegram.request import BaseRequest

from bot.app import App
from bot.clock import Clock
from bot.delivery.pictures import Draw, paint
from bot.delivery.transport import NoAnswer, NotSent, checked
from bot.local.doors import InProcessRequest
from bot.local.limits import FloodControl, Limits
from bot.local.world import Chat, Message, Press, User, World
from bot.settings import Settings
from storage.database import Database
from storage.migrations import upgrade
from storage.queries import timers
from tests.compiled import sharing
from tests.inline import Inline
from tests.invariants import violations

T = TypeVar("T")
TOO_MANY = 429
LIMITS = Limits(jitter=0)
GREETED: dict[
    tuple[Any, ...], tuple["Stage", bytes]
] = {}  # by kind and settings: a stage to begin from, and its database
SATURDAY = datetime(2026, 1, 17, 17, 0, tzinfo=UTC)  # 18:00 in Brussels


@functools.cache
def migrated() -> bytes:
    """A database file that holds the tables and nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/bot.db")
        upgrade(database)
        database.close()
        return Path(folder, "bot.db").read_bytes()


class HandClock(Clock):
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime = SATURDAY) -> None:
        super().__init__()
        self.at = at

    def now(self) -> datetime:
        return self.at

    def skip(self, span: timedelta) -> None:
        self.at += span


class Stage:
    """Paris, London and Kyiv in one group with the bot; Paris administers it."""

    sound = True  # a test that breaks a promise on purpose says False

    patience = 0.2  # seconds of real time the bot waits for an answer
    draw: Draw = staticmethod(paint)
    app: App

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.clock = HandClock()
        self.world = World(now=self.clock.now, limits=LIMITS)
        self.unknown = 0  # sends whose fate nobody could know
        self._at(folder, **settings)
        self.paris = self.world.add_user("Paris", username="paris")
        self.london = self.world.add_user("London", username="london")
        self.kyiv = self.world.add_user("Kyiv", username="kyiv")
        self.outsider = self.world.add_user("Moscow", username="moscow")
        self.group = self.world.add_group("Washington Group", self.paris, self.london, self.kyiv, admins=[self.paris])

    @classmethod
    @contextlib.asynccontextmanager
    async def opened(cls, folder: Path, **settings: Any) -> AsyncIterator["Stage"]:
        """A stage on which the bot has greeted and knows everyone; who asks for it again gets a copy of the first."""
        key = (cls, *sorted(settings.items()))
        if key not in GREETED:
            GREETED[key] = await cls._greeted(**settings)
        stage = cls._copied(*GREETED[key], folder, **settings)
        async with stage.playing():
            yield stage

    @classmethod
    async def _greeted(cls, **settings: Any) -> tuple["Stage", bytes]:
        """A stage on which the bot has met everybody and stopped, and its database."""
        with tempfile.TemporaryDirectory() as folder:
            stage = cls(Path(folder), **settings)
            stage.world.add_bot(stage.group, stage.paris)
            async with stage.playing():
                for user in (stage.paris, stage.london, stage.kyiv):
                    stage.world.send(user, stage.group, f"@{stage.world.bot.username} hello")
                await stage.settle()
            del stage.app, stage.database
            stage.clock.moved = lambda _: None  # the bot's that has stopped
            stage.world.flood_control = FloodControl(LIMITS)
            return stage, stage.database_file.read_bytes()

    @staticmethod
    def _copied(known: "Stage", stored: bytes, folder: Path, **settings: Any) -> "Stage":
        stage = copy.deepcopy(known)
        stage._at(folder, **settings)
        folder.mkdir(parents=True, exist_ok=True)
        stage.database_file.write_bytes(stored)
        return stage

    def _at(self, folder: Path, **settings: Any) -> None:
        self.folder = folder
        self.settings = Settings(telegram_token=self.world.token, database_url=f"sqlite:///{folder}/bot.db", **settings)

    @property
    def database_file(self) -> Path:
        return self.folder / "bot.db"

    @contextlib.asynccontextmanager
    async def playing(self) -> AsyncIterator[None]:
        """The bot runs, on the database the stage has; leaving is a stop, entering again a restart, a second later."""
        self.clock.skip(timedelta(seconds=1))
        if hasattr(self, "app"):  # a restart
            self.unknown += self.app.courier.counts.pop("unknown", 0)
        self.database = database = self.open_database()
        self.app = App(
            self.settings,
            self.database,
            self.clock,
            request=self._transport(),
            updates=self._transport(),
            draw=self.draw,
        )
        try:
            async with self.app:
                app = self.app
                yield
                if self.sound and self.app is app:  # else another has taken over, and has been asked
                    await self.rest()
                    broken = self.violations()
                    assert not broken, "\n".join(broken)
                    assert self.app.telegram.plain_fallbacks == 0, "markup was refused"
                    hasty = [call for call in self.world.calls if call.error and call.error.code == TOO_MANY]
                    assert not hasty, "the bot asked more of Telegram than its limits allow"
        finally:
            self.close_database(database)

    def open_database(self) -> Database:
        """The one of the settings, brought to the newest version."""
        database = sharing(Database(self.settings.database_url, executor=Inline))
        if database.path.exists():
            upgrade(database)
        else:
            database.path.write_bytes(migrated())
        return database

    def close_database(self, database: Database) -> None:
        """Once the bot has stopped."""
        database.close()

    def _transport(self) -> BaseRequest:
        """What the bot's own transport makes of answers and of none, without its sockets."""
        return InProcessRequest(self.world, refused=NotSent, dropped=NoAnswer, check=checked, patience=self.patience)

    async def settle(self) -> None:
        """Let the bot do all it has to, moving the clock by what Telegram's limits make it wait."""
        for _ in range(200):
            next_at = await self.app.step()
            if next_at is None or next_at - self.clock.now() > timedelta(minutes=2):
                return
            self.clock.at = max(self.clock.at, next_at)
        raise AssertionError("the bot does not come to rest")

    async def rest(self) -> None:
        """Let everything that only waits for Telegram's limits or for another try come to its end."""
        for _ in range(30):
            await self.settle()
            next_at = await self.app.step()
            if next_at is None:
                return
            self.clock.at = max(self.clock.at, min(next_at, self.clock.at + timedelta(hours=1)))

    def write(self, unit: Any, **facts: Any) -> Any:
        """Do a unit of work as the ticker does, now; the courier finds it at the next step."""
        return self.database.write_now(lambda session: unit(session, now=self.clock.now(), **facts))

    def violations(self) -> list[str]:
        """What does not hold of docs/reliability.md."""
        self.unknown += self.app.courier.counts.pop("unknown", 0)
        return self.database.read_now(
            lambda session: violations(session, self.world, self.clock.now(), unknown=self.unknown, doubts=self.unknown)
        )

    async def wait(self, span: timedelta) -> None:
        """Let time pass while the bot runs: everything due happens when it is due."""
        until = self.clock.now() + span
        while self.clock.at < until:
            next_at = self.read(timers.earliest) or until
            await self.app.skip(max(timedelta(), min(until, next_at) - self.clock.at))
            await self.settle()

    async def says(
        self, user: User, text: str, *, reply_to: Message | None = None, chat: Chat | None = None
    ) -> Message:
        """Somebody writes; returns the last message of the chat once the bot is at rest."""
        where = chat or self.group
        self.world.send(user, where, text, reply_to=reply_to)
        await self.settle()
        return self.world.last(where)

    async def presses(self, user: User, message: Message, button: str) -> str | None:
        """Somebody presses a button; returns the toast."""
        press: Press = self.world.press(user, message, button)
        await self.settle()
        assert press.answered, "the button keeps spinning"
        return press.text

    def card(self, handle: str) -> Message:
        """The live card of a handle."""
        cards = [message for message in self.group.messages if message.buttons and message.text.startswith(handle)]
        if not cards:
            cards = [message for message in self.group.messages if message.text.startswith(handle)]
        assert cards, f"no card of {handle} among {[message.text[:60] for message in self.group.messages]}"
        return cards[0]

    def read(self, query: Any, *args: Any, **facts: Any) -> Any:
        """Ask the database."""

        def work(session: Session) -> Any:
            return query(session, *args, **facts)

        return self.database.read_now(work)
