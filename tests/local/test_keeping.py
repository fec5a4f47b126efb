"""The world's file: whatever happens in a world is there again, and nothing leaves before it is kept."""

import copy
import json
import random
import sqlite3
import tempfile
from collections import Counter
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import aiohttp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.local import cast
from bot.local.doors import telegram_app
from bot.local.keeping import MARK, VERSION, Keeper, KeptFirst, Unreadable
from bot.local.model import Chat, File, Message, Press, Topic, User
from bot.local.native_poll import Option, Poll
from bot.local.page import page_routes
from bot.local.restoring import KEPT, LEFT, QUEUE_KEPT, QUEUE_LEFT
from bot.local.rows import GATHERED, NOUNS, address, codec_of, fill, pointed_to, row_of
from bot.local.state import ANSWER_WINDOW
from bot.local.world import World
from tests.local.conftest import Clock, serving
from tests.local.worlds import HAPPENINGS, Town, differences


def kept(world: World, path: Path) -> None:
    keeper = Keeper(path)
    keeper.keep(world)
    keeper.close()


def restored(path: Path, clock: Clock) -> World:
    world, keeper = cast.empty_world(clock), Keeper(path)
    keeper.restore(world)
    keeper.close()
    return world


# --- everything comes back


@settings(deadline=None)  # the disk's time, not ours
@given(st.lists(st.sampled_from([*HAPPENINGS, "keep", "restart"]), max_size=60), st.integers())
def test_whatever_happens_is_there_after_a_restart(happenings: list[str], seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        clock, path = Clock(), Path(folder, "world.db")
        world, keeper = cast.empty_world(clock), Keeper(path)
        cast.enter_capitals(world)
        keeper.keep(world)
        town = Town(world, random.Random(seed))
        for name in [*happenings, "restart"]:
            clock.forward(seconds=town.chance.choice([0, 1, 20]))
            if name in HAPPENINGS:
                town.does(name)
            else:
                keeper.keep(town.world)
            if name == "restart":
                open_from = clock() - ANSWER_WINDOW
                for press in [press for press in town.world.presses.values() if press.at < open_from]:
                    del town.world.presses[press.id]  # nobody can answer it any more
                keeper.close()
                again, keeper = cast.empty_world(clock), Keeper(path)
                keeper.restore(again)
                assert differences(town.world, again) == []
                town.world = again
        keeper.close()


def test_every_happening_can_happen() -> None:
    """The law above is worth something only if the things it lists are done, more than once."""
    done: Counter[str] = Counter()
    for seed in range(60):
        world = cast.empty_world(Clock())
        cast.enter_capitals(world)
        town = Town(world, random.Random(seed))
        done.update(name for name in town.chance.choices(list(HAPPENINGS), k=120) if town.does(name))
    assert {name: done[name] for name in HAPPENINGS if done[name] < 3} == {}


NOW = datetime(2026, 1, 17, 17, 0, 1, 5, UTC)
KYIV, ALLIES = User(105, "Kyiv"), Chat(-1005, "supergroup", "Allies")
EXAMPLES: dict[Any, Any] = {
    User: KYIV,
    Chat: ALLIES,
    Topic: Topic(9, "Trade", chat=ALLIES),
    File: File("local-file-1", "documents/file_1.pdf", "a.pdf", b"\x00\xff", "application/pdf"),
    Poll: Poll("800", "Now?", [Option("option-0", "Yes")]),
    Message: Message(8, ALLIES, KYIV, NOW),
    Press: Press("900", KYIV, Message(8, ALLIES, KYIV, NOW), "data", NOW),
}


def sample(hint: Any) -> Any:
    """A value of a type that no field has by itself."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in EXAMPLES:
        return EXAMPLES[hint]
    if origin in {Union, UnionType}:
        return sample(next(each for each in arguments if each is not NoneType))
    if origin in {list, set, frozenset}:
        return origin([sample(arguments[0])])
    if origin is dict:
        return {sample(arguments[0]): sample(arguments[1])}
    if is_dataclass(hint) and isinstance(hint, type):
        return hint(**{field.name: sample(get_type_hints(hint)[field.name]) for field in fields(hint)})
    return {str: "said", int: 77, Any: [{"a": 1}], bytes: b"\x00\xff", datetime: NOW}[hint]


@pytest.mark.parametrize(
    ("noun", "name"),
    [
        pytest.param(noun, field.name, id=f"{noun.__name__}.{field.name}")
        for noun in NOUNS
        for field in fields(noun)
        if (noun, field.name) not in GATHERED  # rows of their own, which the law above walks over
    ],
)
def test_every_field_of_every_noun_comes_back(noun: Any, name: str) -> None:
    one = copy.copy(EXAMPLES[noun])
    value = not getattr(one, name) if get_type_hints(noun)[name] is bool else sample(get_type_hints(noun)[name])
    setattr(one, name, value)
    row = json.loads(json.dumps(row_of(one)))
    assert name in row, "a value that is not the default one is written down"
    again = object.__new__(noun)
    fill(again, row, {address(found): found for found in [*EXAMPLES.values(), *pointed_to(one)]})
    assert getattr(again, name) == value


def test_a_field_of_a_kind_nobody_can_keep_is_refused() -> None:
    with pytest.raises(TypeError, match="nobody can keep"):
        codec_of(timedelta)


def test_every_attribute_of_a_world_is_kept_or_left_for_a_reason() -> None:
    world = World()
    assert set(vars(world)) == KEPT | set(LEFT)
    assert set(vars(world.updates)) == QUEUE_KEPT | set(QUEUE_LEFT)


# --- a restored world goes on


async def test_a_button_of_before_works_and_numbers_go_on(town, tmp_path: Path) -> None:
    said = await town.say("A-1", reply_markup={"inline_keyboard": [[{"text": "Seen", "callback_data": "seen"}]]})
    kept(town.world, tmp_path / "world.db")
    town.world = restored(tmp_path / "world.db", town.clock)
    group, paris = town.world.chats[town.group.id], town.world.users[town.paris.id]
    [before] = await town.fetch(timeout=0) or [None]
    assert before is None
    town.world.press(paris, group.messages[-1], "Seen")
    [update] = await town.fetch(timeout=0)
    assert update["callback_query"]["message"]["message_id"] == said["message_id"]
    assert (await town.say("A-2"))["message_id"] == said["message_id"] + 1


async def test_a_press_of_before_can_be_answered_once_and_no_update_comes_twice(town, tmp_path: Path) -> None:
    await town.say("A-1", reply_markup={"inline_keyboard": [[{"text": "Seen", "callback_data": "seen"}]]})
    press = town.world.press(town.paris, town.world.last(town.group), "Seen")
    [first] = await town.fetch(timeout=0)
    kept(town.world, tmp_path / "world.db")
    town.world = restored(tmp_path / "world.db", town.clock)
    assert await town.fetch(timeout=0) == [first]
    assert await town.call("answerCallbackQuery", callback_query_id=press.id, text="Seen")
    assert town.world.presses[press.id].text == "Seen"
    assert await town.fetch(offset=first["update_id"] + 1, timeout=0) == []
    kept_again = tmp_path / "again.db"
    kept(town.world, kept_again)
    town.world = restored(kept_again, town.clock)
    assert await town.fetch(timeout=0) == []


# --- before it is told


async def test_what_the_bot_is_told_is_on_the_disk(town, tmp_path: Path) -> None:
    keeper = Keeper(tmp_path / "world.db")
    app = KeptFirst(telegram_app(town.world), keeper, town.world)
    async with serving(app) as address, aiohttp.ClientSession(address) as client:
        for number in range(5):
            body = {"chat_id": town.group.id, "text": f"A-{number}"}
            async with client.post(f"/bot{town.world.token}/sendMessage", json=body) as answer:
                assert (await answer.json())["ok"]
            there = restored(tmp_path / "world.db", town.clock)
            assert there.chats[town.group.id].messages[-1].text == f"A-{number}"
    keeper.close()


async def test_what_the_page_is_told_is_on_the_disk(town, tmp_path: Path) -> None:
    keeper = Keeper(tmp_path / "world.db")
    app = KeptFirst(telegram_app(town.world, routes=page_routes(town.world)), keeper, town.world)
    async with serving(app) as address, aiohttp.ClientSession(address) as client:
        async with client.get("/world/events", params={"user": town.paris.id}) as stream:
            await stream.content.readuntil(b"\n\n")
            town.world.send(town.london, town.group, "heard")  # nobody asked the server for anything
            assert b"heard" in await stream.content.readuntil(b"\n\n")
            there = restored(tmp_path / "world.db", town.clock)
            assert there.chats[town.group.id].messages[-1].text == "heard"
        town.world.close()
    keeper.close()


async def test_what_cannot_be_kept_is_not_confirmed_and_is_kept_as_soon_as_it_can(town, tmp_path: Path) -> None:
    keeper = Keeper(tmp_path / "world.db")
    keeper.keep(town.world)
    full = keeper._connection.execute("PRAGMA page_count").fetchone()[0]
    keeper._connection.execute(f"PRAGMA max_page_count = {full}")
    town.world.send(town.paris, town.group, "x" * 4000)
    for _ in range(3):
        town.world.send(town.london, town.group, "y" * 4000)
    with pytest.raises(sqlite3.OperationalError, match="full"):
        keeper.keep(town.world)
    keeper._connection.execute("PRAGMA max_page_count = 100000")
    keeper.keep(town.world)
    keeper.close()
    assert differences(town.world, restored(tmp_path / "world.db", town.clock)) == []


def test_what_has_not_changed_is_not_written(town, tmp_path: Path) -> None:
    keeper = Keeper(tmp_path / "world.db")
    keeper.keep(town.world)
    before = keeper._connection.total_changes
    keeper.keep(town.world)
    assert keeper._connection.total_changes == before
    town.world.send(town.paris, town.group, "one more")
    keeper.keep(town.world)
    assert keeper._connection.total_changes - before <= 4  # the message, its update, its chat, the counters
    keeper.close()


def test_notes_come_back(town, tmp_path: Path) -> None:
    keeper = Keeper(tmp_path / "world.db")
    keeper.notes = lambda: {"offset": 3600.5, "until": "2026-01-17T17:00:00+00:00"}
    keeper.keep(town.world)
    keeper.close()
    again = Keeper(tmp_path / "world.db")
    assert again.noted == {"offset": 3600.5, "until": "2026-01-17T17:00:00+00:00"}
    again.close()


# --- what cannot be read


def edited(path: Path, *statements: str) -> None:
    with sqlite3.connect(path) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        pytest.param(f"PRAGMA user_version = {VERSION + 1}", "another version", id="of a later version"),
        pytest.param(f"PRAGMA application_id = {MARK + 1}", "no world", id="somebody else's database"),
        pytest.param("DELETE FROM rows WHERE kind = 'world'", "broken", id="without its state"),
        pytest.param("DELETE FROM rows WHERE kind = 'chat'", "broken", id="messages without their chats"),
        pytest.param("UPDATE rows SET body = '{' WHERE kind = 'user'", "broken", id="no JSON"),
        pytest.param("""UPDATE rows SET body = '{"id": 1, "wings": 2}' WHERE kind = 'user'""", "broken", id="a strange field"),
        pytest.param("UPDATE rows SET kind = 'ghost' WHERE kind = 'user'", "broken", id="a strange kind"),
        pytest.param("DROP TABLE rows", "cannot be read|broken", id="without its table"),
    ],
)  # fmt: skip
def test_a_file_that_makes_no_sense_is_said_to_be_unreadable(town, tmp_path: Path, statement: str, says: str) -> None:
    path = tmp_path / "world.db"
    kept(town.world, path)
    edited(path, statement)
    with pytest.raises(Unreadable, match=says):
        restored(path, town.clock)


def test_a_file_that_is_no_database_is_said_to_be_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "world.db"
    path.write_bytes(b"not a database at all, but long enough to look like one" * 100)
    with pytest.raises(Unreadable, match="cannot be read"):
        Keeper(path)


def test_a_file_in_which_nothing_was_kept_is_a_fresh_one(tmp_path: Path) -> None:
    path = tmp_path / "world.db"
    Keeper(path).close()
    keeper = Keeper(path)
    assert keeper.fresh
    keeper.close()
