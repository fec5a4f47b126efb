"""Sense checks: Telegram's own poll, counted and marked as not binding."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from bot.local import faults
from bot.local.world import Message
from storage.models import Ballot
from tests.handlers.polling import record
from tests.stage import Stage

ASKED = "/poll Issue a joint statement?\nnative: yes"
OPTIONS = "/poll When?\n- Today\n- Tomorrow\n- Never\nnative: yes"


def chosen(session: Session) -> list[str]:
    return sorted(session.exec(select(Ballot.choices)))


def native(stage: Stage) -> Message:
    """The last message with a poll of Telegram's."""
    return next(message for message in reversed(stage.group.messages) if message.poll)


async def asked(stage: Stage, text: str = ASKED) -> tuple[Message, Message]:
    """Paris asks; returns the card and Telegram's poll."""
    await stage.says(stage.paris, text)
    return stage.card("P-1"), native(stage)


async def test_a_sense_check_is_asked_answered_and_closed_by_the_clock(stage: Stage) -> None:
    card, poll = await asked(stage, f"{ASKED}\ncloses: in 5h")
    assert poll.poll is not None
    assert (poll.poll.question, [option.text for option in poll.poll.options]) == (
        "P-1 · Issue a joint statement?",
        ["For", "Against", "Abstain"],
    )
    assert (poll.poll.anonymous, poll.poll.multiple, poll.reply_to, poll.silent) == (False, False, card, True)
    assert card.text.splitlines()[:2] == ["P-1 · open · sense check, not binding", "Issue a joint statement?"]
    assert card.buttons == [["Details"]]
    assert "Answer in Telegram’s poll below" in card.text
    stage.world.vote(stage.london, poll, "For")
    stage.world.vote(stage.kyiv, poll, "Abstain")
    await stage.settle()
    assert "For · 1: \u2068London\u2069" in card.text
    assert "Not yet answered: \u2068Paris\u2069" in card.text
    assert stage.read(chosen) == ["-1", "0"]
    await stage.wait(timedelta(hours=6))
    assert poll.poll.closed
    assert card.text.startswith("P-1 · closed · sense check, not binding")
    assert "Chosen most, equally often: For, Abstain (1 of 2 each). Not binding." in card.text
    assert card.buttons == [["Poll"], ["Details"]]
    result = stage.group.messages[-1]
    assert (result.reply_to, result.silent, result.buttons) == (card, True, [["Poll"]])
    assert not [message for message in stage.group.messages if message.text.startswith("Reminder")]
    assert not {"Adopted", "Rejected", "Tied"} & {
        word for message in stage.group.messages for word in message.text.split()
    }
    assert stage.read(record)[-1] == (
        "poll_closed",
        {"verdict": "", "winner": None, "tied": [], "reason": "", "counts": {"-1": 1, "0": 1}},
    )


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        pytest.param(["rule: consensus"], "A sense check has no rule", id="a rule"),
        pytest.param(["rule: ranked"], "A sense check has no rule", id="ranked"),
        pytest.param(["rule: silence"], "A sense check has no rule", id="silence"),
        pytest.param(["rule: consent"], "A sense check has no rule", id="consent"),
        pytest.param(["quorum: 60%"], "A sense check decides nothing and needs no quorum", id="a quorum"),
        pytest.param(["secret: yes"], "Of an anonymous poll Telegram tells me no answers", id="secrecy"),
        pytest.param(["hidden: yes"], "Telegram shows its poll’s counts", id="a hidden count"),
        pytest.param(["early: yes"], "A sense check has no result that could be certain early", id="an early end"),
        pytest.param(["choices: 2"], "For, Against and Abstain exclude each other", id="several of For and Against"),
        pytest.param(["choices: many"], "“many” is no number of options", id="a number that is none"),
        pytest.param(["- " + "😀" * 51, "- No"], "“😀", id="an option too long for Telegram"),
        pytest.param(["- Yes"], "1 is no possible number of options", id="one option"),
    ],
)  # fmt: skip
async def test_what_a_sense_check_cannot_be(stage: Stage, lines: list[str], reason: str) -> None:
    reply = await stage.says(stage.paris, "\n".join([ASKED, *lines]))
    assert reply.text.startswith(reason)
    assert not [message for message in stage.group.messages if message.poll]


async def test_a_question_too_long_for_telegram(stage: Stage) -> None:
    reply = await stage.says(stage.paris, f"/poll {'😀' * 151}\nnative: yes")
    assert reply.text.startswith("The question is too long for Telegram’s poll")


async def test_what_is_said_not_to_be_is_no_contradiction(stage: Stage) -> None:
    _, poll = await asked(stage, f"{ASKED}\nsecret: no\nearly: no\nhidden: no\nchoices: 1")
    assert poll.poll is not None


async def test_several_options_may_be_chosen(stage: Stage) -> None:
    card, poll = await asked(stage, f"{OPTIONS}\nchoices: 2")
    assert poll.poll is not None
    assert poll.poll.multiple
    stage.world.vote(stage.london, poll, "Tomorrow", "Today")
    stage.world.vote(stage.kyiv, poll, "Tomorrow")
    await stage.settle()
    assert "1 Today · 1: \u2068London\u2069" in card.text
    assert "2 Tomorrow · 2: \u2068London\u2069, \u2068Kyiv\u2069" in card.text
    assert "Abstain" not in card.text
    await stage.says(stage.paris, "/close P-1")
    assert "Chosen most: 2 Tomorrow (2 of 2). Not binding." in card.text


async def test_the_longest_question_keeps_its_beginning(stage: Stage) -> None:
    _, poll = await asked(stage, f"/poll {'q' * 300}\nnative: yes")
    assert poll.poll is not None
    assert len(poll.poll.question) == 300
    assert poll.poll.question.endswith("q…")


