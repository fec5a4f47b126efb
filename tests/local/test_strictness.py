"""Every refusal, in Telegram's words."""

import json

import pytest

from bot.local.methods import METHODS, serve
from bot.local.parameters import PARAMETERS

HTML = {"parse_mode": "HTML"}


def keyboard(*rows):
    return json.dumps({"inline_keyboard": rows})


def button(text="Seen", **more):
    return {"text": text, **({} if "url" in more else {"callback_data": "seen"}), **more}


TEXTS = {
    "no text": ({"text": ""}, "message text is empty"),
    "only space": ({"text": " \n "}, "message text is empty"),
    "only tags": ({"text": "<b></b>", **HTML}, "message text is empty"),
    "too long": ({"text": "x" * 4097}, "message is too long"),
    "too long in UTF-16 units": ({"text": "😀" * 2049}, "message is too long"),
    "markup that does not parse": (
        {"text": "a text with <blink>", **HTML},
        'can\'t parse entities: Unsupported start tag "blink" at byte offset 12',
    ),
    "a tag never closed": (
        {"text": "<b>x", **HTML},
        'can\'t parse entities: Can\'t find end tag corresponding to start tag "b"',
    ),
    "another parse mode": ({"text": "x", "parse_mode": "Wiki"}, "unsupported parse_mode"),
    "a parameter that does not exist": ({"parse_modus": "HTML"}, "unknown parameter parse_modus of sendMessage"),
    "no chat": ({"chat_id": None}, "chat_id is empty"),
    "a chat the bot never saw": ({"chat_id": -100999}, "chat not found"),
    "a public name nobody has": ({"chat_id": "@nobody"}, "chat not found"),
    "a chat id that is no number": ({"chat_id": "group"}, "invalid chat_id specified"),
    "no JSON": ({"reply_markup": "{"}, "can't parse reply markup JSON object"),
    "markup of no known kind": ({"reply_markup": '{"buttons": []}'}, "object expected as reply markup"),
    "a reply to nothing": ({"reply_parameters": '{"message_id": 999}'}, "message to be replied not found"),
    "entities that are none": ({"entities": '[{"type": "loud"}]'}, "can't parse MessageEntity: Unsupported type specified"),
}  # fmt: skip

INLINE = "can't parse inline keyboard button: "
BUTTONS = {
    "data of 65 bytes": ([button(callback_data="x" * 65)], "BUTTON_DATA_INVALID"),
    "data of 64 characters but more bytes": ([button(callback_data="é" * 33)], "BUTTON_DATA_INVALID"),
    "empty data": ([button(callback_data="")], "BUTTON_DATA_INVALID"),
    "no label": ([button("")], INLINE + "text must be non-empty"),
    "no action": ([{"text": "Seen"}], INLINE + "Text buttons are unallowed in the inline keyboard"),
    "two actions": ([button(url="https://x.example", callback_data="a")], INLINE + "exactly one action must be specified"),
    "an unknown style": ([button(style="warning")], INLINE + "invalid button style specified"),
    "an unknown field": ([button(colour="red")], "unknown field colour of inline keyboard button"),
    "a link of another kind": ([button(url="ftp://x.example")], "inline keyboard button URL 'ftp://x.example' is invalid: Unsupported URL protocol"),
    "nine in a row": ([button()] * 9, "reply markup is too long"),
}  # fmt: skip


@pytest.mark.parametrize(("parameters", "words"), TEXTS.values(), ids=TEXTS.keys())
async def test_a_message_is_refused_for(town, parameters, words):
    given = {"chat_id": town.group.id, "text": "A-1"} | parameters
    assert await town.refusal("sendMessage", **given) == words


@pytest.mark.parametrize(("row", "words"), BUTTONS.values(), ids=BUTTONS.keys())
async def test_a_button_is_refused_for(town, row, words):
    assert await town.refusal("sendMessage", chat_id=town.group.id, text="A-1", reply_markup=keyboard(row)) == words
    await town.say()
    message = town.world.last(town.group)
    given = {"chat_id": town.group.id, "message_id": message.id, "reply_markup": keyboard(row)}
    assert await town.refusal("editMessageReplyMarkup", **given) == words


async def test_a_hundred_buttons_are_the_most(town):
    await town.say(reply_markup=keyboard(*[[button()] * 5] * 20))
    rows = keyboard(*[[button()] * 5] * 20, [button()])
    assert await town.refusal("sendMessage", chat_id=town.group.id, text="x", reply_markup=rows) == (
        "reply markup is too long"
    )


async def test_exactly_the_limits_are_fine(town):
    await town.say("x" * 4096)
    await town.say("<b>" + "&amp;" * 4096 + "</b>", **HTML)
    await town.say(reply_markup=keyboard([button(callback_data="x" * 64, style="danger")] * 8, []))
    assert town.world.last(town.group).buttons == [["Seen"] * 8]


async def test_a_gone_message_may_be_replied_to_if_that_was_said(town):
    await town.say(reply_parameters='{"message_id": 999, "allow_sending_without_reply": true}')
    assert town.world.last(town.group).reply_to is None


async def test_what_cannot_be_edited(town):
    person = town.world.send(town.paris, town.group, "/poll")
    await town.say("When?", reply_markup='{"force_reply": true, "selective": true}')
    asked = town.world.last(town.group)
    await town.say()
    where = {"chat_id": town.group.id, "text": "A-1 closed"}
    assert await town.refusal("editMessageText", message_id=999, **where) == "message to edit not found"
    assert await town.refusal("editMessageText", message_id=person.id, **where) == "message can't be edited"
    assert await town.refusal("editMessageText", message_id=asked.id, **where) == "message can't be edited"
    assert await town.refusal("deleteMessage", chat_id=town.group.id, message_id=999) == "message to delete not found"
    assert await town.refusal("deleteMessage", chat_id=town.group.id, message_id=person.id) == (
        "message can't be deleted"
    )


