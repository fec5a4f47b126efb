"""The update queue with Telegram's true rules: kept until confirmed, by offset, for a limited time."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Pending:
    update_id: int
    kind: str
    body: dict[str, Any]
    expires: datetime

    def json(self) -> dict[str, Any]:
        return {"update_id": self.update_id, self.kind: self.body}


class Updates:
    """Updates nobody has confirmed yet, oldest first, and at most one long poll waiting for more."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._next_id = random.randrange(100_000_000, 900_000_000)  # noqa: S311 -- not a secret
        self._poll: asyncio.Future[bool] | None = None
        self.pending: list[Pending] = []
        self.allowed: frozenset[str] = DEFAULT_TYPES

    def allow(self, kinds: list[str] | None) -> None:
        """Which kinds are queued from now on; None keeps the setting, an empty list is the default again."""
        if kinds is not None:
            self.allowed = frozenset(kinds) & ALL_TYPES or DEFAULT_TYPES

    def put(self, kind: str, body: dict[str, Any]) -> None:
        """Queue one update, if its kind is wanted, and wake the waiting poll."""
        if kind not in self.allowed:
            return
        lifetime = PRESS_LIFETIME if kind == "callback_query" else LIFETIME
        self.pending.append(Pending(self._next_id, kind, body, self._now() + lifetime))
        self._next_id += 1
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
        mine = self._poll = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait([mine], timeout=min(timeout, LONGEST_POLL))
        finally:
            if self._poll is mine:
                self._poll = None
        if mine.done() and mine.result():
            raise ApiError(409, CONFLICT)
        return self._take(0, limit)

    def _finish_poll(self, *, conflict: bool) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(conflict)

    def _take(self, offset: int, limit: int) -> list[dict[str, Any]]:
        """Confirm everything below `offset`, then read without removing."""
        self._forget_expired()
        if offset < 0:
            self.pending = self.pending[offset:]
        elif offset <= self._next_id + 10:  # an offset from the future is taken for a mistake: nothing is confirmed
            self.pending = [update for update in self.pending if update.update_id >= offset]
        return [update.json() for update in self.pending[: max(1, min(limit, 100))]]

    def _forget_expired(self) -> None:
        now = self._now()
        self.pending = [update for update in self.pending if update.expires > now]
