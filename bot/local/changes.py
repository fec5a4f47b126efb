"""What happened in the world, numbered, for whoever watches (the chat page)."""

import asyncio
from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """`kind` is message, edit, delete, press, members, reaction, typing, read, menu or time; ids say where and who."""

    number: int
    kind: str
    chat_id: int | None = None
    message_id: int | None = None
    user_id: int | None = None
    press_id: str | None = None


class Changes:
    """An append-only log. Numbers start at 1 and have no gaps; readers come back with the last one they saw."""

    def __init__(self) -> None:
        self.log: list[Change] = []
        self.closed = False
        self._watchers: set[asyncio.Future[None]] = set()

    @property
    def last(self) -> int:
        return len(self.log)

    def add(
        self,
        kind: str,
        *,
        chat_id: int | None = None,
        message_id: int | None = None,
        user_id: int | None = None,
        press_id: str | None = None,
    ) -> None:
        self.log.append(Change(len(self.log) + 1, kind, chat_id, message_id, user_id, press_id))
        self._wake()

    def close(self) -> None:
        """Let every stream end, so that a server can stop without waiting for its readers."""
        self.closed = True
        self._wake()

    def _wake(self) -> None:
        for watcher in self._watchers:
            if not watcher.done():
                watcher.set_result(None)

    async def after(self, number: int, timeout: float) -> list[Change]:
        """Everything after `number`; waits up to `timeout` seconds for something and may answer nothing."""
        if self.last <= number and not self.closed:
            watcher = asyncio.get_running_loop().create_future()
            self._watchers.add(watcher)
            try:
                await asyncio.wait([watcher], timeout=timeout)
            finally:
                self._watchers.discard(watcher)
        return self.log[number:]
