"""Templates of polls: those every group has, and its own."""

import re

import pytest
from sqlmodel import Session, col, select

from storage.models import Poll, Template
from tests.stage import Stage


def kept(session: Session) -> dict[str, str]:
    return {each.name: each.text for each in session.exec(select(Template).order_by(col(Template.folded)))}


async def test_four_are_there_for_everyone(stage: Stage) -> None:
    listed = await stage.says(stage.london, "/templates")
    assert listed.text.splitlines()[:5] == [
        "Templates",
        "Joint statement · Issue a joint statement today?",
        "Countermeasures · Which countermeasures do we prepare?",
        "Stay calm, no comment · Stay calm and make no comment?",
        "Call first · Talk on a call before we answer?",
    ]
    assert listed.buttons == [["Joint statement", "Countermeasures"], ["Stay calm, no comment", "Call first"]]


@pytest.mark.parametrize(
    ("button", "shown", "choices"),
    [
        ("Joint statement", "Issue a joint statement today?\nRule: two-thirds of For and Against", ["For", "Against"]),
        ("Countermeasures", "Which countermeasures do we prepare?\nRule: plurality", ["1 On goods"]),
        ("Stay calm", "Stay calm and make no comment?\nRule: consensus", ["For", "Against"]),
        ("Call first", "Talk on a call before we answer?\nRule: majority", ["For", "Against"]),
    ],
)
async def test_each_is_a_poll_in_two_presses(stage: Stage, button: str, shown: str, choices: list[str]) -> None:
    listed = await stage.says(stage.london, "/templates")
    await stage.presses(stage.kyiv, listed, button)
    preview = stage.group.messages[-1]
    assert preview.text.startswith("\u2068Kyiv\u2069 prepares a poll")
    assert preview.buttons[1:3] == [["Sense check"], ["Post"]]
    assert await stage.presses(stage.kyiv, preview, "Post") == "P-1 is open"
    assert preview.text.startswith(f"P-1 · open\n{shown}")
    assert preview.buttons[0] == choices


async def test_what_a_template_proposes_is_changed_before_it_is_posted(stage: Stage) -> None:
    await stage.presses(stage.kyiv, await stage.says(stage.london, "/templates"), "Joint statement")
    preview = stage.group.messages[-1]
    for button in ("Back", "Back", "consensus", "Back", "72 hours"):
        await stage.presses(stage.kyiv, preview, button)
    await stage.presses(stage.kyiv, preview, "Post")
    assert "Rule: consensus" in preview.text
    assert "Closes Tue 20 Jan, 18:00 (Brussels)" in preview.text


async def test_in_a_guided_form_the_question_and_the_alert_stay(stage: Stage) -> None:
    alert = await stage.says(stage.paris, "/alert Tariffs announced")
    await stage.presses(stage.london, alert, "Poll")
    panel = await stage.says(stage.london, "And our goods?", reply_to=stage.group.messages[-1])
    await stage.presses(stage.london, panel, "A template")
    assert panel.buttons[0] == ["Joint statement", "Countermeasures"]
    await stage.presses(stage.london, panel, "Countermeasures")
    assert panel.text.splitlines()[1:3] == ["And our goods?", "1 On goods"]
    assert "About A-1" in panel.text


async def test_a_poll_is_kept_by_replying_to_its_card(stage: Stage) -> None:
    card = await stage.says(
        stage.london, "/poll Renew the sanctions?\n- Six months\n- A year\nrule: majority\nquorum: 60%\ncloses: in 90m\nhidden: yes"
    )  # fmt: skip
    answer = await stage.says(stage.london, "/template Sanctions", reply_to=card)
    assert answer.text == "Kept as “Sanctions”: /templates lists it."
    assert stage.read(kept) == {
        "Sanctions": "Renew the sanctions?\n- Six months\n- A year\nrule: majority\ncloses: in 90 minutes\nquorum: 60%\nhidden: yes"
    }
    listed = await stage.says(stage.london, "/templates")
    assert listed.buttons[2] == ["Sanctions", "Delete"]
    await stage.presses(stage.kyiv, listed, "Sanctions")
    preview = stage.group.messages[-1]
    await stage.presses(stage.kyiv, preview, "Post")
    polls = stage.read(lambda session: session.exec(select(Poll)).all())
    assert [(poll.question, poll.rule, poll.quorum, poll.hidden, poll.lasts) for poll in polls] == [
        ("Renew the sanctions?", "majority", "60%", True, 5400)
    ] * 2


async def test_a_poll_is_kept_by_replying_to_its_result(stage: Stage) -> None:
    await stage.says(stage.london, "/poll Renew the sanctions?\nrule: majority\ncloses: in 90m")
    await stage.says(stage.london, "/close P-1")
    result = stage.world.find(stage.group, "P-1 · Rejected")
    answer = await stage.says(stage.paris, "/template Sanctions", reply_to=result)
    assert answer.text == "Kept as “Sanctions”: /templates lists it."
    assert stage.read(kept) == {"Sanctions": "Renew the sanctions?\nrule: majority\ncloses: in 90 minutes"}


