"""Which messages of a group a bot in privacy mode gets to see."""

import pytest

SEEN = {
    "a command": ("/poll x", True),
    "a command for this bot": ("/poll@WashingtonGroupBot x", True),
    "a command for this bot in small letters": ("/poll@washingtongroupbot x", True),
    "a command for another bot": ("/poll@OtherHelperBot x", False),
    "plain words": ("good evening", False),
    "a command within words": ("try /poll", False),
    "a mention of the bot": ("what says @WashingtonGroupBot?", True),
    "a mention of somebody else": ("what says @paris?", False),
    "a command for another bot that mentions this one": ("/x@OtherHelperBot @WashingtonGroupBot", True),
}


@pytest.mark.parametrize(("text", "seen"), SEEN.values(), ids=SEEN.keys())
async def test_a_member_bot_sees(town, text, seen):
    message = town.world.send(town.paris, town.group, text)
    assert bool(await town.fetch()) is seen
    town.world.edit(town.paris, message, text + " !")
    assert [update for update in await town.fetch() if "edited_message" in update] != [] or not seen


@pytest.mark.parametrize(("text", "seen"), SEEN.values(), ids=SEEN.keys())
async def test_captions_follow_the_same_rules(town, text, seen):
    town.world.send_caption(town.paris, town.group, text)
    updates = await town.fetch()
    assert bool(updates) is seen
    assert all(update["message"]["caption"] == text and update["message"]["photo"] for update in updates)


@pytest.mark.parametrize("text", [text for text, _ in SEEN.values()])
async def test_an_administrator_bot_and_a_private_chat_see_everything(town, text):
    town.world.send(town.paris, town.world.private(town.paris), text)
    town.world.promote(town.world.bot, town.group)
    town.world.send(town.paris, town.group, text)
    messages = [update["message"]["text"] for update in await town.fetch() if "message" in update]
    assert messages == [text, text]


async def test_replies_to_the_bot_are_seen_and_bring_it_along(town):
    said = await town.say("When?")
    town.world.send(town.london, town.group, "tomorrow", reply_to=town.world.last(town.group))
    [update] = await town.fetch()
    assert update["message"]["reply_to_message"]["message_id"] == said["message_id"]


async def test_a_command_in_reply_to_a_person_brings_that_message_along(town):
    words = town.world.send(town.london, town.group, "Tariffs of 10 %")
    assert await town.fetch() == []
    town.world.send(town.paris, town.group, "/alert", reply_to=words)
    [update] = await town.fetch()
    assert update["message"]["reply_to_message"]["text"] == "Tariffs of 10 %"
    assert update["message"]["reply_to_message"]["from"]["first_name"] == "London"


async def test_forwards_name_their_origin(town):
    words = town.world.send(town.london, town.group, "/alert Tariffs")
    town.world.forward(town.paris, town.world.private(town.paris), words)
    assert (await town.fetch())[-1]["message"]["forward_origin"]["sender_user"]["first_name"] == "London"


async def test_an_anonymous_administrator_speaks_as_the_group(town):
    town.world.send(town.paris, town.group, "/poll x", anonymous=True)
    [update] = await town.fetch()
    assert update["message"]["from"]["username"] == "GroupAnonymousBot"
    assert update["message"]["sender_chat"]["id"] == town.group.id


async def test_a_bot_outside_sees_nothing(town):
    town.world.remove_bot(town.group, town.paris)
    town.world.updates.clear()
    town.world.send(town.paris, town.group, "/poll x")
    assert await town.fetch() == []
