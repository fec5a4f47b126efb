"""Administrators who write as the group: what needs a person is done by the press that says who it was."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.local.world import Message
from tests.stage import Stage

ASKED = "I cannot tell who wrote that, and it needs a person: press the button and I do it in your name."


async def hides(stage: Stage, text: str, *, reply_to: Message | None = None) -> Message:
    """Paris writes as the group; returns what the chat shows last."""
    stage.world.send(stage.paris, stage.group, text, anonymous=True, reply_to=reply_to)
    await stage.settle()
    return stage.world.last(stage.group)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param("/help", "What I can do.", id="help"),
        pytest.param("/help poll", "/poll", id="help on a command"),
        pytest.param("/status", "All is well.", id="status"),
        pytest.param("/members", "Members and delegations", id="the roster"),
        pytest.param("/delegations", "Members and delegations", id="the delegations"),
        pytest.param("/digest", "Digest", id="the digest"),
        pytest.param("/start", "Hello", id="the greeting"),
        pytest.param("/ack A-9", "There is no A-9 in this group", id="a mistake, which whoever it is has made"),
    ],
)
async def test_what_needs_no_person_is_answered(stage: Stage, typed: str, said: str) -> None:
    assert said in (await hides(stage, typed)).text.partition("\n")[0]


async def test_what_needs_a_person_waits_for_the_press_that_says_who(stage: Stage) -> None:
    question = await hides(stage, "/alert Tariffs announced !high")
    assert (question.text, question.buttons) == (ASKED, [["It is me"]])
    assert question.reply_to is not None
    assert question.reply_to.text == "/alert Tariffs announced !high"
    assert await stage.presses(stage.paris, question, "It is me") is None
    assert "Logged by \u2068Paris\u2069" in stage.card("A-1").text
    assert question.deleted


async def test_somebody_else_gets_a_toast_and_nothing_is_done(stage: Stage) -> None:
    question = await hides(stage, "/alert Tariffs announced")
    for user, told in (
        (stage.london, "Only administrators of the group can do that: please ask one of them."),
        (stage.outsider, "You are not a member of this group"),
    ):
        press = stage.world.press_data(user, question, question.keyboard[0][0]["callback_data"])
        await stage.settle()
        assert press.text == told
    assert not any(message.text.startswith("A-1") for message in stage.group.messages)
    await stage.presses(stage.paris, question, "It is me")
    assert stage.card("A-1")


async def test_a_demoted_administrator_is_somebody_else(stage: Stage) -> None:
    await stage.says(stage.london, "/poll Act?")
    question = await hides(stage, "/close P-1")
    stage.group.statuses[stage.paris.id] = "member"  # and nobody told the bot
    assert (await stage.presses(stage.paris, question, "It is me") or "").startswith("Only administrators")
    assert "open" in stage.card("P-1").text


async def test_it_is_done_once(stage: Stage) -> None:
    question = await hides(stage, "/alert Tariffs announced")
    stage.world.press(stage.paris, question, "It is me")
    stage.world.press(stage.paris, question, "It is me")
    await stage.settle()
    alerts = [message for message in stage.group.messages if message.text.startswith("A-")]
    assert len(alerts) == 1
    again = stage.world.press_data(stage.paris, question, question.keyboard[0][0]["callback_data"])
    await stage.settle()
    assert again.text == "This button is out of date: look at the newest card, or type the command."


async def test_delivered_twice_it_is_asked_once(stage: Stage) -> None:
    await hides(stage, "/alert Tariffs announced")
    stage.world.updates.repeat()
    await stage.settle()
    assert len([message for message in stage.group.messages if message.text == ASKED]) == 1


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        pytest.param("/close P-1", "P-1 · Adopted", id="close"),
        pytest.param("/cancel P-1 Overtaken", "P-1 · Withdrawn", id="cancel"),
        pytest.param("/vote P-1 against", "Against · 1: \u2068Paris\u2069", id="vote"),
    ],
)
async def test_commands_about_a_handle(stage: Stage, typed: str, shown: str) -> None:
    card = await stage.says(stage.london, "/poll Issue a joint statement?")
    await stage.presses(stage.london, card, "For")
    await stage.presses(stage.kyiv, card, "For")
    await stage.presses(stage.paris, await hides(stage, typed), "It is me")
    assert shown in card.text


async def test_a_typed_command_is_answered_as_a_reply_to_it(stage: Stage) -> None:
    await stage.says(stage.london, "/alert Tariffs announced")
    await stage.presses(stage.paris, await hides(stage, "/ack A-1"), "It is me")
    answer = stage.world.find(stage.group, "Seen")
    assert answer.text == "Seen"
    assert answer.reply_to is not None
    assert answer.reply_to.text == "/ack A-1"


async def test_settings_are_changed_in_the_presser_s_name(stage: Stage) -> None:
    await stage.presses(stage.paris, await hides(stage, "/language fr"), "It is me")
    assert "français" in stage.world.last(stage.group).text
    question = await hides(stage, "/timezone Kiev")
    assert question.text.startswith("Je ne sais pas qui a écrit cela")
    assert question.buttons == [["C’est moi"]]


async def test_a_message_reported_as_the_group_is_the_alert(stage: Stage) -> None:
    news = stage.world.send(stage.london, stage.group, "A port is closed")
    await stage.settle()
    await stage.presses(stage.paris, await hides(stage, "/alert !critical", reply_to=news), "It is me")
    assert "A port is closed" in stage.card("A-1").text
    assert "critical" in stage.card("A-1").text


async def test_a_form_is_answered_as_the_group_too(stage: Stage) -> None:
    await stage.presses(stage.paris, await hides(stage, "/poll"), "It is me")
    asked = stage.world.find(stage.group, "what is the question?")
    assert "\u2068Paris\u2069" in asked.text
    again = await hides(stage, "Issue a joint statement?", reply_to=asked)
    assert again.text == ASKED
    await stage.presses(stage.paris, again, "It is me")
    assert asked.deleted
    panel = stage.world.find(stage.group, "prepares a poll")
    for button in ("For ·", "majority", "1 hour", "Post"):
        await stage.presses(stage.paris, panel, button)
    assert "Issue a joint statement?" in stage.card("P-1").text


async def test_a_call_with_a_choice_to_press(stage: Stage) -> None:
    await stage.presses(stage.paris, await hides(stage, "/call Follow-up"), "It is me")
    assert await stage.presses(stage.paris, stage.world.find(stage.group, "when is the call?"), "In 1 hour") is None
    assert "Called by \u2068Paris\u2069" in stage.card("C-1").text


async def test_what_is_no_answer_to_a_question_is_left_alone(stage: Stage) -> None:
    card = await stage.says(stage.london, "/alert Tariffs announced")
    said = await hides(stage, "Noted", reply_to=card)
    assert said.text == "Noted"


async def test_a_mistake_is_answered_and_the_question_goes(stage: Stage) -> None:
    question = await hides(stage, "/alert X\nseverity: enormous")
    await stage.presses(stage.paris, question, "It is me")
    assert "“enormous” does not fit" in stage.world.last(stage.group).text
    assert question.deleted


async def test_it_survives_a_restart_and_is_over_after_an_hour(tmp_path: Path) -> None:
    async with Stage.opened(tmp_path) as stage:
        question = await hides(stage, "/alert Tariffs announced")
        late = await hides(stage, "/alert Too late")
    async with stage.playing():
        await stage.presses(stage.paris, question, "It is me")
        assert "Tariffs announced" in stage.card("A-1").text
        await stage.wait(timedelta(minutes=61))
        told = await stage.presses(stage.paris, late, "It is me")
        assert told == "This button is out of date: look at the newest card, or type the command."


async def test_a_vote_confirmed_after_the_deadline_is_late(stage: Stage) -> None:
    await stage.says(stage.london, "/poll Issue a joint statement?\ncloses: in 10m")
    question = await hides(stage, "/vote P-1 for")
    await stage.wait(timedelta(minutes=11))
    await stage.presses(stage.paris, question, "It is me")
    assert stage.world.last(stage.group).text.startswith("Closed: P-1")