async def test_one_is_typed_and_typed_again(stage: Stage) -> None:
    await stage.says(stage.london, "/template Sanctions\nRenew them?\nrule: unanimity")
    await stage.says(stage.kyiv, "/template sanctions\nRenew them now?\nrule: consensus")
    assert stage.read(kept) == {"sanctions": "Renew them now?\nrule: consensus"}


async def test_administrators_delete_and_nobody_else(stage: Stage) -> None:
    for name in ("One", "Two"):
        await stage.says(stage.london, f"/template {name}\n{name}?")
    listed = await stage.says(stage.london, "/templates")
    data = listed.keyboard[2][1]["callback_data"]
    refusal = "Only administrators of the group can do that: please ask one of them."
    press = stage.world.press_data(stage.london, listed, data)
    await stage.settle()
    assert press.text == refusal
    press = stage.world.press_data(stage.paris, listed, data)
    await stage.settle()
    assert press.text == "“One” is deleted."
    assert listed.buttons[2:] == [["Two", "Delete"]]
    press = stage.world.press_data(stage.paris, listed, data)
    await stage.settle()
    assert press.text == "This button is out of date: look at the newest card, or type the command."
    assert (await stage.says(stage.london, "/template remove two")).text == refusal
    assert (await stage.says(stage.paris, "/template remove TWO")).text == "“Two” is deleted."
    assert stage.read(kept) == {}


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        pytest.param("/template", "What to keep is missing", id="nothing"),
        pytest.param("/template Sanctions", "What to keep is missing", id="a name alone"),
        pytest.param(f"/template {'x' * 31}\nQ?", "The name has 31 characters: 30 at most, please shorten it.", id="a long name"),
        pytest.param("/template S\nQ?\nrule: monarchy", "I know no rule “monarchy”", id="an unknown rule"),
        pytest.param("/template S\nQ?\n- One", "1 is no possible number of options", id="one option"),
        pytest.param("/template S\nQ?\nabout: A-1", "A template has no “about:”", id="about something"),
        pytest.param("/template S\nQ?\nopens: monday 09:00", "A template has no “opens:”", id="scheduled"),
        pytest.param("/template S\nQ?\ncloses: tomorrow 6", "“tomorrow 6” could mean two things", id="a doubtful deadline"),
        pytest.param("/template remove nothing", "There is no template “nothing”: /templates lists them.", id="removing what is not there"),
    ],
)  # fmt: skip
async def test_a_mistake_keeps_nothing(stage: Stage, typed: str, answer: str) -> None:
    assert answer in (await stage.says(stage.paris, typed)).text
    assert stage.read(kept) == {}


async def test_there_is_an_end_to_them(stage: Stage) -> None:
    for number in range(20):
        await stage.says(stage.paris, f"/template T{number}\nQ{number}?")
    assert "There are 20 templates already" in (await stage.says(stage.paris, "/template One more\nQ?")).text
    assert len((await stage.says(stage.paris, "/templates")).buttons) == 22


async def test_where_administrators_open_polls_members_neither_keep_nor_use(stage: Stage) -> None:
    await stage.says(stage.paris, "/settings who-opens-polls admins")
    refusal = "Only administrators open polls in this group."
    assert (await stage.says(stage.london, "/template S\nQ?")).text == refusal
    assert await stage.presses(stage.london, await stage.says(stage.london, "/templates"), "Call first") == refusal


async def test_in_french(stage: Stage) -> None:
    await stage.says(stage.paris, "/language fr")
    listed = await stage.says(stage.london, "/templates")
    assert listed.buttons[0] == ["Déclaration commune", "Contre-mesures"]
    await stage.presses(stage.london, listed, "Contre-mesures")
    preview = stage.group.messages[-1]
    assert await stage.presses(stage.london, preview, "Publier") == "P-1 is open", "a toast speaks the person's"
    assert preview.text.startswith("P-1 · en cours\nQuelles contre-mesures préparons-nous")


async def test_a_list_of_polls(stage: Stage) -> None:
    assert (await stage.says(stage.london, "/polls")).text == "There are no polls yet: /poll opens the first."
    await stage.says(stage.london, "/poll Over?")
    await stage.says(stage.london, "/close P-1")
    await stage.says(stage.london, "/poll Open?\ncloses: in 4h")
    await stage.says(stage.london, "/poll Later?\nopens: tomorrow 09:00")
    listed = (await stage.says(stage.kyiv, "/polls")).text
    assert re.sub(r"\d+ seconds ago", "just now", listed).splitlines() == [
        "Open polls",
        "P-2 · closes Sat 17 Jan, 22:00 (Brussels): Open?",
        "Scheduled",
        "P-3 · opens Sun 18 Jan, 09:00 (Brussels): Later?",
        "Closed last",
        "P-1 · Rejected · just now: Over?",
    ]
