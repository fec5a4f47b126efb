"""How much a chat may be told, and when: Telegram's limits kept before it has to say so. Pure."""

from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)
PER_MINUTE = 18  # of the 20 sends and edits a minute Telegram allows a group
# Of these, how many a priority may use: replies and what cannot wait all, reminders not the last four, and cards and
# digests leave two more for the reminders.
SHARE = (PER_MINUTE, PER_MINUTE, PER_MINUTE - 4, PER_MINUTE - 6, PER_MINUTE - 6)
HURRIED = 2  # priorities up to this one are spaced by a second only
# How long after the last call the next may go, by how many went in the last minute: a burst starts at once and a
# storm of votes still shows its last state within seconds.
SPACING: Sequence[tuple[int, timedelta]] = ((6, timedelta(seconds=1)), (10, timedelta(seconds=2)))
SLOWEST = timedelta(seconds=4)
BEHIND = timedelta(seconds=3)  # the same, at least, while more presses wait than are fetched at once: they go first
SECOND, OVERALL = timedelta(seconds=1), 25  # of the 30 sends and edits a second Telegram allows a bot


class Budget:
    """The calls of the last minute to one chat."""

    def __init__(self) -> None:
        self._calls: deque[datetime] = deque()

    def spend(self, now: datetime) -> None:
        """A call goes out."""
        self._calls.append(now)

    def answered(self, now: datetime) -> None:
        """The call that went out last has come to its end: Telegram may have counted it only now."""
        if self._calls:
            self._calls[-1] = now

    def shift(self, by: timedelta) -> None:
        """The clock has been put right by this much."""
        self._calls = deque(at + by for at in self._calls)

    def next_at(self, priority: int, now: datetime, *, behind: bool = False) -> datetime:
        """When a call of this priority may go: `now`, or a later moment. `behind`: the bot is, with what people do."""
        while self._calls and self._calls[0] <= now - MINUTE:
            self._calls.popleft()
        if not self._calls:
            return now
        limit = SHARE[max(priority, 0)]  # what is urgent goes before the replies and has what they have
        spacing = SPACING[0][1]
        if priority > HURRIED:
            spacing = next((gap for most, gap in SPACING if len(self._calls) < most), SLOWEST)
            spacing = max(spacing, BEHIND) if behind else spacing
        room = self._calls[-limit] + MINUTE if len(self._calls) >= limit else now
        return max(now, room, self._calls[-1] + spacing)


class Overall:
    """The calls of the last second to all chats together."""

    def __init__(self) -> None:
        self._calls: deque[datetime] = deque(maxlen=OVERALL)

    def spend(self, now: datetime) -> None:
        """A call goes out."""
        self._calls.append(now)

    def shift(self, by: timedelta) -> None:
        """The clock has been put right by this much."""
        self._calls = deque((at + by for at in self._calls), maxlen=OVERALL)

    def next_at(self, now: datetime) -> datetime:
        """When another call may go: `now`, or a later moment."""
        return now if len(self._calls) < OVERALL else max(now, self._calls[0] + SECOND)
