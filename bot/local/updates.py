"""The update queue with Telegram's true rules: kept until confirmed, by offset, for a limited time."""

import asyncio
import random
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.local.errors import CONFLICT, ApiError

ALL_TYPES = frozenset({
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
    "edited_business_message", "deleted_business_messages", "guest_message", "message_reaction",
    "message_reaction_count", "inline_query", "chosen_inline_result", "callback_query", "shipping_query",
    "pre_checkout_query", "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member",
    "chat_join_request", "chat_boost", "removed_chat_boost", "managed_bot",
})  # fmt: skip
DEFAULT_TYPES = ALL_TYPES - {"chat_member", "message_reaction", "message_reaction_count"}
LIFETIME = timedelta(hours=24)
PRESS_LIFETIME = timedelta(seconds=150)
LONGEST_POLL = 50
REMEMBERED = 1000


@dataclass(frozen=True)
class Pending:
    update_id: int
    kind: str
    body: dict[str, Any]
    ready: datetime
    expires: datetime

    def json(self) -> dict[str, Any]:
        return {"update_id": self.update_id, self.kind: self.body}


class Updates:
    """Updates nobody has confirmed yet, oldest first, and at most one long poll waiting for more.

    `lag` is how long after it happened an update can be fetched.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.next_id = _random_id()
        self._poll: asyncio.Future[bool] | None = None
        self._confirmed: deque[Pending] = deque(maxlen=REMEMBERED)
        self._again: list[Pending] = []
        self.pending: list[Pending] = []
        self.allowed: frozenset[str] = DEFAULT_TYPES
        self.lag = timedelta()

    def allow(self, kinds: list[str] | None) -> None:
        """Which kinds are queued from now on; None keeps the setting, an empty list is the default again."""
        if kinds is not None:
            self.allowed = frozenset(kinds) & ALL_TYPES or DEFAULT_TYPES

    def put(self, kind: str, body: dict[str, Any]) -> None:
        """Queue one update, if its kind is wanted, and wake the waiting poll."""
        if kind not in self.allowed:
            return
        lifetime = PRESS_LIFETIME if kind == "callback_query" else LIFETIME
        now = self._now()
        self.pending.append(Pending(self.next_id, kind, body, now + self.lag, now + lifetime))
        self.next_id += 1
        self.wake()

    def wake(self) -> None:
        """Let the waiting poll answer now with what there is."""
        self._finish_poll(conflict=False)

    @property
    def waiting(self) -> bool:
        """Whether a long poll is open right now."""
        return self._poll is not None

    def clear(self) -> None:
        self.pending.clear()

    async def poll(self, offset: int, limit: int, timeout: float) -> list[dict[str, Any]]:
        """One getUpdates. `timeout` in seconds of real time; a later poll ends this one with a 409."""
        self._finish_poll(conflict=True)
        found = self._take(offset, limit)
        if found or timeout <= 0:
            return found
        await self._news(min(timeout, LONGEST_POLL))
        return self._take(0, limit)

    async def _news(self, timeout: float) -> None:
        """Wait until there is something to fetch, or somebody wakes the poll; raises ApiError 409 for a later poll."""
        mine = self._poll = asyncio.get_running_loop().create_future()
        lags = [(update.ready - self._now()).total_seconds() for update in self.pending]
        try:
            await asyncio.wait([mine], timeout=min([timeout, *lags]))
        finally:
            if self._poll is mine:
                self._poll = None
        if mine.done() and mine.result():
            raise ApiError(409, CONFLICT)

    def _finish_poll(self, *, conflict: bool) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(conflict)

    def _take(self, offset: int, limit: int) -> list[dict[str, Any]]:
        """Confirm everything below `offset`, then read without removing."""
        self._forget_expired()
        if offset < 0:
            self._keep(self.pending[offset:])
        elif offset <= self.next_id + 10:  # an offset from the future is taken for a mistake: nothing is confirmed
            self._keep([update for update in self.pending if update.update_id >= offset])
        now = self._now()
        found = [*self._again, *(update for update in self.pending if update.ready <= now)]
        self._again = []
        return [update.json() for update in found[: max(1, min(limit, 100))]]

    def _keep(self, kept: list[Pending]) -> None:
        numbers = {update.update_id for update in kept}
        self._confirmed.extend(update for update in self.pending if update.update_id not in numbers)
        self.pending = kept

    def _forget_expired(self) -> None:
        now = self._now()
        self.pending = [update for update in self.pending if update.expires > now]

    # --- what goes wrong between Telegram and a bot

    def repeat(self, count: int = 1) -> None:
        """Deliver the newest `count` confirmed updates once more, before all others, as if never confirmed."""
        self._again = list(self._confirmed)[-count:]
        self.wake()

    def reorder(self, order: Sequence[int] | random.Random, *, renumber: bool = True) -> None:
        """Put what is pending into another order: given by places, or shuffled.

        The numbers rise all the same, as Telegram numbers what it queues; or stay with their updates (`renumber` off).
        """
        places = list(range(len(self.pending)))
        if isinstance(order, random.Random):
            order.shuffle(places)
        else:
            places = list(order)
        numbers = [update.update_id for update in self.pending]
        self.pending = [self.pending[place] for place in places]
        if renumber:
            self.pending = [
                replace(update, update_id=number) for update, number in zip(self.pending, numbers, strict=True)
            ]

    def restart_ids(self, at: int | None = None) -> None:
        """Go on from another number, by chance or given, as Telegram does after a quiet week; nothing may be pending."""
        if self.pending:
            raise ValueError("numbers start anew only when nothing is pending")
        self.next_id = _random_id() if at is None else at


def _random_id() -> int:
    return random.randrange(100_000_000, 900_000_000)  # noqa: S311 -- not a secret
