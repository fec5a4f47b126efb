"""One evening on which exactly one operation fails: the k-th statement, COMMIT or call to Telegram, in a chosen way."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlmodel import select
from telegram.error import TelegramError
from telegram.request import BaseRequest, RequestData

from bot.delivery.transport import NoAnswer, NotSent, checked
from bot.local import faults
from bot.local.doors import InProcessRequest
from bot.local.replies import Reply
from bot.local.world import Message, User
from storage.database import Database, Unavailable
from storage.models import Acknowledgement, Alert, Attendance, Ballot, Call, DeadLetter, Poll
from tests.invariants import violations
from tests.simulation.disk import COMMIT, STATEMENT, Disk
from tests.simulation.virtual import VirtualLoop
from tests.stage import Stage

CALL = "call"
TRIES = 60  # of an evening's step until nothing is in the way any more


@dataclass
class Trouble:
    """`kind` of operation, the how-many-th of it, and what happens then. Counts what it sees."""

    kind: str
    nth: int
    happens: Callable[["Fragile"], None]
    afterwards: bool = False  # once it is done rather than before
    seen: int = 0
    struck: bool = False

    def come(self, stage: "Fragile", kind: str, *, afterwards: bool) -> None:
        """An operation begins, or is done."""
        if kind != self.kind or afterwards != self.afterwards or self.struck or not stage.watched:
            return
        self.seen += 1
        if self.seen == self.nth:
            self.struck = True
            self.happens(stage)


class Fragile(Stage):
    """A stage on a disk and a line that the trouble of the evening can strike; killed, it starts again on what is there."""

    sound = False  # asked at the end, once the trouble is over

    def __init__(self, folder: Path, content: bytes, trouble: Trouble) -> None:
        super().__init__(folder)
        self.disk, self.trouble = Disk(folder, content), trouble
        self.watched, self.dead = False, False
        self.disk.before = lambda kind, _sql: self._operation(kind, afterwards=False)
        self.disk.after = lambda kind, _sql: self._operation(kind, afterwards=True)

    def _operation(self, kind: str, *, afterwards: bool) -> None:
        if not self.dead:
            self.trouble.come(self, kind, afterwards=afterwards)

    def open_database(self) -> Database:
        return self.disk.open()

    def _transport(self) -> BaseRequest:
        return Line(self)

    def kill(self) -> None:
        """kill -9: what is in the files now is what there is; what still runs reaches nobody."""
        self.disk.killed()
        self.dead = True

    async def evening(self) -> None:
        """Start, play to the end whatever happens, and start again where the process has died."""
        acts = list(ACTS)
        self.world.add_bot(self.group, self.paris)
        for user in (self.paris, self.london, self.kyiv):
            self.world.send(user, self.group, f"@{self.world.bot.username} hello")
        while acts or self.dead:
            self.dead = False
            with contextlib.suppress(Unavailable, TelegramError):
                async with self.playing():
                    await self._through()
                    self.watched = True
                    while acts and not self.dead:
                        await acts[0](self)
                        if not self.dead:
                            acts.pop(0)
                    await self._through()

    async def _through(self, span: timedelta = timedelta()) -> None:
        """Let the bot do what it has to, as it would: after trouble, again a moment later."""
        until = self.clock.at + span
        for _ in range(TRIES):
            if self.dead:
                return
            try:
                await (self.wait(until - self.clock.at) if until > self.clock.at else self.settle())
            except (Unavailable, TelegramError):
                self.clock.at += timedelta(seconds=1)
            else:
                if until <= self.clock.at:
                    return
        raise AssertionError("the bot does not come to rest")

    async def says_once(self, user: User, text: str) -> None:
        """Somebody writes once, whatever becomes of it."""
        if not any(message.sender is user and message.text == text for message in self.group.messages):
            self.world.send(user, self.group, text)
        await self._through()

    async def presses_until(self, user: User, start: str, button: str) -> None:
        """Somebody presses until they have seen an answer."""
        for _ in range(6):
            card = await self._card(start)
            if self.dead or card is None:
                return
            press = self.world.press(user, card, button)
            await self._through()
            if press.answered or self.dead:
                return
            self.clock.at += timedelta(seconds=20)
        raise AssertionError(f"{button} on {start} keeps spinning")

    async def answers_once(self, user: User, question: str, option: str) -> None:
        """Somebody answers in the first of Telegram's polls with this question that they find."""
        for _ in range(TRIES):
            found = [each for each in self.group.messages if each.poll and question in each.poll.question]
            if self.dead or found:
                break
            await self._through(timedelta(seconds=10))
        if not self.dead:
            if user.id not in found[0].poll.votes:  # type: ignore[union-attr]
                self.world.vote(user, found[0], option)
            await self._through()

    async def _card(self, start: str) -> Message | None:
        for _ in range(TRIES):
            for message in reversed(self.group.messages):
                if message.sender.is_bot and message.text.startswith(start) and message.buttons:
                    return message
            await self._through(timedelta(seconds=10))
            if self.dead:
                return None
        raise AssertionError(f"no card {start!r}")

    async def passes(self, span: timedelta) -> None:
        """Time passes; a process that died meanwhile is started again, and the rest of it passes then."""
        until = self.clock.at + span
        await self._through(until - self.clock.at)

    def facts(self) -> dict[str, Any]:
        """What the evening has come to, for the record and for whoever reads the chat."""
        tables = {
            "alerts": select(Alert.number, Alert.text, Alert.severity, Alert.state),
            "seen": select(Acknowledgement.alert_id, Acknowledgement.member_id),
            "polls": select(Poll.number, Poll.question, Poll.verdict),
            "ballots": select(Ballot.elector_id, Ballot.choices),
            "calls": select(Call.number, Call.title, Call.state),
            "answers": select(Attendance.member_id, Attendance.answer),
            "dead letters": select(DeadLetter.error),
        }
        rows = {name: self.read(lambda session, question=question: sorted(session.exec(question).all()))
                for name, question in tables.items()}  # fmt: skip
        said = {start for start in SAID if any(message.text.startswith(start) for message in self.group.messages)}
        return {
            name: [tuple(row) if isinstance(row, tuple) else row for row in found] for name, found in rows.items()
        } | {"said": said}


