"""The people and their groups, and what the bot has to answer for of what they did."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.local.world import Chat, Message, Press, User, World

CAPITALS = ("Paris", "London", "Kyiv", "Brussels", "Rome", "Oslo", "Madrid", "Vienna", "Prague", "Lisbon", "Riga")


@dataclass(eq=False)
class Deed:
    """Something somebody did that the bot has to answer for. `body` is the update it made, None if it made none."""

    kind: str  # alert, press, or the typed command
    user: User
    chat: Chat
    at: datetime
    body: dict[str, Any] | None
    text: str = ""  # the text an alert must have
    message: Message | None = None  # what was typed
    press: Press | None = None
    late: bool = False  # Telegram itself was late with it


@dataclass(eq=False)
class People:
    """Groups and the people in them; tests/simulation/acts.py lets one of them do something."""

    world: World
    rng: random.Random
    note: Callable[[str], None]
    groups: list[Chat] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    once_in: dict[int, set[int]] = field(default_factory=dict)  # chat id -> user ids of all who ever were in it
    gone: dict[int, set[int]] = field(default_factory=dict)  # chat id -> user ids of all who ever left it
    deleted: dict[tuple[int, int], datetime] = field(default_factory=dict)  # the bot's messages taken away, and when
    stale: list[tuple[Message, str]] = field(default_factory=list)  # buttons that stood somewhere once
    said: int = 0

    def settle(self) -> None:
        """Found one to three groups, with four to nine people between them, some in several."""
        rng, world = self.rng, self.world
        people = [world.add_user(name, username=name.lower()) for name in rng.sample(CAPITALS, rng.randint(4, 9))]
        for number in range(1, rng.choice((1, 1, 2, 3)) + 1):
            members = rng.sample(people, rng.randint(min(3, len(people)), len(people)))
            chat = world.add_group(f"Group {number}", *members, admins=members[:1])
            self.groups.append(chat)
            self.once_in[chat.id] = {user.id for user in members}
            world.add_bot(chat, members[0], administrator=rng.random() < 0.5)

    def member(self, chat: Chat) -> User:
        return self.rng.choice([user for user in self.world.members(chat) if not user.is_bot])

    def anyone(self) -> User:
        return self.rng.choice([user for user in self.world.users.values() if not user.is_bot])

    def founder(self, chat: Chat) -> User:
        return next(user for user in self.world.members(chat) if chat.status(user) == "creator")

    def unique(self, chat: Chat) -> str:
        self.said += 1
        return f"Incident {self.said} of {chat.title}"

    def says(
        self, user: User, chat: Chat, text: str, kind: str, *, alert: str = "", reply_to: Message | None = None
    ) -> None:
        before = self.world.updates.next_id
        message = self.world.send(user, chat, text, reply_to=reply_to)
        body = self.world.updates.pending[-1].body if self.world.updates.next_id > before else None
        late = bool(self.world.updates.lag)
        self.deeds.append(Deed(kind, user, chat, message.date, body, alert, message=message, late=late))
        self.note(f"{user.name} in {chat.title}: {text!r}")

    def presses(self, user: User, message: Message, data: str) -> None:
        before = self.world.updates.next_id
        press = self.world.press_data(user, message, data)
        body = self.world.updates.pending[-1].body if self.world.updates.next_id > before else None
        late = bool(self.world.updates.lag)
        self.deeds.append(Deed("press", user, message.chat, press.at, body, press=press, late=late))
        self.note(f"{user.name} in {message.chat.title} presses {data} on {message.id}")

    def some(self, kind: str, chat: Chat, *, beyond: int = 0) -> int:
        """The number of one that was asked for here, or of one `beyond` them."""
        count = sum(deed.kind == kind and deed.chat is chat for deed in self.deeds)
        return self.rng.randint(1, max(1, count + beyond))

    def standing(self, chat: Chat) -> list[Message]:
        """What the bot has said in the chat that still has buttons."""
        return [message for message in chat.messages if message.sender is self.world.bot and message.keyboard]
