"""What a story is made of: captions, and what people do. Plain data; each step plays itself on a stage."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.local.replay.stage import Stage

ZONE = ZoneInfo("Europe/Brussels")  # of every time of day in a story
READ_FIRST, READ_RATE = 1.5, 22.0  # seconds; characters of a caption a second
ACT, WAIT = 1.8, 2.5  # seconds that what somebody did, and what time brought, is left to be looked at


class Step(Protocol):
    """One beat of a story. `pace`: for how many seconds it is left to be looked at, at normal speed."""

    @property
    def pace(self) -> float: ...

    @property
    def told(self) -> str:
        """What happens, in a few words; empty where a caption says it."""

    async def play(self, stage: Stage, day: date) -> None:
        """Play it on that day; Missed where the bot does not answer as the story needs it."""


@dataclass(frozen=True)
class Caption:
    """It is `at` ("18:05"), and this is what happens and why. The clock moves there, never back."""

    at: str
    text: str

    @property
    def pace(self) -> float:
        return READ_FIRST + len(self.text) / READ_RATE

    @property
    def told(self) -> str:
        return ""

    async def play(self, stage: Stage, day: date) -> None:
        await stage.move_to(moment(day, self.at))


@dataclass(frozen=True)
class WaitsUntil:
    """Time passes, until the bot by itself says `shows`."""

    at: str
    shows: str

    @property
    def pace(self) -> float:
        return WAIT

    @property
    def told(self) -> str:
        return f"It is {self.at}"

    async def play(self, stage: Stage, day: date) -> None:
        await stage.move_to(moment(day, self.at))
        await stage.shown(self.shows)


@dataclass(frozen=True)
class AddsBot:
    """Somebody adds the bot to the group, as an administrator of it."""

    who: str
    shows: str
    pace: float = WAIT

    @property
    def told(self) -> str:
        return f"{self.who} adds the bot"

    async def play(self, stage: Stage, day: date) -> None:  # noqa: ARG002 -- as every step
        stage.world.add_bot(stage.group, stage.person(self.who), administrator=True)
        await stage.shown(self.shows)


@dataclass(frozen=True)
class Says:
    """Somebody writes, in the group or in private with the bot; `to`: in reply to the newest message that says this.
    The bot is to show `shows` then; with ordinary talk, which it does not hear, nothing."""

    who: str
    text: str
    shows: str = ""
    to: str = ""
    private: bool = False
    pace: float = ACT

    @property
    def told(self) -> str:
        return f"{self.who} {'writes to the bot in private' if self.private else 'replies' if self.to else 'writes'}"

    async def play(self, stage: Stage, day: date) -> None:  # noqa: ARG002
        await stage.breathe()
        reply_to = await stage.said(self.to) if self.to else None
        written = stage.write(self.who, self.text, reply_to=reply_to, private=self.private)
        await stage.settled(self.shows, written.chat)


@dataclass(frozen=True)
class Presses:
    """Somebody presses a button by its label (or how it begins) on the newest message that says `on` and has it; in the
    group, or in private with the bot, which is to show `shows` there."""

    who: str
    button: str
    on: str
    shows: str = ""
    private: bool = False
    pace: float = ACT

    @property
    def told(self) -> str:
        return f"{self.who} presses [{self.button}]{' in private' if self.private else ''}"

    async def play(self, stage: Stage, day: date) -> None:  # noqa: ARG002
        await stage.breathe()
        await stage.press(self.who, self.button, self.on, private=self.private)
        await stage.settled(self.shows, stage.chat_of(self.who, private=self.private))


@dataclass(frozen=True)
class Answers:
    """Somebody answers the bot's newest native poll that asks `on`, by an option's whole text."""

    who: str
    option: str
    on: str
    shows: str = ""
    pace: float = ACT

    @property
    def told(self) -> str:
        return f"{self.who} answers “{self.option}”"

    async def play(self, stage: Stage, day: date) -> None:  # noqa: ARG002
        await stage.breathe()
        await stage.answer(self.who, self.option, self.on)
        await stage.settled(self.shows, stage.group)


@dataclass(frozen=True)
class Reacts:
    """Somebody gives the bot's newest message that says `on` an emoji."""

    who: str
    emoji: str
    on: str
    shows: str = ""
    pace: float = ACT

    @property
    def told(self) -> str:
        return f"{self.who} reacts with {self.emoji}"

    async def play(self, stage: Stage, day: date) -> None:  # noqa: ARG002
        await stage.breathe()
        stage.world.react(stage.person(self.who), await stage.shown(self.on), self.emoji)
        await stage.settled(self.shows, stage.group)


@dataclass(frozen=True)
class Day:
    """One day of a story, with its steps in order."""

    on: date
    steps: tuple[Step, ...]

    @property
    def name(self) -> str:
        return f"{self.on:%A} {self.on.day} {self.on:%B}"


def beginning(days: Sequence[Day]) -> datetime:
    """The moment of a story's first caption."""
    return moment(days[0].on, next(step.at for step in days[0].steps if isinstance(step, Caption)))


def moment(day: date, at: str) -> datetime:
    """That time of day, in Brussels."""
    return datetime.combine(day, time.fromisoformat(at), ZONE)
