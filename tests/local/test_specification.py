"""The local Telegram against what others wrote of the Bot API: its specification, and python-telegram-bot's signatures."""

import inspect
import json
import re

import pytest
from telegram import Bot
from telegram.constants import FloodLimit

from bot.local.limits import Limits
from bot.local.methods import METHODS
from bot.local.model import Upload
from bot.local.parameters import PARAMETERS
from bot.local.updates import ALL_TYPES
from tests.local.shapes import SPECIFICATION, problems

KINDS = {"Integer": "int", "String": "str", "Boolean": "bool", "Integer|String": "chat"}
OF_THE_LIBRARY = {  # conveniences and timeouts, which it never sends under these names
    "self", "read_timeout", "write_timeout", "connect_timeout", "pool_timeout", "api_kwargs", "reply_to_message_id",
    "allow_sending_without_reply", "disable_web_page_preview", "filename", "correct_option_id",
}  # fmt: skip
NEWER = {"rich_message"}  # of Bot API 10.1; the library knows 10.0
KEYBOARD = '{"inline_keyboard": [[{"text": "Seen", "callback_data": "seen"}]]}'
PNG = Upload("t.png", b"\x89PNG\r\n\x1a\nlocal", "image/png")


@pytest.mark.parametrize("method", METHODS)
def test_parameters_are_those_of_the_specification(method):
    expected = {
        name: "file" if "InputFile" in kind else KINDS.get(kind, "json")
        for name, (kind, _) in SPECIFICATION["methods"][method].items()
    }
    assert PARAMETERS[method] == expected


@pytest.mark.parametrize("method", METHODS)
def test_parameters_are_those_of_the_library(method):
    function = getattr(Bot, re.sub(r"(?<!^)(?=[A-Z])", "_", method).lower())
    assert set(inspect.signature(function).parameters) - OF_THE_LIBRARY == set(PARAMETERS[method]) - NEWER


@pytest.mark.parametrize("method", METHODS)
async def test_a_parameter_that_does_not_exist_is_refused(town, method):
    assert await town.refusal(method, chat="x") == f"unknown parameter chat of {method}"


NEEDED = [
    (method, name)
    for method, parameters in SPECIFICATION["methods"].items()
    for name, (_, required) in parameters.items()
    if required and (method, name) != ("setWebhook", "url")  # without one it deletes the webhook
]
SAMPLES = {
    "text": "x", "name": "x", "user_id": 101, "message_id": 2, "message_thread_id": 2, "question": "x",
    "options": '["x"]', "commands": '[{"command": "x", "description": "x"}]', "action": "typing", "url": "https://x.example",
    "callback_query_id": "1", "document": PNG, "photo": PNG, "file_id": "1",
}  # fmt: skip


@pytest.mark.parametrize(("method", "name"), NEEDED, ids=[f"{method} without {name}" for method, name in NEEDED])
async def test_a_parameter_that_is_needed_is_missed(town, method, name):
    await town.say()
    required = [other for owner, other in NEEDED if owner == method and other != name]
    given = {other: town.group.id if other in {"chat_id", "from_chat_id"} else SAMPLES[other] for other in required}
    assert await town.refusal(method, **given)


def test_kinds_of_updates_are_those_of_the_specification():
    assert set(SPECIFICATION["types"]["Update"]) - {"update_id"} == ALL_TYPES


def test_flood_limits_are_those_of_the_library():
    assert Limits() == Limits(
        FloodLimit.MESSAGES_PER_SECOND_PER_CHAT,
        FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP,
        FloodLimit.MESSAGES_PER_SECOND,
    )


async def test_all_that_is_sent_out_has_the_shape_of_the_specification(town):
    await an_eventful_day(town)
    updates = await town.fetch()
    assert len(updates) > 40
    found = [problem for update in updates for problem in problems(update, "Update", "update")]
    for call in town.world.calls:
        if call.ok and call.method != "getUpdates":
            found += problems(call.result, SPECIFICATION["returns"][call.method], call.method)
    assert found == []
    assert len({call.method for call in town.world.calls if call.ok}) > 25


async def an_eventful_day(town):
    """A bit of everything that people and the bot can do."""
    world, paris, london, kyiv = town.world, town.paris, town.london, town.kyiv
    await town.fetch(allowed_updates=json.dumps(sorted(ALL_TYPES)))
    forum = world.add_group("Forum", paris, london, admins=[paris], forum=True, username="forum")
    basic = world.add_group("Quad", paris, london, admins=[paris], basic=True)
    for chat in (forum, basic):
        world.add_bot(chat, paris, administrator=True)
    world.promote(world.bot, town.group, without=["can_promote_members"])
    await people_write(town, forum)
    await the_bot_writes(town, forum)
    world.promote(london, town.group, anonymous=True)
    world.demote(london, town.group)
    world.restrict(london, town.group, "can_send_photos")
    world.join(kyiv, town.group)
    world.ban(kyiv, town.group)
    world.unban(kyiv, town.group)
    world.migrate(basic)
    world.block(kyiv)
    for chat in (town.group, forum, world.private(paris)):
        await town.call("getChat", chat_id=chat.id)
        await town.call("getChatMember", chat_id=chat.id, user_id=london.id)
        await town.call("getChatMemberCount", chat_id=chat.id)
    await town.call("getChatAdministrators", chat_id="@forum")
    await the_bot_describes_itself(town)
    world.delete_group(forum)
    await town.call("leaveChat", chat_id=town.group.id)


