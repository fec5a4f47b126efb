"""The advisers who answer by themselves: at human speed, not all of them, never twice."""

import asyncio
from collections import Counter
from datetime import timedelta

import aiohttp
import pytest

from bot.local import cast
from bot.local.actors import LONGEST, Actors, plan, questions
from bot.local.doors import telegram_app
from bot.local.model import Chat, Message
from bot.local.native_poll import Option, Poll
from bot.local.page import page_routes
from bot.local.view import people_view
from bot.local.world import World
from tests.local.conftest import Clock, serving

SEEN = [["Seen"], ["Words", "Severity"], ["Poll", "Call", "Resolve"]]
POLL = [["For", "Against", "Abstain"], ["Withdraw"]]
CALL = [["Coming", "Late", "Cannot"], ["Calendar"]]


class Council:
    """The advisers' group, and a bot that does nothing but post."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.world = World(now=self.clock, limits=None)
        cast.enter_advisers(self.world)
        self.world.updates.clear()
        self.chat: Chat = next(chat for chat in self.world.chats.values() if chat.title == cast.ADVISERS_GROUP)
        self.actors = self.there()

    def there(self, until=None) -> Actors:
        people = [user for user in self.world.members(self.chat) if not user.is_bot]
        return Actors(self.world, self.chat, people, until or self.clock())

    def posts(self, text: str, rows: list[list[str]], chat: Chat | None = None) -> Message:
        keyboard = [
            [{"text": label, "callback_data": f"{text.split(maxsplit=1)[0]}|{label}"} for label in row] for row in rows
        ]
        where = chat or self.chat
        return self.world.post(where, self.world.bot, text, markup={"inline_keyboard": keyboard})

    def passes(self, **span: float) -> list[tuple[str, str, timedelta]]:
        """Who pressed what, how long after the beginning, while time goes on second by second as things fall due."""
        began, until, done = self.clock(), self.clock() + timedelta(**span), []
        while (at := self.actors.next_at()) is not None and at <= until:
            self.clock.moment = max(at, self.clock())
            done += [(press.user.name, press.data, self.clock() - began) for press in self.actors.act()]
        self.clock.moment = until
        return done


@pytest.fixture
def council() -> Council:
    return Council()


def test_most_see_an_alert_within_minutes_and_some_never(council) -> None:
    council.posts("A-17 · open", SEEN)
    done = council.passes(hours=1)
    assert 24 <= len(done) <= 33
    assert {data for _, data, _ in done} == {"A-17|Seen"}
    assert len({name for name, _, _ in done}) == len(done), "nobody presses twice"


def test_they_answer_in_a_poll_of_telegrams_own(council) -> None:
    options = [Option(f"option-{place}", text) for place, text in enumerate(("For", "Against", "Abstain"))]
    poll = Poll("1", "P-3 · Joint statement?", options, anonymous=False)
    message = council.world.post(council.chat, council.world.bot, poll=poll)
    council.world.polls.append(poll)
    council.passes(hours=1)
    assert 24 <= len(poll.votes) <= 33
    assert poll.count(0) > poll.count(1) + poll.count(2)
    before = dict(poll.votes)
    council.world.post(council.chat, council.world.bot, poll=poll, origin=message.origin)
    council.passes(hours=1)
    assert poll.votes == before, "shown again it is the same poll"
    council.world.close_poll(poll)
    assert list(questions(message)) == []


def test_they_take_seconds_to_minutes_each_their_own_time(council) -> None:
    council.posts("A-17 · open", SEEN)
    spans = [span.total_seconds() for _, _, span in council.passes(hours=1)]
    assert min(spans) >= 3
    assert max(spans) <= LONGEST.total_seconds()
    assert max(spans) > 60
    assert sum(span < 30 for span in spans) >= 5
    assert len(set(spans)) == len(spans)


def test_they_vote_mostly_for_and_a_few_not(council) -> None:
    votes: Counter[str] = Counter()
    for number in range(1, 11):
        council.posts(f"P-{number} · open", POLL)
        votes.update(data.partition("|")[2] for _, data, _ in council.passes(hours=1))
    assert set(votes) == {"For", "Against", "Abstain"}
    assert votes["For"] > 2 * (votes["Against"] + votes["Abstain"])


@pytest.mark.parametrize(
    ("rows", "pressed"),
    [
        pytest.param(SEEN, {"Seen"}, id="an alert"),
        pytest.param([["All seen"], ["A-21", "A-22"]], {"All seen"}, id="a bundle of alerts"),
        pytest.param(POLL, {"For", "Against", "Abstain"}, id="a poll"),
        pytest.param([["1 Yes, today"], ["2 Yes, after the summit"]], {"1", "2"}, id="a poll with its own options"),
        pytest.param(CALL, {"Coming", "Late", "Cannot"}, id="a call"),
        pytest.param([["Vu"], ["Paroles"]], {"Vu"}, id="an alert in French"),
        pytest.param([["Pour", "Contre", "Abstention"]], {"Pour", "Contre", "Abstention"}, id="a poll in French"),
        pytest.param([["Yes"], ["Cancel"]], set(), id="somebody's form: yes or no"),
        pytest.param([["30 minutes", "45 minutes"], ["Cancel"]], set(), id="somebody's form: numbers"),
        pytest.param([["Resolve", "Reopen"]], set(), id="what is for whoever is in charge"),
        pytest.param([["Here I am"]], set(), id="the greeting"),
        pytest.param([["Withdraw", "Details"]], set(), id="a poll nobody can vote in any more"),
    ],
)
def test_they_press_what_asks_everyone_and_nothing_else(council, rows, pressed) -> None:
    done: set[str] = set()
    for number in range(1, 9):
        council.posts(f"X-{number}", rows)
        done |= {data.partition("|")[2] for _, data, _ in council.passes(hours=1)}
    assert {label if label in pressed else label.split()[0] for label in done} == pressed


def test_a_matter_that_is_asked_again_is_not_answered_again(council) -> None:
    council.posts("A-17 · open", SEEN)
    assert council.passes(hours=1)
    council.posts("Reminder: A-17 is not seen by all", [["Seen"]])
    council.posts("A-17 · open", SEEN)
    assert council.passes(hours=1) == []


def test_what_can_no_longer_be_pressed_is_not(council) -> None:
    message = council.posts("P-3 · open", POLL)
    before = council.passes(seconds=30)
    message.markup = None
    assert before
    assert council.passes(hours=1) == []


def test_a_form_that_becomes_a_card_is_answered_from_then_on(council) -> None:
    message = council.posts("What do you ask?", [["Cancel"]])
    assert council.passes(minutes=20) == []
    message.text, message.markup = "P-3 · open", council.posts("P-3 again", POLL).markup
    council.world.remove(council.chat.messages[-1])
    done = council.passes(hours=1)
    assert len(done) > 20
    assert min(span for _, _, span in done) >= timedelta(seconds=3)


def test_they_act_in_their_own_group_only(council) -> None:
    chair = council.world.users[101]
    other = council.world.add_group("Another", *council.world.members(council.chat), admins=[chair])
    council.posts("A-1 · open", SEEN, other)
    council.posts("A-1 · open", SEEN, council.world.private(chair))
    assert council.passes(hours=1) == []


def test_whoever_is_on_the_page_acts_as_themselves(council) -> None:
    council.posts("A-17 · open", SEEN)
    name = council.passes(hours=1)[0][0]
    mine = next(user for user in council.world.users.values() if user.name == name)
    council.posts("A-18 · open", SEEN)
    assert plan(mine, f"{council.chat.id} A-18 0", {"Seen": 1.0}) is not None
    council.world.online[mine.id] = 1
    assert name not in {who for who, _, _ in council.passes(hours=1)}


def test_whoever_has_left_answers_nothing(council) -> None:
    everyone = [user for user in council.world.members(council.chat) if not user.is_bot]
    council.posts("A-17 · open", SEEN)
    for user in everyone:
        council.world.leave(user, council.chat)
    assert council.passes(hours=1) == []


def test_after_a_restart_they_go_on_and_nobody_answers_twice(council) -> None:
    council.posts("A-17 · open", SEEN)
    first = council.passes(seconds=40)
    council.actors = council.there(council.actors.until)
    second = council.passes(hours=1)
    names = [name for name, _, _ in first + second]
    assert first
    assert second
    assert len(names) == len(set(names))
    alone = Council()
    alone.posts("A-17 · open", SEEN)
    assert sorted(names) == sorted(name for name, _, _ in alone.passes(hours=1)), "the same people as without it"


def test_what_fell_due_while_all_was_off_is_done_one_by_one_afterwards(council) -> None:
    council.posts("A-17 · open", SEEN)
    first = council.passes(seconds=20)
    council.clock.forward(hours=9)
    council.actors = council.there(council.actors.until)
    assert council.actors.act() == []
    second = council.passes(hours=1)
    assert len(first) + len(second) > 23
    assert max(Counter(round(span.total_seconds()) for _, _, span in second).values()) <= 5
    assert not {name for name, _, _ in first} & {name for name, _, _ in second}


async def test_they_act_as_time_goes_by_and_end_with_the_world(council) -> None:
    council.posts("A-17 · open", SEEN)
    running = asyncio.create_task(council.actors.run())
    await asyncio.sleep(0)
    council.clock.forward(hours=1)
    council.world.wake()
    async with asyncio.timeout(5):
        while len(council.world.presses) < 20:
            await asyncio.sleep(0.01)
        council.world.close()
        await running


def test_a_message_without_buttons_asks_nothing(council) -> None:
    assert list(questions(council.chat.messages[-1])) == []


async def test_who_closes_the_page_is_no_longer_on_it(council) -> None:
    world, user = council.world, council.world.users[103]
    app = telegram_app(world, routes=page_routes(world))
    async with serving(app) as address, aiohttp.ClientSession(address) as client:
        for _ in range(2):
            stream = await client.get("/world/events", params={"user": user.id})
            await stream.content.readuntil(b"\n\n")
            async with asyncio.timeout(5):
                while not world.online[user.id]:
                    await asyncio.sleep(0.01)
            stream.close()
            async with asyncio.timeout(5):
                while world.online[user.id]:
                    await asyncio.sleep(0.01)
        world.close()


def test_the_page_is_told_which_people_are_of_which_group(council) -> None:
    cast.enter_capitals(council.world)
    groups = [(person["name"], person["groups"]) for person in people_view(council.world)]
    assert len(groups) == 35 + 8
    assert groups[0] == ("EU adviser", ["Security advisers"])
    assert groups[-1] == ("Kyiv", ["Washington Group"])
