"""Updates in: fetched raw, handled one after the other, confirmed to Telegram only after they are committed."""

import asyncio
import contextvars
import json
import logging
import math
import time
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.clock import Clock
from bot.domain.errors import Mistake
from bot.points import reach
from storage.database import Unavailable
from storage.models import Past

log = logging.getLogger(__name__)

ALLOWED_UPDATES = (
    "message", "edited_message", "callback_query", "my_chat_member", "chat_member", "message_reaction", "poll",
    "poll_answer",
)  # fmt: skip
SHOWN = {"text", "entities", "caption", "caption_entities", "reply_markup"}
LIMIT = 100
TOGETHER, TOGETHER_SECONDS = 25, 0.05  # how many updates share a commit, and for how long the first may wait
LONG_POLL = timedelta(seconds=25)
TRIES = 3
FIRST_WAIT, LONGEST_WAIT = 0.1, 30.0
OUTAGE = timedelta(seconds=150)  # how long Telegram keeps a button press
SAY_AGAIN = timedelta(minutes=1)
DATABASE = "database"
RIVAL = "Telegram: another process polls with the same token"
TAKING_TURNS = timedelta(minutes=1)  # between two refusals, which of two pollers is heard changes all the time
BLIP = timedelta(seconds=5)  # what is over sooner is not worth telling
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Outcome:
    """What became of an update. python-telegram-bot swallows a handler's exception, so the handlers' context leaves it here."""

    received_at: datetime
    made_after: datetime  # a press in this update cannot have been made before
    started: bool = False
    error: BaseException | None = None
    context: Any = None  # the context the handlers were given
    person_id: int | None = None


current: contextvars.ContextVar[Outcome] = contextvars.ContextVar("current")


class Fetch(Protocol):
    """getUpdates, raw."""

    async def __call__(self, *, offset: int | None, timeout: int) -> list[dict[str, Any]]: ...


