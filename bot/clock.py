"""The only caller of datetime.now; everything else takes `now`."""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

log = logging.getLogger(__name__)
JUMP = timedelta(seconds=5)  # up to here the machine's clock is followed: it is being put right gently
ASTRAY = timedelta(minutes=1)  # farther than this from Telegram's, deadlines are kept at the wrong moment


def _wall() -> datetime:
    return datetime.now(UTC)


def _steady() -> float:
    """Seconds that never jump; where the system counts them, those asleep as well."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class Clock:
    """The machine's clock, whose jumps are believed only when Telegram's clock agrees, plus an offset that only moves
    forward (the demo skips ahead with it).

    Between a jump and Telegram's word time goes on as before it: no poll closes early because a clock was set wrong.
    `moved` is told by how much when a jump is believed; `trouble` says what is wrong, and nothing while all is well.
    """

    def __init__(
        self,
        offset: timedelta = timedelta(),
        *,
        wall: Callable[[], datetime] = _wall,
        steady: Callable[[], float] = _steady,
    ) -> None:
        self.offset = offset
        self.trouble = ""
        self.moved: Callable[[timedelta], None] = lambda _: None
        self._wall, self._steady = wall, steady
        self._anchor = wall(), steady()

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        wall, expected = self._both()
        if abs(wall - expected) <= JUMP:
            self._anchor = wall, self._steady()
            return wall + self.offset
        self._say(f"the machine's clock has jumped by {_span(wall - expected)}; waiting for Telegram's word on it")
        return expected + self.offset

    def witness(self, told: datetime) -> None:
        """What Telegram's clock says, to the second; called with every answer that carries it."""
        wall, expected = self._both()
        jump = wall - expected
        if abs(jump) > JUMP and abs(told - wall) < abs(told - expected):
            self._anchor = wall, self._steady()
            log.warning("the machine's clock has jumped by %s; Telegram's clock agrees", _span(jump))
            self.trouble = ""
            self.moved(jump)
        elif abs(told - wall) > ASTRAY:
            self._say(f"the machine's clock is {_span(wall - told)} off Telegram's: put it right")
        else:
            self.trouble = ""

    def skip(self, span: timedelta) -> None:
        """Move ahead by `span`; a negative span raises ValueError, since fired timers cannot un-fire."""
        if span < timedelta():
            raise ValueError("the clock moves forward only")
        self.offset += span

    def _both(self) -> tuple[datetime, datetime]:
        """What the machine's clock says, and what it would say had it not jumped."""
        then, steady = self._anchor
        return self._wall(), then + timedelta(seconds=self._steady() - steady)

    def _say(self, trouble: str) -> None:
        if not self.trouble:
            log.warning("%s", trouble)
        self.trouble = trouble


def _span(span: timedelta) -> str:
    """A span with its sign, to the second."""
    return f"{'+' if span >= timedelta() else '-'}{timedelta(seconds=round(abs(span).total_seconds()))}"
