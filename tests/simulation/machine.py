"""The machine the bot runs on: starts it, stops it, pulls its plug; one process after the other on one disk."""

import asyncio
import contextlib
import json
import sqlite3
from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from telegram.request import RequestData

from bot.app import App, TokenRefused
from bot.callbacks import CastBallot
from bot.clock import Clock
from bot.delivery.painter import png
from bot.delivery.transport import NoAnswer, NotSent, checked
from bot.local.doors import InProcessRequest
from bot.local.replies import Reply, success
from bot.local.world import World
from bot.settings import Settings
from storage.database import Unavailable
from tests.simulation.disk import Disk

OK, TOO_MANY, NO_UPDATES = 200, 429, success([]).body
NOTED = """
    SELECT tg_chat_id, tg_message_id FROM outbox JOIN groups ON groups.id = group_id
    UNION SELECT tg_chat_id, tg_message_id FROM cards JOIN groups ON groups.id = group_id
    UNION SELECT tg_user_id, tg_message_id FROM outbox JOIN people ON people.id = person_id
"""
CAST = """
    SELECT count(*) FROM journal JOIN members ON members.id = actor_id JOIN people ON people.id = person_id
    JOIN polls ON polls.group_id = journal.group_id AND journal.subject = 'P-' || polls.number
    WHERE kind = 'ballot_cast' AND tg_user_id = ? AND polls.id = ? AND json_extract(body, '$.choices') = ?
"""
SMALL = 36  # pixels; a picture's width
PATIENCE = 15.0  # seconds, as the bot's own transport
process: ContextVar["Process | None"] = ContextVar("process", default=None)  # whose task is running


class Killed(BaseException):
    """The end of a process, to the code that was running: kill -9, at a moment chosen by a test."""


def tracked(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Any], **options: Any) -> "asyncio.Task[Any]":
    """A task factory: every task of a process is known to it, in the order they were made."""
    task = asyncio.Task(work, loop=loop, **options)
    if (owner := process.get()) is not None:
        owner.tasks[task] = None
        task.add_done_callback(owner.tasks.pop)
    return task


class Door(InProcessRequest):
    """The bot's way to Telegram, until its process is dead."""

    def __init__(self, owner: "Process", world: World) -> None:
        super().__init__(world, refused=NotSent, dropped=NoAnswer, check=checked, patience=PATIENCE)
        self._owner = owner

    async def _reply(self, url: str, data: RequestData | None) -> Reply:
        await self._owner.goes_on()
        self.world.latency = self._owner.latency()
        method = url.rpartition("/")[2]
        told = _told(method, data)
        if method == "answerCallbackQuery" and data:
            self._owner.tells(data.parameters)
        try:
            reply = await super()._reply(url, data)
        except BaseException as trouble:
            self._owner.note(f"{told} -> {type(trouble).__name__}")
            raise
        if reply.body != NO_UPDATES:
            self._owner.note(f"{told} -> {reply.status}")
        await self._owner.goes_on()
        self._owner.heard(method, reply, str(data.parameters.get("chat_id")) if data else "")
        return reply