async def people_write(town, forum):
    world, paris, london = town.world, town.paris, town.london
    words = world.send(paris, town.group, "/alert <Tariffs> @london #trade https://x.example a@x.example")
    world.edit(paris, words, "/alert Tariffs")
    world.send(london, town.group, "seen", reply_to=words)
    world.send_photo(london, town.group, "a picture", anonymous=False)
    world.send_album(london, town.group, ["/alert", ""])
    world.send_document(london, town.group, "a.pdf", b"%PDF", "a file")
    world.send(paris, town.group, "/poll", anonymous=True)
    world.pin(paris, words)
    world.react(london, words, "👍")
    for message in (words, world.send(paris, world.add_channel("Statements", paris), "a statement")):
        world.forward(london, town.group, message)
    oslo = world.add_user("Oslo", hidden=True)
    world.forward(london, town.group, world.send(oslo, world.private(oslo), "a hidden word"))
    topic = world.create_topic(paris, forum, "Sanctions", icon_custom_emoji_id="5")
    world.send(london, forum, "on sanctions", topic=topic)
    world.rename_topic(paris, forum, topic, "Energy")
    world.close_topic(paris, forum, topic)
    world.reopen_topic(paris, forum, topic)
    world.send(town.kyiv, world.private(town.kyiv), "/start")


async def the_bot_writes(town, forum):
    world, where = town.world, {"chat_id": town.group.id}
    said = await town.say("<b>A-1</b> <tg-time unix='1770000000' format='t'>noon</tg-time>", parse_mode="HTML",
                          reply_markup=KEYBOARD)  # fmt: skip
    card = world.last(town.group)
    press = world.press(town.london, card, "Seen")
    await town.call("answerCallbackQuery", callback_query_id=press.id, text="Seen")
    there = where | {"message_id": said["message_id"]}
    await town.call("editMessageText", text="A-1", reply_markup=KEYBOARD, **there)
    await town.call("editMessageReplyMarkup", **there)
    await town.call("pinChatMessage", **there)
    await town.call("unpinChatMessage", **there)
    await town.call("setMessageReaction", reaction='[{"type": "emoji", "emoji": "👍"}]', **there)
    await town.call("sendChatAction", action="typing", **where)
    await town.call("editMessageText", text="A-1", reply_markup=KEYBOARD, **there)
    await town.call("deleteMessage", **there)
    world.press(town.london, card, "Seen")
    sent = await town.call("sendDocument", document=Upload("c.ics", b"BEGIN", "text/calendar"), caption="C-1", **where)
    await town.call("editMessageCaption", caption="C-2", message_id=sent["message_id"], **where)
    await town.call("getFile", file_id=sent["document"]["file_id"])
    await town.call("sendPhoto", photo=PNG, **where)
    quiz = {"type": "quiz", "correct_option_ids": "[0]", "explanation": "x", "open_period": 60, "is_anonymous": False}
    asked = await town.call("sendPoll", question="When?", options='["Today"]', **quiz, **where)
    world.vote(town.london, world.last(town.group), 0)
    world.vote(town.paris, world.last(town.group), 0, anonymous=True)
    await town.call("forwardMessage", from_chat_id=town.group.id, message_id=asked["message_id"], **where)
    await town.call("stopPoll", message_id=asked["message_id"], **where)
    topic = await town.call("createForumTopic", chat_id=forum.id, name="Grain", icon_custom_emoji_id="5")
    thread = {"chat_id": forum.id, "message_thread_id": topic["message_thread_id"]}
    await town.call("sendMessage", text="A-2", **thread)
    world.send(town.london, forum, "seen", reply_to=world.last(forum))
    for method, more in (
        ("editForumTopic", {"name": "Corn"}), ("closeForumTopic", {}), ("reopenForumTopic", {}), ("deleteForumTopic", {}),
    ):  # fmt: skip
        await town.call(method, **thread, **more)


async def the_bot_describes_itself(town):
    await town.call("getMe")
    await town.call("setMyCommands", commands='[{"command": "poll", "description": "a question"}]')
    await town.call("getMyCommands")
    await town.call("deleteMyCommands")
    for name in ("Name", "Description", "ShortDescription"):
        field = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
        await town.call(f"setMy{name}", **{field: "x"})
        await town.call(f"getMy{name}")
    await town.call("getWebhookInfo")
    await town.call("setWebhook", url="https://bot.example/hook")
    await town.call("deleteWebhook")