async def test_an_answer_is_changed_and_taken_back(stage: Stage) -> None:
    card, poll = await asked(stage)
    stage.world.vote(stage.london, poll, "For")
    stage.world.vote(stage.london, poll, "Against")
    await stage.settle()
    assert stage.read(chosen) == ["-2"]
    stage.world.retract(stage.london, poll)
    await stage.settle()
    assert stage.read(chosen) == []
    assert "Not yet answered: \u2068Paris\u2069, \u2068London\u2069, \u2068Kyiv\u2069" in card.text
    assert [kind for kind, _ in stage.read(record)] == [
        "poll_opened", "ballot_cast", "ballot_cast", "ballot_withdrawn",
    ]  # fmt: skip


async def test_nobody_votes_in_it_by_typing(stage: Stage) -> None:
    await asked(stage)
    refusal = "P-1 is a sense check: answer in Telegram’s poll below its card."
    reminded = "P-1 is a sense check, which nobody has to answer: ask for answers in your own words."
    assert (await stage.says(stage.paris, "/remind P-1")).text == reminded
    for typed in ("/vote P-1 for", "/vote P-1 withdraw", "/reserve P-1 Goods only"):
        assert (await stage.says(stage.london, typed)).text == refusal


async def test_its_words_stay(stage: Stage) -> None:
    _, poll = await asked(stage)
    reply = await stage.says(stage.paris, "/amend P-1 Issue no statement?")
    assert reply.text.startswith("P-1 is a sense check, and Telegram’s poll keeps its words")
    assert poll.poll is not None
    assert poll.poll.question == "P-1 · Issue a joint statement?"


async def test_it_is_taken_back(stage: Stage) -> None:
    card, poll = await asked(stage)
    stage.world.vote(stage.london, poll, "For")
    await stage.says(stage.paris, "/cancel P-1 asked too early")
    assert poll.poll is not None
    assert poll.poll.closed
    assert card.text.startswith("P-1 · Withdrawn · sense check, not binding")
    assert "Withdrawn: asked too early" in card.text
    result = stage.group.messages[-1]
    assert (result.silent, result.buttons) == (True, [])


async def test_what_is_chosen_after_the_closing_does_not_count(stage: Stage) -> None:
    card, poll = await asked(stage, f"{ASKED}\ncloses: in 1h")
    stage.world.fail("stopPoll", faults.gateway(502, applied=False))
    stage.world.send(stage.paris, stage.group, "/close P-1")
    await stage.app.step()
    assert poll.poll is not None
    assert not poll.poll.closed
    stage.world.vote(stage.london, poll, "For")
    await stage.rest()
    assert poll.poll.closed
    assert stage.read(chosen) == []
    assert "Nobody has answered. Not binding." in card.text


async def test_one_tap_to_a_poll_that_decides(stage: Stage) -> None:
    card, poll = await asked(stage, OPTIONS)
    stage.world.vote(stage.london, poll, "Tomorrow")
    await stage.says(stage.paris, "/close P-1")
    assert await stage.presses(stage.london, card, "Poll") is None
    panel = stage.group.messages[-1]
    assert panel.text.splitlines()[:5] == [
        "\u2068London\u2069 prepares a poll", "When?", "1 Today", "2 Tomorrow", "3 Never",
    ]  # fmt: skip
    assert "Which rule decides?" in panel.text
    await stage.presses(stage.london, panel, "plurality")
    await stage.presses(stage.london, panel, "4 hours")
    assert "Sense check" in panel.buttons[1]
    assert await stage.presses(stage.london, panel, "Post") == "P-2 is open"
    assert panel.text.startswith("P-2 · open\nWhen?\nRule: plurality")


async def test_a_switch_of_the_guided_form(stage: Stage) -> None:
    await stage.says(stage.london, "/poll")
    panel = await stage.says(stage.london, "When?", reply_to=stage.group.messages[-1])
    for button in ("For ·", "two-thirds", "4 hours", "Early", "Sense check"):
        await stage.presses(stage.london, panel, button)
    assert panel.buttons == [["✓ Sense check"], ["Post"], ["Back", "Cancel"]]
    assert "Sense check: in Telegram’s own poll, for all to see; not binding" in panel.text
    assert "Rule" not in panel.text
    await stage.presses(stage.london, panel, "✓ Sense check")
    assert "Rule: majority" in panel.text
    await stage.presses(stage.london, panel, "Sense check")
    assert await stage.presses(stage.london, panel, "Post") == "P-1 is open"
    assert panel.text.startswith("P-1 · open · sense check, not binding")
    assert native(stage).reply_to is panel


async def test_it_opens_later(stage: Stage) -> None:
    scheduled = await stage.says(stage.paris, f"{ASKED}\nopens: in 2h\ncloses: in 2h")
    assert "Sense check: in Telegram’s own poll" in scheduled.text
    assert "Rule" not in scheduled.text
    await stage.wait(timedelta(hours=3))
    assert native(stage).reply_to is stage.card("P-1 · open")
    await stage.wait(timedelta(hours=2))
    assert stage.card("P-1 · closed")


async def test_kept_as_a_template(stage: Stage) -> None:
    card, _ = await asked(stage, f"{OPTIONS}\nchoices: 3")
    await stage.says(stage.paris, "/template Timing", reply_to=card)
    await stage.says(stage.paris, "/templates")
    await stage.presses(stage.paris, stage.group.messages[-1], "Timing")
    panel = stage.group.messages[-1]
    assert "Sense check: in Telegram’s own poll" in panel.text
    assert "Several options can be chosen" in panel.text
