"""Ballots that name several options, pressed and typed; one's own ballot; everybody's, in private."""

import pytest

from bot.callbacks import CastBallot, ShowBallot, ShowDetails, WithdrawBallot
from tests.handlers.polling import by_delegation, kept, opened, record
from tests.stage import Stage

THREE = ("Today", "After the summit", "Never")
FRANCE, UK, UKRAINE = "\u2068France\u2069", "\u2068United Kingdom\u2069", "\u2068Ukraine\u2069"


async def test_approval_by_buttons_adds_and_withdraw_clears(stage: Stage) -> None:
    card = await opened(stage, *THREE, rule="approval")
    assert card.buttons[-2:] == [["Abstain", "Withdraw"], ["My ballot", "Details"]]
    assert await stage.presses(stage.london, card, "3 Never") == "Recorded: 3"
    assert await stage.presses(stage.london, card, "1 Today") == "Recorded: 1, 3"
    assert await stage.presses(stage.london, card, "1 Today") == "Recorded: 1, 3"
    assert await stage.presses(stage.kyiv, card, "1 Today") == "Recorded: 1"
    assert stage.read(kept) == ["1,3", "1"]
    assert "1 Today · 2: \u2068London\u2069, \u2068Kyiv\u2069" in card.text
    assert "3 Never · 1: \u2068London\u2069" in card.text
    assert await stage.presses(stage.london, card, "Withdraw") == "Withdrawn"
    assert stage.read(kept) == ["1"]


async def test_approval_takes_as_many_as_the_poll_says(stage: Stage) -> None:
    card = await opened(stage, *THREE, rule="approval", choices=2)
    await stage.presses(stage.london, card, "1 Today")
    await stage.presses(stage.london, card, "2 After")
    assert await stage.presses(stage.london, card, "3 Never") == (
        "P-1 takes 2 options at most: press [Withdraw] to choose anew, or write for example /vote P-1 1"
    )
    assert stage.read(kept) == ["1,2"]


@pytest.mark.parametrize(
    ("rule", "more", "told"),
    [
        ("ranked", {}, "Press the options one after another, the best first; [Withdraw] begins anew."),
        ("approval", {"choices": 3}, "Press every option that you approve of; [Withdraw] begins anew."),
        ("approval", {"choices": 2}, "Press up to 2 options that you approve of; [Withdraw] begins anew."),
        ("plurality", {}, "Press"),
    ],
)
async def test_the_card_says_how_several_are_chosen_while_it_is_open(
    stage: Stage, rule: str, more: dict[str, int], told: str
) -> None:
    card = await opened(stage, *THREE, rule=rule, **more)
    assert (told in card.text.splitlines()) == (rule != "plurality")
    assert ("Press" in card.text) == (rule != "plurality")
    await stage.says(stage.paris, "/close P-1")
    assert "Press" not in card.text


async def test_an_abstention_and_options_replace_each_other(stage: Stage) -> None:
    card = await opened(stage, *THREE, rule="approval")
    await stage.presses(stage.london, card, "1 Today")
    assert await stage.presses(stage.london, card, "Abstain") == "Recorded: Abstain"
    assert "Abstain · 1: \u2068London\u2069" in card.text
    assert await stage.presses(stage.london, card, "2 After") == "Recorded: 2"
    assert stage.read(kept) == ["2"]


async def test_ranked_by_buttons_in_the_order_of_the_presses(stage: Stage) -> None:
    card = await opened(stage, *THREE, rule="ranked")
    assert await stage.presses(stage.london, card, "2 After") == "Recorded: 2"
    assert await stage.presses(stage.london, card, "1 Today") == "Recorded: 2 > 1"
    assert await stage.presses(stage.london, card, "2 After") == "Recorded: 2 > 1"
    assert await stage.presses(stage.london, card, "My ballot") == "P-1, your ballot: 2 > 1"
    assert await stage.presses(stage.kyiv, card, "My ballot") == "P-1: you have not voted."
    assert stage.read(kept) == ["2>1"]
    assert "First preferences:" in card.text
    assert "2 After the summit · 1: \u2068London\u2069" in card.text
    assert "1 Today · 0" in card.text
    await stage.presses(stage.london, card, "Withdraw")
    assert await stage.presses(stage.london, card, "3 Never") == "Recorded: 3"


