"""Alerts from the private chat with the bot: to one's only group, or to the one chosen."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from bot.callbacks import ChooseGroup, DropDraft
from bot.local.world import Chat, Message, User
from storage.models import Alert, Draft, Group, Origin
from tests.stage import Stage


def alerts(session: Session) -> list[tuple[str, str]]:
    return list(session.exec(select(Group.title, Alert.text).join(Alert).order_by(Alert.id)))  # type: ignore[arg-type]


def drafts(session: Session) -> list[str]:
    return list(session.exec(select(Draft.asks)))


async def privately(stage: Stage, user: User, text: str, *, reply_to: Message | None = None) -> Message:
    return await stage.says(user, text, chat=stage.world.private(user), reply_to=reply_to)


async def test_in_one_group_it_goes_there(stage: Stage) -> None:
    reply = await privately(stage, stage.london, "/alert Tariffs announced !high\nsource: The embassy")
    assert reply.text == "A-1 is logged in \u2068Washington Group\u2069."
    card = stage.card("A-1")
    assert card.text.startswith("A-1 · 🟠 high · action · open\nTariffs announced\nSource: The embassy")
    assert "Logged by \u2068London\u2069" in card.text


async def test_in_none_it_says_so(stage: Stage) -> None:
    reply = await privately(stage, stage.outsider, "/alert Tariffs announced")
    assert reply.text == "You are in no group that I serve: add me to your group and write there."


async def test_whoever_has_left_logs_nothing(stage: Stage) -> None:
    stage.group.statuses[stage.london.id] = "left"  # nobody told the bot
    reply = await privately(stage, stage.london, "/alert Tariffs announced")
    assert reply.text == "You are not a member of this group"
    assert stage.read(alerts) == []


async def test_in_several_buttons_ask_which(stage: Stage, second: Chat) -> None:
    question = await privately(stage, stage.london, "/alert Tariffs announced\nseverity: high")
    assert question.text == "Which group is it for?"
    assert question.buttons == [["Washington Group"], ["Arctic Council"], ["Cancel"]]
    assert stage.read(alerts) == []
    await stage.presses(stage.london, question, "Arctic Council")
    assert stage.read(alerts) == [("Arctic Council", "Tariffs announced")]
    assert second.messages[-1].text.startswith("A-1 · 🟠 high")
    assert stage.world.last(stage.world.private(stage.london)).text == "A-1 is logged in \u2068Arctic Council\u2069."
    assert question.deleted
    assert stage.read(drafts) == []


async def test_the_question_survives_a_restart_and_counts_once(stage: Stage, second: Chat) -> None:
    question = await privately(stage, stage.london, "/alert Tariffs announced")
    async with stage.playing():
        presses = [stage.world.press(stage.london, question, "Washington Group") for _ in range(2)]
        await stage.settle()
        assert stage.read(alerts) == [("Washington Group", "Tariffs announced")]
        assert (presses[1].text or "").startswith("This button is out of date")


async def test_it_expires_and_can_be_cancelled(stage: Stage, second: Chat) -> None:
    question = await privately(stage, stage.london, "/alert One")
    assert await stage.presses(stage.london, question, "Cancel") == "Cancelled. Nothing was posted."
    assert question.deleted
    question = await privately(stage, stage.london, "/alert Two")
    assert (await privately(stage, stage.london, "/cancel")).text == "Cancelled. Nothing was posted."
    question = await privately(stage, stage.london, "/alert Three")
    await stage.wait(timedelta(minutes=61))
    toast = await stage.presses(stage.london, question, "Washington Group")
    assert (toast or "").startswith("This button is out of date")
    assert stage.read(alerts) == []


@pytest.mark.parametrize(
    "data", [ChooseGroup(1, 0).pack(), ChooseGroup(2, 5).pack(), ChooseGroup(9, 0).pack(), DropDraft(1).pack()]
)
async def test_somebody_elses_button_does_nothing(stage: Stage, second: Chat, data: str) -> None:
    await privately(stage, stage.london, "/alert Of London")
    question = await privately(stage, stage.paris, "/alert Of Paris")
    press = stage.world.press_data(stage.paris, question, data)
    await stage.settle()
    assert (press.text or "").startswith("This button is out of date")
    assert stage.read(alerts) == []
    assert stage.read(drafts) == ["group", "group"]


async def test_the_button_of_a_group_one_has_left_does_nothing(stage: Stage, second: Chat) -> None:
    question = await privately(stage, stage.london, "/alert Of London")
    stage.world.kick(stage.london, second, by=stage.paris)
    await stage.settle()
    assert await stage.presses(stage.london, question, "Arctic Council") == "You are not a member of this group"
    assert stage.read(alerts) == []


async def test_a_private_draft_is_nobodys_in_the_group(stage: Stage, second: Chat) -> None:
    await privately(stage, stage.london, "/alert Of London")
    card = await stage.says(stage.paris, "/alert Something")
    press = stage.world.press_data(stage.london, card, ChooseGroup(1, 0).pack())
    await stage.says(stage.london, "/cancel")
    assert (press.text or "").startswith("This button is out of date")
    assert stage.read(drafts) == ["group"]


async def test_a_command_alone_asks_and_any_plain_answer_is_read(stage: Stage) -> None:
    question = await privately(stage, stage.london, "/alert")
    assert question.text == "What happened? Write it here, or forward the message that says it. /cancel ends it."
    await privately(stage, stage.london, "Border closed\nseverity: critical")
    assert stage.card("A-1").text.startswith("A-1 · 🔴 critical · action · open\nBorder closed\n")
    assert question.deleted


async def test_in_several_the_text_comes_first_then_the_group(stage: Stage, second: Chat) -> None:
    await privately(stage, stage.london, "/alert !high")
    question = await privately(stage, stage.london, "Border closed")
    await stage.presses(stage.london, question, "Washington Group")
    assert stage.card("A-1").text.startswith("A-1 · 🟠 high · action · open\nBorder closed")
    assert stage.read(drafts) == []


async def test_a_wrong_value_leaves_the_question_open(stage: Stage) -> None:
    await privately(stage, stage.london, "/alert")
    wrong = await privately(stage, stage.london, "Border closed\nseverity: awful")
    assert wrong.text == "“awful” does not fit “severity:”: write one of low, medium, high, critical."
    await privately(stage, stage.london, "Border closed\nseverity: high")
    assert stage.read(alerts) == [("Washington Group", "Border closed")]


async def test_a_forward_and_a_reply_to_it(stage: Stage, second: Chat) -> None:
    channel = stage.world.add_channel("The Chancellery", stage.kyiv, username="chancellery")
    post = stage.world.send(stage.kyiv, channel, "The border is closed")
    private = stage.world.private(stage.london)
    forwarded = stage.world.forward(stage.london, private, post)
    await stage.settle()
    assert stage.world.last(private).text == "A message alone is no command: reply to it with /alert to log it."
    question = await privately(stage, stage.london, "/alert as their deputy told us !high", reply_to=forwarded)
    async with stage.playing():
        await stage.presses(stage.london, question, "Washington Group")
        card = stage.card("A-1")
        assert card.text.startswith(
            "A-1 · 🟠 high · action · open\nThe border is closed\nNote: as their deputy told us"
        )
        assert f'Forwarded from <a href="https://t.me/chancellery/{post.id}">' in (card.html or "")
        origin = stage.read(lambda session: session.exec(select(Origin)).one())
        assert (origin.tg_message_id, origin.author, origin.written_at) == (None, "The Chancellery", post.date)


async def test_a_forward_as_the_answer(stage: Stage) -> None:
    private = stage.world.private(stage.london)
    await privately(stage, stage.london, "/alert !high")
    said = stage.world.send(stage.kyiv, stage.world.private(stage.kyiv), "/start")
    told = stage.world.send_photo(stage.kyiv, said.chat)
    stage.world.forward(stage.london, private, told)
    await stage.settle()
    card = stage.card("A-1")
    assert card.text.startswith("A-1 · 🟠 high · action · open\nphoto\nForwarded from \u2068Kyiv\u2069")


async def test_talk_in_private_is_answered_and_stickers_are_not(stage: Stage) -> None:
    reply = await privately(stage, stage.london, "hello")
    assert reply.text == "I do not know that command: /help shows what I can do."
    private = stage.world.private(stage.london)
    count = len(private.messages)
    stage.world.send_photo(stage.london, private)
    await stage.settle()
    assert len(private.messages) == count + 1


async def test_in_french(stage: Stage, second: Chat) -> None:
    stage.london.language_code = "fr"
    await privately(stage, stage.london, "/language fr")
    question = await privately(stage, stage.london, "/alert Frontière fermée\ngravité: haute")
    assert question.text == "Pour quel groupe\u00a0?"
    await stage.presses(stage.london, question, "Washington Group")
    assert stage.card("A-1").text.startswith("A-1 · 🟠 high · action · open\nFrontière fermée")
