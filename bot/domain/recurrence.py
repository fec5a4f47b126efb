"""Recurring moments: local wall time kept, UTC computed anew each time."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def at_wall_time(on: date, clock: time, zone: ZoneInfo) -> datetime:
    """The UTC moment of a local time; in a daylight-saving gap the first instant after it, in a fold the first of two."""
    local = datetime.combine(on, clock, tzinfo=zone)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return moment
    # In a gap the two folds lie on either side of the change of offset: halve towards it.
    low, high = local.replace(fold=1).astimezone(UTC), moment
    offset = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)


def next_weekly(now: datetime, *, weekday: int, clock: time, zone: ZoneInfo) -> datetime:
    """The next `weekday` (0 is Monday) at `clock` in `zone`, strictly after `now`; UTC."""
    today = now.astimezone(zone).date()
    for ahead in range(8):
        on = today + timedelta(days=ahead)
        if on.weekday() == weekday and (moment := at_wall_time(on, clock, zone)) > now:
            return moment
    raise AssertionError("a week has every weekday")
