"""Red lines: drawn by administrators, noticed on an alert's card, with the agreed steps as buttons."""

from typing import Any

import pytest
from sqlmodel import Session, select

from storage.models import Alert, Call, Crossing, Poll
from tests.stage import Stage

LINE = "/redline territorial integrity, annex -> Answer jointly\npoll: Issue a joint statement today?\nrule: two-thirds\ncall: 2h"


def rows(session: Session, model: Any) -> list[Any]:
    return list(session.exec(select(model)))


async def test_an_administrator_draws_a_line_and_everyone_may_read_it(stage: Stage) -> None:
    said = await stage.says(stage.paris, LINE)
    assert said.text.splitlines() == [
        "Red line 1 is drawn.",
        "1. territorial integrity, annex → Answer jointly",
        "critical · poll: Issue a joint statement today? · call within 2 hours",
    ]
    listed = await stage.says(stage.kyiv, "/redline")
    assert "1. territorial integrity, annex → Answer jointly" in listed.text


async def test_a_member_draws_none(stage: Stage) -> None:
    said = await stage.says(stage.london, LINE)
    assert said.text == "Only administrators of the group can do that: please ask one of them."


async def test_an_alert_that_crosses_says_so_and_offers_the_steps(stage: Stage) -> None:
    await stage.says(stage.paris, LINE)
    card = await stage.says(stage.kyiv, "/alert They announce the annexation of the island !high")
    assert "Crosses red line 1: territorial integrity, annex" in card.text
    assert "Agreed: Answer jointly" in card.text
    assert card.buttons[:2] == [["🔴 critical"], ["Poll as agreed (1)", "Call within 2 hours"]]


async def test_the_steps_are_taken_by_one_press_each_and_once(stage: Stage) -> None:
    await stage.says(stage.paris, LINE)
    card = await stage.says(stage.kyiv, "/alert They announce the annexation of the island !high")
    assert await stage.presses(stage.london, card, "🔴 critical") == "Recorded: critical"
    assert await stage.presses(stage.london, card, "Poll as agreed (1)") == "Recorded: P-1"
    assert await stage.presses(stage.london, card, "Call within 2 hours") == "Recorded: C-1"
    assert card.buttons[0] == ["Seen"]
    (poll,), (call,) = stage.read(rows, Poll), stage.read(rows, Call)
    assert (poll.question, poll.rule, poll.alert_id) == ("Issue a joint statement today?", "two-thirds", 1)
    assert (call.title, call.alert_id) == ("A-1: territorial integrity", 1)
    assert 60 <= (call.starts_at - stage.clock.now()).total_seconds() / 60 <= 120
    assert "→ P-1 open: Issue a joint statement today?" in card.text


async def test_two_who_press_at_once_open_one_poll(stage: Stage) -> None:
    await stage.says(stage.paris, LINE)
    card = await stage.says(stage.kyiv, "/alert They announce the annexation of the island")
    first = stage.world.press(stage.paris, card, "Poll as agreed (1)")
    second = stage.world.press(stage.london, card, "Poll as agreed (1)")
    await stage.settle()
    assert (first.text, second.text) == ("Recorded: P-1", "That has been done already: look at P-1.")
    assert len(stage.read(rows, Poll)) == 1


async def test_without_lines_of_its_own_a_red_line_has_the_usual_steps(stage: Stage) -> None:
    await stage.says(stage.paris, "/redline #greenland -> Convene at once")
    card = await stage.says(stage.kyiv, "/alert Ships off the coast #greenland !critical")
    assert card.buttons[0] == ["Poll as agreed (1)", "Call within 2 hours"]
    await stage.presses(stage.kyiv, card, "Poll as agreed (1)")
    assert stage.read(rows, Poll)[0].question == "Convene at once?"


async def test_steps_are_left_out_by_none(stage: Stage) -> None:
    await stage.says(stage.paris, "/redline war -> Inform the capitals\nseverity: none\npoll: none\ncall: none")
    card = await stage.says(stage.kyiv, "/alert This means war")
    assert "Crosses red line 1: war" in card.text
    assert card.buttons[0] == ["Seen"]


async def test_a_removed_line_holds_no_more_and_its_crossings_stay(stage: Stage) -> None:
    await stage.says(stage.paris, LINE)
    card = await stage.says(stage.kyiv, "/alert Annexation announced")
    said = await stage.says(stage.paris, "/redline remove 1")
    assert said.text == "Red line 1 holds no more: territorial integrity, annex"
    await stage.says(stage.kyiv, "/alert Annexation announced again")
    assert len(stage.read(rows, Crossing)) == 1
    assert "Crosses red line 1" in card.text
    again = await stage.says(stage.paris, "/redline remove 1")
    assert again.text == "There is no red line 1 in this group: /redline lists them."


async def test_the_record_says_which_line_was_crossed(stage: Stage) -> None:
    await stage.says(stage.paris, LINE)
    await stage.says(stage.kyiv, "/alert Annexation announced, and the territorial integrity of two states")
    assert [(row.alert_id, row.red_line_id) for row in stage.read(rows, Crossing)] == [(1, 1)]
    assert stage.read(rows, Alert)[0].severity == "medium"


NONSENSE = [
    ("/redline territorial integrity", "A red line has two sides"),
    ("/redline -> Answer jointly", "A red line has two sides"),
    ("/redline 🙂 -> Answer jointly", "A red line has two sides"),
    ("/redline annex -> Answer\ncall: soon", "“soon” is no length of time"),
    ("/redline annex -> Answer\ncall: 5m", "“5m” does not fit a call"),
    ("/redline annex -> Answer\nrule: perhaps", "perhaps"),
    ("/redline annex -> Answer\nseverity: huge", "“huge” does not fit “severity:”"),
    ("/redline remove 7", "There is no red line 7 in this group"),
    (f"/redline {'annex ' * 60}-> Answer", "That is too long for a red line"),
]


@pytest.mark.parametrize(("typed", "says"), NONSENSE, ids=[typed[:40] for typed, _ in NONSENSE])
async def test_nonsense_is_answered_by_one_sentence(stage: Stage, typed: str, says: str) -> None:
    before = len(stage.group.messages)
    said = await stage.says(stage.paris, typed)
    assert says in said.text
    assert len(stage.group.messages) == before + 2


async def test_in_french(stage: Stage) -> None:
    await stage.says(stage.paris, "/language fr")
    await stage.says(stage.paris, "/redline intégrité territoriale -> Répondre ensemble\nappel: 2h\nsondage: aucun")
    card = await stage.says(stage.kyiv, "/alert L'intégrité territoriale est en cause")
    assert "Franchit la ligne rouge 1\u00a0: intégrité territoriale" in card.text
    assert "Convenu\u00a0: Répondre ensemble" in card.text
    assert ["Appel sous 2 heures"] in card.buttons
