"""What of a message becomes an alert, and what its card says of where it comes from."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, select
from telegram import Message

from bot.cards.reader import Reader
from bot.local.model import User
from bot.local.world import Message as Posted
from handlers.messages import told_by, told_elsewhere
from storage.models import Alert, Origin
from tests.stage import Stage

AT = datetime(2026, 1, 17, 16, 0, tzinfo=UTC)
PARIS, LONDON = 1, 2
FILE: dict[str, Any] = {"file_id": "f", "file_unique_id": "u"}
SIZE = {"width": 1, "height": 1}
PHOTO = {"photo": [FILE | SIZE]}
CHANNEL = {"id": -100500, "type": "channel", "title": "The Chancellery"}
DATE = int(AT.timestamp())


def reader(language: str = "en") -> Reader:
    return Reader(language, ZoneInfo("Europe/Brussels"), AT)


def message(**content: Any) -> Message:
    body = {
        "message_id": 7,
        "date": DATE + 60,
        "chat": {"id": -1001, "type": "supergroup", "title": "Washington Group"},
        "from": {"id": LONDON, "is_bot": False, "first_name": "London"},
    }
    read = Message.de_json(body | content, None)
    assert read is not None
    return read


@pytest.mark.parametrize(
    ("content", "text", "media"),
    [
        pytest.param({"text": "They closed the border"}, "They closed the border", "", id="a text"),
        pytest.param({**PHOTO, "caption": "The convoy"}, "The convoy", "photo", id="a photo with a caption"),
        pytest.param(PHOTO, "photo", "photo", id="a photo"),
        pytest.param({**PHOTO, "caption": "\u200b \u202e"}, "photo", "photo", id="a photo with a caption nobody can see"),
        pytest.param({"video": FILE | SIZE | {"duration": 3}}, "video", "video", id="a video"),
        pytest.param({"video_note": FILE | {"length": 1, "duration": 3}}, "video message", "video_note", id="a round video"),
        pytest.param({"voice": FILE | {"duration": 3}}, "voice message", "voice", id="a voice message"),
        pytest.param({"audio": FILE | {"duration": 3, "file_name": "statement.mp3"}}, "audio: statement.mp3", "audio", id="a recording"),
        pytest.param({"document": FILE}, "document", "document", id="a document without a name"),
        pytest.param({"document": FILE | {"file_name": "note.pdf"}}, "document: note.pdf", "document", id="a document"),
        pytest.param({"animation": FILE | SIZE | {"duration": 3}, "document": FILE}, "animation", "animation", id="an animation, which is a document too"),
        pytest.param({"sticker": FILE | SIZE | {"is_animated": False, "is_video": False, "type": "regular", "emoji": "🔥"}}, "sticker: 🔥", "sticker", id="a sticker"),
        pytest.param({"contact": {"phone_number": "1", "first_name": "Duty", "last_name": "Officer"}}, "contact: Duty Officer", "contact", id="a contact"),
        pytest.param({"location": {"latitude": 1.0, "longitude": 2.0}}, "location", "location", id="a location"),
        pytest.param({"venue": {"location": {"latitude": 1.0, "longitude": 2.0}, "title": "The port", "address": "x"}, "location": {"latitude": 1.0, "longitude": 2.0}}, "place: The port", "venue", id="a place"),
        pytest.param({"dice": {"emoji": "🎲", "value": 3}}, "message", "dice", id="anything else that is content"),
    ],
)  # fmt: skip
def test_what_is_said_is_the_alert_else_what_it_is(content: dict[str, Any], text: str, media: str) -> None:
    told = told_by(message(**content), reader(), reporter_id=PARIS)
    assert told is not None
    assert (told.text, told.media) == (text, media)
    assert told.wordless == ("text" not in content and told.text != content.get("caption"))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param({"text": "\u200b\u202e "}, id="a text nobody can see"),
        pytest.param({"forum_topic_created": {"name": "Greenland", "icon_color": 1}}, id="the beginning of a topic"),
        pytest.param({"new_chat_members": [{"id": 3, "is_bot": False, "first_name": "Kyiv"}]}, id="somebody joining"),
    ],
)
def test_what_says_nothing_is_no_alert(content: dict[str, Any]) -> None:
    assert told_by(message(**content), reader(), reporter_id=PARIS) is None


def test_the_words_of_an_album_stand_for_all_of_its_pictures() -> None:
    told = told_by(message(**PHOTO), reader(), reporter_id=PARIS, caption="Ten pictures of the convoy")
    assert told
    assert (told.text, told.wordless) == ("Ten pictures of the convoy", False)


def test_media_are_named_in_the_readers_language() -> None:
    told = told_by(message(voice=FILE | {"duration": 3}), reader("fr"), reporter_id=PARIS)
    assert told
    assert told.text == "message vocal"


USER = {
    "type": "user",
    "date": DATE,
    "sender_user": {"id": 9, "is_bot": False, "first_name": "Ottawa", "last_name": "Desk"},
}


@pytest.mark.parametrize(
    ("content", "author", "forwarded", "link"),
    [
        pytest.param({}, "London", False, "", id="a member's own message"),
        pytest.param({"from": {"id": PARIS, "is_bot": False, "first_name": "Paris"}}, "", False, "", id="the reporter's own message"),
        pytest.param({"sender_chat": {"id": -1001, "type": "supergroup", "title": "Washington Group"}}, "Washington Group", False, "", id="an anonymous administrator's"),
        pytest.param({"forward_origin": USER}, "Ottawa Desk", True, "", id="forwarded from a person"),
        pytest.param({"forward_origin": {"type": "hidden_user", "date": DATE, "sender_user_name": "Somebody"}}, "Somebody", True, "", id="forwarded from a person who hides"),
        pytest.param({"forward_origin": {"type": "chat", "date": DATE, "sender_chat": {"id": -5, "type": "group", "title": "The Desk"}, "author_signature": "duty"}}, "The Desk (duty)", True, "", id="forwarded from a group that speaks"),
        pytest.param({"forward_origin": {"type": "channel", "date": DATE, "chat": CHANNEL, "message_id": 42}}, "The Chancellery", True, "", id="forwarded from a private channel"),
        pytest.param({"forward_origin": {"type": "channel", "date": DATE, "chat": CHANNEL | {"username": "chancellery"}, "message_id": 42, "author_signature": "AB"}}, "The Chancellery (AB)", True, "https://t.me/chancellery/42", id="forwarded from a public channel"),
    ],
)  # fmt: skip
def test_who_wrote_it(content: dict[str, Any], author: str, forwarded: bool, link: str) -> None:
    told = told_by(message(text="The border is closed", **content), reader(), reporter_id=PARIS)
    assert told
    assert (told.author, told.forwarded, told.link) == (author, forwarded, link)
    assert told.written_at == (AT if forwarded else message(text="x").date)


def test_a_part_quoted_from_another_chat_is_the_alert() -> None:
    origin = {"type": "channel", "date": DATE, "chat": CHANNEL | {"username": "chancellery"}, "message_id": 42}
    reply = message(
        text="/alert",
        external_reply={"origin": origin, "chat": CHANNEL, "message_id": 42},
        quote={"text": "The border is closed", "position": 0},
    )
    told = told_elsewhere(reply, reader())
    assert told
    assert (told.text, told.author, told.link) == (
        "The border is closed",
        "The Chancellery",
        "https://t.me/chancellery/42",
    )
    assert told.tg_message_id is None


def test_of_a_message_in_another_chat_at_least_its_kind_is_known() -> None:
    origin = {"type": "hidden_user", "date": DATE, "sender_user_name": "Somebody"}
    told = told_elsewhere(message(text="/alert", external_reply={"origin": origin, **PHOTO}), reader())
    assert told
    assert (told.text, told.author, told.wordless) == ("photo", "Somebody", True)


# On the stage


def alerts(session: Session) -> list[tuple[str, str]]:
    return list(session.exec(select(Alert.text, Alert.note)))


def origin(session: Session) -> Origin:
    return session.exec(select(Origin)).one()


async def test_another_members_message_is_named_with_its_author(stage: Stage) -> None:
    said = stage.world.send(stage.london, stage.group, "They closed the border")
    card = await stage.says(stage.kyiv, "/alert seen on two channels", reply_to=said)
    assert "Note: seen on two channels\nWritten by \u2068London\u2069, " in card.text
    assert stage.read(alerts) == [("They closed the border", "seen on two channels")]


async def test_ones_own_message_needs_no_author(stage: Stage) -> None:
    said = stage.world.send(stage.kyiv, stage.group, "They closed the border")
    card = await stage.says(stage.kyiv, "/alert", reply_to=said)
    assert "Written by" not in card.text


async def test_a_forward_shows_from_whom_and_when(stage: Stage) -> None:
    stage.outsider.hidden = True
    private = stage.world.private(stage.outsider)
    stage.world.send(stage.outsider, private, "/start")
    told = stage.world.send(stage.outsider, private, "Tanks at the border")
    forwarded = stage.world.forward(stage.london, stage.group, told)
    card = await stage.says(stage.kyiv, "/alert", reply_to=forwarded)
    assert "Tanks at the border\nForwarded from \u2068Moscow\u2069, Sat 17 Jan" in card.text
    assert (stage.read(origin).author, stage.read(origin).forwarded) == ("Moscow", True)


async def test_a_public_channels_post_is_linked(stage: Stage) -> None:
    channel = stage.world.add_channel("The Chancellery", stage.paris, username="chancellery")
    post = stage.world.send(stage.paris, channel, "The border is closed")
    forwarded = stage.world.forward(stage.london, stage.group, post)
    card = await stage.says(stage.kyiv, "/alert", reply_to=forwarded)
    assert f'Forwarded from <a href="https://t.me/chancellery/{post.id}">' in (card.html or "")


async def posted(stage: Stage, user: User, kind: str) -> Posted:
    if kind == "photo":
        return stage.world.send_photo(user, stage.group)
    return stage.world.send_document(user, stage.group, "note.pdf", b"x")


@pytest.mark.parametrize(("kind", "text"), [("photo", "photo"), ("document", "document: note.pdf")])
async def test_media_without_a_caption_are_an_alert_in_words(stage: Stage, kind: str, text: str) -> None:
    said = await posted(stage, stage.london, kind)
    card = await stage.says(stage.kyiv, "/alert of the harbour !high", reply_to=said)
    assert card.text.splitlines()[:2] == ["A-1 · 🟠 high · action · open", text]
    assert "Note: of the harbour" in card.text


async def test_two_photos_without_words_do_not_look_alike(stage: Stage) -> None:
    for user in (stage.london, stage.kyiv):
        said = stage.world.send_photo(user, stage.group)
        card = await stage.says(stage.paris, "/alert", reply_to=said)
    assert "Looks like" not in card.text


async def test_a_picture_of_an_album_is_the_album(stage: Stage) -> None:
    stage.world.promote(stage.world.bot, stage.group)  # else it does not receive what others write
    album = stage.world.send_album(stage.london, stage.group, ["", "The convoy, ten pictures", *[""] * 8])
    await stage.settle()
    card = await stage.says(stage.kyiv, "/alert", reply_to=album[7])
    assert "The convoy, ten pictures" in card.text
    assert "· photo" in card.text
    again = await stage.says(stage.paris, "/alert", reply_to=album[2])
    assert "Looks like A-1" in again.text


async def test_an_album_sent_with_the_command_is_one_alert(stage: Stage) -> None:
    stage.world.send_album(stage.london, stage.group, ["/alert The convoy !high", *[""] * 9])
    await stage.settle()
    assert stage.read(alerts) == [("The convoy", "")]


async def test_the_beginning_of_a_topic_is_no_alert(stage: Stage) -> None:
    stage.world.make_forum(stage.group)
    topic = stage.world.create_topic(stage.paris, stage.group, "Greenland")
    stage.world.send(stage.london, stage.group, "/alert", topic=topic)
    await stage.settle()
    assert stage.world.last(stage.group).force_reply
    assert stage.read(alerts) == []


async def test_a_reply_to_a_card_says_something_of_its_own(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/alert Tariffs announced")
    await stage.says(stage.london, "/alert The border is closed", reply_to=card)
    assert stage.read(alerts) == [("Tariffs announced", ""), ("The border is closed", "")]


async def test_a_guided_alert_offers_how_severe_it_is(stage: Stage) -> None:
    question = await stage.says(stage.london, "/alert")
    card = await stage.says(stage.london, "Border closed", reply_to=question)
    card = stage.card("A-1")
    assert card.buttons == [
        ["Seen"], ["⚪ low", "🟡 medium"], ["🟠 high", "🔴 critical"], ["Words"], ["Poll", "Call", "Resolve"],
    ]  # fmt: skip
    await stage.presses(stage.london, card, "Words")
    assert await stage.presses(stage.london, card, "🟠 high") == "Recorded: high"
    assert card.text.startswith("A-1 · 🟠 high · words · open")
    assert card.buttons == [["Seen"], ["Action", "Severity"], ["Poll", "Call", "Resolve"]]


async def test_a_guided_alert_that_says_it_offers_nothing(stage: Stage) -> None:
    question = await stage.says(stage.london, "/alert")
    await stage.says(stage.london, "Border closed !high", reply_to=question)
    assert stage.card("A-1").buttons == [["Seen"], ["Words", "Severity"], ["Poll", "Call", "Resolve"]]


async def test_confidence_is_said_in_words(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/alert Tariffs announced\nconfidence: b2")
    assert "Confidence: B2: usually reliable, probably true" in card.text
    await stage.says(stage.paris, "/language fr")
    await stage.presses(stage.london, card, "Vu")
    assert "Confiance : B2 : habituellement fiable, probablement vraie".replace(" :", "\u00a0:") in card.text


async def test_a_crowd_with_long_names_leaves_the_card_in_one_piece(stage: Stage) -> None:
    crowd = [
        stage.world.add_user("🇺🇦" * 30 + f"\u202e\u200b{number}", username=f"user{number}") for number in range(70)
    ]
    for user in crowd:
        stage.world.join(user, stage.group)
    await stage.says(stage.london, f"/alert {'🔥 & <b>' * 400} !critical")
    card = stage.card("A-1")
    for user in crowd[:35]:
        stage.world.press(user, card, "Seen")
    await stage.settle()
    assert card.text.startswith("A-1 · 🔴 critical · action · open\n🔥 & <b>")
    assert "Seen by 36 of 73\nNot yet seen: 37" in card.text
    assert (card.html or "").startswith("<b>A-1</b>")
