"""What an operator wants to know of a database."""

from dataclasses import dataclass
from datetime import datetime

from storage.models.intake import DeadLetter
from storage.models.members import Group
from storage.models.timers import Timer


@dataclass(frozen=True, slots=True)
class ChainFacts:
    """A group's journal. `broken`: what does not fit, in words; empty when all of it does."""

    group: Group
    entries: int
    head: str  # the newest entry's hash; empty without entries
    broken: str


@dataclass(frozen=True, slots=True)
class UpkeepFacts:
    """How the work stands at one moment."""

    groups: tuple[Group, ...]
    chains: tuple[ChainFacts, ...]
    overdue: tuple[Timer, ...]  # the longest waiting first
    next_due: datetime | None
    parked: tuple[Timer, ...]
    waiting: int  # outbox items not yet sent, of chats that can be written to
    oldest: datetime | None  # when the first of them was decided on
    shut: int  # those of groups the bot is not in now
    stale: int  # live cards to be edited or posted
    undelivered: dict[str, int]  # reason -> how many, of late
    dead_letters: int
    newest_dead: DeadLetter | None
    alive_at: datetime | None  # when Telegram last answered
