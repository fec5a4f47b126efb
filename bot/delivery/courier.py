"""The courier: per chat one message at a time, in order of priority, within Telegram's limits, until it is settled."""

import asyncio
import contextlib
import functools
import logging
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.clock import Clock
from bot.delivery import claims
from bot.delivery.budget import Budget, Overall
from bot.delivery.claims import Job, Lane
from bot.delivery.deliver import Delivery
from bot.delivery.pictures import Draw, Pictures, paint
from bot.delivery.telegram import Telegram
from bot.points import reach
from storage.database import Database, Unavailable
from storage.models import LiveCard, OutboxItem
from storage.queries import outbox

log = logging.getLogger(__name__)
IDLE_SECONDS = 30.0
DATABASE_WAIT = timedelta(seconds=1)  # until it is asked again
GATHER_SECONDS = 0.01  # after a nudge: what many updates change together is looked at once
NOTHING = timedelta(days=1)  # until a chat is looked at again that is shut or has nothing waiting
ANYTHING = 99  # waits for a moment rather than for its turn: whatever comes may go before


class Courier:
    """Delivers what the outbox and the live cards hold. `behind`: whether more people have pressed than were answered yet."""

    def __init__(
        self, database: Database, telegram: Telegram, clock: Clock, *, refused: Callable[[], None],
        behind: Callable[[], bool], draw: Draw = paint,
    ) -> None:  # fmt: skip
        self._database, self._telegram, self._clock = database, telegram, clock
        self._budgets: dict[Lane, Budget] = defaultdict(Budget)
        self._overall, self._behind = Overall(), behind
        self._serving: dict[Lane, asyncio.Task[None]] = {}
        self._wake: dict[
            Lane, tuple[datetime, int]
        ] = {}  # when to look again; what more urgent things need not wait for
        self._turns: dict[Lane, int] = {}  # the card edited last: the others are next
        self._nudged = asyncio.Event()
        self._nudges = 0
        self._pictures = Pictures(database, clock, draw, finished=self._drawn)
        self._delivery = Delivery(database, telegram, clock, self._pictures, refused=refused)

    @property
    def counts(self) -> Counter[str]:
        """What went wrong and was put right (bot.delivery.deliver)."""
        return self._delivery.counts

    @property
    def trouble(self) -> str:
        """Why something is not delivered; empty when all is."""
        return self._delivery.database_trouble or self.refusal

    @property
    def refusal(self) -> str:
        """What Telegram refuses for now; empty while it refuses nothing."""
        return next(iter(self._delivery.troubles.values()), "")

    async def recover(self) -> None:
        """Before the first delivery after a start: settle what the last run left half done."""
        await self._delivery.recover()

    def nudge(self, priority: int = outbox.REPLY) -> None:
        """There may be something new to deliver, of this priority at best."""
        self._wake = {lane: wake for lane, wake in self._wake.items() if wake[1] <= priority}
        self._nudges += 1
        self._nudged.set()

    def clock_moved(self, by: timedelta) -> None:
        """The clock has been put right by this much: what was counted and planned moves along."""
        self._overall.shift(by)
        for budget in self._budgets.values():
            budget.shift(by)
        self.nudge()

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
            await self._pictures.stop()

    async def deliver_due(self) -> datetime | None:
        """Deliver all that may go now; returns when the next may, None when nothing waits."""
        self._wake.clear()
        while await self._round():
            await asyncio.wait(self._serving.values())
            await self._pictures.settle()
        await self._telegram.settle()
        now = self._clock.now()
        return min((at for at in self._upcoming(now) if at - now < NOTHING), default=None)

    def _upcoming(self, now: datetime) -> list[datetime]:
        """When to look again: at each chat that is not being served, and whether there are others."""
        planned = [at for lane, (at, _) in self._wake.items() if lane not in self._serving]
        return [*planned, now + DATABASE_WAIT] if self._delivery.database_trouble else planned

    async def _round(self) -> bool:
        """Start serving every chat that has something due; False when there is none."""
        if self._delivery.stopped:
            return False
        try:
            lanes = await self._database.read(claims.waiting_lanes)
        except Unavailable as error:
            self._delivery.database_trouble = f"database: {error}"
            return False
        self._delivery.database_trouble = ""
        for lane in self._delivery.troubles.keys() - lanes:
            del self._delivery.troubles[lane]  # what was in trouble there is settled or given up
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
        now, seconds = self._clock.now(), IDLE_SECONDS
        if upcoming := self._upcoming(now):
            seconds = min(seconds, max(0.0, (min(upcoming) - now).total_seconds()))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(
                seconds
            ):  # Python 3.11's wait_for loses a cancellation that comes with the event
                await self._nudged.wait()

    def _served(self, lane: Lane, task: asyncio.Task[None]) -> None:
        self._serving.pop(lane, None)
        if not task.cancelled() and (error := task.exception()):
            log.error("delivery to %s failed", lane, exc_info=error)
            self._wake[lane] = self._clock.now() + timedelta(seconds=30), ANYTHING
        self._nudged.set()

    async def _serve(self, lane: Lane) -> None:
        """Deliver to one chat until nothing may go now."""
        while not self._delivery.stopped:
            now, nudges = self._clock.now(), self._nudges
            try:
                look = functools.partial(self._next, lane=lane, now=now)
                next_at, waits_for, row = await self._database.read(look)
                if next_at <= now and row and row.kind == outbox.PICTURE and self._pictures.begin(lane, row.id or 0):
                    next_at, waits_for = now + NOTHING, ANYTHING  # until it is drawn
                if next_at > now or row is None:
                    if nudges != self._nudges:
                        continue  # something came while we looked
                    self._wake[lane] = next_at, waits_for
                    return
                take = functools.partial(claims.claim, lane=lane, now=now, after=self._turns.get(lane, 0))
                take = functools.partial(take, free=row.kind in outbox.FREE, drawn=self._pictures.ready)
                job = await self._database.write(take)
                if job is None:
                    return
                if job.card and not job.creates:
                    self._turns[lane] = job.card.id or 0
                reach("courier.claimed")
                await self._delivery.deliver(job, functools.partial(self._spend, job))
                if job.row.kind not in outbox.FREE:
                    self._budgets[lane].answered(self._clock.now())
            except Unavailable as error:
                self._delivery.database_trouble = f"database: {error}"
                self._wake[lane] = now + DATABASE_WAIT, ANYTHING
                return

    def _next(self, session: Session, lane: Lane, now: datetime) -> tuple[datetime, int, OutboxItem | LiveCard | None]:
        """When the chat's next message may go, the priority whose turn it is then (what is no more urgent than that
        changes nothing), and its row."""
        found = claims.upcoming(session, lane, now, after=self._turns.get(lane, 0))
        if found is None:
            return now + NOTHING, ANYTHING, None
        moment, row = found
        if moment > now or row.kind in outbox.FREE:
            return moment, ANYTHING, row
        own = self._budgets[lane].next_at(row.priority, now, behind=self._behind())
        return max(own, self._overall.next_at(now)), row.priority, row

    def _drawn(self, lane: Lane) -> None:
        """A picture for the chat is ready."""
        self._wake.pop(lane, None)
        self._nudged.set()

    def _spend(self, job: Job) -> None:
        if job.row.kind not in outbox.FREE:
            now = self._clock.now()
            self._budgets[job.lane].spend(now)
            self._overall.spend(now)
