"""Forms filled in in the private chat: begun there, or in the group and gone on with there."""

import pytest
from sqlmodel import Session, select

from bot.local.world import Chat, Message, User
from storage.models import Call, Draft, Group, Poll
from tests.handlers.test_opening import begun
from tests.stage import Stage


def polls(session: Session) -> list[tuple[str, str, str]]:
    rows = select(Group.title, Poll.question, Poll.rule).join(Poll).order_by(Poll.id)  # type: ignore[arg-type]
    return list(session.exec(rows))


def drafts(session: Session) -> list[tuple[str, bool]]:
    return list(session.exec(select(Draft.asks, Draft.private)))


async def privately(stage: Stage, user: User, text: str) -> Message:
    return await stage.says(user, text, chat=stage.world.private(user))


def shown(stage: Stage, user: User) -> list[Message]:
    """The bot's messages in the private chat that still stand, the oldest first."""
    chat = stage.world.private(user)
    return [each for each in chat.messages if each.sender.is_bot and not each.deleted]


@pytest.fixture
async def started(stage: Stage) -> Stage:
    """London's private chat is open."""
    await privately(stage, stage.london, "/start")
    return stage


async def moved(stage: Stage) -> Message:
    """London's form, gone on with in private at its first choice."""
    panel = await begun(stage)
    assert panel.buttons[-1] == ["Continue in private"]
    assert await stage.presses(stage.london, panel, "Continue") == "Go on in our private chat."
    assert panel.deleted
    return shown(stage, stage.london)[-1]


async def test_a_form_goes_on_in_private_and_its_poll_stands_in_the_group(started: Stage) -> None:
    stage = started
    before = len(stage.group.messages)
    panel = await moved(stage)
    assert panel.buttons == [["For · Against · Abstain"], ["Options of our own"], ["A template"], ["Back", "Cancel"]]
    await stage.presses(stage.london, panel, "Options of our own")
    assert "Answer my question below." in panel.text
    asked = shown(stage, stage.london)[-1]
    assert asked.text == "\u2068London\u2069, what are the options, one on a line? Write it here. /cancel ends it."
    await privately(stage, stage.london, "Today\nTomorrow")
    assert asked.deleted
    for button in ("plurality", "Another moment"):
        await stage.presses(stage.london, panel, button)
    wrong = await privately(stage, stage.london, "5")
    assert wrong.text.startswith("“5” could be many things")
    await privately(stage, stage.london, "monday noon")
    assert "Closes Mon 19 Jan, 12:00 (Brussels)" in panel.text
    in_group = [each for each in stage.group.messages[before:] if not each.deleted and each.sender.is_bot]
    assert in_group == [], "nothing of it stands in the group"
    assert await stage.presses(stage.london, panel, "Post") == "P-1 is open"
    assert panel.deleted
    assert stage.card("P-1").text.splitlines()[:2] == ["P-1 · open", "Issue a joint statement?"]
    assert stage.read(drafts) == []


async def test_while_something_is_to_be_typed_it_is_asked_for_again_in_private(started: Stage) -> None:
    stage = started
    panel = await begun(stage)
    await stage.presses(stage.london, panel, "Options of our own")
    asked = stage.group.messages[-1]
    await stage.presses(stage.london, panel, "Continue")
    assert asked.deleted
    assert panel.deleted
    panel, asked = shown(stage, stage.london)[-2:]
    await privately(stage, stage.london, "- Today\n- Tomorrow")
    assert "Which rule decides?" in panel.text
    assert asked.deleted


async def test_the_button_is_there_where_the_private_chat_is_open(stage: Stage) -> None:
    panel = await begun(stage)
    assert panel.buttons[-1] == ["Back", "Cancel"]


async def test_nobody_else_takes_a_form_away(started: Stage) -> None:
    stage = started
    await privately(stage, stage.kyiv, "/start")
    panel = await begun(stage)
    told = await stage.presses(stage.kyiv, panel, "Continue")
    assert told == "Somebody else is filling this in: begin your own, for example with /poll."
    panel = await _go(stage, panel)
    data = panel.keyboard[0][0]["callback_data"]
    forged = stage.world.press_data(stage.kyiv, shown(stage, stage.kyiv)[-1], data)
    await stage.settle()
    assert forged.text == "This button is out of date: look at the newest card, or type the command."
    assert stage.read(drafts) == [("answers", True)]


async def _go(stage: Stage, panel: Message) -> Message:
    """[Continue in private], in whichever language."""
    await stage.presses(stage.london, panel, panel.buttons[-1][0])
    return shown(stage, stage.london)[-1]


async def test_pressed_twice_it_moves_once(started: Stage) -> None:
    stage = started
    panel = await begun(stage)
    data = panel.keyboard[-1][0]["callback_data"]
    for _ in range(2):
        stage.world.press_data(stage.london, panel, data)
    await stage.settle()
    assert sum("prepares a poll" in each.text for each in shown(stage, stage.london)) == 1


