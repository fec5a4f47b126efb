"""The ticker: APScheduler wakes it at the next due moment, it fires what is due, one transaction each."""

import asyncio
import functools
import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from sqlmodel import Session

from bot.clock import Clock
from bot.points import reach
from bot.services import (
    calls,
    decisions,
    digests,
    openings,
    poll_clock,
    poll_reminders,
    polls,
    reminders,
    sightings,
    silences,
    tasks,
)
from storage.database import Database, Unavailable
from storage.models import Timer
from storage.queries import timers

log = logging.getLogger(__name__)

Action = Callable[[Session, Timer, datetime], None]
ACTIONS: Mapping[str, Action] = {
    "poll_open": lambda session, timer, now: openings.open_on_time(session, poll_id=timer.subject_id, now=now),
    "poll_close": lambda session, timer, now: polls.close(session, poll_id=timer.subject_id, now=now),
    poll_clock.EARLY: lambda session, timer, now: polls.close_certain(session, poll_id=timer.subject_id, now=now),
    poll_clock.CLOSING: lambda session, timer, _now: poll_clock.show_closing(session, poll_id=timer.subject_id),
    "poll_reminder": lambda session, timer, now: poll_reminders.remind(
        session, poll_id=timer.subject_id, due_at=timer.due_at, now=now
    ),
    poll_clock.MORNING: lambda session, timer, now: poll_reminders.tell_in_the_morning(
        session, poll_id=timer.subject_id, member_id=int(timer.occurrence.partition(":")[0]), now=now
    ),
    "poll_half": lambda session, timer, _now: silences.show_later_half(session, poll_id=timer.subject_id),
    sightings.MORNING: lambda session, timer, now: sightings.tell_in_the_morning(
        session, poll_id=timer.subject_id, member_id=int(timer.occurrence.partition(":")[0]), now=now
    ),
    "call_reminder": lambda session, timer, now: calls.remind(
        session, call_id=timer.subject_id, seconds=int(timer.occurrence), now=now
    ),
    "call_start": lambda session, timer, now: calls.start(session, call_id=timer.subject_id, now=now),
    "alert_unseen": lambda session, timer, now: reminders.remind(
        session, alert_id=timer.subject_id, number=int(timer.occurrence), now=now
    ),
    "alert_morning": lambda session, timer, now: reminders.tell_in_the_morning(
        session, alert_id=timer.subject_id, member_id=int(timer.occurrence.partition(":")[0]), now=now
    ),
    "alert_status": lambda session, timer, now: reminders.ask(session, alert_id=timer.subject_id, now=now),
    decisions.REVIEW: lambda session, timer, now: decisions.review(session, poll_id=timer.subject_id, now=now),
    tasks.DUE: lambda session, timer, now: tasks.remind(session, task_id=timer.subject_id, now=now),
    "digest": lambda session, timer, now: digests.post(session, group_id=timer.subject_id, now=now),
}
DEADLINES = (
    "poll_close",
    poll_clock.EARLY,
    "poll_open",
)  # fire only once what was done before them is in: votes, a cancellation
TRIES = 3
IDLE = timedelta(seconds=30)


class Ticker:
    """Fires due timers. `drained_at` tells up to which moment everything Telegram held has been handled."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        drained_at: Callable[[], datetime],
        fired: Callable[[], None],
        actions: Mapping[str, Action] = ACTIONS,
    ) -> None:
        self._database, self._clock = database, clock
        self._drained_at, self._fired, self._actions = drained_at, fired, actions
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self.parked = 0
        self._nudged, self._awake = False, False
        self._held = False  # something is overdue that waits for the intake

    def start(self) -> None:
        """Begin to wake: now, then whenever something is due, and every 30 s in any case."""
        self._scheduler.start()
        self.nudge()

    async def stop(self) -> None:
        """Wake no more."""
        if self._scheduler.running:
            self._scheduler.pause()
            await asyncio.sleep(0)  # APScheduler takes the end of a waking that has not begun for an error of ours
            self._scheduler.shutdown(wait=False)

    def nudge(self) -> None:
        """Something may have become due, or be due sooner."""
        self._nudged = True
        if not self._awake:
            self._wake_in(timedelta())

    def drained(self) -> None:
        """Telegram's queue has been emptied: what was held for that may fire."""
        if self._held:
            self.nudge()

    def _wake_in(self, wait: timedelta) -> None:
        if self._scheduler.running:
            at = datetime.now(UTC) + wait  # the scheduler's own clock, which no rule ever sees
            self._scheduler.add_job(
                self._wake, DateTrigger(at), id="wake", replace_existing=True, misfire_grace_time=None, max_instances=2
            )

    async def _wake(self) -> None:
        """Fire what is due; what was nudged meanwhile is looked at before sleeping again."""
        if self._awake:
            return
        self._awake, wait = True, timedelta()
        try:
            while self._nudged or not wait:
                self._nudged = False
                wait = await self._fire_and_look()
        except asyncio.CancelledError:
            log.debug("stopped while waking")  # whatever was being written is finished by its own thread
        finally:
            self._awake = False
            self._wake_in(wait or timedelta(seconds=1))

    async def _fire_and_look(self) -> timedelta:
        """Fire what is due; returns how long until there may be more to do."""
        try:
            await self.fire_due()
            next_at = await self._database.read(timers.earliest)
        except Unavailable as error:
            log.warning("database: %s; trying again", error)
            return timedelta(seconds=1)
        left = IDLE if next_at is None else next_at - self._clock.now()
        self._held = left <= timedelta()
        return timedelta(seconds=1) if self._held else min(IDLE, left)

    async def fire_due(self) -> int:
        """Fire what is due now, the longest waiting first; returns how many fired."""
        now, fired = self._clock.now(), 0
        for timer in await self._database.read(lambda session: timers.due(session, now)):
            if timer.kind in DEADLINES and self._drained_at() < timer.due_at:
                continue
            fired += await self._fire(timer, now)
            self._fired()
        return fired

    async def _fire(self, timer: Timer, now: datetime) -> bool:
        try:
            fired = await self._database.write(
                functools.partial(fire, timer_id=timer.id or 0, actions=self._actions, now=now)
            )
        except Unavailable:
            raise
        except Exception as error:
            log.exception("timer %s of %s %s failed", timer.id, timer.kind, timer.subject_id)
            self.parked += await self._database.write(
                functools.partial(fail, timer_id=timer.id or 0, error=repr(error), now=now)
            )
            return False
        reach("ticker.fired")
        return fired


def fire(session: Session, *, timer_id: int, actions: Mapping[str, Action], now: datetime) -> bool:
    """Fire a timer unless that has been done or called off meanwhile."""
    timer = timers.timer_by_id(session, timer_id)
    if timer.state != "pending" or timer.due_at > now:
        return False
    timer.state = "fired"
    session.add(timer)
    actions[timer.kind](session, timer, now)
    session.flush()
    reach("ticker.firing")
    return True


def fail(session: Session, *, timer_id: int, error: str, now: datetime) -> bool:
    """Note that firing failed; the third time the timer is parked (True), else it is due again in a while."""
    timer = timers.timer_by_id(session, timer_id)
    timer.attempts, timer.error = timer.attempts + 1, error
    if parked := timer.attempts >= TRIES:
        timer.state = "parked"
    else:
        timer.due_at = now + timedelta(seconds=5 * timer.attempts)
    session.add(timer)
    return parked
