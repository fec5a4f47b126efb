"""kill -9 at the worst moments: after the restart nothing is lost and nothing is done twice."""

import contextlib
import sqlite3
from pathlib import Path

import pytest

from bot.local.world import Chat, Message, User, World
from tests.processes import BotProcess, running, telegram, until

pytestmark = pytest.mark.process
CRASHING = ("-m", "tests.crashing", "run")


def bot_messages(chat: Chat, start: str) -> list[Message]:
    """What the bot has posted that begins so, its mark for a repetition aside."""
    own = [message for message in chat.messages if message.sender.is_bot]
    return [message for message in own if message.text.startswith(start)]


def facts(folder: Path, question: str) -> list[tuple[object, ...]]:
    """What the database holds."""
    with contextlib.closing(sqlite3.connect(folder / "bot.db")) as database:
        return database.execute(question).fetchall()


@pytest.mark.parametrize(
    "point",
    [
        pytest.param("before-commit:4", id="between handling and commit of the alert"),
        pytest.param("after-commit:4", id="between commit and confirmation of the alert"),
        pytest.param("before-commit:6", id="between handling and commit of the poll"),
        pytest.param("after-commit:6", id="between commit and confirmation of the poll"),
        pytest.param("before-commit:8", id="between handling and commit of a vote"),
        pytest.param("after-commit:8", id="between commit and confirmation of a vote"),
        pytest.param("before-send:2", id="a card claimed and not sent"),
        pytest.param("after-send:2", id="a card sent and not noted as sent"),
    ],
)
async def test_nothing_lost_nothing_twice(tmp_path: Path, point: str) -> None:
    world = World()
    people = [world.add_user(name) for name in ("Brussels", "London", "Kyiv")]
    group = world.add_group("Washington Group", *people, admins=people[:1])
    async with telegram(world) as address:
        world.add_bot(group, people[0])
        for person in people:
            world.send(person, group, f"@{world.bot.username} hello")
        world.send(people[0], group, "/alert Tariffs announced !high")
        world.send(people[1], group, "/ack A-1")
        world.send(people[2], group, "/poll Issue a joint statement?")
        for person in people:
            world.send(person, group, "/vote P-1 for")
        bot = BotProcess(address, world.token, tmp_path, program=CRASHING)
        await bot.start(CRASH_AT=point)
        assert await bot.ended() == -9, bot.output
        async with running(bot):
            await until(lambda: bot_messages(group, "A-1 ·") and bot_messages(group, "P-1 ·"))
            await pressed_by_all(world, people, bot_messages(group, "A-1 ·")[-1])
            await until(lambda: "Seen by everyone" in bot_messages(group, "A-1 ·")[-1].text, within=30)
            await until(lambda: "For · 3" in bot_messages(group, "P-1 ·")[-1].text, within=30)
    repeats = 2 if point == "after-send:2" else 1
    assert len(bot_messages(group, "A-1 ·")) <= repeats
    assert len(bot_messages(group, "P-1 ·")) == 1
    assert facts(tmp_path, "SELECT number FROM alerts") == [(1,)]
    assert facts(tmp_path, "SELECT number FROM polls") == [(1,)]
    assert facts(tmp_path, "SELECT choice, count(*) FROM ballots GROUP BY choice") == [(-1, 3)]
    assert facts(tmp_path, "SELECT count(*) FROM journal WHERE kind = 'ballot_cast'") == [(3,)]
    assert facts(tmp_path, "SELECT count(*) FROM dead_letters") == [(0,)]


async def pressed_by_all(world: World, people: list[User], message: Message) -> None:
    """Everyone presses [Seen] and sees a toast."""
    presses = [world.press(person, message, "Seen") for person in people]
    await until(lambda: all(press.answered for press in presses))
    assert {press.text for press in presses} <= {"Seen", "Already recorded"}
