"""A bench for the courier: a group it has long been in, ready at once, and time that passes until nothing more happens."""

import contextlib
import re
import sqlite3
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

from bot.delivery.painter import png
from bot.local.world import Call, Message
from storage.database import Database
from tests.stage import Stage

GROUP, PARIS = 1, 1  # our ids of the group, and of Paris as its member and as a person
LOST_SIGHT = timedelta(minutes=20)  # what would come later than that does not come by itself


@dataclass
class Kept:
    """A database that stays open from one bench to the next, with the content it is given anew each time: engines that
    have to compile their statements are most of what a bench costs."""

    database: Database
    content: Path

    def restore(self) -> None:
        with contextlib.closing(sqlite3.connect(self.content)) as kept, self._open() as connection:
            kept.backup(connection)

    def keep(self) -> None:
        with contextlib.closing(sqlite3.connect(self.content)) as kept, self._open() as connection:
            connection.backup(kept)

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The connection that is open anyway: another would have to read the schema first."""
        with contextlib.closing(self.database.engine.raw_connection()) as raw:
            connection = raw.driver_connection
            assert isinstance(connection, sqlite3.Connection)
            yield connection


class Bench(Stage):
    """Basic groups can become supergroups, so this is one. Paris has opened the private chat."""

    patience = 0.02

    @staticmethod
    async def draw(svg: str) -> bytes:
        """As the painter does it, small, and without a process for each."""
        return png(svg, width=36)

    def __init__(self, folder: Path, kept: Kept, **settings: Any) -> None:
        super().__init__(folder, **settings)
        members = (self.paris, self.london, self.kyiv)
        self.group = self.world.add_group("Washington Group", *members, admins=[self.paris], basic=True)
        self.kept = kept
        self.naps: list[float] = []

    @classmethod
    @contextlib.asynccontextmanager
    async def set_up(cls, folder: Path, kept: Kept, **settings: Any) -> AsyncIterator[Self]:
        """The bench, with the content that is kept; it is made where there is none yet."""
        bench, new = cls(folder, kept, **settings), not kept.content.exists()
        bench.world.add_bot(bench.group, bench.paris)
        for user in (bench.paris, bench.london, bench.kyiv):
            bench.world.send(user, bench.group, f"/help@{bench.world.bot.username}")
        bench.world.send(bench.paris, bench.world.private(bench.paris), "/start")
        if not new:
            bench.world.updates.clear()
            kept.restore()
        async with bench.playing():
            if new:
                await bench.settle()
                kept.keep()
            await bench.app.skip(timedelta(minutes=2))
            yield bench

    def open_database(self) -> Database:
        self.kept.database.turns()  # of this event loop
        return self.kept.database

    def close_database(self, database: Database) -> None:
        """It stays open."""

    @contextlib.asynccontextmanager
    async def playing(self) -> AsyncIterator[None]:
        async with super().playing():
            self.app.telegram.sleep = self.nap
            yield

    async def nap(self, seconds: float) -> None:
        """What the answer to a press would wait."""
        self.naps.append(seconds)

    async def run(self) -> None:
        """Let everything happen that happens by itself within a while."""
        for _ in range(60):
            next_at = await self.app.step()
            if next_at is None or next_at - self.clock.at > LOST_SIGHT:
                return
            await self.app.skip(max(timedelta(), next_at - self.clock.at))
        raise AssertionError("it does not come to rest")

    async def pass_time(self, span: timedelta) -> None:
        """Let time pass; whatever is due happens when it is due."""
        until = self.clock.at + span
        while self.clock.at < until:
            next_at = await self.app.step()
            soon = self.clock.at + timedelta(minutes=30)
            await self.app.skip(min(until, soon, max(next_at or soon, self.clock.at)) - self.clock.at)
        await self.app.step()

    def seen(self, text: str) -> list[Message]:
        """The bot's messages that contain the text, in whichever chat, the oldest first."""
        return [
            message
            for chat in self.world.chats.values()
            for message in chat.messages
            if message.sender is self.world.bot and text in words(message)
        ]

    def asked(self, method: str, text: str = "", since: int = 0) -> list[Call]:
        """The calls of a method that say the text."""
        calls = [call for call in self.world.calls[since:] if call.method == method]
        return [call for call in calls if text in said(call)]


def words(message: Message) -> str:
    """What a message says; a poll, what it asks."""
    return message.poll.question if message.poll else message.text


def said(call: Call) -> str:
    """The words of a call, without markup."""
    told = (call.parameters.get(name) for name in ("text", "caption", "question"))
    return re.sub(r"<[^>]+>", "", next((each for each in told if each), ""))
