"""What people send besides text: photos, documents, albums, forwards, pins, reactions; and what is deleted."""

import struct
from datetime import timedelta
from typing import Any

import pytest

from bot.local.model import Upload

SEEN = '{"inline_keyboard": [[{"text": "Seen", "callback_data": "seen"}]]}'
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 90, 60) + b"local"


async def test_photos_and_documents_arrive_with_caption_and_file(town):
    town.world.send_photo(town.paris, town.group, "/alert A convoy")
    town.world.send_document(town.paris, town.group, "list.csv", b"a,b", "/alert A list", mime_type="text/csv")
    photo, document = (update["message"] for update in await town.fetch())
    assert (photo["caption"], photo["caption_entities"][0]["type"], len(photo["photo"])) == (
        "/alert A convoy",
        "bot_command",
        1,
    )
    assert (document["document"]["file_name"], document["document"]["mime_type"]) == ("list.csv", "text/csv")
    file = await town.call("getFile", file_id=document["document"]["file_id"])
    assert file["file_size"] == 3


async def test_an_album_is_several_messages_with_one_group(town):
    world = town.world
    world.promote(world.bot, town.group)
    await town.fetch(offset=-1)
    sent = world.send_album(town.paris, town.group, ["/alert A convoy", "", ""])
    messages = [update["message"] for update in await town.fetch() if "message" in update]
    assert [message["message_id"] for message in messages] == [message.id for message in sent]
    assert len({message["media_group_id"] for message in messages}) == 1
    assert ["caption" in message for message in messages] == [True, False, False]
    with pytest.raises(ValueError, match="two to ten"):
        world.send_album(town.paris, town.group, ["alone"])


ORIGINS = {
    "a person's words": ("paris", "user"),
    "the words of somebody hidden": ("hidden", "hidden_user"),
    "an anonymous administrator's words": ("anonymous", "chat"),
    "a channel's post": ("channel", "channel"),
}


@pytest.mark.parametrize(("who", "kind"), ORIGINS.values(), ids=ORIGINS.keys())
async def test_a_forward_tells_its_origin(town, who, kind):
    world = town.world
    hidden = world.add_user("Oslo", hidden=True)
    world.join(hidden, town.group)
    channel = world.add_channel("Statements", town.paris, username="statements")
    words = {
        "paris": lambda: world.send(town.paris, town.group, "words"),
        "hidden": lambda: world.send(hidden, town.group, "words"),
        "anonymous": lambda: world.send(town.paris, town.group, "words", anonymous=True),
        "channel": lambda: world.send(town.paris, channel, "words"),
    }[who]()
    forwarded = world.forward(town.kyiv, world.private(town.kyiv), words)
    origin = (await town.fetch(offset=-1))[0]["message"]["forward_origin"]
    told: dict[str, Any] = {
        "paris": {"sender_user": {
            "id": town.paris.id, "is_bot": False, "first_name": "Paris", "username": "paris", "language_code": "en",
        }},
        "hidden": {"sender_user_name": "Oslo"},
        "anonymous": {"sender_chat": {"id": town.group.id, "type": "supergroup", "title": "Allies"}},
        "channel": {
            "chat": {"id": channel.id, "type": "channel", "title": "Statements", "username": "statements"},
            "message_id": words.id,
        },
    }  # fmt: skip
    assert origin == {"type": kind, "date": int(words.date.timestamp()), **told[who]}
    again = world.forward(town.kyiv, world.private(town.kyiv), forwarded)
    assert again.origin == forwarded.origin


async def test_what_is_protected_cannot_be_forwarded(town):
    said = await town.say("secret", protect_content=True)
    assert said["has_protected_content"] is True
    with pytest.raises(ValueError, match="cannot be forwarded"):
        town.world.forward(town.paris, town.group, town.world.last(town.group))


async def test_pins_by_people_are_told(town):
    words = town.world.send(town.paris, town.group, "/poll")
    await town.fetch(offset=-1)
    town.world.pin(town.paris, words)
    pinned = (await town.fetch(offset=-1))[0]["message"]
    assert (pinned["pinned_message"]["message_id"], pinned["from"]["first_name"]) == (words.id, "Paris")
    assert (await town.call("getChat", chat_id=town.group.id))["pinned_message"]["message_id"] == words.id
    town.world.unpin(town.paris, words)
    assert "pinned_message" not in await town.call("getChat", chat_id=town.group.id)
    town.world.set_permissions(town.group, "can_pin_messages")
    with pytest.raises(ValueError, match="London cannot pin"):
        town.world.pin(town.london, words)


