"""The silence procedure: a text stands at its expiry unless a delegation breaks the silence."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from bot.local.world import Message
from storage.models import Ballot, Draft, JournalEntry, Objection, OutboxItem, Poll, Sighting
from tests.stage import Stage

HOUR = timedelta(hours=1)
FRANCE, UK, UKRAINE = "\u2068France\u2069", "\u2068United Kingdom\u2069", "\u2068Ukraine\u2069"
TEXT = "The exercise is coordinated and threatens nobody.\nWe stand with Denmark and Greenland."


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """France (Paris), the United Kingdom (London) and Ukraine (Kyiv) vote; it is Saturday, 18:00 in Brussels."""
    async with Stage.opened(tmp_path) as opened:
        await opened.says(opened.paris, "/delegation FR\nGB @london\nUA @kyiv")
        yield opened


async def circulated(stage: Stage, more: str = "closes: in 4h") -> Message:
    await stage.says(stage.london, f"/silence {TEXT}\n{more}")
    return stage.card("P-1")


async def breaks(stage: Stage, card: Message, answer: str, user=None) -> Message:
    """Ukraine, or another, presses [Break silence] and answers why."""
    user = user or stage.kyiv
    await stage.presses(user, card, "Break silence")
    question = stage.world.find(stage.group, "why do you break the silence?")
    return await stage.says(user, answer, reply_to=question)


def polls(session: Session) -> list[tuple[str, str, str, str]]:
    rows = session.exec(select(Poll).order_by(col(Poll.id)))
    return [(poll.rule, poll.state, poll.verdict, poll.text) for poll in rows]


def kinds(session: Session, subject: str = "P-1") -> list[str]:
    found = select(JournalEntry.kind).where(JournalEntry.subject == subject).order_by(col(JournalEntry.id))
    return list(session.exec(found))


def drafts(session: Session) -> list[Draft]:
    return list(session.exec(select(Draft)))


async def test_a_text_is_circulated_with_the_exact_time_of_its_expiry(stage: Stage) -> None:
    card = await circulated(stage)
    assert card.text == (
        "P-1 · under silence\n"
        "Silence expires Sat 17 Jan, 22:00 (Brussels)\n"
        f"Circulated by \u2068London\u2069 ({UK})\n"
        f"{TEXT}\n"
        f"Seen by 1 of 3: {UK}\n"
        f"2 of 3 have not seen it: {FRANCE}, {UKRAINE}\n"
        "\n"
        "Enough so far: nobody has broken the silence\n"
        "Not answering is consent. Who cannot accept the text breaks the silence, with a reason."
    )
    assert '<tg-time unix="17686836' in (card.html or "")
    assert card.buttons == [["Seen", "Break silence"], ["Object to the procedure"]]
    assert not card.silent


async def test_a_day_where_nothing_is_said(stage: Stage) -> None:
    await stage.says(stage.london, f"/silence {TEXT}")
    assert "Silence expires Sun 18 Jan, 18:00 (Brussels)" in stage.card("P-1").text


@pytest.mark.parametrize(("button", "expiry"), [("24 hours", "Sun 18 Jan, 18:00"), ("72 hours", "Tue 20 Jan, 18:00")])
async def test_guided_the_text_and_then_for_how_long(stage: Stage, button: str, expiry: str) -> None:
    asked = await stage.says(stage.london, "/silence")
    assert "which text is circulated?" in asked.text
    how_long = await stage.says(stage.london, TEXT, reply_to=asked)
    assert how_long.buttons == [["24 hours", "72 hours"], ["Cancel"]]
    await stage.presses(stage.london, how_long, button)
    card = stage.card("P-1")
    assert f"Silence expires {expiry} (Brussels)" in card.text
    assert TEXT in card.text
    assert stage.read(drafts) == []


async def test_guided_with_a_moment_of_ones_own(stage: Stage) -> None:
    asked = await stage.says(stage.london, "/silence")
    how_long = await stage.says(stage.london, TEXT, reply_to=asked)
    await stage.says(stage.london, "tomorrow 17:00", reply_to=how_long)
    assert "Silence expires Sun 18 Jan, 17:00 (Brussels)" in stage.card("P-1").text


async def test_nobody_breaks_it_and_everyone_is_told_that_it_is_adopted(stage: Stage) -> None:
    card = await circulated(stage)
    assert await stage.presses(stage.paris, card, "Seen") == "Seen"
    await stage.wait(4.1 * HOUR)
    assert card.text.startswith("P-1 · Adopted\nSilence until Sat 17 Jan, 22:00 (Brussels)")
    assert card.buttons == [["Task", "Call"], ["Owner", "Review date"]]
    result = stage.world.find(stage.group, "P-1 · Adopted\nAdopted: nobody has broken the silence")
    assert not result.silent
    assert result.reply_to is card
    assert TEXT in result.text
    assert result.text.endswith(f"1 of 3 has not seen it: {UKRAINE}")
    assert stage.read(polls) == [("silence", "closed", "adopted", TEXT)]


async def test_who_has_seen_it(stage: Stage) -> None:
    card = await circulated(stage)
    assert await stage.presses(stage.paris, card, "Seen") == "Seen"
    assert await stage.presses(stage.paris, card, "Seen") == "Already recorded"
    assert f"Seen by 2 of 3: {FRANCE}, {UK}\n1 of 3 has not seen it: {UKRAINE}" in card.text
    assert await stage.presses(stage.london, card, "Seen") == "Already recorded"  # the chair, who circulated it
    assert stage.read(kinds) == ["poll_opened", "poll_seen"]


async def test_broken_by_one_with_a_reason_and_everyone_is_told_at_once(stage: Stage) -> None:
    card = await circulated(stage)
    toast = await stage.presses(stage.kyiv, card, "Break silence")
    assert toast == "Please answer the question I have posted."
    question = stage.world.find(stage.group, "why do you break the silence?")
    assert question.force_reply
    assert question.reply_to is card
    assert card.text.startswith("P-1 · under silence")
    await stage.says(stage.kyiv, "Say first that all allies were invited", reply_to=question)
    assert card.text.startswith("P-1 · Rejected")
    result = stage.world.find(stage.group, "P-1 · Rejected")
    assert not result.silent
    assert (
        f"Rejected: the silence is broken\nBroken by {UKRAINE}: Say first that all allies were invited\n"
    ) in result.text
    assert result.buttons == [["Poll", "Call"]]
    assert stage.read(kinds) == ["poll_opened", "ballot_cast", "poll_closed"]
    await stage.wait(5 * HOUR)
    assert stage.read(kinds) == ["poll_opened", "ballot_cast", "poll_closed"]


async def test_an_answer_that_says_nothing_breaks_nothing(stage: Stage) -> None:
    card = await circulated(stage)
    await breaks(stage, card, "\u200b\u2060")
    assert card.text.startswith("P-1 · under silence")
    again = stage.group.messages[-1]
    assert "why do you break the silence?" in again.text
    await stage.says(stage.kyiv, "Now I say why", reply_to=again)
    assert card.text.startswith("P-1 · Rejected")


async def test_a_reason_too_long_is_asked_for_again(stage: Stage) -> None:
    card = await circulated(stage)
    refused = await breaks(stage, card, "x" * 501)
    assert refused.text == "The text has 501 characters: 500 at most, please shorten it."
    await stage.says(stage.kyiv, "short", reply_to=refused)
    assert card.text.startswith("P-1 · Rejected")


@pytest.mark.parametrize(
    ("typed", "reason", "amendment"),
    [
        pytest.param("/break P-1 not so fast", "not so fast", "", id="a reason"),
        pytest.param("/break p1\nnot so fast", "not so fast", "", id="on the next line"),
        pytest.param("/break P-1 not so fast\namendment: All were invited.\nNobody is threatened.", "not so fast", "All were invited.\nNobody is threatened.", id="an amendment of two lines"),
        pytest.param("/break P-1 pas si vite\namendement : Tous étaient invités.", "pas si vite", "Tous étaient invités.", id="in French"),
    ],
)  # fmt: skip
async def test_broken_by_typing(stage: Stage, typed: str, reason: str, amendment: str) -> None:
    await circulated(stage)
    await stage.says(stage.kyiv, typed)
    (ballot,) = stage.read(lambda session: list(session.exec(select(Ballot))))
    (row,) = stage.read(lambda session: list(session.exec(select(Objection))))
    assert (ballot.choices, ballot.reason, row.amendment) == ("-2", reason, amendment)
    assert stage.read(polls)[0][2] == "rejected"


async def test_typed_without_a_reason_it_is_asked_for(stage: Stage) -> None:
    card = await circulated(stage)
    asked = await stage.says(stage.kyiv, "/break P-1")
    assert "why do you break the silence?" in asked.text
    await stage.says(stage.kyiv, "because", reply_to=asked)
    assert card.text.startswith("P-1 · Rejected")


async def test_broken_from_the_private_chat(stage: Stage) -> None:
    card = await circulated(stage)
    private = stage.world.private(stage.kyiv)
    refused = await stage.says(stage.kyiv, "/break P-1", chat=private)
    assert refused.text == "Why is missing: write for example /break P-1 and the reason."
    answer = await stage.says(stage.kyiv, "/break P-1 not so fast", chat=private)
    assert answer.text == "Recorded: the silence on P-1 is broken."
    assert card.text.startswith("P-1 · Rejected")


async def test_the_amended_text_is_circulated_again_for_as_long(stage: Stage) -> None:
    await stage.says(stage.paris, "/alert Tariffs announced")
    card = await circulated(stage, "closes: in 4h\nabout: A-1")
    await stage.wait(HOUR)
    await breaks(stage, card, "too short\namendment: All allies were invited.\nNobody is threatened.")
    assert "Proposed instead:\nAll allies were invited.\nNobody is threatened." in card.text
    result = stage.world.find(stage.group, "P-1 · Rejected\nRejected: the silence is broken")
    assert result.buttons == [["Circulate the amended text"], ["Poll", "Call"]]
    assert await stage.presses(stage.paris, result, "Circulate the amended text") == "P-2 is shown below."
    again = stage.card("P-2")
    assert "All allies were invited.\nNobody is threatened." in again.text
    assert "Silence expires Sat 17 Jan, 23:00 (Brussels)" in again.text
    assert "about A-1, in place of P-1" in again.text
    assert "Circulated again, amended: P-2" in card.text
    assert card.buttons == [["Poll", "Call"]]
    late = await stage.presses(stage.london, result, "Circulate the amended text")
    assert late == "That has been done already: look at P-2."
    assert [poll[1] for poll in stage.read(polls)] == ["closed", "open"]


async def test_only_the_chair_circulates_again_where_administrators_open_polls(stage: Stage) -> None:
    await stage.says(stage.paris, "/settings who-opens-polls admins")
    await stage.says(stage.paris, f"/silence {TEXT}")
    await stage.says(stage.kyiv, "/break P-1 no\namendment: Another text")
    result = stage.world.find(stage.group, "P-1 · Rejected\nRejected")
    refused = await stage.presses(stage.london, result, "Circulate the amended text")
    assert refused == "Only administrators open polls in this group."
    assert await stage.presses(stage.paris, result, "Circulate the amended text") == "P-2 is shown below."
    assert (await stage.says(stage.london, "/silence Mine")).text == "Only administrators open polls in this group."


async def test_a_broken_silence_leads_to_a_poll_and_a_call(stage: Stage) -> None:
    await stage.says(stage.paris, "/alert Tariffs announced")
    card = await circulated(stage, "about: A-1")
    await breaks(stage, card, "no")
    await stage.presses(stage.london, card, "Poll")
    question = stage.world.find(stage.group, "what is the question?")
    poll = await stage.says(stage.london, "Issue it all the same?", reply_to=question)
    for button in ("For ·", "majority", "24 hours", "Post"):
        await stage.presses(stage.london, poll, button)
    assert "Asked by \u2068London\u2069 (\u2068United Kingdom\u2069) about A-1" in poll.text
    await stage.presses(stage.london, card, "Call")
    assert stage.group.messages[-1].text.startswith("\u2068London\u2069, when is the call?")


async def test_one_objection_to_the_procedure_makes_it_a_poll_by_consensus(stage: Stage) -> None:
    card = await circulated(stage)
    toast = await stage.presses(stage.kyiv, card, "Object to the procedure")
    assert toast == "Recorded: P-1 is decided by consensus now."
    told = stage.world.find(stage.group, "objects to the silence procedure")
    assert told.text == (
        f"{UKRAINE} objects to the silence procedure for P-1.\n"
        "It is now decided by consensus, at the same moment (Sat 17 Jan, 22:00 (Brussels)): vote on its card."
    )
    assert not told.silent
    assert TEXT in card.text
    assert "Rule: consensus" in card.text
    assert card.buttons == [["For", "Against"], ["Abstain", "Withdraw", "Details"]]
    await stage.presses(stage.paris, card, "For")
    await stage.wait(4.1 * HOUR)
    assert stage.read(polls) == [("consensus", "closed", "adopted", TEXT)]
    assert stage.read(kinds) == [
        "poll_opened", "procedure_objected", "ballot_cast", "poll_reminded", "poll_reminded", "poll_closed",
    ]  # fmt: skip


async def test_in_the_second_half_nobody_objects_to_the_procedure(stage: Stage) -> None:
    card = await circulated(stage, "closes: in 30 minutes")
    data = card.keyboard[1][0]["callback_data"]
    await stage.wait(timedelta(minutes=16))
    assert card.buttons == [["Seen", "Break silence"]]
    late = stage.world.press_data(stage.kyiv, card, data)
    await stage.settle()
    assert late.text == ("The first half of the time is over: let P-1 stand, or break the silence with /break P-1.")
    assert stage.read(polls)[0][0] == "silence"


async def test_after_the_expiry_it_is_too_late(stage: Stage) -> None:
    card = await circulated(stage)
    data = card.keyboard[0][1]["callback_data"]
    await stage.presses(stage.kyiv, card, "Break silence")
    question = stage.world.find(stage.group, "why do you break the silence?")
    await stage.wait(4.1 * HOUR)
    await stage.says(stage.kyiv, "too late", reply_to=question)
    late = stage.world.press_data(stage.kyiv, card, data)
    await stage.settle()
    assert late.text == "Closed: P-1 (Adopted)."
    assert (await stage.says(stage.kyiv, "/break P-1 too late")).text == "Closed: P-1 (Adopted)."
    assert stage.read(polls)[0][2] == "adopted"


async def test_a_break_typed_in_time_counts_though_it_arrives_after_the_expiry(stage: Stage) -> None:
    await circulated(stage, "closes: in 1 hour")
    await stage.wait(timedelta(minutes=59))
    stage.world.send(stage.kyiv, stage.group, "/break P-1 in time")
    stage.clock.at += timedelta(minutes=1, seconds=30)
    await stage.settle()
    assert stage.card("P-1").text.startswith("P-1 · Rejected")


async def test_the_bot_was_down_at_the_expiry(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.world.add_bot(stage.group, stage.paris)
    async with stage.playing():
        for user in (stage.paris, stage.london, stage.kyiv):
            stage.world.send(user, stage.group, f"@{stage.world.bot.username} hello")
        await stage.settle()
        await circulated(stage, "closes: in 2 minutes")
    stage.clock.at += timedelta(minutes=1)
    stage.world.send(stage.kyiv, stage.group, "/break P-1 while it was down")
    stage.clock.at += timedelta(minutes=1, seconds=10)
    async with stage.playing():
        await stage.settle()
        assert stage.card("P-1").text.startswith("P-1 · Rejected")
        assert stage.read(kinds)[-2:] == ["ballot_cast", "poll_closed"]


async def test_half_time_and_the_last_hour_name_who_has_not_seen_it(stage: Stage) -> None:
    await stage.says(stage.kyiv, "/start", chat=stage.world.private(stage.kyiv))
    card = await circulated(stage, "closes: in 6h")
    await stage.presses(stage.paris, card, "Seen")
    await stage.wait(3.1 * HOUR)
    reminder = stage.world.find(stage.group, "Reminder: the silence on P-1 expires Sun 18 Jan, 00:00 (Brussels)")
    assert reminder.text.endswith(f"1 of 3 has not seen it: {UKRAINE} (\u2068Kyiv\u2069)")
    private = stage.world.last(stage.world.private(stage.kyiv))
    assert private.text.endswith("You have not seen it yet, \u2068Washington Group\u2069 waits for you.")
    assert await stage.presses(stage.kyiv, private, "Seen") == "Seen"
    assert await stage.presses(stage.kyiv, reminder, "Seen") == "Already recorded"
    assert "Seen by 3 of 3" in card.text
    await stage.wait(2.5 * HOUR)
    assert stage.read(kinds).count("poll_reminded") == 1


async def test_at_night_the_private_word_waits_for_the_morning(stage: Stage) -> None:
    await stage.says(stage.kyiv, "/start", chat=stage.world.private(stage.kyiv))
    await circulated(stage, "closes: tomorrow 12:00")  # half time is at 03:00
    before = len(stage.world.private(stage.kyiv).messages)
    await stage.wait(9.1 * HOUR)
    assert len(stage.world.private(stage.kyiv).messages) == before
    await stage.wait(4 * HOUR)
    assert stage.world.last(stage.world.private(stage.kyiv)).text.startswith("Reminder: the silence on P-1 expires")


async def test_observers_see_and_break_nothing(stage: Stage) -> None:
    rome = stage.world.add_user("Rome", username="rome")
    stage.group.statuses[rome.id] = "member"
    await stage.says(rome, f"@{stage.world.bot.username} hello")
    await stage.says(stage.paris, "/delegation IT @rome\nIT observer")
    card = await circulated(stage)
    assert await stage.presses(rome, card, "Seen") == "Seen"
    assert "2 of 3 have not seen it" in card.text
    assert await stage.presses(rome, card, "Break silence") == "You have no vote here: observers do not vote"
    assert await stage.presses(rome, card, "Object to the procedure") == "You have no vote here: observers do not vote"
    assert (await stage.says(rome, "/break P-1 no")).text == "You have no vote here: observers do not vote"
    _, row = stage.read(lambda session: list(session.exec(select(Sighting))))
    assert row.elector_id is None
    assert stage.read(polls)[0][1] == "open"


async def test_a_deputy_breaks_the_silence_for_the_delegation(stage: Stage) -> None:
    rome = stage.world.add_user("Rome", username="rome")
    stage.group.statuses[rome.id] = "member"
    await stage.says(rome, f"@{stage.world.bot.username} hello")
    await stage.says(stage.paris, "/delegation FR @rome deputy")
    card = await circulated(stage)
    await breaks(stage, card, "the deputy says no", user=rome)
    assert f"Broken by {FRANCE}: the deputy says no" in card.text


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        pytest.param("/vote P-1 for", "P-1 is under silence: not answering is consent. Who cannot accept it writes /break P-1 and why.", id="a vote"),
        pytest.param("/vote P-1 against", "P-1 is under silence: not answering is consent. Who cannot accept it writes /break P-1 and why.", id="a vote against"),
        pytest.param("/close P-1", "A silence is kept until it expires: P-1 can be taken back with /cancel P-1, not adopted early.", id="closing early"),
        pytest.param("/proxy P-1 FR", "P-1 is under silence, where nobody votes for another: each delegation may break it itself.", id="a proxy"),
        pytest.param("/break P-9 no", "There is no P-9 in this group: look at the number on its card.", id="no such poll"),
        pytest.param("/break", "Which one is missing: for example /break P-3", id="no handle"),
    ],
)  # fmt: skip
async def test_what_a_silence_does_not_know(stage: Stage, typed: str, answer: str) -> None:
    await circulated(stage)
    assert (await stage.says(stage.london, typed)).text == answer
    assert stage.read(polls)[0][1] == "open"


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        pytest.param("/poll Adopt?\nrule: silence", "Silence has a command of its own: write /silence and then the text.", id="by /poll"),
        pytest.param("/settings rule silence", "Silence has a command of its own: write /silence and then the text.", id="as the usual rule"),
        pytest.param(f"/silence {'x' * 3001}", "The text has 3001 characters: 3000 at most, please shorten it.", id="a text too long"),
        pytest.param(f"/silence {'😀' * 1501}", "The text has 3002 characters: 3000 at most, please shorten it.", id="as Telegram counts"),
        pytest.param("/silence X\ncloses: in 40 days", "Thu 26 Feb, 18:00 (Brussels) is not possible: a poll stays open from 5 seconds to 30 days.", id="too far"),
        pytest.param("/silence X\nabout: A-4", "There is no A-4 in this group: look at the number on its card.", id="about nothing"),
    ],
)  # fmt: skip
async def test_a_mistake_circulates_nothing(stage: Stage, typed: str, answer: str) -> None:
    assert (await stage.says(stage.paris, typed)).text == answer
    assert stage.read(polls) == []


async def test_an_ordinary_poll_is_not_under_silence(stage: Stage) -> None:
    await stage.says(stage.london, "/poll Issue a joint statement?")
    assert (await stage.says(stage.kyiv, "/break P-1 no")).text == "P-1 is not under silence: vote on its card."


async def test_the_chair_takes_it_back(stage: Stage) -> None:
    card = await circulated(stage)
    refused = await stage.says(stage.kyiv, "/cancel P-1")
    assert refused.text == "Only whoever opened P-1, or an administrator, can do that."
    await stage.says(stage.london, "/cancel P-1 overtaken by events")
    assert card.text.startswith("P-1 · Withdrawn")
    assert "Withdrawn: overtaken by events" in card.text
    assert card.buttons == []


async def test_lists_the_digest_and_the_case_name_it(stage: Stage) -> None:
    alert = await stage.says(stage.paris, "/alert Tariffs announced")
    await circulated(stage, "about: A-1")
    assert "→ P-1 under silence: The exercise is coordinated" in alert.text
    assert "P-1 under silence: The exercise" in (await stage.says(stage.paris, "/digest")).text
    assert "P-1 · under silence" in (await stage.says(stage.paris, "/search exercise")).text
    await stage.says(stage.kyiv, "/break P-1 no\namendment: Another text")
    case = (await stage.says(stage.paris, "/case A-1")).text
    assert f"P-1 put under silence, by \u2068London\u2069 ({UK}): The exercise is" in case
    assert f"P-1: Rejected: the silence is broken, by \u2068Kyiv\u2069 ({UKRAINE})" in case


async def test_shown_again_and_in_private(stage: Stage) -> None:
    await circulated(stage)
    await stage.says(stage.kyiv, "/show P-1")
    assert stage.group.messages[-1].buttons == [["Seen", "Break silence"], ["Object to the procedure"]]
    copy = await stage.says(stage.kyiv, "/show P-1", chat=stage.world.private(stage.kyiv))
    assert copy.text.startswith("P-1 · under silence")
    assert copy.buttons == []


async def test_the_longest_text_with_an_amendment_as_long_stays_whole(stage: Stage) -> None:
    await stage.says(stage.london, f"/silence {'x' * 3000}")
    card = stage.card("P-1")
    await stage.says(stage.kyiv, f"/break P-1 {'r' * 500}\namendment: {'y' * 3000}")
    assert "x" * 3000 in card.text
    assert card.text.startswith("P-1 · Rejected")
    result = stage.world.find(stage.group, "y" * 3000)
    assert result.text.startswith("P-1 · Rejected\nRejected: the silence is broken")
    assert "r" * 500 in result.text
    await stage.presses(stage.kyiv, result, "Circulate the amended text")
    assert "y" * 3000 in stage.card("P-2").text


async def test_two_break_it_at_once_and_the_first_is_told(stage: Stage) -> None:
    card = await circulated(stage)
    stage.world.send(stage.kyiv, stage.group, "/break P-1 first")
    stage.world.send(stage.paris, stage.group, "/break P-1 second")
    await stage.settle()
    assert f"Broken by {UKRAINE}: first" in card.text
    assert any(message.text == "Closed: P-1 (Rejected)." for message in stage.group.messages)
    told = stage.read(lambda session: session.exec(select(OutboxItem).where(OutboxItem.kind == "poll_result")).all())
    assert len(told) == 1


async def test_in_french(stage: Stage) -> None:
    await stage.says(stage.paris, "/language fr")
    await stage.says(stage.london, "/silence L’exercice est coordonné.\nclôture: dans 4h")
    card = stage.card("P-1")
    assert card.text.startswith("P-1 · sous silence\nLe silence expire sam. 17 janv., 22:00 (Bruxelles)")
    assert card.buttons == [["Vu", "Rompre le silence"], ["S’opposer à la procédure"]]
    await stage.presses(stage.kyiv, card, "Rompre le silence")
    question = stage.world.find(stage.group, "pourquoi rompez-vous le silence")
    await stage.says(stage.kyiv, "Trop court.\namendement : Tous étaient invités.", reply_to=question)
    assert card.text.startswith("P-1 · Rejeté")
    assert card.buttons == [["Soumettre le texte amendé"], ["Sondage", "Appel"]]


async def test_the_only_administrator_who_hides_breaks_it_in_their_own_name(stage: Stage) -> None:
    card = await circulated(stage)
    stage.world.send(stage.paris, stage.group, "/break P-1 not so fast", anonymous=True)
    await stage.settle()
    assert card.text.startswith("P-1 · under silence")
    asked = stage.group.messages[-1]
    assert asked.buttons == [["It is me"]]
    await stage.presses(stage.paris, asked, "It is me")
    assert f"Broken by {FRANCE}: not so fast" in card.text


async def test_a_group_without_delegations_where_one_comes_late(tmp_path: Path) -> None:
    async with Stage.opened(tmp_path) as stage:
        rome = stage.world.add_user("Rome", username="rome")
        stage.group.statuses[rome.id] = "member"
        card = await circulated(stage)
        assert "2 of 3 have not seen it" in card.text
        assert await stage.presses(rome, card, "Seen") == "Seen"
        assert "Seen by 2 of 4: \u2068London\u2069, \u2068Rome\u2069" in card.text
        await stage.says(rome, "/break P-1 no")
        assert "Broken by \u2068Rome\u2069: no" in card.text


async def test_a_text_under_silence_stays_as_it_is(stage: Stage) -> None:
    await circulated(stage)
    refused = await stage.says(stage.london, "/amend P-1 Another text")
    assert refused.text == (
        "A text under silence stays as it is: take it back with /cancel P-1, then circulate it anew."
    )
    assert stage.read(polls) == [("silence", "open", "", TEXT)]


async def test_a_text_under_silence_is_no_template(stage: Stage) -> None:
    card = await circulated(stage)
    refused = await stage.says(stage.paris, "/template Exercise", reply_to=card)
    assert refused.text == (
        "P-1 is a text under silence, of which there are no templates: circulate it anew with /silence."
    )


async def test_a_reservation_stands_with_the_text_it_was_stated_to(stage: Stage) -> None:
    card = await circulated(stage)
    await stage.says(stage.kyiv, "/reserve P-1 We read this as covering goods only")
    assert f"Reservations: 1\n{UKRAINE}: We read this as covering goods only" in card.text
    await stage.wait(4.1 * HOUR)
    result = stage.world.find(stage.group, "P-1 · Adopted\nAdopted")
    assert f"{UKRAINE}: We read this as covering goods only" in result.text
