"""/extend: a poll's deadline is put off, announced, with its reminders planned anew."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from bot.local.world import Message
from storage.models import JournalEntry, Poll
from tests.stage import Stage

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


def deadline(session: Session) -> str:
    """Of P-1, in Brussels in winter."""
    return f"{session.exec(select(Poll.closes_at).where(Poll.number == 1)).one() + HOUR:%a %H:%M}"


def extended(session: Session) -> list[tuple[int | None, dict[str, Any]]]:
    found = select(JournalEntry).where(JournalEntry.kind == "poll_extended").order_by(col(JournalEntry.id))
    return [(entry.actor_id, dict(entry.body or {})) for entry in session.exec(found)]


def said(stage: Stage, beginning: str) -> list[Message]:
    return [each for each in stage.group.messages if each.text.startswith(beginning)]


async def polled(stage: Stage, more: str = "closes: in 2h") -> Message:
    """London asks on Saturday at 18:00; Paris administers the group, Kyiv does not."""
    await stage.says(stage.london, f"/poll Issue a joint statement?\n{more}")
    return stage.card("P-1")


@pytest.mark.parametrize(
    ("typed", "closes"),
    [
        pytest.param("/extend P-1 2h", "Sat 22:00", id="by a span, from the deadline"),
        pytest.param("/extend p1 by 90 minutes", "Sat 21:30", id="by a span, in other words"),
        pytest.param("/extend P-1 in 3h", "Sat 21:00", id="a span from now"),
        pytest.param("/extend P-1 tomorrow 18:00", "Sun 18:00", id="until a moment"),
        pytest.param("/extend P-1 until 20:30", "Sat 20:30", id="until a moment of the same day"),
        pytest.param("/extend P-1 noon Kyiv", "Sun 11:00", id="in another zone"),
        pytest.param("/extend P-1\nuntil: 2h", "Sat 22:00", id="on a line of its own"),
    ],
)
async def test_typed(stage: Stage, typed: str, closes: str) -> None:
    card = await polled(stage)
    await stage.says(stage.london, typed)
    assert stage.read(deadline) == closes
    day, clock = closes.split()
    assert f"Closes {day} {17 if day == 'Sat' else 18} Jan, {clock} (Brussels)" in card.text


async def test_everybody_is_told_in_a_reply_to_the_card(stage: Stage) -> None:
    card = await polled(stage)
    await stage.says(stage.paris, "/extend P-1 2h")
    (told,) = said(stage, "P-1 is extended")
    assert plain(told.text) == (
        "P-1 is extended by Paris: it closes Sat 17 Jan, 22:00 (Brussels)\n"
        "Issue a joint statement?\n"
        "Before: Sat 17 Jan, 20:00 (Brussels)"
    )
    assert told.reply_to is card
    assert not told.silent
    ((actor, body),) = stage.read(extended)
    assert actor
    before, closes_at = (datetime.fromisoformat(body.pop(name)) for name in ("before", "closes_at"))
    assert (body, closes_at - before) == ({}, 2 * HOUR)


@pytest.mark.parametrize(
    ("who", "typed", "answer"),
    [
        pytest.param("kyiv", "/extend P-1 2h", "Only whoever opened P-1, or an administrator, can do that.", id="somebody else's"),
        pytest.param("london", "/extend P-1 19:00", "Sat 17 Jan, 19:00 (Brussels) is not later: P-1 closes Sat 17 Jan, 20:00 (Brussels) as it is. Write a later moment, or by how much, such as 2h.", id="not later"),
        pytest.param("london", "/extend P-1 in 1h", "Sat 17 Jan, 19:00 (Brussels) is not later: P-1 closes Sat 17 Jan, 20:00 (Brussels) as it is. Write a later moment, or by how much, such as 2h.", id="a span from now that ends before"),
        pytest.param("london", "/extend P-1 5", "“5” could be many things: write for example /extend P-1 2 hours, or /extend P-1 tomorrow 18:00", id="a lone number"),
        pytest.param("london", "/extend P-1 12/01", "“12/01” could be 12 January 2027 or 1 December 2026: write the date as 27.11. or 2026-11-27.", id="an ambiguous date"),
        pytest.param("london", "/extend P-1 yesterday 18:00", "Fri 16 Jan, 18:00 (Brussels) is past: write a moment to come.", id="the past"),
        pytest.param("london", "/extend P-1 a bit", "I cannot read “a bit” as a moment: write for example “tomorrow 18:00”, “friday noon Kyiv” or “in 4h”.", id="no moment"),
        pytest.param("london", "/extend P-1 31 days", "P-1 can be open until Mon 16 Feb, 18:00 (Brussels) at most: 30 days from its opening.", id="beyond thirty days from the opening"),
        pytest.param("london", "/extend P-9 2h", "There is no P-9 in this group: look at the number on its card.", id="no such poll"),
        pytest.param("london", "/extend C-1 2h", "C-1 is not what this command is for: for example P-3", id="no poll"),
        pytest.param("london", "/extend P-2 2h", "P-2 is not open yet: it opens Mon 19 Jan, 09:00 (Brussels).", id="one that opens later"),
        pytest.param("london", "/extend P-3 2h", "Closed: P-3 (Rejected).", id="one that is closed"),
    ],
)  # fmt: skip
async def test_what_cannot_be_extended(stage: Stage, who: str, typed: str, answer: str) -> None:
    await polled(stage)
    await stage.says(stage.london, "/poll Issue another?\nopens: monday 09:00")
    await stage.says(stage.london, "/poll And a third?")
    await stage.says(stage.london, "/close P-3")
    await stage.says(stage.paris, "/call Follow-up\nwhen: tomorrow 18:00")
    assert (await stage.says(getattr(stage, who), typed)).text == answer
    assert stage.read(extended) == []


async def test_up_to_thirty_days_from_the_opening(stage: Stage) -> None:
    await polled(stage, "closes: in 29 days")
    await stage.says(stage.london, "/extend P-1 24h")
    assert len(stage.read(extended)) == 1


# The deadline itself


async def test_what_was_typed_in_time_extends_though_it_arrives_after_the_deadline(stage: Stage) -> None:
    card = await polled(stage)
    await stage.wait(2 * HOUR - MINUTE)
    stage.world.send(stage.london, stage.group, "/extend P-1 2h")
    stage.clock.at += 2 * MINUTE
    await stage.settle()
    assert card.text.startswith("P-1 · open")
    assert stage.read(deadline) == "Sat 22:00"


async def test_what_was_typed_too_late_does_not(stage: Stage) -> None:
    card = await polled(stage)
    await stage.wait(2 * HOUR - MINUTE)
    stage.clock.at += 2 * MINUTE
    stage.world.send(stage.london, stage.group, "/extend P-1 2h")
    await stage.settle()
    assert card.text.startswith("P-1 · Rejected")
    assert [each.text for each in said(stage, "Closed: ")] == ["Closed: the time for P-1 is over."]


async def test_it_closes_at_the_new_moment_and_not_before(stage: Stage) -> None:
    card = await polled(stage)
    await stage.says(stage.london, "/extend P-1 2h")
    await stage.wait(3.9 * HOUR)
    assert card.text.startswith("P-1 · open")
    assert await stage.presses(stage.kyiv, card, "For") == "Recorded: For"
    await stage.wait(0.2 * HOUR)
    assert card.text.startswith("P-1 · Adopted")
    assert len(said(stage, "P-1 · Adopted\nIssue a joint statement?\nAdopted:")) == 1


@pytest.mark.parametrize(
    ("length", "at", "by", "minutes"),
    [
        pytest.param("2h", 10, "0", [60], id="two hours as they are: at half time"),
        pytest.param(
            "2h", 10, "4h", [180, 300], id="extended before half time: at the new one, and an hour before the end"
        ),
        pytest.param("2h", 90, "4h", [60, 180, 300], id="after half time: again at the new one"),
        pytest.param("2h", 90, "20m", [60], id="by little: the new half time has passed"),
        pytest.param("6h", 330, "10h", [180, 300, 480, 900], id="in the last hour: an hour before the new end again"),
        pytest.param("30m", 10, "10m", [], id="still under an hour"),
        pytest.param("30m", 10, "40m", [35], id="now over an hour"),
    ],
)
async def test_reminders_are_planned_anew(stage: Stage, length: str, at: int, by: str, minutes: list[int]) -> None:
    await stage.wait(15 * HOUR)  # until Sunday morning
    await polled(stage, f"closes: in {length}")
    begun = stage.clock.now()
    await stage.wait(at * MINUTE)
    if by != "0":
        await stage.says(stage.london, f"/extend P-1 {by}")
    await stage.wait(20 * HOUR)
    assert [round((each.date - begun) / MINUTE) for each in said(stage, "Reminder: P-1")] == minutes


# A text under silence


async def test_its_chair_extends_a_silence(stage: Stage) -> None:
    await stage.says(stage.london, "/silence The exercise is coordinated.\ncloses: in 4h")
    card = stage.card("P-1")
    refused = await stage.says(stage.paris, "/extend P-1 2h")
    assert refused.text == "Only whoever circulated P-1 can extend its silence: please ask them."
    await stage.says(stage.london, "/extend P-1 2h")
    (told,) = said(stage, "The silence on P-1")
    assert plain(told.text).startswith(
        "The silence on P-1 is extended by London: it expires Sun 18 Jan, 00:00 (Brussels)\nThe exercise is coordinated."
    )
    assert told.reply_to is card
    assert "Silence expires Sun 18 Jan, 00:00 (Brussels)" in card.text


async def test_the_first_half_of_a_silence_is_that_of_all_its_time(stage: Stage) -> None:
    await stage.says(stage.london, "/silence The exercise is coordinated.\ncloses: in 4h")
    card = stage.card("P-1")
    await stage.wait(HOUR)
    await stage.says(stage.london, "/extend P-1 2h")
    await stage.wait(1.5 * HOUR)
    assert ["Object to the procedure"] in card.buttons
    await stage.wait(HOUR)
    assert ["Object to the procedure"] not in card.buttons
    assert len(said(stage, "Reminder: the silence on P-1")) == 1


async def test_after_the_expiry_nothing_is_extended(stage: Stage) -> None:
    await stage.says(stage.london, "/silence The exercise is coordinated.\ncloses: in 1h")
    await stage.wait(1.1 * HOUR)
    assert (await stage.says(stage.london, "/extend P-1 2h")).text == "Closed: P-1 (Adopted)."


# Asked step by step


async def test_alone_it_asks_which_poll_and_for_how_long(stage: Stage) -> None:
    await polled(stage)
    await stage.says(stage.london, "/poll Issue another?\ncloses: in 1h")
    which = await stage.says(stage.london, "/extend")
    assert plain(which.text) == (
        "London, which poll is to be open for longer? Press, or reply to this message with its name, such as P-3."
    )
    assert which.buttons == [["P-2", "P-1"], ["Cancel"]]
    await stage.presses(stage.london, which, "P-1")
    how_long = stage.world.find(stage.group, "for how much longer is P-1 to be open?")
    assert how_long.buttons == [["1 hour more", "4 hours more"], ["1 day more"], ["Cancel"]]
    await stage.presses(stage.london, how_long, "4 hours more")
    assert stage.read(deadline) == "Sun 00:00"
    assert len(said(stage, "P-1 is extended")) == 1


async def test_with_one_poll_open_it_asks_only_for_how_long(stage: Stage) -> None:
    await polled(stage)
    how_long = await stage.says(stage.london, "/extend")
    assert "for how much longer is P-1 to be open?" in how_long.text
    await stage.says(stage.london, "tomorrow 18:00", reply_to=how_long)
    assert stage.read(deadline) == "Sun 18:00"


async def test_who_may_not_is_told_before_they_are_asked(stage: Stage) -> None:
    await polled(stage)
    refused = await stage.says(stage.kyiv, "/extend P-1")
    assert refused.text == "Only whoever opened P-1, or an administrator, can do that."


@pytest.mark.parametrize("form", ["extend", "remind"])
async def test_without_an_open_poll_there_is_nothing_to_ask(stage: Stage, form: str) -> None:
    example = {"extend": "/extend P-3 2h", "remind": "/remind P-3"}[form]
    answer = await stage.says(stage.london, f"/{form}")
    assert answer.text == f"No poll is open here: with one, write for example {example}"


async def test_remind_alone_asks_which_poll(stage: Stage) -> None:
    await polled(stage)
    await stage.says(stage.london, "/poll Issue another?\ncloses: in 1h")
    which = await stage.says(stage.london, "/remind")
    assert "of which poll are those to be reminded who have not voted?" in which.text
    await stage.presses(stage.london, which, "P-2")
    assert len(said(stage, "Reminder: P-2")) == 1


async def test_a_guess_is_confirmed_by_a_button(stage: Stage) -> None:
    await polled(stage)
    asked = await stage.says(stage.london, "/extend P-1 tomorrow 6")
    assert plain(asked.text).startswith("London, do you mean Sun 18 Jan, 06:00 (Brussels)?")
    assert stage.read(extended) == []
    await stage.presses(stage.london, asked, "Yes")
    assert stage.read(deadline) == "Sun 06:00"


@pytest.mark.parametrize(
    ("who", "typed", "answer"),
    [
        ("london", "/extend P-9 2h", "Il n’y a pas de P-9 dans ce groupe"),
        ("kyiv", "/extend P-1 2h", "Seul l’auteur de P-1, ou un administrateur, peut le faire."),
    ],
)
async def test_what_cannot_be_is_said_before_a_doubt_is_asked_about(
    stage: Stage, who: str, typed: str, answer: str
) -> None:
    await polled(stage)
    await stage.says(stage.paris, "/language fr")
    assert (await stage.says(getattr(stage, who), typed)).text.startswith(answer)


@pytest.mark.parametrize(("button", "closes"), [("Sun 18 Jan, 18:00", "Sun 18:00"), ("18 hours more", "Sun 14:00")])
async def test_of_two_meanings_one_is_chosen(stage: Stage, button: str, closes: str) -> None:
    await polled(stage)
    await stage.wait(MINUTE)
    asked = await stage.says(stage.london, "/extend P-1 18h")
    assert plain(asked.text) == "London, do you mean Sun 18 Jan, 18:00 (Brussels), or 18 hours more?"
    await stage.presses(stage.london, asked, button)
    assert stage.read(deadline) == closes


# In private, and in French


async def test_in_private(stage: Stage) -> None:
    await polled(stage)
    chat = stage.world.private(stage.london)
    answer = await stage.says(stage.london, "/extend P-1 2h", chat=chat)
    assert answer.text == "P-1 closes Sat 17 Jan, 22:00 (Brussels). The group is told."
    assert len(said(stage, "P-1 is extended")) == 1


async def test_asked_step_by_step_in_private(stage: Stage) -> None:
    await polled(stage)
    chat = stage.world.private(stage.london)
    how_long = await stage.says(stage.london, "/extend", chat=chat)
    assert how_long.buttons[0] == ["1 hour more", "4 hours more"]
    asked = await stage.says(stage.london, "tomorrow 6", chat=chat)
    await stage.presses(stage.london, asked, "Yes")
    assert stage.read(deadline) == "Sun 06:00"


async def test_in_private_of_several_groups_it_is_for_the_one_of_the_poll(stage: Stage) -> None:
    second = stage.world.add_group("Nordic Group", stage.london, admins=[stage.london])
    stage.world.add_bot(second, stage.london)
    await stage.says(stage.london, "/help", chat=second)
    await polled(stage)
    chat = stage.world.private(stage.london)
    how_long = await stage.says(stage.london, "/extend P-1", chat=chat)
    await stage.presses(stage.london, how_long, "4 hours more")
    assert stage.read(deadline) == "Sun 00:00"
    which = await stage.says(stage.london, "/remind", chat=chat)
    assert which.text == "Which group is it for?"
    await stage.presses(stage.london, which, "Washington Group")
    assert len(said(stage, "Reminder: P-1")) == 1


async def test_in_french(stage: Stage) -> None:
    await stage.says(stage.paris, "/language fr")
    await stage.says(stage.london, "/poll Publier une déclaration ?\nclôture: dans 2 heures")
    asked = await stage.says(stage.london, "/extend P-1 2h")
    assert asked.buttons[1] == ["2 heures de plus"]
    await stage.presses(stage.london, asked, "2 heures de plus")
    (told,) = said(stage, "P-1 est prolongé")
    assert stage.read(deadline) == "Sat 22:00"
    assert "22:00" in told.text
