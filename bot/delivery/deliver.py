"""One job from claimed to settled: rendered from the state of now, sent, and what became of it kept."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from typing import Any

from sqlmodel import Session
from telegram.error import BadRequest, TelegramError

from bot.clock import Clock
from bot.delivery import settling
from bot.delivery.backoff import Fate, Ruling, backoff, judge
from bot.delivery.claims import Job, Lane
from bot.delivery.pictures import NotDrawn, Pictures
from bot.delivery.render import render
from bot.delivery.telegram import Sent, Telegram
from bot.points import reach
from storage.database import Database, Unavailable
from storage.queries import sense
from storage.queries.outbox import PICTURE

log = logging.getLogger(__name__)
LONGEST_NOTE = 30.0  # seconds between two tries to keep what became of a message
LATE = "too late to say"
MEANT = {  # for whoever operates the bot
    Fate.WAIT: "the chat waits",
    Fate.AGAIN: "not sent, the chat waits",
    Fate.UNKNOWN: "perhaps delivered",
    Fate.MOVED: "the group has become a supergroup",
    Fate.LOST: "posted anew",
    Fate.TOPIC: "the topic is closed or gone",
    Fate.MUTED: "the bot may not write there, tried again every ten minutes",
    Fate.BARRED: "not allowed there, tried again every ten minutes",
    Fate.CLOSED: "the chat is closed to the bot, what waits is kept for a group",
    Fate.STOP: "the token is refused",
}
QUIET = {Fate.WAIT, Fate.AGAIN, Fate.MOVED, Fate.LOST}


class Delivery:
    """Delivers claimed jobs. `counts` tells what went wrong and was put right; `troubles` what is wrong now, by chat.

    "unknown" counts the sends of unknown fate, each of which may have left a copy, "unanswered" the edits and deletes,
    "repeat" what was sent marked as a repetition, "late" what was not said any more, "undrawn" the pictures that there
    are not; the rest are fates.
    """

    def __init__(
        self, database: Database, telegram: Telegram, clock: Clock, pictures: Pictures, *, refused: Callable[[], None]
    ) -> None:
        self._database, self._telegram, self._clock = database, telegram, clock
        self._pictures, self._refused = pictures, refused
        self.counts: Counter[str] = Counter()
        self.troubles: dict[Lane, str] = {}
        self.database_trouble = ""
        self.stopped = False  # the token is refused: nothing can be sent until a start with another

    async def recover(self) -> None:
        """After a start: settle what the last run left half done."""
        found = await self._database.write(lambda session: settling.recover(session, self._clock.now()))
        for job in found:
            self.counts[_name(Fate.UNKNOWN, job)] += 1
            log.warning("%s: %s (%s)", _described(job), settling.STOPPED, MEANT[Fate.UNKNOWN])

    async def deliver(self, job: Job, spend: Callable[[], None]) -> None:
        """Send a job, unless it has become too late. `spend` is called right before a call is made."""
        if job.row.kind == "census":
            await self._count(job)
            return
        if (payload := await self._payload(job)) is None:
            return
        spend()
        reach("courier.calling")
        try:
            done = await self._call(job, payload)
        except Exception as error:  # noqa: BLE001 -- an answer of Telegram's that PTB cannot read is no TelegramError
            await self._rule(job, error)
        else:
            await self._sent(job, done)

    async def _payload(self, job: Job) -> dict[str, Any] | None:
        """What is to be sent; None where nothing is, which is kept with its reason."""
        now, picture = self._clock.now(), job.row.kind == PICTURE
        try:
            drawn = self._pictures.take(job.row.id or 0) if picture else None
            payload = await self._database.read(lambda session: render(session, job, now))
        except Unavailable:
            await self._note(lambda session: settling.later(session, job, until=now, now=now, why="database"))
            raise
        except NotDrawn as error:
            self.counts["undrawn"] += 1
            log.warning("%s: %s (given up)", _described(job), error)
            why = f"no picture: {error}"
            await self._note(lambda session: settling.give_up(session, job, why=why, now=now))
            return None
        except Exception as error:  # nothing has been sent: it is tried again, and whoever operates the bot is told
            log.exception("%s cannot be rendered", _described(job))
            self.counts["broken"] += 1
            until, why = now + backoff(job.row.attempts), repr(error)
            await self._note(lambda session: settling.later(session, job, until=until, now=now, why=why))
            return None
        if payload is None or (picture and not drawn):
            self.counts["late"] += 1
            await self._note(lambda session: settling.give_up(session, job, why=LATE, now=now))
            return None
        return payload | {"picture": drawn} if picture else payload

    async def _count(self, job: Job) -> None:
        """Ask how many there are. Without an answer it is over: the next occasion asks again."""
        try:
            found = await self._telegram.census(job.tg_chat_id)
        except Exception as error:  # noqa: BLE001 -- an answer of Telegram's that PTB cannot read is no TelegramError
            log.debug("%s: %s (given up)", _described(job), error)
            found = None
        now = self._clock.now()
        await self._note(lambda session: settling.counted(session, job, found, now))

    async def _sent(self, job: Job, done: Sent | None) -> None:
        now = self._clock.now()
        self.troubles.pop(job.lane, None)
        if job.creates and job.row.repeat:
            self.counts["repeat"] += 1
        reach("courier.sent" if job.message_id is None else "courier.edited")
        await self._note(lambda session: settling.sent(session, job, done, now))
        reach("courier.settled")

    async def _rule(self, job: Job, error: Exception) -> None:
        ruling, now = judge(error, job.row.attempts), self._clock.now()
        why = error.message if isinstance(error, TelegramError) else repr(error)
        self.counts[_name(ruling.fate, job)] += 1
        self._say(job, ruling, why)
        if ruling.fate in {Fate.AGAIN, Fate.UNKNOWN, Fate.STOP}:
            self.troubles[job.lane] = why
        if ruling.fate is Fate.STOP:
            self.stopped = True
            self._refused()
        await self._note(lambda session: settling.settle(session, job, ruling, why, now))
        if ruling.fate is Fate.MOVED:
            reach("courier.migrated")

    def _say(self, job: Job, ruling: Ruling, why: str) -> None:
        """In the log, once for a message."""
        said = job.row.repeat if ruling.fate is Fate.UNKNOWN and job.creates else bool(job.row.error)
        level = logging.DEBUG if said else logging.INFO if ruling.fate in QUIET else logging.WARNING
        log.log(level, "%s: %s (%s)", _described(job), why, MEANT.get(ruling.fate, "given up"))

    async def _note(self, work: Callable[[Session], None]) -> None:
        """Keep what became of a message, for as long as that takes: sent and not noted, it would be sent again."""
        wait = 0.1
        while True:
            try:
                await self._database.write(work)
            except Unavailable as error:
                self.database_trouble = f"database: {error}"
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_NOTE)
            else:
                return

    async def _call(self, job: Job, payload: dict[str, Any], *, plain: bool = False) -> Sent | None:
        """Make the call; returns the message there is then. What can be left out of a message is, rather than all of it lost."""
        try:
            return await self._once(job, payload, plain=plain)
        except TelegramError as error:
            if isinstance(error, BadRequest) and job.takes_away:  # it is not the bot's right to write that is lacking
                return None
            match judge(error, job.row.attempts).fate:
                case Fate.DONE if not job.creates:
                    return Sent(job.message_id) if job.message_id else None
                case Fate.PLAIN if "html" in payload and not plain:
                    self._telegram.plain_fallbacks += 1
                    log.error("markup refused, sent as plain text: %s", error)  # noqa: TRY400 -- nothing has broken
                    return await self._call(job, payload, plain=True)
                case Fate.ALONE if payload.get("reply_to"):
                    self.counts[Fate.ALONE] += 1
                    return await self._call(job, payload | {"reply_to": None}, plain=plain)
            raise

    async def _once(self, job: Job, payload: dict[str, Any], *, plain: bool) -> Sent | None:
        if job.row.kind == "leave":
            await self._telegram.leave(job.tg_chat_id)
            return None
        if job.row.kind == "delete":
            if payload["message"] is not None:
                await self._telegram.delete(job.tg_chat_id, payload["message"])
            return None
        if job.message_id is not None:
            if job.row.kind == sense.STOP:
                await self._telegram.stop_poll(job.tg_chat_id, job.message_id)
            else:
                await self._telegram.edit(job.tg_chat_id, job.message_id, payload, plain=plain)
            return Sent(job.message_id)
        return await self._telegram.send(job.tg_chat_id, payload, plain=plain)


def _name(fate: Fate, job: Job) -> str:
    return "unanswered" if fate is Fate.UNKNOWN and not job.creates else fate.value


def _described(job: Job) -> str:
    kind, lane_id = job.lane
    return f"{job.row.kind} {job.row.id} to {kind} {lane_id}"
