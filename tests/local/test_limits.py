"""Telegram's flood limits: what is let through, and how long whoever asks for more is told to wait."""

import json

import pytest

from bot.local.limits import COUNTED, Limits
from bot.local.methods import METHODS
from bot.local.world import World


@pytest.fixture
def strict(town):
    """The town, with the limits Telegram has."""
    town.world = World(now=town.clock)
    town.paris = town.world.add_user("Paris")
    town.group = town.world.add_group("Allies", town.paris)
    town.world.add_bot(town.group, town.paris)
    return town


async def wait_of(town, method="sendMessage", **parameters):
    """The seconds to wait; 0 when let through."""
    reply = await town.serve(method, **parameters)
    if reply.status == 200:
        return 0
    body = json.loads(reply.body)
    wait = body["parameters"]["retry_after"]
    assert (body["error_code"], body["description"]) == (429, f"Too Many Requests: retry after {wait}")
    return wait


async def test_one_message_a_second_to_a_chat(strict):
    where = {"chat_id": strict.group.id, "text": "x"}
    waits = []
    for gap in (0, 0.5, 0.4, 0.3, 0.7):
        strict.clock.forward(seconds=gap)
        waits.append(await wait_of(strict, **where))
    assert waits == [0, 1, 0, 1, 0]  # at 0, 0.5, 0.9 (a tenth is the network's), 1.2 and 1.9 s


async def test_sends_and_edits_share_twenty_a_minute_to_a_group(strict):
    said = await strict.say("0")
    for number in range(1, 20):
        strict.clock.forward(seconds=1)
        edit = {"message_id": said["message_id"], "text": str(number), "chat_id": strict.group.id}
        assert await wait_of(strict, "editMessageText" if number % 2 else "sendMessage", **_without(edit, number)) == 0
    strict.clock.forward(seconds=1)
    assert await wait_of(strict, chat_id=strict.group.id, text="20") == 40
    strict.clock.forward(seconds=39)
    assert await wait_of(strict, chat_id=strict.group.id, text="20") == 1
    strict.clock.forward(seconds=1)
    assert await wait_of(strict, chat_id=strict.group.id, text="20") == 0


def _without(edit, number):
    return edit if number % 2 else {name: value for name, value in edit.items() if name != "message_id"}


async def test_a_private_chat_has_no_limit_a_minute(strict):
    strict.world.send(strict.paris, strict.world.private(strict.paris), "/start")
    for _ in range(30):
        strict.clock.forward(seconds=1)
        assert await wait_of(strict, chat_id=strict.paris.id, text="x") == 0


async def test_thirty_a_second_over_all_chats(strict):
    people = [strict.world.add_user(f"Delegation {number}") for number in range(31)]
    for person in people:
        strict.world.send(person, strict.world.private(person), "/start")
    waits = [await wait_of(strict, chat_id=person.id, text="x") for person in people]
    assert waits == [0] * 30 + [1]
    strict.clock.forward(seconds=1)
    assert await wait_of(strict, chat_id=people[-1].id, text="x") == 0


async def test_what_is_refused_is_not_carried_out_and_does_not_count(strict):
    await strict.say("A-1")
    for _ in range(30):
        assert await wait_of(strict, chat_id=strict.group.id, text="more") == 1
    strict.clock.forward(seconds=1)
    assert await wait_of(strict, chat_id=strict.group.id, text="A-2") == 0
    assert [message.text for message in strict.group.messages if message.text] == ["A-1", "A-2"]


async def test_answers_to_presses_reads_and_deletions_are_free(strict):
    await strict.say("A-1", reply_markup='{"inline_keyboard":[[{"text":"Seen","callback_data":"seen"}]]}')
    message = strict.world.last(strict.group)
    for _ in range(40):
        press = strict.world.press(strict.paris, message, "Seen")
        await strict.call("answerCallbackQuery", callback_query_id=press.id)
        await strict.call("getChat", chat_id=strict.group.id)
        await strict.call("getChatMember", chat_id=strict.group.id, user_id=strict.paris.id)
        await strict.fetch()
    await strict.call("deleteMessage", chat_id=strict.group.id, message_id=message.id)


async def test_limits_can_be_others_or_none(strict):
    world = World(now=strict.clock, limits=Limits(chat_second=3))
    paris = world.add_user("Paris")
    world.send(paris, world.private(paris), "/start")
    strict.world = world
    assert [await wait_of(strict, chat_id=paris.id, text="x") for _ in range(4)] == [0, 0, 0, 1]


def test_everything_counted_is_served():
    assert set(METHODS) >= COUNTED - {"sendPhoto", "sendPoll", "stopPoll", "editMessageCaption", "createForumTopic"}
