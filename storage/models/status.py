"""How the bot is doing in a group."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """`trouble` is in English, for whoever operates the bot; empty when all is well."""

    trouble: str
    alive_at: datetime | None  # when Telegram last answered
    outage: tuple[datetime, datetime] | None  # the last one on the group's record
    waiting: int  # messages and cards of the group not yet sent, whatever answers this aside
    waiting_since: datetime | None
    undelivered: int  # given up in the last week
    repeated: int  # sent a second time in the last week, since nobody could know whether they had arrived
    next_due: datetime | None
    administrator: bool  # whether the bot administers the group
