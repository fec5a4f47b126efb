"""Telegram's flood limits: how many sends and edits a chat and a bot may have before they are told to wait.

The numbers are the Bot FAQ's; sends and edits share them (tdlib/td#3034). Short bursts that Telegram may let pass are
refused here: nobody can rely on them.
"""

import math
from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.local.errors import too_many_requests

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
# Two calls sent a second apart may arrive closer: the network's part of the second is not the bot's fault.
JITTER = timedelta(milliseconds=100)
COUNTED = {
    "sendMessage", "sendPhoto", "sendDocument", "sendPoll", "stopPoll", "editMessageText", "editMessageCaption",
    "editMessageReplyMarkup", "createForumTopic",
}  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """Calls to one chat a second, to one group a minute, and to all chats a second."""

    chat_second: int = 1
    group_minute: int = 20
    all_second: int = 30


class FloodControl:
    """The calls of the last minute."""

    def __init__(self, limits: Limits | None) -> None:
        self._limits = limits
        self._chats: dict[int, deque[datetime]] = defaultdict(deque)
        self._all: deque[datetime] = deque()

    def charge(self, chat_id: int, now: datetime) -> None:
        """Count a call; raises ApiError 429 with the seconds after which it would be let through."""
        if self._limits is None:
            return
        calls = self._chats[chat_id]
        wait = max(
            _wait(calls, self._limits.chat_second, SECOND - JITTER, now),
            _wait(calls, self._limits.group_minute, MINUTE - JITTER, now) if chat_id < 0 else timedelta(),
            _wait(self._all, self._limits.all_second, SECOND - JITTER, now),
        )
        if wait > timedelta():
            raise too_many_requests(math.ceil(wait.total_seconds()))
        for moments in (calls, self._all):
            moments.append(now)
            while moments[0] <= now - MINUTE:
                moments.popleft()


def _wait(moments: deque[datetime], most: int, span: timedelta, now: datetime) -> timedelta:
    """How long until `span` holds fewer than `most` of the moments."""
    return max(timedelta(), moments[-most] + span - now) if len(moments) >= most else timedelta()