async def test_an_edit_that_changes_nothing_is_refused(town):
    rows = keyboard([button()])
    said = await town.say("<b>A-1</b>", reply_markup=rows, **HTML)
    given = {"chat_id": town.group.id, "message_id": said["message_id"]}
    same = (
        "message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    )
    assert (
        await town.refusal("editMessageText", text="<strong>A-1</strong>", reply_markup=rows, **given, **HTML) == same
    )
    assert await town.refusal("editMessageReplyMarkup", reply_markup=rows, **given) == same
    assert town.world.last(town.group).edited == 0
    await town.call("editMessageText", text="A-1", reply_markup=rows, **given)
    edited = await town.call("editMessageReplyMarkup", **given)
    assert "reply_markup" not in edited
    assert town.world.last(town.group).edited == 2


async def test_an_edit_without_buttons_takes_them_away(town):
    said = await town.say(reply_markup=keyboard([button()]))
    await town.call("editMessageText", chat_id=town.group.id, message_id=said["message_id"], text="A-1 resolved")
    assert town.world.last(town.group).buttons == []


async def test_a_document_has_no_text_to_edit(town):
    assert await town.refusal("sendDocument", chat_id=town.group.id) == "there is no document in the request"
    caption = await town.refusal("sendDocument", chat_id=town.group.id, document="x", caption="x" * 1025)
    assert caption == "message caption is too long"
    file = town.world.store("C-1.ics", b"BEGIN:VCALENDAR", "text/calendar")
    said = await town.call("sendDocument", chat_id=town.group.id, document=file.file_id, caption="x" * 1024)
    given = {"chat_id": town.group.id, "message_id": said["message_id"], "text": "x"}
    assert await town.refusal("editMessageText", **given) == "there is no text in the message to edit"
    assert await town.refusal("getFile", file_id="x") == "wrong file_id or the file is temporarily unavailable"


async def test_where_the_bot_may_not_write(town):
    stranger = {"chat_id": town.kyiv.id, "text": "hello"}
    assert await town.refusal("sendMessage", **stranger) == "bot can't initiate conversation with a user"
    town.world.send(town.kyiv, town.world.private(town.kyiv), "/start")
    await town.call("sendMessage", **stranger)
    town.world.block(town.kyiv)
    assert await town.refusal("sendMessage", **stranger) == "bot was blocked by the user"
    town.world.unblock(town.kyiv)
    await town.call("sendMessage", **stranger)
    town.world.remove_bot(town.group, town.paris)
    group = {"chat_id": town.group.id, "text": "hello"}
    assert await town.refusal("sendMessage", **group) == "bot was kicked from the supergroup chat"
    town.world.add_bot(town.group, town.paris)
    await town.call("leaveChat", chat_id=town.group.id)
    assert await town.refusal("sendMessage", **group) == "bot is not a member of the supergroup chat"


async def test_pins_reactions_and_actions(town):
    said = await town.say()
    where = {"chat_id": town.group.id, "message_id": said["message_id"]}
    assert "not enough rights" in await town.refusal("pinChatMessage", **where)
    town.world.promote(town.world.bot, town.group)
    await town.call("pinChatMessage", **where)
    assert (await town.call("getChat", chat_id=town.group.id))["pinned_message"]["text"] == "A-1"
    await town.call("unpinChatMessage", chat_id=town.group.id)
    assert await town.refusal("unpinChatMessage", chat_id=town.group.id) == "message to unpin not found"
    assert await town.refusal("setMessageReaction", reaction='[{"type":"emoji","emoji":"🛰"}]', **where) == (
        "REACTION_INVALID"
    )
    await town.call("setMessageReaction", reaction='[{"type":"emoji","emoji":"👍"}]', **where)
    assert await town.refusal("sendChatAction", chat_id=town.group.id, action="thinking") == (
        "wrong parameter action in request"
    )


async def test_command_menus(town):
    assert (
        await town.refusal("setMyCommands", commands='[{"command":"Poll","description":"x"}]') == "BOT_COMMAND_INVALID"
    )
    assert await town.refusal("setMyCommands", commands='[{"command":"poll","description":""}]') == (
        "BOT_COMMAND_DESCRIPTION_INVALID"
    )
    for scope, language, command in (
        ("default", "", "help"),
        ("all_group_chats", "", "poll"),
        ("all_group_chats", "uk", "vote"),
        ("all_chat_administrators", "", "settings"),
    ):
        menu = json.dumps([{"command": command, "description": "x"}])
        await town.call("setMyCommands", commands=menu, scope=json.dumps({"type": scope}), language_code=language)
    world = town.world
    world.join(town.kyiv, town.group)
    seen = [
        world.menu(user, chat)[0]["command"]
        for user, chat in (
            (town.paris, town.group),
            (town.london, town.group),
            (town.kyiv, town.group),
            (town.kyiv, world.private(town.kyiv)),
        )
    ]
    assert seen == ["settings", "poll", "vote", "help"]
    await town.call("deleteMyCommands", scope='{"type":"all_group_chats"}', language_code="uk")
    assert world.menu(town.kyiv, town.group)[0]["command"] == "poll"


async def test_the_door_knows_token_and_methods(town):
    wrong = await serve(town.world, "1:x", "getMe", {})
    assert (wrong.status, json.loads(wrong.body)) == (
        401,
        {"ok": False, "error_code": 401, "description": "Unauthorized"},
    )
    unknown = await town.serve("sendTelegram")
    assert (unknown.status, json.loads(unknown.body)) == (
        404,
        {"ok": False, "error_code": 404, "description": "Not Found"},
    )
    assert set(METHODS) == set(PARAMETERS)
