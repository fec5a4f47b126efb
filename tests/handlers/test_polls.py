"""Polls on joint responses, by button and by typing, closed by the clock."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from storage.models import Ballot, Poll
from tests.stage import Stage

HOURS = timedelta(hours=1)


def polls(session: Session) -> list[Poll]:
    return list(session.exec(select(Poll)))


def ballots(session: Session) -> list[int]:
    return sorted(int(choices) for choices in session.exec(select(Ballot.choices)))


async def test_a_poll_is_opened_voted_and_closed_by_the_clock(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/poll Issue a joint statement?\nrule: two-thirds\ncloses: in 3h")
    assert card.text.splitlines()[:3] == [
        "P-1 · open",
        "Issue a joint statement?",
        "Rule: two-thirds of For and Against",
    ]
    assert card.buttons == [["For", "Against"], ["Abstain", "Withdraw", "Details"]]
    assert "Closes Sat 17 Jan, 21:00 (Brussels)" in card.text
    assert "Needs 1 more For" in card.text
    assert await stage.presses(stage.london, card, "For") == "Recorded: For"
    assert (await stage.presses(stage.kyiv, card, "Against") or "").startswith("Recorded: Against")
    assert await stage.presses(stage.kyiv, card, "For") == "Recorded: For"
    assert "For · 2: \u2068London\u2069, \u2068Kyiv\u2069" in card.text
    assert "Not yet voted: \u2068Paris\u2069" in card.text
    assert "Enough so far" in card.text
    assert "dopted" not in card.text
    await stage.wait(4 * HOURS)
    assert card.text.startswith("P-1 · Adopted")
    assert "Did not vote: \u2068Paris\u2069" in card.text
    result = stage.world.find(stage.group, "P-1 · Adopted\nIssue a joint statement?\nAdopted:")
    assert result.reply_to is card
    assert not result.silent
    assert "Adopted: For 2, Against 0, Abstain 0, not voted 1, of 3; 2 of 2 For and Against, 2 needed" in result.text
    assert result.buttons == [["Task", "Call"], ["Owner", "Review date"]]


async def test_one_reminder_at_half_time_names_who_has_not_voted(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/poll Issue a joint statement?\ncloses: in 2h")
    await stage.presses(stage.london, card, "For")
    await stage.wait(1.5 * HOURS)
    reminders = [message.text for message in stage.group.messages if message.text.startswith("Reminder: P-1")]
    assert len(reminders) == 1
    assert "Not yet voted: \u2068Paris\u2069, \u2068Kyiv\u2069" in reminders[0]


async def test_a_vote_is_withdrawn(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/poll Issue a joint statement?")
    await stage.presses(stage.london, card, "For")
    assert await stage.presses(stage.london, card, "Withdraw") == "Withdrawn"
    assert (
        await stage.presses(stage.london, card, "Withdraw")
        == "There is nothing to withdraw: no vote of yours stands in P-1."
    )
    assert stage.read(ballots) == []


@pytest.mark.parametrize(
    ("typed", "answer", "stands"),
    [
        pytest.param("/vote P-1 for", "Recorded: For", [-1], id="for"),
        pytest.param("/vote p1 Against because of the wording", "Recorded: Against", [-2], id="against with a reason"),
        pytest.param("/vote P-1 abstention", "Recorded: Abstain", [0], id="in French"),
        pytest.param("/vote P-1 2", "P-1 is answered by for, against or abstain: write for example /vote P-1 for", [], id="an option where there are none"),
        pytest.param("/vote P-1", "I cannot read that vote: write /vote P-3 for, against or abstain, or /vote P-3 2", [], id="no choice"),
        pytest.param("/vote P-9 for", "There is no P-9 in this group: look at the number on its card.", [], id="no such poll"),
    ],
)  # fmt: skip
async def test_votes_are_typed(stage: Stage, typed: str, answer: str, stands: list[int]) -> None:
    await stage.says(stage.paris, "/poll Issue a joint statement?")
    reply = await stage.says(stage.london, typed)
    assert reply.text == answer
    assert stage.read(ballots) == stands


async def test_options_of_ones_own(stage: Stage) -> None:
    card = await stage.says(
        stage.paris, "/poll When?\n- Today, before the market opens in New York\n- After the summit"
    )
    assert card.buttons == [
        ["1 Today, before the market op…"],
        ["2 After the summit"],
        ["Abstain", "Withdraw", "Details"],
    ]
    assert "Rule: plurality: the option with most ballots" in card.text
    assert await stage.presses(stage.london, card, "2 After") == "Recorded: 2 After the summit"
    await stage.says(stage.kyiv, "/vote P-1 2")
    await stage.says(stage.paris, "/vote P-1 1 markets matter")
    assert "2 After the summit · 2: \u2068London\u2069, \u2068Kyiv\u2069" in card.text
    assert "(markets matter)" in card.text
    await stage.says(stage.paris, "/close P-1")
    assert "P-1 · Adopted" in card.text
    assert "2 After the summit" in stage.world.find(stage.group, "P-1 · Adopted\nWhen?").text


async def test_a_tie_is_never_broken_silently(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/poll When?\n- Today\n- Tomorrow")
    await stage.presses(stage.london, card, "1 Today")
    await stage.presses(stage.kyiv, card, "2 Tomorrow")
    await stage.says(stage.paris, "/close P-1")
    assert card.text.startswith("P-1 · Tied")


async def test_nobody_voted_adopts_nothing(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/poll Issue a joint statement?\nrule: consensus\ncloses: in 1 hour")
    await stage.wait(1.1 * HOURS)
    assert card.text.startswith("P-1 · Rejected")


async def test_a_quorum_missed(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/poll Issue a joint statement?\nquorum: 60%")
    await stage.presses(stage.london, card, "For")
    assert "1 more ballot for the quorum" in card.text
    await stage.says(stage.paris, "/close P-1")
    assert card.text.startswith("P-1 · No quorum")


async def test_closed_is_closed(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/poll Issue a joint statement?")
    await stage.presses(stage.london, card, "For")
    data = card.keyboard[0][0]["callback_data"]
    await stage.says(stage.paris, "/close P-1")
    late = stage.world.press_data(stage.kyiv, card, data)
    await stage.settle()
    assert late.text == "Closed: P-1 (Adopted)."
    assert (await stage.says(stage.kyiv, "/vote P-1 against")).text == "Closed: P-1 (Adopted)."
    assert (await stage.says(stage.paris, "/close P-1")).text == "Closed: P-1 (Adopted)."
    assert stage.read(ballots) == [-1]


async def test_a_vote_typed_in_time_counts_though_it_arrives_after_the_deadline(stage: Stage) -> None:
    await stage.says(stage.paris, "/poll Issue a joint statement?\ncloses: in 1 hour")
    await stage.wait(timedelta(minutes=59))
    stage.world.send(stage.london, stage.group, "/vote P-1 for")
    stage.clock.at += timedelta(minutes=2)
    stage.world.send(stage.kyiv, stage.group, "/vote P-1 against")
    await stage.settle()
    assert stage.card("P-1").text.startswith("P-1 · Adopted")
    assert stage.read(ballots) == [-1]


async def test_only_the_author_or_an_administrator_closes_and_withdraws(stage: Stage) -> None:
    await stage.says(stage.london, "/poll Issue a joint statement?")
    refused = await stage.says(stage.kyiv, "/close P-1")
    assert refused.text == "Only whoever opened P-1, or an administrator, can do that."
    await stage.says(stage.paris, "/cancel P-1 overtaken by events")
    assert "Withdrawn: overtaken by events" in stage.card("P-1").text


async def test_from_an_alert_linked(stage: Stage) -> None:
    alert = await stage.says(stage.paris, "/alert Tariffs announced")
    await stage.presses(stage.london, alert, "Poll")
    question = stage.world.find(stage.group, "what is the question?")
    assert question.force_reply
    card = await stage.says(stage.london, "Issue a joint statement?\nrule: unanimity", reply_to=question)
    assert "Asked by \u2068London\u2069 about A-1" in card.text
    assert "→ P-1 open: Issue a joint statement?" in alert.text


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        pytest.param("rule: monarchy", "I know no rule “monarchy”: did you mean majority, unanimity or reinforced?", id="an unknown rule"),
        pytest.param("rule: silence", "Silence has a command of its own", id="a rule with a command of its own"),
        pytest.param("closes: yesterday 18:00", "Fri 16 Jan, 18:00 (Brussels) is past: write a moment to come.", id="a deadline in the past"),
        pytest.param("closes: 5", "“5” could be many things", id="a lone number"),
        pytest.param("closes: 12/01", "“12/01” could be 12 January 2027 or 1 December 2026: write the date as", id="an ambiguous date"),
        pytest.param("closes: in 40 days", "is not possible: a poll stays open from 5 seconds to 30 days.", id="too far"),
        pytest.param("closes: soonish", "I cannot read “soonish” as a moment", id="no moment"),
        pytest.param("quorum: 400%", "“400%” is no quorum", id="a quorum of 400 %"),
        pytest.param("quorum: 4", "A quorum of 4 can never be met, 3 can vote here: write a smaller number", id="a quorum of more than vote"),
        pytest.param("rule: 0% of all", "“0% of all” is no possible share: write one above 0 and up to 100 %", id="a share of nothing"),
        pytest.param("- Yes\n- No\nrule: 1/3 of cast", "1/3 of cast is less than half, with which two options could win", id="a share that two options may have"),
        pytest.param("- Only one", "1 is no possible number of options", id="one option"),
        pytest.param("\n".join(f"- {n}" for n in range(13)), "13 is no possible number of options", id="thirteen options"),
        pytest.param("- Yes\n- yes", "Two options are the same", id="equal options"),
        pytest.param("- Yes\n- No\nrule: unanimity", "unanimity is a yes or no", id="unanimity with options"),
        pytest.param("about: A-4", "There is no A-4 in this group", id="about nothing"),
    ],
)  # fmt: skip
async def test_a_mistake_opens_nothing(stage: Stage, typed: str, answer: str) -> None:
    reply = await stage.says(stage.london, f"/poll Issue a joint statement?\n{typed}")
    assert answer in reply.text
    assert stage.read(polls) == []


async def test_a_long_question_is_refused(stage: Stage) -> None:
    reply = await stage.says(stage.london, f"/poll {'x' * 400}")
    assert reply.text == "The question has 400 characters: 300 at most, please shorten it."


@pytest.mark.parametrize(
    ("typed", "button", "closes"),
    [
        ("clôture : 4h", "pendant 4 heures", "sam. 17 janv., 22:00 (Bruxelles)"),
        ("clôture : 4h", "dim. 18", "dim. 18 janv., 04:00 (Bruxelles)"),
        ("ouverture : demain 9h30\nclôture : 4h", "pendant 4 heures", "dim. 18 janv., 13:30 (Bruxelles)"),
    ],
    ids=["for so long", "a time of day", "for so long from its opening"],
)
async def test_what_may_be_a_clock_or_a_span_is_one_of_two_buttons(
    stage: Stage, typed: str, button: str, closes: str
) -> None:
    await stage.says(stage.paris, "/language fr")
    asked = await stage.says(stage.london, f"/poll Publier ?\n{typed}")
    assert plain(asked.text).endswith("voulez-vous dire dim. 18 janv., 04:00 (Bruxelles), ou pendant 4 heures ?")
    await stage.presses(stage.london, asked, button)
    assert f"Clôture : {closes}" in plain(stage.card("P-1").text)


def plain(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u202f", " ")


async def test_a_guess_is_confirmed_by_a_button(stage: Stage) -> None:
    asked = await stage.says(stage.london, "/poll Issue a joint statement?\ncloses: tomorrow 6")
    assert asked.text.startswith("\u2068London\u2069, do you mean Sun 18 Jan, 06:00 (Brussels)?")
    assert (
        await stage.presses(stage.kyiv, asked, "Yes")
        == "Somebody else is filling this in: begin your own, for example with /poll."
    )
    assert stage.read(polls) == []
    await stage.presses(stage.london, asked, "Yes")
    assert "Closes Sun 18 Jan, 06:00 (Brussels)" in stage.card("P-1").text


async def test_an_outage_extends_what_it_cut(stage: Stage) -> None:
    card = await stage.says(stage.paris, "/poll Issue a joint statement?\ncloses: in 1 hour")
    stage.clock.at += timedelta(minutes=70)
    await stage.settle()
    assert card.text.startswith("P-1 · open")
    assert "Closes Sat 17 Jan, 20:10 (Brussels)" in card.text
    notices = [message.text for message in stage.group.messages if "I was out of reach" in message.text]
    assert len(notices) == 1
    assert "Extended by as long: P-1." in notices[0]


async def test_a_card_too_full_keeps_what_is_missing(stage: Stage) -> None:
    options = "\n".join(f"- Option {number} {'x' * 85}" for number in range(12))
    card = await stage.says(stage.paris, f"/poll {'Q' * 290}?\nquorum: 3\n{options}")
    for user in (stage.london, stage.kyiv):
        await stage.says(user, f"/vote P-1 1 {'because ' * 30}")
    assert "1 more ballot for the quorum" in card.text
    await stage.says(stage.paris, f"/cancel P-1 {'😀' * 1900}")
    assert card.text.startswith("P-1 · Withdrawn")


async def test_a_vote_dated_at_the_deadline_counts(stage: Stage) -> None:
    await stage.says(stage.paris, "/poll Issue a joint statement?\ncloses: 18:30")
    stage.clock.at += timedelta(minutes=30)
    stage.world.send(stage.london, stage.group, "/vote P-1 for")
    await stage.settle()
    assert stage.read(ballots) == [-1]


async def test_a_question_nobody_could_see_is_asked_for(stage: Stage) -> None:
    question = await stage.says(stage.london, "/poll \u200b\u2060")
    assert "what is the question?" in question.text
    reply = await stage.says(stage.london, "/poll Which?\n- One\n- \u200b")
    assert reply.text.startswith("One option is empty")
