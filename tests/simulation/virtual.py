"""Time that passes only when everybody waits: hours of the bot's life in a moment, and the same ones every time."""

import asyncio
import selectors
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.clock import Clock

SATURDAY = datetime(2026, 1, 17, 17, 0, tzinfo=UTC)  # 18:00 in Brussels


BUSY = 200_000  # turns of the loop without a moment's wait


class Standstill(Exception):  # noqa: N818 -- it says what has happened
    """Time does not pass any more: everybody waits for something that nobody will do, or somebody never waits."""


class _Waiting(selectors.BaseSelector):
    """Where a loop waits for sockets and timers; here there are no sockets, and the wait is over at once."""

    def __init__(self) -> None:
        self.passed = 0.0  # seconds waited so far
        self._turns = 0
        self._keys: dict[int, selectors.SelectorKey] = {}

    def select(self, timeout: float | None = None) -> list[Any]:
        self._turns = 0 if timeout else self._turns + 1
        if timeout is None or self._turns > BUSY:
            raise Standstill
        self.passed += max(0.0, timeout)
        return []

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        """The loop's own wake-up socket, which one thread does not need."""
        key = selectors.SelectorKey(fileobj, fileobj if isinstance(fileobj, int) else fileobj.fileno(), events, data)
        self._keys[key.fd] = key
        return key

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._keys.pop(fileobj if isinstance(fileobj, int) else fileobj.fileno())

    def get_map(self) -> Any:
        return self._keys


class VirtualLoop(asyncio.SelectorEventLoop):
    """asyncio's own loop on a clock of its own: whenever nothing is ready, it is the moment of the next timer."""

    def __init__(self) -> None:
        self._waiting = _Waiting()
        super().__init__(self._waiting)

    def time(self) -> float:
        return self._waiting.passed


class VirtualClock(Clock):
    """The loop's time as a date; `skip` jumps ahead of it."""

    def now(self) -> datetime:
        return SATURDAY + timedelta(seconds=asyncio.get_running_loop().time()) + self.offset
