"""The guided form: from /poll alone to the card, by buttons and plain answers."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from bot.local.model import Message
from storage.models import Draft, Poll
from tests.stage import Stage


def polls(session: Session) -> list[Poll]:
    return list(session.exec(select(Poll)))


def drafts(session: Session) -> list[Draft]:
    return list(session.exec(select(Draft)))


async def begun(stage: Stage, question: str = "Issue a joint statement?") -> Message:
    """The message of a form that London has begun, at its first choice."""
    asked = await stage.says(stage.london, "/poll")
    assert asked.force_reply
    panel = await stage.says(stage.london, question, reply_to=asked)
    assert asked.deleted
    return panel


async def press(stage: Stage, panel: Message, *buttons: str) -> None:
    for button in buttons:
        assert await stage.presses(stage.london, panel, button) is None, button


async def test_a_poll_by_buttons_alone(stage: Stage) -> None:
    panel = await begun(stage)
    count = len(stage.group.messages)
    assert panel.text.splitlines() == [
        "\u2068London\u2069 prepares a poll", "Issue a joint statement?", "", "How can people answer?",
    ]  # fmt: skip
    assert panel.buttons == [["For · Against · Abstain"], ["Options of our own"], ["A template"], ["Back", "Cancel"]]
    await press(stage, panel, "For ·")
    assert (
        "majority: Adopted if more say For than Against; whoever abstains or stays away is not counted." in panel.text
    )
    assert panel.buttons == [
        ["majority", "two-thirds"], ["unanimity", "consensus"], ["qualified"], ["More"], ["Back", "Cancel"],
    ]  # fmt: skip
    await press(stage, panel, "two-thirds")
    assert panel.buttons[:4] == [
        ["1 hour", "4 hours"], ["Today 18:00", "Tomorrow 18:00"], ["24 hours", "72 hours"], ["Another moment"],
    ]  # fmt: skip
    await press(stage, panel, "4 hours")
    assert panel.text.splitlines()[1:] == [
        "Issue a joint statement?", "", "Rule: two-thirds of For and Against", "Open for 4 hours",
    ]  # fmt: skip
    assert panel.buttons == [["Secret", "Hidden", "Early"], ["Sense check"], ["Post"], ["Back", "Cancel"]]
    await press(stage, panel, "Hidden", "Early", "✓ Hidden")
    assert panel.buttons[0] == ["Secret", "Hidden", "✓ Early"]
    assert await stage.presses(stage.london, panel, "Post") == "P-1 is open"
    assert stage.card("P-1") is panel
    assert panel.text.startswith("P-1 · open\nIssue a joint statement?\nRule: two-thirds of For and Against")
    assert "Closes Sat 17 Jan, 22:00 (Brussels)" in panel.text
    assert len(stage.group.messages) == count, "one message edited in place"
    (poll,) = stage.read(polls)
    assert (poll.early, poll.hidden, poll.secret) == (True, False, False)
    assert stage.read(drafts) == []
    assert await stage.presses(stage.kyiv, panel, "For") == "Recorded: For"


async def test_options_and_a_deadline_are_typed(stage: Stage) -> None:
    panel = await begun(stage, "Which measures first?")
    await press(stage, panel, "Options of our own")
    assert "Reply to my question below." in panel.text
    asked = stage.group.messages[-1]
    assert asked.force_reply
    assert "what are the options, one on a line?" in asked.text
    wrong = await stage.says(stage.london, "Only one", reply_to=asked)
    assert wrong.text.startswith("1 is no possible number of options")
    await stage.says(stage.london, "- On goods\n2. On services\nNone", reply_to=wrong)
    assert asked.deleted
    assert panel.text.splitlines()[1:5] == ["Which measures first?", "1 On goods", "2 On services", "3 None"]
    await press(stage, panel, "More")
    assert panel.buttons == [["absolute", "reinforced"], ["ranked"], ["Back", "Cancel"]]
    await press(stage, panel, "Back", "plurality", "Another moment")
    asked = stage.group.messages[-1]
    wrong = await stage.says(stage.london, "5", reply_to=asked)
    assert wrong.text.startswith("“5” could be many things")
    await stage.says(stage.london, "monday noon", reply_to=asked)
    assert "Closes Mon 19 Jan, 12:00 (Brussels)" in panel.text
    await stage.presses(stage.london, panel, "Post")
    assert panel.buttons[:3] == [["1 On goods"], ["2 On services"], ["3 None"]]


async def test_back_leads_to_the_first_question_and_what_was_chosen_stays(stage: Stage) -> None:
    panel = await begun(stage, "Isue a statement?")
    await press(stage, panel, "For ·", "consensus", "1 hour", "Back", "Back", "Back", "Back")
    asked = stage.group.messages[-1]
    assert "what is the question?" in asked.text
    await stage.says(stage.london, "Issue a statement?", reply_to=asked)
    assert panel.text.splitlines()[1:3] == ["Issue a statement?", ""]
    assert "consensus: nobody is Against" in panel.text
    await stage.presses(stage.london, panel, "Post")
    assert [poll.question for poll in stage.read(polls)] == ["Issue a statement?"]


async def test_only_who_began_presses(stage: Stage) -> None:
    panel = await begun(stage)
    for user in (stage.kyiv, stage.paris):
        for button in ("For ·", "Back", "Cancel"):
            told = await stage.presses(user, panel, button)
            assert told == "Somebody else is filling this in: begin your own, for example with /poll."


async def test_a_button_pressed_twice_is_one_step(stage: Stage) -> None:
    panel = await begun(stage)
    data = panel.keyboard[0][0]["callback_data"]
    for _ in range(3):
        stage.world.press_data(stage.london, panel, data)
    await stage.settle()
    assert panel.text.splitlines()[3] == "Which rule decides?"


async def test_posted_twice_is_one_poll(stage: Stage) -> None:
    panel = await begun(stage)
    await press(stage, panel, "For ·", "majority", "1 hour")
    data = panel.keyboard[2][0]["callback_data"]
    for _ in range(2):
        stage.world.press_data(stage.london, panel, data)
    await stage.settle()
    assert len(stage.read(polls)) == 1


async def test_a_form_survives_a_restart(stage: Stage) -> None:
    panel = await begun(stage)
    await press(stage, panel, "For ·")
    async with stage.playing():
        await press(stage, panel, "majority", "1 hour")
        await stage.presses(stage.london, panel, "Post")
        assert panel.text.startswith("P-1 · open")


async def test_who_comes_back_within_the_hour_goes_on_and_after_it_begins_anew(stage: Stage) -> None:
    panel = await begun(stage)
    await stage.wait(timedelta(minutes=50))
    await press(stage, panel, "For ·")
    await stage.wait(timedelta(minutes=50))
    await press(stage, panel, "majority")
    await stage.wait(timedelta(minutes=61))
    assert await stage.presses(stage.london, panel, "1 hour") == (
        "This button is out of date: look at the newest card, or type the command."
    )


@pytest.mark.parametrize("where", ["at a choice", "at a question"])
async def test_cancel_takes_all_of_it_away(stage: Stage, where: str) -> None:
    panel = await begun(stage)
    if where == "at a question":
        await press(stage, panel, "Options of our own")
    asked = stage.group.messages[-1]
    assert await stage.presses(stage.london, panel, "Cancel") == "Cancelled. Nothing was posted."
    assert panel.deleted
    assert where == "at a choice" or asked.deleted
    assert stage.read(drafts) == []


async def test_a_typed_cancel_ends_it_too(stage: Stage) -> None:
    panel = await begun(stage)
    await stage.says(stage.london, "/cancel")
    assert panel.deleted


async def test_from_an_alert_it_starts_linked(stage: Stage) -> None:
    alert = await stage.says(stage.paris, "/alert Tariffs announced")
    await stage.presses(stage.london, alert, "Poll")
    question = stage.world.find(stage.group, "what is the question?")
    panel = await stage.says(stage.london, "Issue a joint statement?", reply_to=question)
    await press(stage, panel, "For ·", "majority", "1 hour")
    assert "About A-1" in panel.text
    await stage.presses(stage.london, panel, "Post")
    assert "Asked by \u2068London\u2069 about A-1" in panel.text
    assert "→ P-1 open: Issue a joint statement?" in alert.text


async def test_a_poll_about_a_poll_belongs_to_the_same_alert(stage: Stage) -> None:
    await stage.says(stage.paris, "/alert Tariffs announced")
    await stage.says(stage.london, "/poll Answer?\nabout: A-1")
    card = await stage.says(stage.london, "/poll Today?\nabout: P-1")
    assert "about A-1" in card.text


async def test_whoever_types_the_rest_is_in_a_hurry(stage: Stage) -> None:
    asked = await stage.says(stage.london, "/poll")
    card = await stage.says(stage.london, "Issue a joint statement?\ncloses: in 4h", reply_to=asked)
    assert card.text.startswith("P-1 · open")


async def test_today_has_to_be_ahead(stage: Stage) -> None:
    panel = await begun(stage)
    await press(stage, panel, "For ·", "majority")
    told = await stage.presses(stage.london, panel, "Today 18:00")
    assert told == "Sat 17 Jan, 18:00 (Brussels) is past: write a moment to come."


async def test_tomorrow_is_the_day_after_the_press_even_if_posted_past_midnight(stage: Stage) -> None:
    await stage.wait(timedelta(hours=5, minutes=45))
    panel = await begun(stage)
    await press(stage, panel, "For ·", "majority", "Tomorrow 18:00")
    await stage.wait(timedelta(minutes=30))
    await stage.presses(stage.london, panel, "Post")
    assert "Closes Sun 18 Jan, 18:00 (Brussels)" in panel.text


async def test_a_rule_by_weight_without_weights_offers_the_button(stage: Stage) -> None:
    await stage.says(stage.paris, "/delegation FR @london")
    panel = await begun(stage)
    await press(stage, panel, "For ·", "qualified", "1 hour")
    told = await stage.presses(stage.london, panel, "Post")
    assert told is not None
    assert told.startswith("No weight is known for")
    await stage.presses(stage.paris, stage.group.messages[-1], "Equal weights")
    assert await stage.presses(stage.london, panel, "Post") == "P-1 is open"


async def test_in_french(stage: Stage) -> None:
    await stage.says(stage.paris, "/language fr")
    panel = await begun(stage, "Déclaration commune ?")
    assert panel.buttons == [
        ["Pour · Contre · Abstention"], ["Nos propres options"], ["Un modèle"], ["Retour", "Annuler"],
    ]  # fmt: skip
    await press(stage, panel, "Pour ·", "deux-tiers", "4 heures", "Secret")
    assert "Secret : personne ne sait qui a choisi quoi" in panel.text.replace("\xa0", " ")
    assert panel.buttons == [
        ["✓ Secret", "Masqué", "Anticipé"], ["Sondage indicatif"], ["Publier"], ["Retour", "Annuler"],
    ]  # fmt: skip
    assert await stage.presses(stage.london, panel, "Publier") == "P-1 is open", "a toast speaks the person's"


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        pytest.param("- Yes\n- No\nchoices: 2", "“choices: 2” goes with approval only: add the line “rule: approval”, or leave that one out.", id="choices without approval"),
        pytest.param("secret: maybe", "“maybe” does not fit “secret:”: write one of yes, no.", id="neither yes nor no"),
        pytest.param("opens: monday 09:00\ncloses: sunday 18:00", "It would close Sun 18 Jan, 18:00 (Brussels), before it opens Mon 19 Jan, 09:00 (Brussels): write a later deadline, or a span such as 4h.", id="closes before it opens"),
        pytest.param("opens: in 400 days", "is too far: a year ahead at most.", id="opens too late"),
        pytest.param("quorum: 400 %", "“400 %” is no quorum", id="a quorum of more than all"),
        pytest.param("rule: monarchy", "I know no rule “monarchy”: did you mean", id="an unknown rule"),
    ],
)  # fmt: skip
async def test_a_mistake_is_one_sentence_and_opens_nothing(stage: Stage, typed: str, answer: str) -> None:
    reply = await stage.says(stage.london, f"/poll Issue a joint statement?\n{typed}")
    assert answer in reply.text
    assert "\n" not in reply.text
    assert stage.read(polls) == []
