"""A poll's words put right: freely until somebody has voted, then as a new version."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from storage.models import Ballot, JournalEntry, Poll, PollOption, Rewording
from tests.stage import Stage


def words(session: Session) -> list[str]:
    options = session.exec(select(PollOption.text).order_by(col(PollOption.number))).all()
    return [session.exec(select(Poll.question)).one(), *options]


def amended(session: Session) -> list[dict[str, object]]:
    kept = select(JournalEntry.body).where(JournalEntry.kind == "poll_amended").order_by(col(JournalEntry.id))
    return [dict(body or {}) for body in session.exec(kept)]


async def test_a_typo_is_corrected_by_editing_the_message(stage: Stage) -> None:
    typed = stage.world.send(stage.london, stage.group, "/poll Isue a statement?\n- Todya\n- Tomorrow")
    await stage.settle()
    card = stage.card("P-1")
    stage.world.edit(stage.london, typed, "/poll Issue a statement?\n- Today\n- Tomorrow")
    await stage.settle()
    assert stage.group.messages[-1].text == "P-1 is corrected."
    assert card.text.startswith("P-1 · open\nIssue a statement?\nRule:")
    assert card.buttons[0] == ["1 Today"]
    assert "Isue" not in card.text
    assert stage.read(amended) == [
        {"before": ["Isue a statement?", "Todya", "Tomorrow"], "question": "Issue a statement?", "options": ["Today", "Tomorrow"]}
    ]  # fmt: skip
    assert "statement" in (await stage.says(stage.kyiv, "/search today")).text


async def test_by_typing_and_the_options_stay(stage: Stage) -> None:
    await stage.says(stage.london, "/poll When?\n- Today\n- Tomorrow")
    assert (await stage.says(stage.london, "/amend P-1 When do we answer?")).text == "P-1 is corrected."
    assert stage.read(words) == ["When do we answer?", "Today", "Tomorrow"]
    await stage.says(stage.paris, "/amend p1 When?\n- Now\n- Later")
    assert stage.read(words) == ["When?", "Now", "Later"]


async def test_after_a_vote_a_new_version_begins_and_who_voted_is_told(stage: Stage) -> None:
    card = await stage.says(stage.london, "/poll Issue a statement?")
    await stage.presses(stage.kyiv, card, "For")
    await stage.presses(stage.paris, card, "Against")
    told = await stage.says(stage.london, "/amend P-1 Issue a joint statement?")
    assert told.text.splitlines() == [
        "P-1 has new words (version 2):",
        "Issue a joint statement?",
        "What was cast before is void. Please vote again: \u2068Paris\u2069, \u2068Kyiv\u2069",
    ]
    assert told.reply_to is card
    assert card.text.splitlines()[:4] == [
        "P-1 · open", "Issue a joint statement?", "Version 2", "Version 1, void: Issue a statement?",
    ]  # fmt: skip
    assert "For · 0" in card.text
    assert "<s>Issue a statement?</s>" in (card.html or "")
    assert stage.read(lambda session: session.exec(select(Ballot)).all()) == []
    (body,) = stage.read(amended)
    assert body["version"] == 2
    assert len(body["void"]) == 2
    assert [each.voided for each in stage.read(lambda session: session.exec(select(Rewording)).all())] == [2]
    assert await stage.presses(stage.kyiv, card, "For") == "Recorded: For"
    await stage.says(stage.london, "/close P-1")
    assert "For 1, Against 0" in card.text


async def test_a_press_on_the_words_before_is_no_vote_on_the_new_ones(stage: Stage) -> None:
    card = await stage.says(stage.london, "/poll Issue a statement?")
    await stage.presses(stage.kyiv, card, "For")
    stage.clock.at += timedelta(seconds=10)
    stage.world.send(stage.london, stage.group, "/amend P-1 Issue no statement?")
    press = stage.world.press(stage.paris, card, "For")
    await stage.settle()
    assert press.text == "P-1 has just got new words: read them on its card, then vote again."
    assert stage.read(lambda session: session.exec(select(Ballot)).all()) == []
    assert await stage.presses(stage.paris, card, "For") == "Recorded: For"


async def test_editing_the_message_never_makes_votes_void(stage: Stage) -> None:
    typed = stage.world.send(stage.london, stage.group, "/poll Issue a statement?")
    await stage.settle()
    await stage.presses(stage.kyiv, stage.card("P-1"), "For")
    stage.world.edit(stage.london, typed, "/poll Issue a joint statement?")
    await stage.settle()
    assert stage.group.messages[-1].text.startswith("P-1 has votes already, so it stays as it is. /amend P-1")
    assert stage.read(words) == ["Issue a statement?"]
    assert len(stage.read(lambda session: session.exec(select(Ballot)).all())) == 1


async def test_a_vote_withdrawn_is_none(stage: Stage) -> None:
    card = await stage.says(stage.london, "/poll Isue?")
    await stage.presses(stage.kyiv, card, "For")
    await stage.presses(stage.kyiv, card, "Withdraw")
    assert (await stage.says(stage.london, "/amend P-1 Issue?")).text == "P-1 is corrected."


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        pytest.param("/amend P-1", "The new words are missing: write for example /amend P-3 Issue a joint statement today?", id="nothing new"),
        pytest.param("/amend P-1 When?", "P-1 says that already: nothing to change.", id="the same"),
        pytest.param("/amend P-1 When then?\n- Now", "1 is no possible number of options: write 2 to 12, or none for a yes or no.", id="one option"),
        pytest.param("/amend P-1 When then?\n- Now\n- Later\n- Never", "P-1 has 2 options: write as many, or leave them out; to ask something else, cancel it.", id="one option more"),
        pytest.param("/amend P-9 When then?", "There is no P-9 in this group: look at the number on its card.", id="no such poll"),
    ],
)  # fmt: skip
async def test_what_is_no_correction(stage: Stage, typed: str, answer: str) -> None:
    await stage.says(stage.london, "/poll When?\n- Today\n- Tomorrow")
    assert (await stage.says(stage.london, typed)).text == answer
    assert stage.read(words) == ["When?", "Today", "Tomorrow"]


async def test_only_its_author_and_administrators_correct_it_and_only_while_it_is_open(stage: Stage) -> None:
    typed = stage.world.send(stage.london, stage.group, "/poll When?")
    await stage.settle()
    refused = await stage.says(stage.kyiv, "/amend P-1 Never?")
    assert refused.text == "Only whoever opened P-1, or an administrator, can do that."
    await stage.says(stage.london, "/close P-1")
    said = len(stage.group.messages)
    stage.world.edit(stage.london, typed, "/poll When exactly?")
    await stage.settle()
    assert len(stage.group.messages) == said, "an edit of what is over is nothing"
    assert (await stage.says(stage.london, "/amend P-1 When exactly?")).text == "Closed: P-1 (Rejected)."


async def test_a_scheduled_poll_is_corrected_freely(stage: Stage) -> None:
    card = await stage.says(stage.london, "/poll Isue?\nopens: tomorrow 09:00")
    await stage.says(stage.london, "/amend P-1 Issue?")
    assert card.text.startswith("P-1 · scheduled\nIssue?")


async def test_in_french(stage: Stage) -> None:
    await stage.says(stage.paris, "/language fr")
    card = await stage.says(stage.london, "/poll Déclaration ?")
    await stage.presses(stage.kyiv, card, "Pour")
    told = await stage.says(stage.london, "/amend P-1 Déclaration commune ?")
    assert told.text.startswith("P-1 a un nouveau texte (version 2)")
    assert "Version 1, sans effet : Déclaration ?" in card.text.replace("\xa0", " ")