async def test_reactions_reach_an_administrator_bot_only(town):
    await town.fetch(allowed_updates='["message_reaction"]', offset=-1)
    words = town.world.send(town.paris, town.group, "words")
    town.world.react(town.london, words, "👍")
    town.world.promote(town.world.bot, town.group)
    town.world.react(town.london, words, "👀")
    town.world.react(town.london, words)
    changes = [update["message_reaction"] for update in await town.fetch() if "message_reaction" in update]
    assert [[reaction["emoji"] for reaction in change["new_reaction"]] for change in changes] == [["👀"], []]
    assert [[reaction["emoji"] for reaction in change["old_reaction"]] for change in changes] == [["👍"], ["👀"]]


async def test_edits_by_people_of_texts_and_captions(town):
    words = town.world.send(town.paris, town.group, "/alert one")
    photo = town.world.send_photo(town.paris, town.group, "/alert two")
    town.world.edit(town.paris, words, "/alert three")
    town.world.edit(town.paris, photo, "/alert four")
    text, caption = (update["edited_message"] for update in (await town.fetch())[2:])
    assert (text["text"], caption["caption"]) == ("/alert three", "/alert four")
    assert text["edit_date"] == int(town.clock.moment.timestamp())


async def test_a_press_on_a_deleted_message_tells_its_place_only(town):
    await town.say("A-1", reply_markup=SEEN)
    card = town.world.last(town.group)
    town.world.delete(town.paris, card)
    town.world.press(town.london, card, "Seen")
    query = (await town.fetch(offset=-1))[0]["callback_query"]
    assert query["message"] == {
        "chat": {"id": town.group.id, "type": "supergroup", "title": "Allies"},
        "message_id": card.id,
        "date": 0,
    }


async def test_photos_by_the_bot(town):
    assert await town.refusal("sendPhoto", chat_id=town.group.id) == "there is no photo in the request"
    sent = await town.call("sendPhoto", chat_id=town.group.id, photo=Upload("t.png", PNG, "image/png"), caption="A-1")
    assert (sent["caption"], sent["photo"][0]["file_size"]) == ("A-1", len(PNG))
    text = Upload("t.png", b"text", "image/png")
    assert await town.refusal("sendPhoto", chat_id=town.group.id, photo=text) == "IMAGE_PROCESS_FAILED"
    assert (sent["photo"][0]["width"], sent["photo"][0]["height"]) == (90, 60)
    ribbon = Upload("t.png", PNG[:16] + struct.pack(">II", 2100, 100) + PNG[24:], "image/png")
    assert await town.refusal("sendPhoto", chat_id=town.group.id, photo=ribbon) == "PHOTO_INVALID_DIMENSIONS"
    edit = {"chat_id": town.group.id, "message_id": sent["message_id"]}
    assert await town.refusal("editMessageText", text="x", **edit) == "there is no text in the message to edit"
    edited = await town.call("editMessageCaption", caption="<b>A-1</b> closed", parse_mode="HTML", **edit)
    assert edited["caption"] == "A-1 closed"
    assert await town.refusal("editMessageCaption", caption="<b>A-1</b> closed", parse_mode="HTML", **edit) == (
        "message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    )
    said = await town.say()
    edit["message_id"] = said["message_id"]
    assert await town.refusal("editMessageCaption", caption="x", **edit) == "there is no caption in the message to edit"


async def test_own_messages_can_be_deleted_for_two_days(town):
    first, second = await town.say("A-1"), await town.say("A-2")
    town.clock.moment += timedelta(hours=48)
    await town.call("deleteMessage", chat_id=town.group.id, message_id=first["message_id"])
    town.clock.moment += timedelta(seconds=1)
    where = {"chat_id": town.group.id, "message_id": second["message_id"]}
    assert await town.refusal("deleteMessage", **where) == "message can't be deleted for everyone"
    town.world.promote(town.world.bot, town.group)
    await town.call("deleteMessage", **where)


async def test_links_that_answer_a_press_lead_to_this_bot(town):
    await town.say("A-1", reply_markup=SEEN)
    press = town.world.press(town.london, town.world.last(town.group), "Seen")
    answer = {"callback_query_id": press.id}
    for url in ("https://x.example", "https://t.me/another?start=x", "https://t.me/WashingtonGroupBot"):
        assert await town.refusal("answerCallbackQuery", url=url, **answer) == "URL_INVALID"
    await town.call("answerCallbackQuery", url="https://t.me/WashingtonGroupBot?start=calendar", **answer)
    assert press.url == "https://t.me/WashingtonGroupBot?start=calendar"
