"""The only caller of datetime.now; everything else takes `now`."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Real time plus an offset that only moves forward (the demo skips ahead with it)."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self.offset = offset

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        return datetime.now(UTC) + self.offset

    def skip(self, span: timedelta) -> None:
        """Move ahead by `span`; a negative span raises ValueError, since fired timers cannot un-fire."""
        if span < timedelta():
            raise ValueError("the clock moves forward only")
        self.offset += span
