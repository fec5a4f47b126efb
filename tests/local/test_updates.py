"""getUpdates: kept until confirmed, in order, for a limited time, and one poll at a time."""

import asyncio
import random
from datetime import timedelta

import pytest

from bot.local.errors import CONFLICT, WEBHOOK_ACTIVE, ApiError
from bot.local.world import World


def texts(updates):
    return [update["message"]["text"] for update in updates]


def three(town):
    for number in (1, 2, 3):
        town.world.send(town.paris, town.group, f"/{number}")


async def test_what_is_not_confirmed_comes_again(town):
    three(town)
    assert texts(await town.fetch()) == ["/1", "/2", "/3"]
    assert texts(await town.fetch()) == ["/1", "/2", "/3"]
    assert texts(await town.fetch(offset=0)) == ["/1", "/2", "/3"]


async def test_a_higher_offset_confirms_everything_below_it(town):
    three(town)
    first, second, _ = await town.fetch()
    assert texts(await town.fetch(offset=second["update_id"])) == ["/2", "/3"]
    assert texts(await town.fetch(offset=first["update_id"])) == ["/2", "/3"]
    assert texts(await town.fetch(offset=second["update_id"] + 2)) == []
    assert texts(await town.fetch()) == []


async def test_a_negative_offset_forgets_all_but_the_newest(town):
    three(town)
    assert texts(await town.fetch(offset=-2)) == ["/2", "/3"]
    assert texts(await town.fetch()) == ["/2", "/3"]
    assert texts(await town.fetch(offset=-10)) == ["/2", "/3"]


async def test_an_offset_from_the_far_future_confirms_nothing(town):
    three(town)
    last = (await town.fetch())[-1]["update_id"]
    assert texts(await town.fetch(offset=last + 1000)) == ["/1", "/2", "/3"]


async def test_the_limit_holds_back_without_losing(town):
    three(town)
    first, *_ = await town.fetch(limit=1)
    assert texts([first]) == ["/1"]
    assert texts(await town.fetch(limit=1, offset=first["update_id"] + 1)) == ["/2"]


async def test_ids_rise_by_one_from_a_large_number(town):
    three(town)
    ids = [update["update_id"] for update in await town.fetch()]
    assert ids == [ids[0], ids[0] + 1, ids[0] + 2]
    assert ids[0] >= 100_000_000


async def test_a_long_poll_ends_with_the_first_news(town):
    poll = asyncio.create_task(town.fetch(timeout=30))
    await asyncio.sleep(0.01)
    town.world.send(town.paris, town.group, "/now")
    assert texts(await asyncio.wait_for(poll, 1)) == ["/now"]


async def test_a_long_poll_ends_empty_when_nothing_comes(town):
    assert await asyncio.wait_for(town.call("getUpdates", timeout=1), 3) == []


async def test_waking_ends_a_long_poll_at_once(town):
    poll = asyncio.create_task(town.fetch(timeout=30))
    await asyncio.sleep(0.01)
    town.world.wake()
    assert await asyncio.wait_for(poll, 1) == []


async def test_a_second_poll_ends_the_earlier_one(town):
    earlier = asyncio.create_task(town.fetch(timeout=30))
    await asyncio.sleep(0.01)
    later = asyncio.create_task(town.fetch(timeout=30))
    with pytest.raises(ApiError) as caught:
        await asyncio.wait_for(earlier, 1)
    assert (caught.value.code, caught.value.description) == (409, CONFLICT)
    town.world.send(town.paris, town.group, "/now")
    assert texts(await asyncio.wait_for(later, 1)) == ["/now"]


async def test_polling_is_refused_while_a_webhook_is_set(town):
    await town.call("setWebhook", url="https://bot.example/hook")
    with pytest.raises(ApiError, match="webhook is active") as caught:
        await town.fetch()
    assert (caught.value.code, caught.value.description) == (409, WEBHOOK_ACTIVE)
    await town.call("deleteWebhook")
    assert await town.fetch() == []


async def test_deleting_the_webhook_may_drop_what_waits(town):
    three(town)
    await town.call("deleteWebhook", drop_pending_updates=True)
    assert await town.fetch() == []


async def test_presses_are_forgotten_after_150_seconds_and_messages_after_a_day(town):
    keyboard = {"inline_keyboard": [[{"text": "Seen", "callback_data": "seen"}]]}
    await town.say(reply_markup=keyboard)
    town.world.send(town.paris, town.group, "/poll")
    town.world.press(town.london, town.world.last(town.group).chat.messages[-2], "Seen")
    assert [kind for update in await town.fetch() for kind in update if kind != "update_id"] == [
        "message",
        "callback_query",
    ]
    town.clock.forward(seconds=149)
    assert len(await town.fetch()) == 2
    town.clock.forward(seconds=1)
    assert texts(await town.fetch()) == ["/poll"]
    town.clock.forward(hours=24)
    assert await town.fetch() == []


