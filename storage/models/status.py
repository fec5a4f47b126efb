"""How the bot is doing in a group."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


class Past(NamedTuple):
    """Trouble that is over: what it was at last, in English, since when, until when."""

    reason: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """`trouble` is in English, for whoever operates the bot; empty when all is well."""

    trouble: str
    lately: Past | None  # what was the trouble before, of the last day
    alive_at: datetime | None  # when Telegram last answered
    outage: tuple[datetime, datetime] | None  # the last one on the group's record
    waiting: int  # messages and cards of the group not yet sent, whatever answers this aside
    waiting_since: datetime | None
    undelivered: int  # given up in the last week
    repeated: int  # sent a second time in the last week, since nobody could know whether they had arrived
    next_due: datetime | None
    administrator: bool  # whether the bot administers the group
