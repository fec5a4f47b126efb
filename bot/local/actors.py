"""People of a group who answer by themselves: they see messages, buttons and polls, and press or vote at human speed.

What somebody does about a matter, and how long it takes them, follows from who they are and from what it is called; so
all that has to be remembered is the moment up to which everybody has done what they were going to do.
"""

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.local.model import Chat, Message, Press, User
from bot.local.native_poll import Poll
from bot.local.world import World

QUESTIONS: tuple[dict[frozenset[str], float], ...] = tuple(
    {frozenset(labels.split("/")): weight for labels, weight in answers.items()}
    for answers in (
        {"Seen/Vu": 1.0},
        {"All seen/Tout vu": 1.0},
        {"For/Pour": 0.78, "Against/Contre": 0.1, "Abstain/Abstention": 0.12},
        {"Coming/Présent": 0.76, "Late/En retard": 0.12, "Cannot/Absent": 0.12},
        {"Consent/Consentir": 0.9, "Stand aside/S’abstenir": 0.1},
    )
)
"""What is asked by which buttons, in the languages of the bot, and how often each is pressed."""
NUMBERED = re.compile(r"(\d{1,2}) \S")  # the options of a poll that has options of its own
HANDLE = re.compile(r"\b[A-Z]-\d+\b")
SILENT = 0.1  # of the people never answer anything
ANSWERED = 0.9  # of what the others see they answer
TYPICAL, SHORTEST = 40.0, 3.0  # seconds until somebody answers
LONGEST = timedelta(minutes=4)
LOOKED_THROUGH = 60  # messages, newest first
SLEEP = 3600.0


@dataclass(frozen=True)
class Intent:
    """What somebody is going to press on a message, or to choose in its poll, and when."""

    at: datetime
    user: User
    message: Message
    label: str


class Actors:
    """The people of one chat who act. `until` is up to when they have: to be kept with the world.

    Whoever sits at an open page acts as themselves. What fell due while the world was away is done soon after.
    """

    def __init__(self, world: World, chat: Chat, people: Iterable[User], until: datetime) -> None:
        self.until = self._looked = until
        self._world, self._chat, self._people = world, chat, tuple(people)
        self._left, self._back = until, world.now()  # between the two there was nobody
        self._pressed: list[Press] = []
        self._asked: dict[str, datetime] = {}  # since when each question has stood in the chat
        for message in self._messages():
            for subject, _ in questions(message):
                self._asked.setdefault(subject, message.date)

    def act(self) -> list[Press]:
        """Do whatever is due by now; returns what was pressed."""
        now = self._world.now()
        due = sorted((each for each in self._intents() if each.at <= now), key=lambda each: each.at)
        self._looked = now
        if due:
            self.until = now
        mine = [each for each in due if not self._world.online[each.user.id]]
        pressed = [press for each in mine if (press := self._do(each))]
        self._pressed = [*self.unanswered(), *pressed]
        return pressed

    def _do(self, intent: Intent) -> Press | None:
        if intent.message.poll is None:
            return self._world.press(intent.user, intent.message, intent.label)
        if intent.user.id not in intent.message.poll.votes:
            self._world.vote(intent.user, intent.message, intent.label)
        return None

    def unanswered(self) -> list[Press]:
        """What they have pressed and the bot can still answer."""
        return [press for press in self._pressed if not press.answered and self._world.open_press(press.id)]

    def next_at(self) -> datetime | None:
        """When somebody will act next, as things stand."""
        return min((each.at for each in self._intents()), default=None)

    async def run(self) -> None:
        """Act as the time comes; whatever changes in the world is looked at."""
        changes = self._world.changes
        while not changes.closed:
            self.act()
            at = self.next_at()
            wait = SLEEP if at is None else max(0.0, (at - self._world.now()).total_seconds())
            await changes.after(changes.last, min(wait, SLEEP))

    def _messages(self) -> list[Message]:
        return self._chat.messages[-LOOKED_THROUGH:]

    def _intents(self) -> Iterator[Intent]:
        """Everything that somebody is still going to do, each matter where it was asked last."""
        asked = {subject: (message, answers) for message in self._messages() for subject, answers in questions(message)}
        for subject, (message, answers) in asked.items():
            since = self._asked.setdefault(subject, self._world.now())
            missed = self._left - LONGEST <= since <= self._back
            if (self._back if missed else since) + LONGEST > self._looked:
                yield from self._answers(message, subject, since, answers)

    def _answers(self, message: Message, subject: str, since: datetime, answers: dict[str, float]) -> Iterator[Intent]:
        for user in self._people:
            planned = plan(user, f"{self._chat.id} {subject}", answers) if self._chat.has(user) else None
            if planned is None:
                continue
            delay, label = planned
            at = since + delay
            if self._left < at <= self._back:
                at = self._back + delay
            if at > self._looked:
                yield Intent(at, user, message, label)


def questions(message: Message) -> Iterator[tuple[str, dict[str, float]]]:
    """What a message asks: a name that stays the same wherever it is asked again, and the labels with their weights."""
    if message.poll is not None:
        yield from _polled(message, message.poll)
        return
    labels = [label for row in message.buttons for label in row]
    if not labels or message.deleted:
        return
    handle = HANDLE.search(message.text)
    for number, question in enumerate(QUESTIONS):
        answers = {label: weight for label in labels for names, weight in question.items() if label in names}
        if len(answers) == len(question):
            yield f"{handle[0] if handle else message.id} {number}", answers
    options = [label for label in labels if NUMBERED.match(label)]
    if len(options) > 1 and [label.split()[0] for label in options] == [
        str(place + 1) for place in range(len(options))
    ]:
        yield f"{handle[0] if handle else message.id} options", _falling(options)


def _polled(message: Message, poll: Poll) -> Iterator[tuple[str, dict[str, float]]]:
    """The same of a native poll, which is one wherever it is forwarded."""
    if poll.closed or message.deleted:
        return
    labels = [option.text for option in poll.options]
    known = (
        {label: weight for label in labels for names, weight in question.items() if label in names}
        for question in QUESTIONS
    )
    yield poll.id, next((answers for answers in known if len(answers) == len(labels)), _falling(labels))


def _falling(labels: list[str]) -> dict[str, float]:
    """Of several options the first are chosen most."""
    return {label: 1 / (place + 1) for place, label in enumerate(labels)}


def plan(user: User, subject: str, answers: dict[str, float]) -> tuple[timedelta, str] | None:
    """What somebody will press, and how long after it was asked; None for who stays silent. The same every time."""
    person: Any = random.Random(f"{user.id}")  # noqa: S311 -- people, not secrets
    silent, pace = person.random() < SILENT, person.uniform(0.5, 2.0)
    chance = random.Random(f"{user.id} {subject}")  # noqa: S311 -- same
    if silent or chance.random() > ANSWERED:
        return None
    delay = timedelta(seconds=SHORTEST + chance.expovariate(1 / (TYPICAL * pace)))
    label = chance.choices(list(answers), list(answers.values()))[0]
    return min(delay, LONGEST), label
