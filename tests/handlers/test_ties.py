"""A tie is never broken silently: its author or an administrator may have the tied put to the vote again, once."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from bot.local.world import Message
from storage.models import Poll, PollOption
from tests.handlers.polling import by_delegation
from tests.stage import Stage

HOUR = timedelta(hours=1)
BUTTON = "Reopen between the tied"


def polls(session: Session) -> list[Poll]:
    return list(session.exec(select(Poll).order_by(col(Poll.number))))


def options(session: Session, number: int) -> list[str]:
    found = select(PollOption).join(Poll).where(Poll.number == number).order_by(col(PollOption.number))
    return [f"{each.number} {each.text}" for each in session.exec(found)]


async def tied(stage: Stage, more: str, votes: str) -> Message:
    """London asks for three hours; the others vote, and Paris closes the poll."""
    await stage.says(stage.london, f"/poll Where do we meet?\n{more}\ncloses: in 3h")
    card = stage.card("P-1")
    for each in votes.split("; "):
        who, _, choice = each.partition(" ")
        user = getattr(stage, who)
        await stage.says(user, f"/vote P-1 {choice}", chat=stage.world.private(user))
    await stage.says(stage.paris, "/close P-1")
    return card


@pytest.mark.parametrize(
    ("more", "votes", "again"),
    [
        pytest.param("- Kyiv\n- Paris\n- Rome", "london 1; kyiv 3", ["1 Kyiv", "2 Rome"], id="plurality: the two that lead"),
        pytest.param("- Kyiv\n- Paris\n- Rome", "london 1; kyiv 2; paris 3", ["1 Kyiv", "2 Paris", "3 Rome"], id="all of them"),
        pytest.param("- Kyiv\n- Paris\n- Rome\nrule: majority", "london 2; kyiv 3", ["1 Paris", "2 Rome"], id="majority"),
        pytest.param("- Kyiv\n- Paris\n- Rome\nrule: approval\nchoices: 3", "london 1,2; kyiv 1,2,3", ["1 Kyiv", "2 Paris"], id="approval"),
        pytest.param("- Kyiv\n- Paris\n- Rome\nrule: ranked", "london 1; kyiv 2", ["1 Kyiv", "2 Paris"], id="ranked"),
        pytest.param("- Kyiv\n- Paris\n- Rome\nsecret: yes\nquorum: 2", "london 1; kyiv 3", ["1 Kyiv", "2 Rome"], id="secret, with a quorum"),
        pytest.param("- Kyiv\n- Paris\nhidden: yes\nearly: yes", "london 1; kyiv 2", ["1 Kyiv", "2 Paris"], id="hidden and early"),
        pytest.param("rule: plurality", "london for; kyiv against", [], id="for and against: the same question"),
    ],
)  # fmt: skip
async def test_the_tied_are_put_to_the_vote_again(stage: Stage, more: str, votes: str, again: list[str]) -> None:
    card = await tied(stage, more, votes)
    assert card.text.startswith("P-1 · Tied")
    result = stage.world.find(stage.group, "P-1 · Tied\nWhere do we meet?\nTied:")
    assert card.buttons == [[BUTTON], ["Details"]]
    assert result.buttons == [[BUTTON]]
    assert await stage.presses(stage.london, result, BUTTON) == "P-2 is open"
    assert stage.read(options, 2) == again
    before, after = stage.read(polls)
    kept = ("question", "rule", "quorum", "secret", "hidden", "early", "author_id", "alert_id")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
    assert after.closes_at - after.opened_at == before.closes_at - before.opened_at == 3 * HOUR
    assert (after.replaces_id, after.state) == (before.id, "open")
    assert after.choices == min(before.choices, max(1, len(again)))


async def test_linked_both_ways(stage: Stage) -> None:
    await stage.says(stage.paris, "/alert Talks in Davos")
    card = await tied(stage, "- Kyiv\n- Paris\nabout: A-1", "london 1; kyiv 2")
    await stage.presses(stage.london, card, BUTTON)
    assert "Asked by \u2068London\u2069 about A-1, in place of P-1" in stage.card("P-2").text
    assert card.text.endswith("Put to the vote again: P-2")
    assert card.buttons == [["Details"]]
    case = await stage.says(stage.paris, "/case A-1")
    assert "P-2 put to the vote" in case.text


@pytest.mark.parametrize("way", ["the card", "the result", "typed"])
async def test_once_only(stage: Stage, way: str) -> None:
    card = await tied(stage, "- Kyiv\n- Paris", "london 1; kyiv 2")
    result = stage.world.find(stage.group, "P-1 · Tied\nWhere do we meet?\nTied:")
    data = card.keyboard[0][0]["callback_data"]
    await stage.presses(stage.london, card, BUTTON)
    told = "That has been done already: look at P-2."
    if way == "typed":
        assert (await stage.says(stage.london, "/reopen P-1")).text == told
    else:
        press = stage.world.press_data(stage.london, card if way == "the card" else result, data)
        await stage.settle()
        assert press.text == told
    assert len(stage.read(polls)) == 2


@pytest.mark.parametrize(
    ("who", "answer", "count"),
    [
        pytest.param("london", "P-2 is open", 2, id="its author"),
        pytest.param("paris", "P-2 is open", 2, id="an administrator"),
        pytest.param("kyiv", "Only whoever opened P-1, or an administrator, can do that.", 1, id="anybody else"),
    ],
)
async def test_who_reopens(stage: Stage, who: str, answer: str, count: int) -> None:
    card = await tied(stage, "- Kyiv\n- Paris", "london 1; kyiv 2")
    assert await stage.presses(getattr(stage, who), card, BUTTON) == answer
    assert len(stage.read(polls)) == count


@pytest.mark.parametrize(
    ("more", "votes", "verdict"),
    [
        pytest.param("- Kyiv\n- Paris", "london 1; kyiv 1", "Adopted", id="adopted"),
        pytest.param("rule: majority", "london for; kyiv against", "Rejected", id="a majority of equal numbers is rejected"),
        pytest.param("- Kyiv\n- Paris\nquorum: 3", "london 1; kyiv 2", "No quorum", id="no quorum"),
    ],
)  # fmt: skip
async def test_what_is_no_tie_is_not_put_again(stage: Stage, more: str, votes: str, verdict: str) -> None:
    card = await tied(stage, more, votes)
    assert card.text.startswith(f"P-1 · {verdict}")
    assert [BUTTON] not in card.buttons
    answer = await stage.says(stage.london, "/reopen P-1")
    assert answer.text == "P-1 is no tie: only what was tied is put to the vote again."


async def test_an_open_poll_is_no_tie(stage: Stage) -> None:
    await stage.says(stage.london, "/poll Where do we meet?\n- Kyiv\n- Paris")
    answer = await stage.says(stage.london, "/reopen P-1")
    assert answer.text == "P-1 is no tie: only what was tied is put to the vote again."


async def test_typed(stage: Stage) -> None:
    await tied(stage, "- Kyiv\n- Paris", "london 1; kyiv 2")
    await stage.says(stage.london, "/reopen p1")
    assert stage.card("P-2").text.startswith("P-2 · open")
    assert len([each for each in stage.group.messages if each.text.startswith("P-2")]) == 1


async def test_typed_in_private(stage: Stage) -> None:
    await tied(stage, "- Kyiv\n- Paris", "london 1; kyiv 2")
    answer = await stage.says(stage.london, "/reopen P-1", chat=stage.world.private(stage.london))
    assert answer.text == "P-2 is open"


async def test_who_votes_is_settled_anew(stage: Stage) -> None:
    card = await tied(stage, "- Kyiv\n- Paris", "london 1; kyiv 2")
    await by_delegation(stage)
    await stage.presses(stage.london, card, BUTTON)
    assert "France" in stage.card("P-2").text


async def test_tied_again_it_is_put_again(stage: Stage) -> None:
    card = await tied(stage, "- Kyiv\n- Paris", "london 1; kyiv 2")
    await stage.presses(stage.london, card, BUTTON)
    for user, choice in ((stage.london, 1), (stage.kyiv, 2)):
        await stage.says(user, f"/vote P-2 {choice}")
    await stage.wait(3.1 * HOUR)
    second = stage.card("P-2")
    assert second.text.startswith("P-2 · Tied")
    assert await stage.presses(stage.london, second, BUTTON) == "P-3 is open"


async def test_in_french(stage: Stage) -> None:
    await stage.says(stage.paris, "/language fr")
    await stage.says(stage.london, "/poll Où se réunir ?\n- Kiev\n- Paris")
    for user, choice in ((stage.london, 1), (stage.kyiv, 2)):
        await stage.says(user, f"/vote P-1 {choice}")
    await stage.says(stage.paris, "/close P-1")
    card = stage.card("P-1")
    assert card.text.startswith("P-1 · Égalité")
    await stage.presses(stage.london, card, "Rouvrir entre les ex æquo")
    assert "Soumis par \u2068London\u2069, à la place de P-1" in stage.card("P-2").text
    assert card.text.endswith("Remis aux voix\xa0: P-2")