async def test_whoever_has_left_meanwhile_posts_nothing(started: Stage) -> None:
    stage = started
    panel = await moved(stage)
    for button in ("For ·", "majority", "1 hour"):
        await stage.presses(stage.london, panel, button)
    stage.group.statuses[stage.london.id] = "left"  # nobody told the bot
    assert await stage.presses(stage.london, panel, "Post") == "You are not a member of this group"
    assert stage.read(polls) == []


async def test_cancel_takes_it_away(started: Stage) -> None:
    stage = started
    panel = await moved(stage)
    assert await stage.presses(stage.london, panel, "Cancel") == "Cancelled. Nothing was posted."
    assert panel.deleted
    assert stage.read(drafts) == []


async def test_in_the_readers_language_there(started: Stage) -> None:
    """The group reads English, London French."""
    stage = started
    await privately(stage, stage.london, "/language fr")
    panel = await begun(stage)
    assert await stage.presses(stage.london, panel, "Continue") == "Continuez dans notre conversation privée."
    panel = shown(stage, stage.london)[-1]
    assert panel.text.splitlines()[0] == "\u2068London\u2069 prépare un sondage"
    await stage.presses(stage.london, panel, "Pour ·")
    assert panel.text.splitlines()[3] == "Quelle règle décide\u202f?"


async def test_a_subject_named_in_the_groups_language_stays(started: Stage) -> None:
    stage = started
    await stage.says(stage.paris, "/language fr")
    await stage.says(stage.paris, "/alert Droits de douane")
    asked = await stage.says(stage.london, "/poll")
    panel = await stage.says(stage.london, "Réagir ?\nsujet: A-1", reply_to=asked)
    panel = await _go(stage, panel)
    for button in ("For ·", "majority", "1 hour"):
        await stage.presses(stage.london, panel, button)
    await stage.presses(stage.london, panel, "Post")
    assert "A-1" in stage.card("P-1").text


async def test_begun_in_private_it_is_for_ones_only_group(started: Stage) -> None:
    stage = started
    await privately(stage, stage.london, "/poll")
    assert shown(stage, stage.london)[-1].text == (
        "\u2068London\u2069, what is the question? Write it here. /cancel ends it."
    )
    await privately(stage, stage.london, "Issue a joint statement?")
    panel = shown(stage, stage.london)[-1]
    for button in ("For ·", "consensus", "4 hours", "Post"):
        await stage.presses(stage.london, panel, button)
    assert stage.read(polls) == [("Washington Group", "Issue a joint statement?", "consensus")]


async def test_in_several_groups_a_button_chooses(started: Stage, second: Chat) -> None:
    stage = started
    question = await privately(stage, stage.london, "/poll Stay calm?\nrule: consensus")
    assert question.text == "Which group is it for?"
    assert question.buttons == [["Washington Group"], ["Arctic Council"], ["Cancel"]]
    assert stage.read(polls) == []
    await stage.presses(stage.london, question, "Arctic Council")
    assert stage.read(polls) == [("Arctic Council", "Stay calm?", "consensus")]
    assert shown(stage, stage.london)[-1].text == "P-1 is posted in \u2068Arctic Council\u2069."
    assert question.deleted


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        pytest.param("/poll Stay calm?", "P-1 is posted in \u2068Washington Group\u2069.", id="a poll"),
        pytest.param("/silence The text", "P-1 is posted in \u2068Washington Group\u2069.", id="a text under silence"),
        pytest.param(
            "/call Follow-up\nwhen: tomorrow 18:00", "C-1 is posted in \u2068Washington Group\u2069.", id="a call"
        ),
        pytest.param(
            "/poll", "\u2068London\u2069, what is the question? Write it here. /cancel ends it.", id="nothing"
        ),
        pytest.param("/poll Stay?\nrule: majorty", "I know no rule “majorty”: did you mean majority", id="a mistake"),
    ],
)
async def test_typed_in_private(started: Stage, typed: str, answer: str) -> None:
    reply = await privately(started, started.london, typed)
    assert reply.text.startswith(answer)


async def test_what_a_call_lacks_is_asked_in_private_and_a_guess_confirmed(started: Stage) -> None:
    stage = started
    await privately(stage, stage.london, "/call Follow-up")
    asked = shown(stage, stage.london)[-1]
    assert "when is the call?" in asked.text
    await stage.presses(stage.london, asked, "Tomorrow 18:00")
    assert [call.title for call in stage.read(lambda session: session.exec(select(Call)).all())] == ["Follow-up"]
    assert stage.read(drafts) == []


async def test_where_administrators_open_polls_nobody_else_does_in_private(started: Stage) -> None:
    stage = started
    await stage.says(stage.paris, "/settings who-opens-polls admins")
    reply = await privately(stage, stage.london, "/poll Stay calm?")
    assert reply.text == "Only administrators open polls in this group."
    assert stage.read(polls) == []


async def test_an_outsider_begins_nothing(stage: Stage) -> None:
    reply = await privately(stage, stage.outsider, "/poll Stay calm?")
    assert reply.text == "You are in no group that I serve: add me to your group and write there."
