"""kill -9 at every named point, under load, then a restart: nothing lost, nothing twice."""

import asyncio
import contextlib
import itertools
import signal
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.local import faults
from bot.local.world import Chat, Message, User, World
from bot.points import POINTS
from storage.database import Database
from tests.invariants import violations
from tests.processes import BotProcess, running, telegram, until

pytestmark = [pytest.mark.process, pytest.mark.timeout(240)]

CRASHING = ("-OO", "-X", "no_debug_ranges", "-m", "tests.crashing", "run")  # as the one that serves is started
NAMES = ("Brussels", "London", "Kyiv")
GROUPS = 3
KILLED = -9
IN_FLIGHT = GROUPS  # messages that may be on their way when the process dies: nobody can know whether they arrived

# Where it dies: the how-many-th time, so that it happens in the middle of the load.
NTH = {
    "the updates come in": {"intake.fetched": 1, "intake.handled": 9, "intake.confirming": 1},
    "a change is made": {"unit.begun": 12, "unit.done": 15, "outbox.written": 5},
    "it is committed and answered": {
        "batch.committing": 2, "batch.committed": 2, "toast.sending": 3, "toast.sent": 3,
    },
    "messages go out": {"courier.claimed": 5, "courier.calling": 4, "courier.sent": 6},
    "cards are edited": {"courier.settled": 7, "courier.edited": 2},
    "something falls due": {"ticker.firing": 2, "ticker.fired": 1},
    "the database is made or a group moves": {
        "migration.applied": 1, "migration.committed": 1, "courier.migrated": 1,
    },
}  # fmt: skip


def said(chat: Chat, start: str) -> Message | None:
    """The newest message of the bot that begins so."""
    own = [message for message in chat.messages if message.sender.is_bot and message.text.startswith(start)]
    return own[-1] if own else None


def shows(chat: Chat, start: str, text: str) -> bool:
    message = said(chat, start)
    return message is not None and text in message.text


class Evening:
    """Three groups in which everything happens at once; the last of them may become a supergroup meanwhile."""

    def __init__(self, *, moving: bool = False) -> None:
        self.world, self.moving = World(), moving
        self.people = [self.world.add_user(name) for name in NAMES]
        self.groups = [
            self.world.add_group(
                f"Washington Group {number}",
                *self.people,
                admins=self.people[:1],
                basic=moving and number == GROUPS - 1,
            )
            for number in range(GROUPS)
        ]

    def begin(self) -> None:
        """What has come in before the bot looks for the first time."""
        brussels, london, kyiv = self.people
        for group in self.groups:
            self.world.add_bot(group, brussels)
            for person in self.people:
                self.world.send(person, group, f"@{self.world.bot.username} hello")
            self.world.send(brussels, group, "/alert Tariffs announced !high")
            self.world.send(london, group, "/poll Issue a joint statement?")
            for person in self.people:
                self.world.send(person, group, "/ack A-1")
        self.world.send(kyiv, self.groups[0], "/poll Stay calm?\ncloses: in 6 seconds")
        self.world.send(kyiv, self.groups[1], "/call Follow-up\nwhen: in 8 seconds\nremind: 5s")

    async def votes(self, number: int, person: User) -> None:
        """Somebody presses [For] until they have seen that it is recorded."""
        while True:
            card = said(self.groups[number], "P-1 ·")
            if card is not None and card.buttons:
                press = self.world.press(person, card, "For")
                with contextlib.suppress(TimeoutError):
                    await until(lambda: press.answered, within=4)  # noqa: B023
                    assert press.text in {"Recorded: For", "Already recorded"}
                    return
            await asyncio.sleep(0.1)

    async def moves(self) -> None:
        """A group becomes a supergroup while the first message to it is on its way."""
        self.world.fail("sendMessage", faults.slow(before=1.0), times=GROUPS)
        await until(lambda: not self.world.faults._waiting["sendmessage"], within=60)
        self.groups[-1] = self.world.migrate(self.groups[-1])

    @contextlib.asynccontextmanager
    async def load(self) -> AsyncIterator[list[asyncio.Task[None]]]:
        """Everyone votes everywhere, while the block lasts."""
        voting = [asyncio.create_task(self.votes(number, person)) for number in range(GROUPS) for person in self.people]
        voting += [asyncio.create_task(self.moves())] if self.moving else []
        try:
            yield voting
        finally:
            for task in voting:
                task.cancel()

    @property
    def over(self) -> bool:
        """Whether all that was to happen has been said."""
        return (
            all(shows(group, "A-1 ·", "Seen by everyone") for group in self.groups)
            and all(shows(group, "P-1 ·", "For · 3") for group in self.groups)
            and shows(self.groups[0], "P-2 ·", "Rejected")
            and said(self.groups[0], "P-2 · Rejected") is not None
            and any(said(self.groups[1], start) for start in ("Starting now: C-1", "Started"))
        )