async def test_my_ballot_stays_until_it_is_closed(stage: Stage) -> None:
    card = await opened(stage, *THREE, rule="ranked")
    press = stage.world.press(stage.london, card, "My ballot")
    await stage.settle()
    assert press.alert


async def test_a_run_off_is_told_round_by_round_with_its_condorcet_winner(stage: Stage) -> None:
    others = [stage.world.add_user(name) for name in ("Rome", "Oslo")]
    for user in others:
        stage.world.join(user, stage.group)
    await stage.settle()
    card = await opened(stage, *THREE, rule="ranked")
    for user, ballot in zip((stage.paris, stage.london, stage.kyiv, *others), ["1", "1", "2", "2", "3>2"], strict=True):
        await stage.says(user, f"/vote P-1 {ballot}")
    assert "round 1" not in card.text
    await stage.says(stage.paris, "/close P-1")
    rounds = "round 1: 1: 2, 2: 2, 3: 1; out: 3\nround 2: 1: 2, 2: 3"
    verdict = "Adopted: 3 of 5 ballots in the last round, 3 needed; option 2 beats each other one on its own"
    result = stage.world.find(stage.group, "P-1 · Adopted\nWhich?")
    for said in (card.text, result.text):
        assert verdict in said
        assert rounds in said


TYPED = [
    pytest.param("approval", "1,3", "Recorded: 1, 3", ["1,3"], id="approval: a list"),
    pytest.param("approval", "3, 1", "Recorded: 1, 3", ["1,3"], id="approval: in any order, with spaces"),
    pytest.param("approval", "３，１", "Recorded: 1, 3", ["1,3"], id="approval: full-width"),
    pytest.param("approval", "1 and 3", "Recorded: 1, 3", ["1,3"], id="approval: in words"),
    pytest.param("approval", "1 3", "Recorded: 1, 3", ["1,3"], id="approval: a row"),
    pytest.param("approval", "3,3", "Recorded: 3", ["3"], id="approval: one twice is one"),
    pytest.param("approval", "1,3 both would do", "Recorded: 1, 3", ["1,3"], id="approval: with a reason"),
    pytest.param("approval", "2>1", "P-1 asks which options you approve of, in no order: write for example /vote P-1 1,3", [], id="approval: an order"),
    pytest.param("approval", "1,4", "P-1 has options 1 to 3: write for example /vote P-1 1", [], id="approval: an option there is not"),
    pytest.param("approval", "for", "P-1 has options 1 to 3: write for example /vote P-1 1", [], id="approval: a word"),
    pytest.param("approval", "abstain", "Recorded: Abstain", ["0"], id="approval: an abstention"),
    pytest.param("ranked", "2>1>3", "Recorded: 2 > 1 > 3", ["2>1>3"], id="ranked: an order"),
    pytest.param("ranked", "2 > 1", "Recorded: 2 > 1", ["2>1"], id="ranked: with spaces, only some"),
    pytest.param("ranked", "２＞１", "Recorded: 2 > 1", ["2>1"], id="ranked: full-width"),
    pytest.param("ranked", "3 1 2", "Recorded: 3 > 1 > 2", ["3>1>2"], id="ranked: a row"),
    pytest.param("ranked", "3", "Recorded: 3", ["3"], id="ranked: one alone"),
    pytest.param("ranked", "1,3", "P-1 asks for an order: write the options from the best on, for example /vote P-1 2>1>3", [], id="ranked: a list"),
    pytest.param("ranked", "2>1>2", "One option is there twice: name each once, for example /vote P-1 2>1>3", [], id="ranked: one twice"),
    pytest.param("plurality", "1,3", "P-1 takes one choice: write for example /vote P-1 2", [], id="plurality: several"),
    pytest.param("plurality", "2 3 days suffice", "Recorded: 2 After the summit", ["2"], id="plurality: a reason that begins with a number"),
    pytest.param("plurality", "1,2>3", "I cannot read that vote: write /vote P-3 for, against or abstain, or /vote P-3 2", [], id="a list and an order at once"),
    pytest.param("plurality", "0", "I cannot read that vote: write /vote P-3 for, against or abstain, or /vote P-3 2", [], id="nought"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "typed", "answer", "ballots"), TYPED)
