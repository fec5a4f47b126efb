"""What every update shares."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.clock import Clock
from bot.settings import Settings
from handlers.albums import Albums
from handlers.strangers import Strangers
from storage.batch import Batch
from storage.database import Database
from storage.models import Past
from storage.queries.news import News


@dataclass(frozen=True, slots=True)
class House:
    """The bot's parts that handlers reach, and what they keep in memory from one update to the next."""

    database: Database
    batch: Batch  # every update reads and writes through it
    clock: Clock
    settings: Settings
    toast: Callable[[str, str | None, str | None, bool], None]  # answers a press: id, text, a link to open, in a window
    committed: Callable[[News], None]  # something is on disk that somebody waits for
    condition: Callable[
        [], tuple[str, Past | None]
    ]  # why the bot is not well, empty when it is; the last time it was not
    albums: Albums = field(default_factory=Albums)
    strangers: Strangers = field(default_factory=Strangers)
    asked: dict[int, datetime] = field(default_factory=dict)  # when Telegram last said that a member is in their group