async def killed_at(point: str, folder: Path) -> list[str]:
    """An evening in which the bot dies at a point and is started again; returns the promises broken."""
    evening = Evening(moving=point == "courier.migrated")
    nth = next(points[point] for points in NTH.values() if point in points)
    async with telegram(evening.world) as address, evening.load() as voting:
        evening.begin()
        bot = BotProcess(address, evening.world.token, folder, program=CRASHING)
        await bot.start(CRASH_AT=f"{point}:{nth}")
        try:
            code = await bot.ended(within=60)
        except TimeoutError:
            code = -await bot.stop(signal.SIGKILL)
        if code != KILLED:
            return [f"{point}: never reached; {bot.output[-500:]}"]
        async with running(bot):
            await asyncio.wait_for(asyncio.gather(*voting), 60)
            await until(lambda: evening.over, within=60)
            await until(lambda: at_rest(folder), within=60)
    return [f"{point}: {broken}" for broken in [*counted(folder), *kept(evening.world, folder)]]


def at_rest(folder: Path) -> bool:
    """Whether nothing waits to be said."""
    with contextlib.closing(sqlite3.connect(folder / "bot.db")) as database:
        waiting = "SELECT (SELECT count(*) FROM cards WHERE wanted > sent) + (SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending'))"
        return bool(database.execute(waiting).fetchone() == (0,))


def kept(world: World, folder: Path) -> list[str]:
    """The promises that are asked of every run."""
    with contextlib.closing(Database(f"sqlite:///{folder}/bot.db")) as database:
        return database.read_now(
            lambda session: violations(session, world, datetime.now(UTC), unknown=IN_FLIGHT),
        )


def counted(folder: Path) -> list[str]:
    """What this evening holds, counted."""
    expected = {
        "SELECT count(*) FROM alerts": GROUPS,
        "SELECT count(*) FROM acknowledgements": GROUPS * len(NAMES),
        "SELECT count(*) FROM polls": GROUPS + 1,
        "SELECT count(*) FROM ballots WHERE choices = '-1'": GROUPS * len(NAMES),
        "SELECT count(*) FROM calls": 1,
        "SELECT count(*) FROM journal WHERE kind = 'alert_seen'": GROUPS * (len(NAMES) - 1),
    }
    with contextlib.closing(Database(f"sqlite:///{folder}/bot.db")) as database, database.engine.connect() as found:
        counts = {question: found.exec_driver_sql(question).scalar() for question in expected}
    return [
        f"{question}: {counts[question]}, not {right}"
        for question, right in expected.items()
        if counts[question] != right
    ]


@pytest.mark.parametrize("area", NTH)
async def test_nothing_lost_nothing_twice_when_it_dies_while(tmp_path: Path, area: str) -> None:
    folders = {point: tmp_path / point for point in NTH[area]}
    for folder in folders.values():
        folder.mkdir()
    found = await asyncio.gather(*(killed_at(point, folder) for point, folder in folders.items()))
    broken = "\n".join(itertools.chain(*found))
    assert not broken, broken


def test_it_dies_at_every_point_there_is() -> None:
    assert {point for points in NTH.values() for point in points} == set(POINTS)