class Line(InProcessRequest):
    """The way to Telegram of a process that may be dead by now."""

    def __init__(self, stage: Fragile) -> None:
        super().__init__(stage.world, refused=NotSent, dropped=NoAnswer, check=checked, patience=stage.patience)
        self._stage = stage

    async def _reply(self, url: str, data: RequestData | None) -> Reply:
        if self._stage.dead:
            raise NotSent("the process is dead")
        self._stage._operation(CALL, afterwards=False)
        if self._stage.dead:
            raise NotSent("the process is dead")
        reply = await super()._reply(url, data)
        self._stage._operation(CALL, afterwards=True)
        if self._stage.dead:
            raise NoAnswer("the process is dead")
        return reply


def fails(message: str) -> Callable[[Fragile], None]:
    """SQLite says so."""

    def happens(_stage: Fragile) -> None:
        raise sqlite3.OperationalError(message)

    return happens


def meets(fault: faults.Fault) -> Callable[[Fragile], None]:
    """The call meets this fault."""
    return lambda stage: stage.world.fail("*", fault)


def dies(stage: Fragile) -> None:
    """The process is killed."""
    stage.kill()
    raise sqlite3.OperationalError("disk I/O error: the process is dead")


def dies_calling(stage: Fragile) -> None:
    """The process is killed between two instructions of a call."""
    stage.kill()


WAYS: dict[str, tuple[str, Callable[[Fragile], None], bool]] = {
    "a statement fails": (STATEMENT, fails("disk I/O error"), False),
    "a statement is the last": (STATEMENT, dies, False),
    "a COMMIT fails": (COMMIT, fails("database or disk is full"), False),
    "a COMMIT never comes": (COMMIT, dies, False),
    "a COMMIT is the last": (COMMIT, dies, True),
    "a call is refused for a while": (CALL, meets(faults.flood(3)), False),
    "a call fails": (CALL, meets(faults.restart(applied=False)), False),
    "a call is carried out and not answered": (CALL, meets(faults.reset(applied=True)), False),
    "a call is never made": (CALL, dies_calling, False),
    "a call is the last": (CALL, dies_calling, True),
}
SAID = ("P-1 · Adopted", "P-2 · closed", "Reminder: C-1", "C-1 · started", "A-1")
ACTS: list[Callable[[Fragile], Any]] = [
    lambda stage: stage.says_once(stage.paris, "/alert Tariffs announced !high"),
    lambda stage: stage.presses_until(stage.london, "A-1", "Seen"),
    lambda stage: stage.says_once(stage.kyiv, "/ack A-1"),
    lambda stage: stage.says_once(stage.london, "/poll Issue a joint statement?\ncloses: in 30m\nabout: A-1"),
    lambda stage: stage.presses_until(stage.paris, "P-1 · open", "For"),
    lambda stage: stage.presses_until(stage.kyiv, "P-1 · open", "Against"),
    lambda stage: stage.presses_until(stage.kyiv, "P-1 · open", "Abstain"),
    lambda stage: stage.says_once(stage.london, "/vote P-1 for because it is right"),
    lambda stage: stage.says_once(stage.kyiv, "/poll When?\n- Today\n- Tomorrow\nnative: yes\ncloses: in 45m"),
    lambda stage: stage.answers_once(stage.paris, "When?", "Today"),
    lambda stage: stage.answers_once(stage.kyiv, "When?", "Tomorrow"),
    lambda stage: stage.says_once(stage.kyiv, "/call Follow-up\nwhen: in 90m\nremind: 10m\nabout: P-1"),
    lambda stage: stage.presses_until(stage.paris, "C-1", "Late"),
    lambda stage: stage.passes(timedelta(minutes=100)),
    lambda stage: stage.says_once(stage.paris, "/digest"),
    lambda stage: stage.passes(timedelta(minutes=10)),
]


@dataclass
class Played:
    """What an evening has come to."""

    facts: dict[str, Any]
    broken: list[str]
    struck: bool
    seen: int = 0


def played(folder: Path, content: bytes, way: str, nth: int) -> Played:
    """The evening on which the `nth` operation of its kind goes wrong in this way; 0: nothing does."""
    kind, happens, afterwards = WAYS[way]
    trouble = Trouble(kind, nth, happens, afterwards)

    async def play() -> Played:
        stage = Fragile(folder, content, trouble)
        await stage.evening()
        stage.dead, stage.watched = False, False
        async with stage.playing():
            await stage.rest()
            copies = 1 if trouble.struck else 0  # a message that was on its way when it happened
            broken = stage.database.read_now(
                lambda session: violations(session, stage.world, stage.clock.now(), unknown=copies)
            )
            return Played(stage.facts(), broken, trouble.struck, trouble.seen)

    loop = VirtualLoop()
    try:
        return loop.run_until_complete(play())
    finally:
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()
