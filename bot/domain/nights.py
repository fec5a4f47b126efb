"""When people sleep: what can wait is not said to them then."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.recurrence import at_wall_time

DUSK, DAWN = time(22), time(7)  # wall time; a night begins at the one and ends at the other
MORNING = time(9)  # when what a day brings is said


def dawn_after(at: datetime, zone: ZoneInfo) -> datetime | None:
    """The end of the night that it is in `zone` at that moment, in UTC; None by day."""
    local = at.astimezone(zone)
    if DAWN <= local.time() < DUSK:
        return None
    today = local.date()
    return at_wall_time(today if local.time() < DAWN else today + timedelta(days=1), DAWN, zone)
