"""What people do: pressing, finding, coming and going."""

import pytest

KEYBOARD = (
    '{"inline_keyboard": [[{"text": "1 Yes, today", "callback_data": "v1"}, {"text": "2 Yes, later", "callback_data": "v2"}],'
    ' [{"text": "Details", "callback_data": "d"}, {"text": "Read", "url": "https://x.example"}]]}'
)


async def test_pressing_by_label_prefix_or_data(town):
    await town.say(reply_markup=KEYBOARD)
    message = town.world.last(town.group)
    for wanted, data in (("1 Yes, today", "v1"), ("1", "v1"), ("Det", "d"), ("v2", "v2")):
        assert town.world.press(town.london, message, wanted).data == data
    with pytest.raises(LookupError, match="'1 Yes, today', '2 Yes, later', 'Details', 'Read'"):
        town.world.press(town.london, message, "No")
    assert town.world.press(town.london, message, "Read").url == "https://x.example"
    forged = town.world.press_data(town.london, message, "v99")
    updates = await town.fetch()
    assert [update["callback_query"]["data"] for update in updates] == ["v1", "v1", "d", "v2", "v99"]
    assert updates[-1]["callback_query"]["id"] == forged.id
    assert updates[-1]["callback_query"]["message"]["message_id"] == message.id


async def test_a_press_can_be_answered_for_fifteen_seconds(town):
    await town.say(reply_markup=KEYBOARD)
    message = town.world.last(town.group)
    press = town.world.press(town.london, message, "1")
    town.clock.forward(seconds=15)
    await town.call("answerCallbackQuery", callback_query_id=press.id, text="Recorded: Yes", show_alert="true")
    assert (press.answered, press.text, press.alert) == (True, "Recorded: Yes", True)
    await town.call("answerCallbackQuery", callback_query_id=press.id, text="again")
    assert press.text == "Recorded: Yes"
    late = town.world.press(town.london, message, "2")
    town.clock.forward(seconds=15.1)
    too_old = "query is too old and response timeout expired or query ID is invalid"
    assert await town.refusal("answerCallbackQuery", callback_query_id=late.id) == too_old
    assert await town.refusal("answerCallbackQuery", callback_query_id="1") == too_old
    assert await town.refusal("answerCallbackQuery", callback_query_id=late.id, text="x" * 201) == "MESSAGE_TOO_LONG"
    assert not late.answered


async def test_finding_names_what_there_is(town):
    await town.say("A-1 Tariffs")
    await town.say("P-1 A statement?")
    assert town.world.find(town.group, "A-1").text == "A-1 Tariffs"
    with pytest.raises(LookupError, match=r"A-1 Tariffs(.|\n)*P-1 A statement"):
        town.world.find(town.group, "C-1")


async def test_deleted_messages_are_gone(town):
    said = await town.say()
    town.world.send(town.london, town.group, "why?", reply_to=town.world.last(town.group))
    await town.call("deleteMessage", chat_id=town.group.id, message_id=said["message_id"])
    assert [message.text for message in town.group.messages if message.text] == ["why?"]
    with pytest.raises(LookupError):
        town.world.find(town.group, "A-1")


async def test_what_no_client_lets_through(town):
    world = town.world
    with pytest.raises(ValueError, match="Kyiv is not in"):
        world.send(town.kyiv, town.group, "hello")
    with pytest.raises(ValueError, match="needs a text"):
        world.send(town.paris, town.group, "  ")
    with pytest.raises(ValueError, match="4096"):
        world.send(town.paris, town.group, "x" * 4097)
    message = world.send(town.paris, town.group, "mine")
    with pytest.raises(ValueError, match="cannot edit"):
        world.edit(town.london, message, "yours")
    world.delete(town.paris, message)
    with pytest.raises(ValueError, match="not in this chat"):
        world.send(town.london, town.group, "what?", reply_to=message)


async def test_the_bot_hears_of_its_own_membership_and_of_service_messages(town):
    world = town.world
    world.remove_bot(town.group, town.paris)
    world.add_bot(town.group, town.paris, administrator=True)
    kicked, added, greeted = await town.fetch()
    assert kicked["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert added["my_chat_member"]["old_chat_member"]["status"] == "kicked"
    assert added["my_chat_member"]["new_chat_member"]["status"] == "administrator"
    assert greeted["message"]["new_chat_members"][0]["id"] == world.bot.id
    await town.fetch(offset=-1)
    world.join(town.kyiv, town.group)
    world.leave(town.kyiv, town.group)
    joined, left = (await town.fetch())[-2:]
    assert joined["message"]["new_chat_members"][0]["first_name"] == "Kyiv"
    assert left["message"]["left_chat_member"]["first_name"] == "Kyiv"


async def test_member_changes_reach_only_an_administrator(town):
    await town.fetch(allowed_updates='["chat_member"]')
    town.world.join(town.kyiv, town.group)
    assert await town.fetch() == []
    town.world.promote(town.world.bot, town.group)
    town.world.promote(town.kyiv, town.group)
    [update] = await town.fetch()
    change = update["chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "administrator")


async def test_message_ids_count_per_group_and_over_all_private_chats(town):
    other = town.world.add_group("Others", town.paris)
    assert town.world.send(town.paris, other, "x").id == 1
    assert town.world.send(town.paris, town.world.private(town.paris), "x").id == 1
    assert town.world.send(town.kyiv, town.world.private(town.kyiv), "x").id == 2
    assert (town.paris.id, town.group.id, other.id) == (101, -1001000000001, -1001000000002)