async def test_ballots_are_typed(stage: Stage, rule: str, typed: str, answer: str, ballots: list[str]) -> None:
    await opened(stage, *THREE, rule=rule)
    said = await stage.says(stage.london, f"/vote P-1 {typed}")
    assert said.text == answer
    assert stage.read(kept) == ballots


async def test_a_press_keeps_the_reason_given_before(stage: Stage) -> None:
    card = await opened(stage, *THREE, rule="approval")
    await stage.says(stage.london, "/vote P-1 1 it is urgent")
    await stage.presses(stage.london, card, "2 After")
    assert "1 Today · 1: \u2068London\u2069 (it is urgent)" in card.text


async def test_a_proxy_follows_and_is_cast_apart_with_several_options(stage: Stage) -> None:
    await by_delegation(stage)
    card = await opened(stage, *THREE, rule="ranked")
    await stage.says(stage.paris, "/proxy P-1 GB")
    await stage.presses(stage.london, card, "2 After")
    assert await stage.presses(stage.london, card, "1 Today") == f"Recorded: 2 > 1, also for {FRANCE}"
    answer = await stage.says(stage.london, "/vote P-1 3>1 as France")
    assert answer.text == f"Recorded: 3 > 1 (by proxy for {FRANCE})"
    assert sorted(stage.read(kept)) == ["2>1", "3>1"]


# Details


async def test_details_go_to_whoever_asks_and_nothing_to_the_group(stage: Stage) -> None:
    await by_delegation(stage)
    card = await opened(stage, *THREE, rule="approval")
    await stage.says(stage.london, "/vote P-1 1,3 both would do")
    stage.world.send(stage.kyiv, stage.world.private(stage.kyiv), "/start")
    await stage.settle()
    before = len(stage.group.messages)
    assert await stage.presses(stage.kyiv, card, "Details") == "Sent to you in private"
    told = stage.world.last(stage.world.private(stage.kyiv)).text
    assert told.startswith("P-1 · open\nWhich?")
    assert f"• {UK}: 1, 3 (both would do)" in told
    assert f"Not yet voted: {FRANCE}, {UKRAINE}" in told
    assert len(stage.group.messages) == before


async def test_details_need_an_open_private_chat(stage: Stage) -> None:
    card = await opened(stage)
    press = stage.world.press(stage.kyiv, card, "Details")
    await stage.settle()
    assert press.url == f"https://t.me/{stage.world.bot.username}?start=details"
    assert [message.text for message in stage.group.messages[-1:]] == [card.text]


# What goes wrong


async def test_after_closing_nothing_counts(stage: Stage) -> None:
    card = await opened(stage, *THREE, rule="approval")
    await stage.says(stage.paris, "/close P-1")
    stage.world.press_data(stage.london, card, CastBallot(1, 1).pack())
    said = await stage.says(stage.london, "/vote P-1 1,2")
    assert said.text == "Closed: P-1 (Rejected)."
    assert stage.read(kept) == []


async def test_two_votes_at_once_are_two_records_and_one_ballot(stage: Stage) -> None:
    await by_delegation(stage)
    card = await opened(stage, *THREE, rule="ranked")
    first, second = (stage.world.press(stage.london, card, label) for label in ("2 After", "1 Today"))
    await stage.settle()
    assert (first.text, second.text) == ("Recorded: 2", "Recorded: 2 > 1")
    assert stage.read(kept) == ["2>1"]
    assert [kind for kind, _ in stage.read(record)] == ["poll_opened", "ballot_cast", "ballot_cast"]


async def test_a_delegation_whose_member_leaves_keeps_its_ballot(stage: Stage) -> None:
    await by_delegation(stage)
    card = await opened(stage, *THREE, rule="approval")
    await stage.presses(stage.kyiv, card, "1 Today")
    stage.world.leave(stage.kyiv, stage.group)
    await stage.settle()
    await stage.presses(stage.london, card, "1 Today")
    assert f"1 Today · 2: {UK}, {UKRAINE} (absent)" in card.text
    press = stage.world.press_data(stage.kyiv, card, CastBallot(1, 2).pack())
    await stage.settle()
    assert press.text == "You are not a member of this group"
    assert stage.read(kept) == ["1", "1"]


