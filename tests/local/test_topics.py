"""Forums: topics made, closed, reopened, renamed and deleted; messages stay where they belong."""

import json

import pytest


@pytest.fixture
def forum(town):
    """The town with a forum, whose bot may do everything."""
    town.group = town.world.add_group("Allies", town.paris, town.london, admins=[town.paris], forum=True)
    town.world.add_bot(town.group, town.paris, administrator=True)
    town.topic = town.world.create_topic(town.paris, town.group, "Sanctions")
    town.world.updates.clear()
    return town


async def test_a_topic_begins_with_a_message_whose_id_it_has(forum):
    made = await forum.call("createForumTopic", chat_id=forum.group.id, name="Energy", icon_color=0xFFD67E)
    assert (made["name"], made["icon_color"]) == ("Energy", 0xFFD67E)
    message = forum.world.last(forum.group)
    assert (message.id, message.service) == (made["message_thread_id"], "forum_topic_created")
    forum.world.create_topic(forum.paris, forum.group, "Grain", icon_custom_emoji_id="5")
    [update] = await forum.fetch()
    assert update["message"]["forum_topic_created"] == {
        "name": "Grain",
        "icon_color": 0x6FB9F0,
        "icon_custom_emoji_id": "5",
    }
    assert update["message"]["message_thread_id"] == update["message"]["message_id"]
    assert update["message"]["chat"]["is_forum"] is True


async def test_messages_name_their_topic_and_those_in_general_none(forum):
    forum.world.send(forum.london, forum.group, "in General")
    forum.world.send(forum.london, forum.group, "on sanctions", topic=forum.topic)
    general, sanctions = (update["message"] for update in await forum.fetch())
    assert "message_thread_id" not in general
    assert "is_topic_message" not in general
    assert (sanctions["message_thread_id"], sanctions["is_topic_message"]) == (forum.topic.id, True)
    assert sanctions["reply_to_message"]["forum_topic_created"]["name"] == "Sanctions"


async def test_replies_stay_in_their_topic(forum):
    words = forum.world.send(forum.london, forum.group, "on sanctions", topic=forum.topic)
    said = await forum.say("A-1", reply_parameters=json.dumps({"message_id": words.id}))
    assert said["message_thread_id"] == forum.topic.id
    answer = forum.world.send(forum.paris, forum.group, "seen", reply_to=forum.world.last(forum.group))
    assert answer.topic is forum.topic
    said = await forum.say("A-2", message_thread_id=forum.topic.id)
    assert (said["message_thread_id"], said["is_topic_message"]) == (forum.topic.id, True)


NOWHERE = {
    "a topic that never was": 999,
    "General by its number": 1,
    "a message that is no topic": 3,
}


@pytest.mark.parametrize("thread", NOWHERE.values(), ids=NOWHERE.keys())
async def test_nothing_can_be_sent_to(forum, thread):
    forum.world.send(forum.london, forum.group, "words")
    assert await forum.refusal("sendMessage", chat_id=forum.group.id, text="x", message_thread_id=thread) == (
        "message thread not found"
    )


async def test_a_group_without_topics_has_no_threads_to_send_to(town):
    words = town.world.send(town.london, town.group, "words")
    refusal = await town.refusal("sendMessage", chat_id=town.group.id, text="x", message_thread_id=words.id)
    assert refusal == "message thread not found"
    said = await town.say("A-1", reply_parameters=json.dumps({"message_id": words.id}))
    assert said["message_thread_id"] == words.id  # the root of the replies
    assert "is_topic_message" not in said


async def test_a_closed_topic_is_closed_to_all_but_administrators(forum):
    where = {"chat_id": forum.group.id, "message_thread_id": forum.topic.id}
    forum.world.close_topic(forum.paris, forum.group, forum.topic)
    await forum.say("an administrator", message_thread_id=forum.topic.id)
    with pytest.raises(ValueError, match="Sanctions is closed"):
        forum.world.send(forum.london, forum.group, "words", topic=forum.topic)
    forum.world.demote(forum.world.bot, forum.group)
    assert await forum.refusal("sendMessage", text="x", **where) == "TOPIC_CLOSED"
    forum.world.reopen_topic(forum.paris, forum.group, forum.topic)
    await forum.call("sendMessage", text="x", **where)
    services = [message.service for message in forum.group.messages if (message.service or "").startswith("forum")]
    assert services == ["forum_topic_created", "forum_topic_closed", "forum_topic_reopened"]


