"""Who answers in a forwarded poll: remembered for a minute, so that a poll that goes round the world holds up nobody."""

from collections import deque
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)
MOST = 20  # questions to Telegram a minute about people never seen; beyond, they count as outsiders unasked


class Strangers:
    """Whom Telegram has just said not to be in a group, in memory alone, and how often it was asked."""

    def __init__(self) -> None:
        self._outside: dict[tuple[int, int], datetime] = {}
        self._asked: deque[datetime] = deque()

    def are(self, group_id: int, tg_user_id: int, now: datetime) -> bool:
        """Whether somebody never seen counts as an outsider without asking; else it is to be asked, which is noted."""
        while self._asked and self._asked[0] <= now - MINUTE:
            self._asked.popleft()
        self._outside = {who: until for who, until in self._outside.items() if until > now}
        if (group_id, tg_user_id) in self._outside or len(self._asked) >= MOST:
            return True
        self._asked.append(now)
        return False

    def note(self, group_id: int, tg_user_id: int, now: datetime) -> None:
        """They are not in the group."""
        self._outside[group_id, tg_user_id] = now + MINUTE