class Process:
    """One run of the bot. Its tasks know it by the context they were made in."""

    def __init__(
        self, disk: Disk, world: World, clock: Clock, *, latency: Callable[[], float], note: Callable[[str], None]
    ) -> None:
        self.alive, self.started, self.ended = True, False, asyncio.Event()
        self.why = ""  # why it has ended
        self.heard_at: list[
            tuple[datetime, float]
        ] = []  # when getUpdates was answered as it should be; by the loop too
        self.told: dict[tuple[int, int], None] = {}  # chat and id of messages it knows to have sent
        self.waits: list[tuple[str, datetime]] = []  # chats, and when it heard that it is to wait with them
        self.told_early: list[str] = []  # that a vote is recorded, which is not on disk
        self.tasks: dict[asyncio.Task[Any], None] = {}
        self.latency, self.note = latency, note
        self._disk, self._world = disk, world
        self.database = disk.open()
        settings = Settings(telegram_token=world.token, database_url=disk.url)
        doors = {"request": Door(self, world), "updates": Door(self, world)}
        self.app = App(settings, self.database, clock, draw=self._draw, **doors)
        self._woken = asyncio.Event()
        self.app.ticker.nudge = self._woken.set  # type: ignore[method-assign]  # APScheduler looks at the real clock
        process.set(self)
        self._main = asyncio.create_task(self._run())
        process.set(None)

    async def _draw(self, svg: str) -> bytes:
        """As the painter draws it, in the one process there is, after a while and small: nobody looks."""
        await asyncio.sleep(self.latency())
        await self.goes_on()
        return png(svg, width=SMALL)

    def heard(self, method: str, reply: Reply, chat_id: str) -> None:
        """An answer has come."""
        if reply.status == TOO_MANY:
            self.waits.append((chat_id, self._world.now()))
        if reply.status != OK or reply.missing or b'"result"' not in reply.body:
            return
        if method == "getUpdates":
            self.heard_at.append((self._world.now(), asyncio.get_running_loop().time()))
        elif method in {"sendMessage", "sendDocument", "sendPhoto"}:
            message = json.loads(reply.body)["result"]
            self.told[message["chat"]["id"], message["message_id"]] = None

    def tells(self, facts: dict[str, Any]) -> None:
        """Somebody is about to be told what became of a press: "Recorded" is true at that moment."""
        press = self._world.presses[str(facts["callback_query_id"])]
        cast = CastBallot.unpack(press.data)
        if cast and str(facts.get("text")).startswith("Recorded: "):
            with contextlib.closing(sqlite3.connect(self._disk.path)) as file:
                if file.execute(CAST, (press.user.id, cast.poll_id, str(cast.choice))).fetchone() == (0,):
                    self.told_early.append(f"{press.user.name} is told {facts['text']!r} of {press.data}, not on disk")

    async def goes_on(self) -> None:
        """Returns at once while the process lives, and never once it is dead."""
        if not self.alive:
            await asyncio.Event().wait()

    async def _run(self) -> None:
        """What bot.serve does, with a ticker that keeps virtual time."""
        app = self.app
        try:
            await app.__aenter__()
            for work in (app.intake.run(app.ticker.drained), app.courier.run(), app._set_commands(), self._tick()):
                task = asyncio.create_task(work)
                app._tasks.add(task)
                task.add_done_callback(app._done)
            self.started = True
            why = await app.ended()
        except (TokenRefused, Unavailable) as error:
            why = f"cannot start: {error!r}"
        except Exception as error:  # noqa: BLE001 -- told to whoever looks
            why = f"a part of the bot has stopped: {error!r}"
        self.end(why)

    async def _tick(self) -> None:
        while True:
            self._woken.clear()
            wait = await self.app.ticker._fire_and_look()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait.total_seconds()):
                    await self._woken.wait()

    def end(self, why: str) -> None:
        """It is to be stopped now, or is dead."""
        self.why = self.why or why
        self.ended.set()

    def kill(self, why: str) -> None:
        """Pull the plug: from now on nothing it does counts. May be called in the middle of anything it does."""
        self._disk.killed()
        self.alive = False
        self.end(why)

    async def clear_away(self) -> None:
        """SIGTERM for a process that lives; a dead one's tasks are ended and its files closed."""
        if self.alive:
            self._main.cancel()
            await asyncio.wait([self._main])
            await self.app.stop()
            self.alive = False
        while tasks := [task for task in self.tasks if task not in self._world._working]:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks, timeout=1)
        self.database.close()
        self._forget_what_it_did_not_note()

    def _forget_what_it_did_not_note(self) -> None:
        """What was told last in a chat and is not in the file, nobody knows to have been sent."""
        with contextlib.closing(sqlite3.connect(self._disk.path)) as file:
            noted = set(file.execute(NOTED))
        for chat_id in {chat_id for chat_id, _ in self.told}:
            last = max(number for chat, number in self.told if chat == chat_id)
            if (chat_id, last) not in noted:
                del self.told[chat_id, last]


def _told(method: str, data: RequestData | None) -> str:
    """A call in a line of the log."""
    facts = data.parameters if data else {}
    parts = [method, *(str(facts[name]) for name in ("chat_id", "message_id", "offset") if name in facts)]
    if text := facts.get("text") or facts.get("caption"):
        parts.append(repr(str(text).replace("\n", " | ")[:90]))
    return " ".join(parts)
