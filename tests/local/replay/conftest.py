"""A stage without a bot, on which people can talk, and settings for one with it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from bot.local.replay.player import Player
from bot.local.replay.stage import Stage
from bot.local.replay.steps import ZONE, Day
from bot.local.world import World
from bot.settings import Settings

SATURDAY = date(2026, 1, 17)
NOON = datetime(2026, 1, 17, 12, 0, tzinfo=ZONE)


@dataclass
class Rehearsal:
    """Rome and Paris in a group; the clock moves only when it is moved."""

    now: datetime = NOON

    def __post_init__(self) -> None:
        self.world = World(now=lambda: self.now)
        rome, paris = self.world.add_user("Rome"), self.world.add_user("Paris")
        self.group = self.world.add_group("Allies", rome, paris)
        self.stage = Stage(self.world, self.group, self.skip, patience=0.05)

    async def skip(self, span: timedelta) -> None:
        assert span >= timedelta()
        self.now += span

    def player(self, *steps, playing: bool = True) -> Player:
        """Of a Saturday with these steps."""
        return Player(self.stage, [Day(SATURDAY, steps)], playing=playing)

    @property
    def talk(self) -> list[str]:
        return [message.text for message in self.group.messages if not message.service]


@pytest.fixture
def rehearsal() -> Rehearsal:
    return Rehearsal()


@pytest.fixture
def settings() -> Settings:
    return Settings(telegram_token=World().token, database_url="sqlite:///nowhere.db")
