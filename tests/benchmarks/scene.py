"""Who presses what: 35 members, their groups, an open card in each, and the moments of the toasts."""

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence

from bot.local.changes import Change
from bot.local.world import Message, Press, World
from tests.benchmarks.server import Door

MEMBERS = 35
QUESTION = "/poll Issue a joint statement?"
CHOICES = ("For", "Against")
STILL = 0.3  # seconds without a call after which nothing more is thought to come
SETUP_SECONDS = 120.0


class Scene:
    """A world with its groups. Whoever presses again presses the other choice, so that every press changes a vote."""

    def __init__(self, world: World, door: Door, groups: int) -> None:
        self.world, self.door = world, door
        self.people = [world.add_user(f"Delegation {number}") for number in range(1, MEMBERS + 1)]
        chair = self.people[:1]
        titles = [f"Group {number}" for number in range(1, groups + 1)]
        self.groups = [world.add_group(title, *self.people, admins=chair) for title in titles]
        self.cards: list[Message] = []
        self.votes: dict[tuple[Message, int], str] = {}  # card, user: the choice that stands
        self.presses: list[tuple[Press, str]] = []  # each with the choice pressed
        self.toasted: dict[str, float] = {}  # press: moment of its toast
        self.edited: list[tuple[float, Message]] = []

    async def prepare(self) -> None:
        """Let the bot meet everyone, and open a poll in each group."""
        await until(lambda: self.door.polled_at, "the bot to ask for updates")
        chair = self.people[0]
        for group in self.groups:
            self.world.add_bot(group, chair)
            self.world.post(group, chair, service="new_chat_members", subjects=self.people[1:])
            self.world.send(chair, group, QUESTION)
        await until(lambda: all(self._card(group.messages) for group in self.groups), "a card in every group")
        self.cards = [card for group in self.groups if (card := self._card(group.messages))]
        await self.quiet()

    def _card(self, messages: Iterable[Message]) -> Message | None:
        """The bot's message that can be voted on."""
        labels = ((message, [label for row in message.buttons for label in row]) for message in messages)
        return next((message for message, found in labels if set(CHOICES) <= set(found)), None)

    def press(self, number: int, cards: Sequence[Message]) -> Press:
        """The press of that number: the cards take turns, then the members."""
        card, person = cards[number % len(cards)], self.people[number // len(cards) % MEMBERS]
        choice = CHOICES[self.votes.get((card, person.id)) == CHOICES[0]]
        press = self.world.press(person, card, choice)
        self.votes[card, person.id] = choice
        self.presses.append((press, choice))
        return press

    def tally(self, card: Message) -> tuple[str, ...]:
        """What a card says once every press on it is counted."""
        cast = [choice for (voted, _), choice in self.votes.items() if voted is card]
        return tuple(f"{choice} · {cast.count(choice)}" for choice in CHOICES)

    @property
    def unanswered(self) -> int:
        """How many presses have not been told that they are recorded."""
        return sum(not (press.text or "").startswith(f"Recorded: {choice}") for press, choice in self.presses)

    @contextlib.asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Meanwhile toasts and edits get their moments as they happen."""
        watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watching.cancel()

    async def _watch(self) -> None:
        seen = self.world.changes.last
        while True:
            news = await self.world.changes.after(seen, 60)
            now = time.perf_counter()
            for change in news:
                seen = change.number
                if change.kind == "press" and change.press_id and self.world.presses[change.press_id].answered:
                    self.toasted.setdefault(change.press_id, now)
                elif change.kind == "edit":
                    self.edited += [(now, card) for card in self.cards if _is(card, change)]

    async def quiet(self, within: float = SETUP_SECONDS) -> None:
        """Wait until the bot has taken everything and makes no more calls than to ask for news."""
        last_busy = time.perf_counter()

        def still() -> bool:
            nonlocal last_busy
            now = time.perf_counter()
            if self.door.busy or self.world.updates.pending or not self.world.updates.waiting:
                last_busy = now
            return now - last_busy > STILL

        await until(still, "the bot to be quiet", within)

    async def one_moment(self) -> None:
        """Wait until the bot waits for news and nothing of it is under way, then a random moment more."""
        await until(lambda: self.world.updates.waiting and not self.door.busy, "the bot to wait for news")
        await asyncio.sleep(random.uniform(0.01, 0.03))


def _is(card: Message, change: Change) -> bool:
    return (card.chat.id, card.id) == (change.chat_id, change.message_id)


async def until(condition: Callable[[], object], what: str, within: float = SETUP_SECONDS, step: float = 0.005) -> None:
    """Wait until something is so; TimeoutError says what never came."""
    ends = time.perf_counter() + within
    while not condition():
        if time.perf_counter() > ends:
            raise TimeoutError(f"waited {within:.0f} s for {what}")
        await asyncio.sleep(step)