async def test_a_member_who_leaves_keeps_the_ballot_and_is_shown_as_gone(stage: Stage) -> None:
    card = await opened(stage)
    await stage.presses(stage.kyiv, card, "For")
    for user in (stage.kyiv, stage.london):
        stage.world.leave(user, stage.group)
    await stage.settle()
    await stage.presses(stage.paris, card, "For")
    assert "For · 2: \u2068Paris\u2069, \u2068Kyiv\u2069 (has left)" in card.text
    assert "Not yet voted: \u2068London\u2069 (has left)" in card.text


@pytest.mark.parametrize("button", [CastBallot(1, 1), WithdrawBallot(1), ShowBallot(1), ShowDetails(1)])
async def test_a_button_forged_in_another_chat_does_nothing(
    stage: Stage, button: CastBallot | WithdrawBallot | ShowBallot | ShowDetails
) -> None:
    card = await opened(stage, *THREE, rule="approval")
    await stage.presses(stage.london, card, "1 Today")
    other = stage.world.add_group("Other Group", stage.outsider, stage.london, admins=[stage.outsider])
    stage.world.add_bot(other, stage.outsider)
    await stage.settle()
    where = stage.world.last(other)
    press = stage.world.press_data(stage.london, where, button.pack())
    await stage.settle()
    assert press.text == "This button is out of date: look at the newest card, or type the command."
    assert stage.read(kept) == ["1"]


async def test_somebody_elses_proxy_is_not_cast(stage: Stage) -> None:
    await by_delegation(stage)
    await opened(stage, *THREE, rule="approval")
    await stage.says(stage.paris, "/proxy P-1 GB")
    said = await stage.says(stage.kyiv, "/vote P-1 1,2 as France")
    assert said.text.startswith(f"You do not hold the vote of {FRANCE}")
    assert stage.read(kept) == []


# No vote


async def test_each_cause_of_having_no_vote_is_told_to_whoever_presses_alone(stage: Stage) -> None:
    await stage.says(stage.paris, "/delegation FR\nGB @london")
    card = await opened(stage)
    messages = len(stage.group.messages)
    assert (await stage.presses(stage.kyiv, card, "For") or "").startswith(
        "You have no vote here: in P-1 delegations vote."
    )
    assert len(stage.group.messages) == messages
    await stage.says(stage.kyiv, "/delegation UA")
    assert (await stage.presses(stage.kyiv, card, "For") or "").startswith("You have no vote here: your place waits")
    await stage.says(stage.paris, "/delegation UA @kyiv")
    assert (await stage.presses(stage.kyiv, card, "For") or "").startswith("You have no vote here: nobody spoke for")
    await stage.says(stage.paris, "/delegation UA observer")
    assert await stage.presses(stage.kyiv, card, "For") == "You have no vote here: observers do not vote"
    press = stage.world.press_data(stage.outsider, card, CastBallot(1, -1).pack())
    await stage.settle()
    assert press.text == "You are not a member of this group"


async def test_who_joined_after_the_opening_has_no_vote(stage: Stage) -> None:
    card = await opened(stage)
    rome = stage.world.add_user("Rome")
    stage.clock.at += stage.clock.at.resolution * 2_000_000
    stage.world.join(rome, stage.group)
    await stage.settle()
    assert await stage.presses(rome, card, "For") == "You have no vote here: you joined after P-1 was opened."


async def test_in_french(stage: Stage) -> None:
    await stage.says(stage.paris, "/language fr")
    card = await opened(stage, "Aujourd’hui", "Demain", rule="ranked")
    assert card.buttons[-2:] == [["Abstention", "Retirer"], ["Mon vote", "Détails"]]
    await stage.says(stage.london, "/language fr", chat=stage.world.private(stage.london))
    assert await stage.presses(stage.london, card, "2 Demain") == "Enregistré : 2"
    said = await stage.says(stage.kyiv, "/vote P-1 1,2")
    assert said.text.startswith("P-1 demande un ordre")