async def test_a_deleted_topic_takes_its_messages_along(forum):
    await forum.say("A-1", message_thread_id=forum.topic.id)
    message = forum.world.last(forum.group)
    await forum.call("deleteForumTopic", chat_id=forum.group.id, message_thread_id=forum.topic.id)
    assert message.deleted
    where = {"chat_id": forum.group.id, "message_id": message.id}
    assert await forum.refusal("editMessageText", text="x", **where) == "message to edit not found"
    assert await forum.refusal("sendMessage", chat_id=forum.group.id, text="x", message_thread_id=forum.topic.id) == (
        "message thread not found"
    )
    with pytest.raises(ValueError, match="cannot delete General"):
        forum.world.delete_topic(forum.paris, forum.group, forum.group.topics[1])


async def test_closing_reopening_and_renaming_by_the_bot(forum):
    where = {"chat_id": forum.group.id, "message_thread_id": forum.topic.id}
    await forum.call("closeForumTopic", **where)
    assert await forum.refusal("closeForumTopic", **where) == "TOPIC_NOT_MODIFIED"
    await forum.call("reopenForumTopic", **where)
    assert await forum.refusal("reopenForumTopic", **where) == "TOPIC_NOT_MODIFIED"
    await forum.call("editForumTopic", name="Energy", **where)
    assert forum.topic.name == "Energy"
    assert await forum.refusal("editForumTopic", name="Energy", **where) == "TOPIC_NOT_MODIFIED"
    assert await forum.refusal("closeForumTopic", chat_id=forum.group.id, message_thread_id=7) == "TOPIC_ID_INVALID"


RIGHTS = {
    "createForumTopic": ({"name": "Energy"}, "can_manage_topics", "not enough rights to create a topic"),
    "editForumTopic": ({"name": "Energy"}, "can_manage_topics", "not enough rights to edit the topic"),
    "closeForumTopic": ({}, "can_manage_topics", "not enough rights to edit the topic"),
    "reopenForumTopic": ({}, "can_manage_topics", "not enough rights to edit the topic"),
    "deleteForumTopic": ({}, "can_delete_messages", "not enough rights to delete the topic"),
}


@pytest.mark.parametrize("method", RIGHTS)
async def test_without_the_right_or_a_forum_is_refused(forum, town, method):
    parameters, right, words = RIGHTS[method]
    where = {"chat_id": forum.group.id} | ({} if "create" in method else {"message_thread_id": forum.topic.id})
    forum.world.promote(forum.world.bot, forum.group, without=[right])
    assert await forum.refusal(method, **where, **parameters) == words
    plain = town.world.add_group("Plain", town.paris)
    town.world.add_bot(plain, town.paris, administrator=True)
    assert await town.refusal(method, **(where | {"chat_id": plain.id}), **parameters) == "the chat is not a forum"


async def test_the_bot_may_change_a_topic_of_its_own(forum):
    made = await forum.call("createForumTopic", chat_id=forum.group.id, name="Energy")
    forum.world.promote(forum.world.bot, forum.group, without=["can_manage_topics"])
    await forum.call("closeForumTopic", chat_id=forum.group.id, message_thread_id=made["message_thread_id"])


async def test_names_and_colours_of_topics(forum):
    create = {"chat_id": forum.group.id}
    assert await forum.refusal("createForumTopic", name=" ", **create) == "title must be non-empty"
    assert await forum.refusal("createForumTopic", name="x", icon_color=1, **create) == "invalid icon color specified"
    made = await forum.call("createForumTopic", name="x" * 129, **create)
    assert made["name"] == "x" * 128  # Telegram cuts it


async def test_a_supergroup_can_become_a_forum(town):
    words = town.world.send(town.paris, town.group, "/poll")
    town.world.make_forum(town.group)
    assert words.topic is town.group.topics[1]
    assert (await town.call("getChat", chat_id=town.group.id))["is_forum"] is True
    said = await town.say("A-1", reply_parameters=json.dumps({"message_id": words.id}))
    assert "message_thread_id" not in said
