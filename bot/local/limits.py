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
COUNTED = {
    "sendMessage", "sendPhoto", "sendDocument", "sendPoll", "stopPoll", "forwardMessage", "editMessageText", "editMessageCaption",
    "editMessageReplyMarkup", "createForumTopic",
}  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """Calls to one chat a second, to one group a minute, and to all chats a second.

    `jitter`: calls that leave a second apart may arrive closer by so many seconds, which is not the bot's fault.
    """

    chat_second: int = 1
    group_minute: int = 20
    all_second: int = 30
    jitter: float = 0.3


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
        calls, jitter = self._chats[chat_id], timedelta(seconds=self._limits.jitter)
        wait = max(
            _wait(calls, self._limits.chat_second, SECOND - jitter, now),
            _wait(calls, self._limits.group_minute, MINUTE - jitter, now) if chat_id < 0 else timedelta(),
            _wait(self._all, self._limits.all_second, SECOND - jitter, now),
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