async def test_member_changes_and_reactions_come_only_when_asked_for(town):
    town.world.promote(town.world.bot, town.group)
    await town.fetch(offset=-1)
    message = town.world.send(town.paris, town.group, "hello")
    town.world.promote(town.london, town.group)
    town.world.react(town.london, message, "👀")
    assert [set(update) - {"update_id"} for update in await town.fetch()][1:] == [{"message"}]
    await town.fetch(allowed_updates='["chat_member", "message_reaction"]')
    town.world.send(town.paris, town.group, "not wanted now")
    town.world.demote(town.london, town.group)
    await town.fetch()  # leaves the setting as it is
    town.world.react(town.london, message)
    updates = await town.fetch(offset=-2)
    assert updates[0]["chat_member"]["new_chat_member"]["status"] == "member"
    assert updates[1]["message_reaction"]["old_reaction"] == [{"type": "emoji", "emoji": "👀"}]
    await town.fetch(allowed_updates="[]")
    town.world.send(town.paris, town.group, "wanted again")
    assert texts(await town.fetch(offset=-1)) == ["wanted again"]


async def test_an_update_keeps_what_was_true_when_it_happened(town):
    message = town.world.send(town.paris, town.group, "/poll one")
    town.world.edit(town.paris, message, "/poll two")
    first, second = await town.fetch()
    assert first["message"]["text"] == "/poll one"
    assert second["edited_message"]["text"] == "/poll two"
    assert "edit_date" in second["edited_message"]


# --- what goes wrong between Telegram and a bot


async def test_confirmed_updates_can_come_once_more(town):
    three(town)
    updates = await town.fetch()
    confirmed = updates[-1]["update_id"] + 1
    assert await town.fetch(offset=confirmed) == []
    town.world.updates.repeat(2)
    town.world.send(town.paris, town.group, "/4")
    assert texts(await town.fetch(offset=confirmed)) == ["/2", "/3", "/4"]
    assert texts(await town.fetch(offset=confirmed)) == ["/4"]


async def test_a_repeated_update_keeps_its_number_and_ends_a_long_poll(town):
    three(town)
    last = (await town.fetch())[-1]
    assert await town.fetch(offset=last["update_id"] + 1) == []
    poll = asyncio.create_task(town.fetch(timeout=30))
    await asyncio.sleep(0.01)
    town.world.updates.repeat()
    assert await asyncio.wait_for(poll, 1) == [last]


async def test_updates_can_come_in_another_order(town):
    three(town)
    ids = [update["update_id"] for update in await town.fetch()]
    town.world.updates.reorder([2, 0, 1])
    updates = await town.fetch()
    assert texts(updates) == ["/3", "/1", "/2"]
    assert [update["update_id"] for update in updates] == ids
    town.world.updates.reorder([2, 0, 1], renumber=False)
    assert [update["update_id"] for update in await town.fetch()] == [ids[2], ids[0], ids[1]]
    town.world.updates.reorder(random.Random(7))
    assert sorted(texts(await town.fetch())) == ["/1", "/2", "/3"]


async def test_updates_can_be_late(town):
    town.world.updates.lag = timedelta(seconds=20)
    three(town)
    assert await town.fetch() == []
    town.clock.forward(seconds=20)
    assert texts(await town.fetch()) == ["/1", "/2", "/3"]


async def test_a_late_update_ends_a_long_poll_when_it_comes():
    world = World()
    paris = world.add_user("Paris")
    world.updates.lag = timedelta(seconds=0.05)
    world.send(paris, world.private(paris), "/start")
    assert texts(await asyncio.wait_for(world.updates.poll(0, 100, 30), 1)) == ["/start"]


@pytest.mark.parametrize("at", [None, 7], ids=["by chance", "below all before"])
async def test_numbers_start_anew_after_a_quiet_week(town, at):
    three(town)
    offset = (await town.fetch())[-1]["update_id"] + 1
    with pytest.raises(ValueError, match="pending"):
        town.world.updates.restart_ids()
    assert await town.fetch(offset=offset) == []
    town.world.updates.restart_ids(at)
    town.world.send(town.paris, town.group, "/4")
    [update] = await town.fetch(offset=offset) if at else await town.fetch()
    assert update["message"]["text"] == "/4"
    assert update["update_id"] == at or at is None
