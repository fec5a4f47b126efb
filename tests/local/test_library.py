"""python-telegram-bot over the in-process door: it must be able to read everything it gets."""

import asyncio

import pytest
from telegram import BotCommand, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, Conflict, EndPointNotFound, Forbidden, NetworkError, RetryAfter
from telegram.ext import Application, CommandHandler

from bot.local import faults
from bot.local.doors import InProcessRequest
from bot.local.errors import bad_request

SEEN = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("Seen", callback_data="seen", api_kwargs={"style": "success"}),
            InlineKeyboardButton("Read", url="https://x.example"),
        ]
    ]
)


async def test_the_bot_knows_itself(town, bot):
    me = await bot.get_me()
    assert (me.id, me.username, me.can_join_groups) == (1000000001, "WashingtonGroupBot", True)


async def test_every_kind_of_update_is_read(town, bot):
    world = town.world
    await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    world.remove_bot(town.group, town.paris)
    world.add_bot(town.group, town.paris, administrator=True)
    message = world.send(town.paris, town.group, "/alert Tariffs @london #trade https://x.example 😀")
    world.edit(town.paris, message, "/alert Tariffs of 10 %")
    world.send_caption(town.london, town.group, "a picture", reply_to=message)
    world.forward(town.london, town.group, message)
    await bot.send_message(town.group.id, "A-1", reply_markup=SEEN)
    world.press(town.london, world.last(town.group), "Seen")
    world.join(town.kyiv, town.group)
    world.react(town.paris, message, "👀")
    world.leave(town.kyiv, town.group)
    world.send(town.paris, town.group, "/poll", anonymous=True)
    updates = await bot.get_updates()
    kinds = [next(kind for kind in Update.ALL_TYPES if getattr(update, kind) is not None) for update in updates]
    assert kinds == [
        "my_chat_member", "my_chat_member", "message", "message", "edited_message", "message", "message",
        "callback_query", "chat_member", "message", "message_reaction", "chat_member", "message", "message",
    ]  # fmt: skip
    assert updates[3].message.date == town.clock.moment
    assert updates[3].message.parse_entity(updates[3].message.entities[1]) == "@london"
    assert updates[5].message.reply_to_message.text == "/alert Tariffs of 10 %"
    assert all(not update.api_kwargs for update in updates)


async def test_sending_editing_and_answering(town, bot):
    text = (
        "<b>A-1</b> by <a href='tg://user?id=101'>Paris</a> at <tg-time unix='1770000000' format='t'>noon</tg-time>"
        " with <a href='tg://user?id=999'>nobody</a>"
    )
    said = await bot.send_message(town.group.id, text, parse_mode="HTML", reply_markup=SEEN, disable_notification=True)
    assert said.text == "A-1 by Paris at noon with nobody"
    assert [entity.type for entity in said.entities] == ["bold", "text_mention", "date_time"]
    message = town.world.find(town.group, "A-1")
    assert (message.html, message.silent, message.buttons) == (text, True, [["Seen", "Read"]])
    assert message.keyboard[0][0] == {"text": "Seen", "callback_data": "seen", "style": "success"}
    edited = await bot.edit_message_text("A-1 seen", town.group.id, said.message_id, reply_markup=SEEN)
    assert edited.edit_date == town.clock.moment
    press = town.world.press(town.london, message, "Seen")
    query = (await bot.get_updates())[-1].callback_query
    await query.answer("Seen")
    assert (press.answered, press.text) == (True, "Seen")
    asked = await bot.send_message(town.group.id, "When?", reply_markup=ForceReply(selective=True))
    assert town.world.last(town.group).force_reply
    assert asked.reply_markup is None
    await bot.delete_message(town.group.id, asked.message_id)


async def test_documents_go_there_and_back(town, bot):
    content = bytes(range(256)) * 3
    said = await bot.send_document(town.group.id, content, filename="C-1.ics", caption="<b>C-1</b>", parse_mode="HTML")
    document = town.world.last(town.group).document
    assert (document.file_name, document.content, document.mime_type) == ("C-1.ics", content, "text/calendar")
    assert (said.caption, said.document.file_size) == ("C-1", 768)
    file = await said.document.get_file()
    assert bytes(await file.download_as_bytearray()) == content
    again = await bot.send_document(town.group.id, said.document.file_id)
    assert again.document.file_unique_id == said.document.file_unique_id


async def test_chats_members_and_menus(town, bot):
    chat = await bot.get_chat(town.group.id)
    assert (chat.title, chat.type) == ("Allies", "supergroup")
    assert (await bot.get_chat(town.paris.id)).username == "paris"
    assert [member.user.first_name for member in await bot.get_chat_administrators(town.group.id)] == ["Paris"]
    assert await bot.get_chat_member_count(town.group.id) == 3
    statuses = [
        (await bot.get_chat_member(town.group.id, user.id)).status for user in (town.paris, town.london, town.kyiv)
    ]
    assert statuses == ["creator", "member", "left"]
    await bot.set_my_commands([BotCommand("poll", "put a question")], language_code="fr")
    assert (await bot.get_my_commands(language_code="fr"))[0].command == "poll"
    await bot.set_my_description("Coordinates", language_code="fr")
    assert (await bot.get_my_description(language_code="fr")).description == "Coordinates"
    assert (await bot.get_my_name()).name == "Washington Group"
    assert (await bot.get_webhook_info()).pending_update_count == 0


async def test_refusals_arrive_as_the_library_names_them(town, bot, monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # otherwise the library warns of its own future
    with pytest.raises(BadRequest, match="empty"):
        await bot.send_message(town.group.id, "")
    with pytest.raises(Forbidden, match="can't initiate"):
        await bot.send_message(town.kyiv.id, "hello")
    town.world.fail("sendMessage", faults.flood(35))
    with pytest.raises(RetryAfter):
        await bot.send_message(town.group.id, "x")
    town.world.fail("sendMessage", faults.refusal(bad_request("message thread not found")))
    with pytest.raises(BadRequest, match="thread"):
        await bot.send_message(town.group.id, "x")
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.01)
    await bot.get_updates()
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await poll
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendTelegram")
    town.world.down = True
    with pytest.raises(NetworkError):
        await bot.get_me()


async def test_a_whole_application_runs_on_it(town):
    async def start(update, _):
        await update.effective_message.reply_text(f"Welcome, {update.effective_user.first_name}")

    builder = Application.builder().token(town.world.token).request(InProcessRequest(town.world))
    application = builder.get_updates_request(InProcessRequest(town.world)).build()
    assert application.updater is not None
    application.add_handler(CommandHandler("start", start))
    async with application:
        await application.start()
        await application.updater.start_polling()
        private = town.world.private(town.paris)
        town.world.send(town.paris, private, "/start")
        while len(private.messages) < 2:
            assert await town.world.changes.after(town.world.changes.last, 5)
        await application.updater.stop()
        await application.stop()
    assert town.world.find(private, "Welcome").text == "Welcome, Paris"
