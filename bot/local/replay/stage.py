"""The stage of a story: what a person can do in the world, and waiting until the bot has answered."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from typing import TypeVar

from bot.local.world import Chat, Message, User, World

T = TypeVar("T")
BREATH = timedelta(seconds=15)  # of the story's time between two things people do
LOOK = 0.01  # seconds between two looks for an answer
GLANCES = 10  # looks in vain, until the clock moves on by a second: some of what the bot does waits for its time
PATIENCE = 15.0  # seconds for the bot to answer
UNSEEN = {0x2068: None, 0x2069: None}  # marks that keep names of either direction of writing apart
EXCERPT = 60  # characters of a message that is spoken of


class Missed(Exception):  # noqa: N818 -- it says what happened
    """The bot has not shown what the story needs; in a sentence for whoever watches."""


class Stage:
    """The group of a world and its clock. `skip` moves the clock ahead, for the world and the bot."""

    def __init__(
        self, world: World, group: Chat, skip: Callable[[timedelta], Awaitable[None]], *, patience: float = PATIENCE
    ) -> None:
        self.world, self.group = world, group
        self._skip, self._patience = skip, patience
        self.looked_at: Message | None = None  # where something happened last

    def person(self, name: str) -> User:
        """Somebody of the cast, by name."""
        return next(user for user in self.world.users.values() if user.name == name)

    # --- time

    async def move_to(self, moment: datetime) -> None:
        """Move the clock to that moment; where it is later already, leave it."""
        if (left := moment - self.world.now()) > timedelta():
            await self._skip(left)

    async def breathe(self) -> None:
        """The little time between two things people do."""
        await self._skip(BREATH)

    # --- what people do

    def write(self, who: str, text: str, *, reply_to: Message | None = None, private: bool = False) -> Message:
        """Write in the group, or in private with the bot."""
        chat = self.chat_of(who, private=private)
        self.looked_at = self.world.send(self.person(who), chat, text, reply_to=reply_to)
        return self.looked_at

    async def press(self, who: str, button: str, on: str, *, private: bool = False) -> None:
        """Press a button and wait until it spins no more. Missed where nothing has such a button, or it goes on spinning."""
        chat = self.chat_of(who, private=private)
        message = await self._until(
            lambda: self._with_button(chat, on, button), lambda: self._no_button(chat, on, button)
        )
        self.looked_at = message
        pressed = self.world.press(self.person(who), message, button)
        # The clock stands meanwhile: an answer later than a client waits for would be refused.
        await self._until(
            lambda: pressed.answered or None, lambda: f"[{button}] on “{_head(message)}” goes on spinning", moves=False
        )

    async def answer(self, who: str, option: str, on: str) -> None:
        """Answer a native poll of the bot's by an option's text. Missed where no poll asks `on`."""
        self.looked_at = message = await self._until(
            lambda: next((each for each in self._of_bot(self.group) if each.poll and on in each.poll.question), None),
            lambda: f"the bot has asked nothing like “{on}”",
        )
        self.world.vote(self.person(who), message, option)

    # --- what is there

    def chat_of(self, who: str, *, private: bool) -> Chat:
        """The group, or somebody's private chat with the bot."""
        return self.world.private(self.person(who)) if private else self.group

    async def shown(self, text: str, chat: Chat | None = None) -> Message:
        """The bot's newest message that says so, once it is there; Missed if it does not come."""
        where = chat or self.group
        self.looked_at = await self._until(
            lambda: next((each for each in self._of_bot(where) if _says(each, text)), None),
            lambda: f"the bot has not said “{text}”; its last words were “{_head(next(self._of_bot(where), None))}”",
        )
        return self.looked_at

    async def said(self, text: str) -> Message:
        """Anybody's newest message of the group that says so."""
        return await self._until(
            lambda: next((each for each in reversed(self.group.messages) if _says(each, text)), None),
            lambda: f"nobody has said “{text}”",
        )

    async def settled(self, shows: str, chat: Chat) -> None:
        """The bot has taken in all that people did, and shows what it is to show."""
        await self._until(lambda: not self.world.updates.pending or None, lambda: "the bot takes nothing in")
        if shows:
            await self.shown(shows, chat)

    def _of_bot(self, chat: Chat) -> Iterator[Message]:
        return (each for each in reversed(chat.messages) if each.sender is self.world.bot)

    def _with_button(self, chat: Chat, on: str, button: str) -> Message | None:
        for message in self._of_bot(chat):
            if _says(message, on) and _fitting(message, button):
                return message
        return None

    def _no_button(self, chat: Chat, on: str, button: str) -> str:
        there = next((each for each in self._of_bot(chat) if _says(each, on)), None)
        if there is None:
            return f"no message of the bot says “{on}”, on which to press [{button}]"
        labels = " ".join(f"[{label}]" for row in there.buttons for label in row) or "none"
        return f"“{_head(there)}” has no button [{button}]; there are: {labels}"

    async def _until(self, find: Callable[[], T | None], missing: Callable[[], str], *, moves: bool = True) -> T:
        """What `find` finds, as soon as it does; else Missed with the sentence."""
        loop = asyncio.get_running_loop()
        until, looks = loop.time() + self._patience, 0
        while (found := find()) is None:
            if loop.time() > until:
                raise Missed(missing())
            await asyncio.sleep(LOOK)
            looks += 1
            if moves and looks % GLANCES == 0:
                await self._skip(timedelta(seconds=1))
        return found


def _fitting(message: Message, button: str) -> bool:
    """Whether exactly one button is meant, as World.press reads a label."""
    labels = [label for row in message.buttons for label in row]
    return button in labels or len([label for label in labels if label.startswith(button)]) == 1


def _says(message: Message, text: str) -> bool:
    """Whether that stands in it, as a person reads it: the marks around names show nothing."""
    return text in message.text.translate(UNSEEN)


def _head(message: Message | None) -> str:
    """A message by the beginning of its first line."""
    return message.text.partition("\n")[0][:EXCERPT] if message else ""
