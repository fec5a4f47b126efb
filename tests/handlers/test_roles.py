"""Principals and deputies, observers, and what was settled when a poll opened."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from bot.local.world import Message
from storage.models import Ballot, Elector, Mandate, Seat
from tests.stage import Stage

FRANCE, UKRAINE, BELGIUM = "\u2068France\u2069", "\u2068Ukraine\u2069", "\u2068Belgium\u2069"


def stands(session: Session) -> dict[str, tuple[int, str]]:
    """By delegation, rank and choices of the ballot that stands."""
    rows = session.exec(select(Elector.code, Ballot.rank, Ballot.choices).join(Ballot).order_by(col(Ballot.rank)))
    return {code: (rank, choices) for code, rank, choices in rows}


def roles(session: Session) -> list[tuple[int, str, str]]:
    return list(session.exec(select(Seat.member_id, Seat.state, Seat.role).order_by(col(Seat.id))))


async def opened(stage: Stage) -> Message:
    """France has a principal, Paris, and a deputy, London; Ukraine has Kyiv."""
    await stage.says(stage.paris, "/delegation FR\nFR @london deputy\nUA @kyiv")
    return await stage.says(stage.paris, "/poll Issue a joint statement?")


# What is pressed in turn (p: the principal, d: the deputy), the toasts, and France's ballot at the end: rank and choices.
AGAINST = "Recorded: Against. To say why, reply to the card with a few words"
HIGHER = f"Recorded: {{}}, but {FRANCE} has voted itself: yours counts once that is withdrawn"
TURNS = [
    pytest.param("d For", ["Recorded: For"], (2, "-1"), id="a deputy votes"),
    pytest.param("d For, d Against", ["Recorded: For", AGAINST], (2, "-2"), id="a deputy changes it"),
    pytest.param("d For, p Against", ["Recorded: For", AGAINST], (3, "-2"), id="the principal goes before"),
    pytest.param("p Against, d For", [AGAINST, HIGHER.format("For")], (3, "-2"), id="whoever votes first"),
    pytest.param("p For, d For", ["Recorded: For", HIGHER.format("For")], (3, "-1"), id="even the same"),
    pytest.param("d For, p Against, p Withdraw", ["Recorded: For", AGAINST, "Withdrawn; the deputy's vote stands again"], (2, "-1"), id="withdrawn, the deputy's stands again"),
    pytest.param("p Against, d For, p Withdraw", [AGAINST, HIGHER.format("For"), "Withdrawn; the deputy's vote stands again"], (2, "-1"), id="also one cast later"),
    pytest.param("p For, d Against, d Withdraw", ["Recorded: For", HIGHER.format("Against"), "Withdrawn; the principal's vote stands"], (3, "-1"), id="the deputy withdraws only the deputy's"),
    pytest.param("p For, d Withdraw", ["Recorded: For", "There is nothing to withdraw: no vote of yours stands in P-1."], (3, "-1"), id="the deputy cannot withdraw the principal's"),
    pytest.param("d For, p Withdraw", ["Recorded: For", "There is nothing to withdraw: no vote of yours stands in P-1."], (2, "-1"), id="nor the principal the deputy's"),
    pytest.param("d For, p For, p Withdraw, d Withdraw", ["Recorded: For", "Recorded: For", "Withdrawn; the deputy's vote stands again", "Withdrawn"], None, id="both withdraw"),
]  # fmt: skip


@pytest.mark.parametrize(("turns", "toasts", "stand"), TURNS)
async def test_principal_and_deputy(stage: Stage, turns: str, toasts: list[str], stand: tuple[int, str] | None) -> None:
    card = await opened(stage)
    people = {"p": stage.paris, "d": stage.london}
    told = [await stage.presses(people[who], card, button) for who, button in map(str.split, turns.split(", "))]
    assert told == toasts
    assert stage.read(stands).get("FR") == stand


async def test_one_ballot_of_a_delegation_is_counted(stage: Stage) -> None:
    card = await opened(stage)
    await stage.presses(stage.london, card, "Against")
    await stage.presses(stage.paris, card, "For")
    assert f"For · 1: {FRANCE}" in card.text
    assert "Against · 0" in card.text
    assert f"Not yet voted: {UKRAINE}" in card.text


async def test_without_roles_the_later_replaces(stage: Stage) -> None:
    await stage.says(stage.paris, "/delegation FR\nFR @london")
    card = await stage.says(stage.paris, "/poll Issue a joint statement?")
    await stage.presses(stage.paris, card, "For")
    assert await stage.presses(stage.london, card, "Against") == AGAINST
    assert stage.read(stands) == {"FR": (3, "-2")}


async def test_roles_are_those_of_the_opening(stage: Stage) -> None:
    card = await opened(stage)
    await stage.says(stage.paris, "/delegation FR @london principal\nFR @paris deputy")
    await stage.presses(stage.london, card, "Against")
    await stage.presses(stage.paris, card, "For")
    assert stage.read(stands)["FR"] == (3, "-1")
    second = await stage.says(stage.paris, "/poll And tomorrow?")
    assert await stage.presses(stage.london, second, "For") == "Recorded: For"
    assert await stage.presses(stage.paris, second, "Against") == HIGHER.format("Against")


async def test_who_comes_to_a_delegation_later_votes_for_it_in_the_role_they_come_in(stage: Stage) -> None:
    await stage.says(stage.paris, "/delegation FR\nUA @kyiv")
    card = await stage.says(stage.paris, "/poll Issue a joint statement?")
    await stage.says(stage.paris, "/delegation FR @london deputy")
    await stage.presses(stage.london, card, "For")
    assert stage.read(stands)["FR"] == (2, "-1")


async def test_who_spoke_for_whom_is_on_record(stage: Stage) -> None:
    await opened(stage)
    found = select(Elector.code, Mandate.role).join(Mandate).order_by(col(Elector.code), col(Mandate.role))
    assert stage.read(lambda session: session.exec(found).all()) == [
        ("FR", "deputy"), ("FR", "principal"), ("UA", "principal"),
    ]  # fmt: skip


async def test_a_delegation_seated_after_the_opening_is_told_so(stage: Stage) -> None:
    await stage.says(stage.paris, "/delegation FR")
    card = await stage.says(stage.paris, "/poll Issue a joint statement?")
    await stage.says(stage.paris, "/delegation UA @kyiv")
    toast = await stage.presses(stage.kyiv, card, "For")
    assert toast == "You have no vote here: nobody spoke for your delegation when P-1 was opened."


async def test_weights_are_those_of_the_opening(stage: Stage) -> None:
    await stage.says(stage.paris, "/delegation FR\nUA @kyiv\nFR weight 60\nUA weight 40")
    card = await stage.says(stage.paris, "/poll Prepare countermeasures?\nrule: 2/3 of weight")
    await stage.says(stage.paris, "/delegation UA weight 300")
    await stage.presses(stage.kyiv, card, "For")
    assert "Needs 1 more For, 27.0 % more of the weight" in card.text
    found = select(Elector.code, Elector.weight, Elector.weight_year).order_by(col(Elector.code))
    assert stage.read(lambda session: session.exec(found).all()) == [("FR", 60, 2026), ("UA", 40, 2026)]


async def test_the_last_member_gone_the_ballot_stays_and_is_shown_as_absent(stage: Stage) -> None:
    card = await opened(stage)
    await stage.presses(stage.kyiv, card, "For")
    stage.world.leave(stage.kyiv, stage.group)
    await stage.settle()
    assert f"For · 1: {UKRAINE} (absent)" in card.text
    await stage.says(stage.paris, "/close P-1")
    assert card.text.startswith("P-1 · Adopted")


async def test_the_principal_gone_the_ballot_stays_and_the_deputy_cannot_replace_it(stage: Stage) -> None:
    await stage.says(stage.paris, "/delegation FR @kyiv\nFR @london deputy\nBE")
    card = await stage.says(stage.paris, "/poll Issue a joint statement?")
    await stage.presses(stage.kyiv, card, "For")
    stage.world.leave(stage.kyiv, stage.group)
    await stage.settle()
    assert await stage.presses(stage.london, card, "Against") == HIGHER.format("Against")
    assert stage.read(stands)["FR"] == (3, "-1")


class TestObservers:
    """They read and acknowledge; they have no vote."""

    async def seated(self, stage: Stage) -> Message:
        await stage.says(stage.paris, "/delegation FR\nBE observer\nBE @kyiv")
        return await stage.says(stage.paris, "/poll Issue a joint statement?\ncloses: in 2h")

    async def test_they_have_no_vote_and_are_told_so(self, stage: Stage) -> None:
        card = await self.seated(stage)
        assert await stage.presses(stage.kyiv, card, "For") == "You have no vote here: observers do not vote"
        assert (await stage.says(stage.kyiv, "/vote P-1 for")).text == "You have no vote here: observers do not vote"
        assert (await stage.says(stage.kyiv, "/proxy P-1 FR")).text == "You have no vote here: observers do not vote"
        assert stage.read(stands) == {}

    async def test_they_are_named_apart_and_not_among_those_who_have_not_voted(self, stage: Stage) -> None:
        card = await self.seated(stage)
        assert f"Not yet voted: {FRANCE}\n" in card.text
        assert f"Observing: {BELGIUM}" in card.text
        assert "Not taking part: \u2068London\u2069 (to take part in the next poll: /delegation FR)" in card.text

    async def test_they_are_not_reminded(self, stage: Stage) -> None:
        card = await self.seated(stage)
        await stage.presses(stage.paris, card, "For")
        await stage.wait(timedelta(minutes=90))
        assert not [message for message in stage.group.messages if message.text.startswith("Reminder")]

    async def test_they_acknowledge(self, stage: Stage) -> None:
        await self.seated(stage)
        alert = await stage.says(stage.paris, "/alert Border closed")
        assert await stage.presses(stage.kyiv, alert, "Seen") == "Seen"

    async def test_where_members_vote_they_do_not_either(self, stage: Stage) -> None:
        await stage.says(stage.paris, "/delegation BE observer\nBE @kyiv")
        card = await stage.says(stage.paris, "/poll Issue a joint statement?")
        assert "Not yet voted: \u2068Paris\u2069, \u2068London\u2069\n" in card.text
        assert f"Observing: {BELGIUM}" in card.text
        assert await stage.presses(stage.kyiv, card, "For") == "You have no vote here: observers do not vote"

    async def test_made_one_during_a_poll_a_delegation_votes_in_it_to_the_end(self, stage: Stage) -> None:
        card = await opened(stage)
        await stage.says(stage.paris, "/delegation UA observer")
        assert await stage.presses(stage.kyiv, card, "For") == "Recorded: For"
        assert "Observing" not in card.text
        second = await stage.says(stage.paris, "/poll And tomorrow?")
        assert await stage.presses(stage.kyiv, second, "For") == "You have no vote here: observers do not vote"

    async def test_and_back(self, stage: Stage) -> None:
        await self.seated(stage)
        await stage.says(stage.paris, "/delegation BE voting")
        second = await stage.says(stage.paris, "/poll And tomorrow?")
        assert await stage.presses(stage.kyiv, second, "For") == "Recorded: For"

    async def test_a_poll_of_observers_alone_is_not_opened(self, stage: Stage) -> None:
        await stage.says(stage.paris, "/delegation BE observer\nBE\nBE @kyiv\nBE @london")
        reply = await stage.says(stage.paris, "/poll Issue a joint statement?")
        assert reply.text == "Nobody could vote: have a member write something here first."

    async def test_in_french(self, stage: Stage) -> None:
        await stage.says(stage.paris, "/language fr")
        await stage.says(stage.paris, "/delegation FR\nBelgique observateur\nBE @kyiv\nFR @london suppléant")
        card = await stage.says(stage.paris, "/poll Publier une déclaration ?")
        assert "Observateurs\u00a0: \u2068Belgique\u2069" in card.text
        assert "\u2068London\u2069 (suppléant)" in stage.world.find(stage.group, "Membres et délégations").text
