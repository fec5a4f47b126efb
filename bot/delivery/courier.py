"""The courier: per chat one message at a time, in order of priority, within Telegram's limits, until it is settled."""

import asyncio
import contextlib
import functools
import logging
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import Session
from telegram.error import TelegramError

from bot.clock import Clock
from bot.delivery import claims
from bot.delivery.backoff import LONGEST, Fate, Ruling, backoff, judge
from bot.delivery.budget import Budget, Overall
from bot.delivery.claims import Job, Lane
from bot.delivery.render import render
from bot.delivery.telegram import Telegram
from bot.points import reach
from storage.database import Database, Unavailable
from storage.queries import outbox

log = logging.getLogger(__name__)
IDLE_SECONDS = 30.0
GATHER_SECONDS = 0.01  # after a nudge: what many updates change together is looked at once
NOTHING = timedelta(days=1)
ANYTHING = 99  # waits for a moment rather than for its turn: whatever comes may go before


class Courier:
    """Delivers what the outbox and the live cards hold. `counts` tells what went wrong and was put right."""

    def __init__(self, database: Database, telegram: Telegram, clock: Clock, *, refused: Callable[[], None]) -> None:
        self._database, self._telegram, self._clock = database, telegram, clock
        self._budgets: dict[Lane, Budget] = defaultdict(Budget)
        self._overall = Overall()
        self._serving: dict[Lane, asyncio.Task[None]] = {}
        self._wake: dict[
            Lane, tuple[datetime, int]
        ] = {}  # when to look again; what more urgent things need not wait for
        self._nudged = asyncio.Event()
        self._nudges = 0
        self.counts: Counter[str] = Counter()
        self.trouble = ""
        self._refused = refused

    async def recover(self) -> None:
        """Before the first delivery after a start: settle what the last run left half done."""
        found = await self._database.write(functools.partial(claims.recover, now=self._clock.now()))
        self.counts["unknown"] += found

    def nudge(self, priority: int = outbox.REPLY) -> None:
        """There may be something new to deliver, of this priority at best."""
        self._wake = {lane: wake for lane, wake in self._wake.items() if wake[1] <= priority}
        self._nudges += 1
        self._nudged.set()

    async def run(self) -> None:
        """Deliver until cancelled; whatever is being sent then is finished first."""
        try:
            while True:
                self._nudged.clear()
                await self._round()
                await self._rest()
                await asyncio.sleep(GATHER_SECONDS)
        finally:
            if self._serving:
                await asyncio.wait(self._serving.values(), timeout=4)

    async def deliver_due(self) -> datetime | None:
        """Deliver all that may go now; returns when the next may, None when nothing waits."""
        self._wake.clear()
        while await self._round():
            await asyncio.wait(self._serving.values())
        await self._telegram.settle()
        return min((at for at, _ in self._wake.values()), default=None)

    async def _round(self) -> bool:
        """Start serving every chat that has something due; False when there is none."""
        try:
            lanes = await self._database.read(claims.waiting_lanes)
        except Unavailable as error:
            self.trouble = f"database: {error}"
            return False
        if self.trouble.startswith("database: "):
            self.trouble = ""
        now, started = self._clock.now(), False
        for lane in sorted(lanes - self._serving.keys()):
            if lane not in self._wake or self._wake[lane][0] <= now:
                self._wake.pop(lane, None)
                task = asyncio.create_task(self._serve(lane))
                self._serving[lane] = task
                task.add_done_callback(functools.partial(self._served, lane))
                started = True
        return started

    async def _rest(self) -> None:
        upcoming = [at for lane, (at, _) in self._wake.items() if lane not in self._serving]
        seconds = IDLE_SECONDS
        if upcoming:
            seconds = min(seconds, max(0.0, (min(upcoming) - self._clock.now()).total_seconds()))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):  # Python 3.11's wait_for loses a cancellation that comes with the event
                await self._nudged.wait()

    def _served(self, lane: Lane, task: asyncio.Task[None]) -> None:
        self._serving.pop(lane, None)
        if not task.cancelled() and (error := task.exception()):
            log.error("delivery to %s failed", lane, exc_info=error)
            self._wake[lane] = self._clock.now() + timedelta(seconds=30), ANYTHING
        self._nudged.set()

    async def _serve(self, lane: Lane) -> None:
        """Deliver to one chat until nothing may go now."""
        while True:
            now, nudges = self._clock.now(), self._nudges
            try:
                next_at, waits_for = await self._database.read(lambda session: self._next(session, lane, now))  # noqa: B023
                if next_at > now:
                    if nudges != self._nudges:
                        continue  # something came while we looked
                    self._wake[lane] = next_at, waits_for
                    return
                job = await self._database.write(functools.partial(claims.claim, lane=lane, now=now))
                if job is None:
                    return
                reach("courier.claimed")
                await self._deliver(job)
            except Unavailable as error:
                self.trouble = f"database: {error}"
                self._wake[lane] = now + timedelta(seconds=1), ANYTHING
                return

    def _next(self, session: Session, lane: Lane, now: datetime) -> tuple[datetime, int]:
        """When the chat's next message may go, and the priority whose turn it is then: what is no more urgent than
        that changes nothing."""
        found = claims.upcoming(session, lane, now)
        if found is None:
            return now + NOTHING, ANYTHING
        moment, priority, kind = found
        if moment > now or kind in outbox.FREE:
            return moment, ANYTHING
        return max(self._budgets[lane].next_at(priority, now), self._overall.next_at(now)), priority

    async def _deliver(self, job: Job) -> None:
        now = self._clock.now()
        try:
            payload = await self._database.read(lambda session: render(session, job, now))
        except Exception as error:  # nothing has been sent: it is tried again, and whoever operates the bot is told
            until, why = now + backoff(job.attempts), repr(error)
            await self._note(lambda session: claims.settle_later(session, job, until=until, why=why))
            raise
        if payload is None or (job.item and now - job.item.created_at > claims.LIFETIME):
            await self._note(lambda session: claims.drop(session, job, why="too late to say", now=now))
            return
        if not job.item or job.item.kind not in outbox.FREE:
            self._budgets[job.lane].spend(now)
            self._overall.spend(now)
        reach("courier.calling")
        try:
            message_id = await self._call(job, payload)
        except Exception as error:  # noqa: BLE001 -- an answer of Telegram's that PTB cannot read is no TelegramError
            await self._rule(job, error)
        else:
            now, self.trouble = self._clock.now(), ""
            reach("courier.edited" if job.edits else "courier.sent")
            await self._note(lambda session: claims.settle_sent(session, job, message_id, now))
            reach("courier.settled")

    async def _note(self, work: Callable[[Session], None]) -> None:
        """Keep what became of a message, for as long as that takes: sent and not noted, it would be sent again."""
        wait = 0.1
        while True:
            try:
                await self._database.write(work)
            except Unavailable as error:
                self.trouble = f"database: {error}"
                await asyncio.sleep(wait)
                wait = min(wait * 2, IDLE_SECONDS)
            else:
                return

    async def _call(self, job: Job, payload: dict[str, object], *, plain: bool = False) -> int | None:
        chat_id = job.tg_chat_id
        try:
            if job.item and job.item.kind == "leave":
                await self._telegram.leave(chat_id)
                return None
            if job.item and job.item.kind == "delete":
                if message_id := payload.get("message"):
                    await self._telegram.delete(chat_id, int(str(message_id)))
                return None
            edited = job.card.tg_message_id if job.card else payload.get("edit")
            if edited is not None:
                await self._telegram.edit(chat_id, int(str(edited)), payload, plain=plain)
                return int(str(edited))
            return await self._telegram.send(chat_id, payload, plain=plain)
        except TelegramError as error:
            ruling = judge(error, job.attempts)
            if ruling.fate is Fate.PLAIN and not plain:
                self._telegram.plain_fallbacks += 1
                log.error("markup refused, sent as plain text: %s", error)  # noqa: TRY400 -- nothing has broken
                return await self._call(job, payload, plain=True)
            if ruling.fate is Fate.DONE:
                return job.card.tg_message_id if job.card else None
            raise

    async def _rule(self, job: Job, error: Exception) -> None:
        ruling, now = judge(error, job.attempts), self._clock.now()
        why = error.message if isinstance(error, TelegramError) else repr(error)
        self.counts[ruling.fate.value] += 1
        log.log(
            logging.INFO if ruling.fate in {Fate.WAIT, Fate.AGAIN} else logging.WARNING,
            "delivery to %s: %s (%s)", job.lane, why, ruling.fate.value,
        )  # fmt: skip
        if ruling.fate in {Fate.AGAIN, Fate.UNKNOWN, Fate.STOP}:
            self.trouble = why
        if ruling.fate is Fate.STOP:
            self._refused()
        await self._note(lambda session: _settle(session, job, ruling, why, now))


def _settle(session: Session, job: Job, ruling: Ruling, why: str, now: datetime) -> None:
    match ruling.fate:
        case Fate.WAIT:
            claims.block(session, job.lane, now + ruling.wait)
            claims.settle_later(session, job, until=now + ruling.wait, why=why)
        case Fate.AGAIN | Fate.STOP:
            claims.settle_later(session, job, until=now + ruling.wait, why=why)
        case Fate.UNKNOWN:
            claims.settle_later(session, job, until=now + ruling.wait, why=why, unknown=True)
        case Fate.MOVED:
            claims.settle_moved(session, job, tg_chat_id=ruling.tg_chat_id or job.tg_chat_id, now=now)
        case Fate.LOST:
            claims.settle_lost(session, job, why=why, now=now)
        case Fate.CLOSED:
            claims.settle_closed(session, job, why=why, now=now)
        case Fate.REFUSED if job.card and job.card.tg_message_id is None:
            # A card nobody has seen is not given up for an answer we do not know.
            claims.settle_later(session, job, until=now + LONGEST, why=why)
        case Fate.REFUSED | Fate.PLAIN | Fate.DONE:
            claims.give_up(session, job, why=why, now=now)
