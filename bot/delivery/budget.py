"""How much a chat may be told, and when: Telegram's limits kept before it has to say so. Pure."""

from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)
PER_MINUTE = 18  # of the 20 sends and edits a minute Telegram allows a group
RESERVED = 4  # of these, for replies and for what cannot wait
URGENT = 1  # priorities up to this one may use the reserve
# How long after the last call the next may go, by how many went in the last minute: a burst starts at once and a
# storm of votes still shows its last state within seconds.
SPACING: Sequence[tuple[int, timedelta]] = ((6, timedelta(seconds=1)), (10, timedelta(seconds=2)))
SLOWEST = timedelta(seconds=4)


class Budget:
    """The calls of the last minute to one chat."""

    def __init__(self) -> None:
        self._calls: deque[datetime] = deque()

    def spend(self, now: datetime) -> None:
        """A call goes out."""
        self._calls.append(now)

    def next_at(self, priority: int, now: datetime) -> datetime:
        """When a call of this priority may go: `now`, or a later moment."""
        while self._calls and self._calls[0] <= now - MINUTE:
            self._calls.popleft()
        if not self._calls:
            return now
        limit = PER_MINUTE if priority <= URGENT else PER_MINUTE - RESERVED
        if len(self._calls) >= limit:
            return max(now, self._calls[-limit] + MINUTE)
        spacing = SPACING[0][1]
        if priority > URGENT:
            spacing = next((gap for most, gap in SPACING if len(self._calls) < most), SLOWEST)
        return max(now, self._calls[-1] + spacing)