@dataclass
class Intake:
    """One poller. `bury` keeps an update nobody could handle; `beat` notes that Telegram answered, in the database."""

    fetch: Fetch
    parse: Callable[[dict[str, Any]], Update]
    process: Callable[[Update], Awaitable[None]]
    bury: Callable[[dict[str, Any], Update | None, str, Outcome], Awaitable[None]]
    commit: Callable[[], Awaitable[None]]  # make durable what the updates since the last one did, then answer
    roll_back: Callable[[], Awaitable[None]]
    beat: Callable[[datetime], Awaitable[None]]
    next_deadline: Callable[[], Awaitable[datetime | None]]
    clock: Clock
    refused: Callable[[], None]  # Telegram does not know the token any more
    offset: int | None = None
    drained_at: datetime = LONG_AGO  # Telegram held nothing made before this moment that is not done
    behind: bool = False  # Telegram holds more than was last fetched
    alive_at: datetime | None = None
    trouble: str = "not started"
    lately: Past | None = None  # the last trouble that is over and was no blip
    _since: datetime | None = None  # when the trouble there is began
    _refused_at: datetime = LONG_AGO  # in favour of another poller
    _well: bool = False  # Telegram answered the last time it was asked
    _said: dict[str, datetime] = field(default_factory=dict)

    async def run(self, drained: Callable[[], None]) -> None:
        """Fetch and handle until cancelled; `drained` is called whenever Telegram's queue has been emptied."""
        wait = FIRST_WAIT
        while True:
            try:
                if await self.step(await self._patience()):
                    drained()
                wait = FIRST_WAIT
            except (Unavailable, TelegramError) as error:
                self.complain(error)
                if isinstance(error, InvalidToken):
                    self.refused()
                pause = _seconds(error.retry_after) if isinstance(error, RetryAfter) else wait
                await asyncio.sleep(pause)
                wait = min(wait * 2, LONGEST_WAIT)

    async def step(self, timeout: int = 0) -> bool:
        """Fetch one batch and handle all of it; True when Telegram held no more than that.

        The offset moves when every update of the batch is done: a crash before has all of it delivered again, and
        the set of seen updates keeps it from being done twice.
        """
        asked_at = self.clock.now()
        batch = await self.fetch(offset=self.offset, timeout=timeout)
        received_at = self.clock.now()
        await self.beat(received_at)
        self.alive_at, self.behind = received_at, len(batch) >= LIMIT
        if not self.trouble.startswith(DATABASE):
            self._answered(received_at)
        reach("intake.fetched")
        await self._handle_all(batch, received_at)
        self._answered(received_at)
        if batch:
            reach("intake.confirming")
            self.offset = batch[-1]["update_id"] + 1
        if not self.behind:
            self.drained_at = asked_at
        return not self.behind

    async def _patience(self) -> int:
        """How long getUpdates may wait: not past the next deadline, which needs a call asked for after it.

        At the start and after trouble not at all, to know at once that all is well again.
        """
        if not self._well:
            return 0
        deadline = await self.next_deadline()
        if deadline is None:
            return int(LONG_POLL.total_seconds())
        if deadline <= self.drained_at:
            return 1  # all that counts is in; whatever keeps the deadline from being dealt with is tried again soon
        left = deadline - self.clock.now()
        return math.ceil(max(timedelta(), min(left, LONG_POLL)).total_seconds())

    async def _handle_all(self, batch: list[dict[str, Any]], received_at: datetime) -> None:
        """Handle a batch; several waiting updates share one commit, and nobody waits long for theirs."""
        began, left = time.monotonic(), TOGETHER
        try:
            for raw in batch:
                await self._handle(raw, received_at)
                reach("intake.handled")
                left -= 1
                if not left or time.monotonic() - began > TOGETHER_SECONDS:
                    await self.commit()
                    began, left = time.monotonic(), TOGETHER
            await self.commit()
        except asyncio.CancelledError:
            await self.commit()  # what is whole is kept and answered
            raise
        except BaseException:
            await self.roll_back()
            raise

    async def _handle(self, raw: dict[str, Any], received_at: datetime) -> None:
        outcome = Outcome(received_at, self.drained_at)
        try:
            update = self.parse(raw)
        except Exception:  # noqa: BLE001 -- whatever a library makes of a malformed update
            await self._bury(raw, None, traceback.format_exc(), outcome)
            return
        for attempt in range(1, TRIES + 1):
            outcome = Outcome(received_at, self.drained_at)
            current.set(outcome)
            await self.process(update)
            error = outcome.error
            if isinstance(error, Unavailable):
                raise error
            if outcome.started and (error is None or isinstance(error, Mistake)):
                # They point at each other: all of an update would stay in memory until Python looks for rings.
                outcome.context = None
                return
            told = error or RuntimeError("the update's context could not be built")
            log.error("update %s failed, try %s of %s", raw["update_id"], attempt, TRIES, exc_info=told)
        await self._bury(raw, update, "".join(traceback.format_exception(told)), outcome)

    async def _bury(self, raw: dict[str, Any], update: Update | None, error: str, outcome: Outcome) -> None:
        """Keep it and go on; what cannot even be kept whole leaves its number."""
        try:
            await self.bury(raw, update, error.encode(errors="replace").decode(), outcome)
        except (Unavailable, TelegramError):
            raise
        except Exception as trouble:
            log.exception("update %s could not be kept", raw["update_id"])
            await self.bury(
                {"update_id": raw["update_id"]}, None, repr(trouble)[:200].encode(errors="replace").decode(), outcome
            )

    def complain(self, error: Exception) -> None:
        """Note what is wrong, and say it in the log, once a minute while it lasts."""
        now, self._well = self.clock.now(), False
        trouble = f"{DATABASE if isinstance(error, Unavailable) else 'Telegram'}: {error}"
        if isinstance(error, Conflict) and "webhook" not in error.message:
            trouble, self._refused_at = RIVAL, now
        self._note(trouble)
        if now - self._said.get(self.trouble, LONG_AGO) >= SAY_AGAIN:
            self._said[self.trouble] = now
            log.warning("%s; trying again", self.trouble)

    def condition(self) -> tuple[str, Past | None]:
        """What is wrong and what was, for an answer that is committed: whoever reads it, the database can be written."""
        if self._since and self.trouble.startswith(DATABASE):
            return "", Past(self.trouble, self._since, self.clock.now())
        return self.trouble, self.lately

    def _answered(self, at: datetime) -> None:
        self._well = True
        self._note(RIVAL if at - self._refused_at < TAKING_TURNS else "")

    def _note(self, trouble: str) -> None:
        now = self.clock.now()
        if trouble:
            self._since = self._since or now
        elif self._since:
            if now - self._since >= BLIP:
                self.lately = Past(self.trouble, self._since, now)
            self._since = None
        self.trouble = trouble


def _seconds(wait: float | timedelta) -> float:
    return wait.total_seconds() if isinstance(wait, timedelta) else wait


def raw_text(raw: dict[str, Any]) -> str:
    """An update as it is kept among the dead letters."""
    return json.dumps(raw)


def parsed(raw: dict[str, Any], bot: Bot) -> Update:
    """An update as python-telegram-bot has it; whatever it raises where that is malformed."""
    update = Update.de_json(_without_what_was_shown(raw), bot)
    if update is None:
        raise ValueError("an empty update")
    return update


def _without_what_was_shown(raw: dict[str, Any]) -> dict[str, Any]:
    """A press without the words and buttons of the message it was made on: those are our own, prove nothing, and cost more
    to read than all the rest."""
    query = raw.get("callback_query")
    if not isinstance(query, dict) or not isinstance(query.get("message"), dict):
        return raw
    kept = {name: value for name, value in query["message"].items() if name not in SHOWN}
    return raw | {"callback_query": query | {"message": kept}}
