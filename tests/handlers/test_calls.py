"""Follow-up calls: when, who comes, calendar, reminders."""

from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlmodel import Session, select

from storage.models import Call
from tests.stage import Stage

TYPED = (
    "/call Greenland follow-up\nwhen: tomorrow 18:00\nlasts: 45m\nlink: https://example.org/room\nremind: 24h, 1h, 10m"
)


def calls(session: Session) -> list[Call]:
    return list(session.exec(select(Call)))


async def test_a_call_is_fixed_with_its_calendar_file(stage: Stage) -> None:
    await stage.says(stage.paris, TYPED)
    card = stage.card("C-1")
    assert card.text.splitlines()[:4] == [
        "C-1 · planned",
        "Greenland follow-up",
        "Sun 18 Jan, 18:00 (Brussels), for 45 minutes",
        "Link: example.org/room",
    ]
    assert card.buttons == [["Coming", "Late", "Cannot"], ["Calendar"]]
    (file,) = [message.document for message in stage.group.messages if message.document]
    (event,) = Calendar.from_ical(file.content).walk("VEVENT")
    assert file.file_name == "C-1.ics"
    assert (event["summary"], event["sequence"], event["status"]) == ("C-1 Greenland follow-up", 0, "CONFIRMED")
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=45)


async def test_a_call_cancelled_before_its_file_could_be_sent_has_one_file_only(stage: Stage) -> None:
    stage.world.send(stage.paris, stage.group, TYPED)
    stage.world.send(stage.paris, stage.group, "/cancel C-1 no room")
    await stage.settle()
    (file,) = [message.document for message in stage.group.messages if message.document]
    (event,) = Calendar.from_ical(file.content).walk("VEVENT")
    assert event["status"] == "CANCELLED"


async def test_everyone_answers(stage: Stage) -> None:
    await stage.says(stage.paris, TYPED)
    card = stage.card("C-1")
    assert await stage.presses(stage.london, card, "Coming") == "Recorded: Coming"
    assert await stage.presses(stage.london, card, "Late") == "Recorded: Late"
    assert (await stage.says(stage.kyiv, "/rsvp C-1 non")).text == "Recorded: Cannot"
    assert "Late · 1: \u2068London\u2069" in card.text
    assert "Cannot · 1: \u2068Kyiv\u2069" in card.text
    assert "No answer yet: \u2068Paris\u2069" in card.text


async def test_reminders_and_the_start(stage: Stage) -> None:
    await stage.says(stage.paris, TYPED)
    await stage.presses(stage.kyiv, stage.card("C-1"), "Cannot")
    await stage.wait(timedelta(hours=25))
    rung = [message.text for message in stage.group.messages if message.text.startswith(("Reminder:", "Starting"))]
    assert [text.splitlines()[0] for text in rung] == [
        "Reminder: C-1 Greenland follow-up in 1 hour",
        "Reminder: C-1 Greenland follow-up in 10 minutes",
        "Starting now: C-1 Greenland follow-up",
    ]
    start = stage.world.find(stage.group, "Starting now: C-1")
    assert "\u2068Paris\u2069 \u2068London\u2069" in start.text
    assert "Kyiv" not in start.text


async def test_reminders_missed_while_down_are_not_said_late_but_the_start_is(stage: Stage) -> None:
    await stage.says(stage.paris, "/call Follow-up\nwhen: in 30 minutes\nremind: 10m")
    stage.clock.at += timedelta(minutes=40)
    await stage.settle()
    assert not [message for message in stage.group.messages if message.text.startswith("Reminder:")]
    assert stage.world.find(stage.group, "Started 10 minutes ago: C-1 Follow-up")


async def test_cancelling_tells_calendars(stage: Stage) -> None:
    await stage.says(stage.london, TYPED)
    assert (
        await stage.says(stage.kyiv, "/cancel C-1")
    ).text == "Only whoever opened C-1, or an administrator, can do that."
    await stage.says(stage.london, "/cancel c1 talks in Davos")
    card = stage.card("C-1")
    assert card.text.startswith("C-1 · cancelled")
    assert "Cancelled: talks in Davos" in card.text
    first, second = [message.document for message in stage.group.messages if message.document]
    before, after = (Calendar.from_ical(file.content) for file in (first, second))
    assert (after["method"], after.walk("VEVENT")[0]["status"]) == ("CANCEL", "CANCELLED")
    assert before.walk("VEVENT")[0]["uid"] == after.walk("VEVENT")[0]["uid"]
    assert after.walk("VEVENT")[0]["sequence"] == 1
    await stage.wait(timedelta(hours=30))
    assert not [message for message in stage.group.messages if message.text.startswith(("Reminder:", "Starting"))]


async def test_the_calendar_comes_in_private_once_the_chat_is_open(stage: Stage) -> None:
    await stage.says(stage.paris, TYPED)
    card, private = stage.card("C-1"), stage.world.private(stage.london)
    assert "Open a private chat with me first" in (await stage.presses(stage.london, card, "Calendar") or "")
    await stage.says(stage.london, "/start", chat=private)
    assert await stage.presses(stage.london, card, "Calendar") == "The calendar file is in our private chat."
    assert private.messages[-1].document is not None


async def test_from_an_adopted_poll_with_moments_to_choose_from(stage: Stage) -> None:
    await stage.says(stage.paris, "/poll Call a summit?")
    await stage.presses(stage.kyiv, stage.card("P-1"), "For")
    await stage.says(stage.paris, "/close P-1")
    await stage.presses(stage.london, stage.card("P-1"), "Call")
    question = stage.world.find(stage.group, "when is the call?")
    assert question.buttons == [["In 1 hour", "In 3 hours"], ["Tomorrow 09:00", "Tomorrow 18:00"], ["Cancel"]]
    await stage.presses(stage.london, question, "Tomorrow 09:00")
    card = stage.card("C-1")
    assert "Sun 18 Jan, 09:00 (Brussels)" in card.text
    assert "Called by \u2068London\u2069 about P-1" in card.text
    assert "Call a summit?" in card.text


async def test_a_call_without_a_moment_asks_for_it(stage: Stage) -> None:
    question = await stage.says(stage.london, "/call Follow-up\nremind: 5m")
    await stage.says(stage.london, "half past never", reply_to=question)
    assert "I cannot read “half past never” as a moment" in stage.group.messages[-1].text
    await stage.says(stage.london, "monday noon Kyiv", reply_to=question)
    assert "Mon 19 Jan, 11:00 (Brussels)" in stage.card("C-1").text
    assert "Reminders: 5 minutes before" in stage.card("C-1").text


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        pytest.param("when: yesterday 18:00", "is past", id="in the past"),
        pytest.param("when: tomorrow", "“tomorrow” has no time of day", id="no clock"),
        pytest.param("when: in 400 days", "is too far: a year ahead at most", id="too far"),
        pytest.param("when: tomorrow 18:00\nlasts: 2m", "a call lasts from 5 minutes to 12 hours", id="too short"),
        pytest.param("when: tomorrow 18:00\nlasts: ages", "“ages” is no length of time", id="no length"),
        pytest.param("when: tomorrow 18:00\nremind: 1s", "up to five reminders", id="a reminder too late"),
        pytest.param("when: tomorrow 18:00\nabout: P-8", "There is no P-8 in this group", id="about nothing"),
    ],
)
async def test_a_mistake_fixes_nothing(stage: Stage, typed: str, answer: str) -> None:
    reply = await stage.says(stage.london, f"/call Follow-up\n{typed}")
    assert answer in reply.text
    assert stage.read(calls) == []


async def test_a_call_that_has_begun_is_not_cancelled(stage: Stage) -> None:
    await stage.says(stage.paris, "/call Follow-up\nwhen: in 10 minutes")
    await stage.wait(timedelta(minutes=20))
    assert (
        await stage.says(stage.paris, "/cancel C-1")
    ).text == "C-1 has begun already: there is nothing left to cancel."


async def test_no_reminders_when_none_are_wanted(stage: Stage) -> None:
    await stage.says(stage.paris, "/call Follow-up\nwhen: in 3 hours\nremind: none")
    await stage.wait(timedelta(hours=4))
    assert not [message for message in stage.group.messages if message.text.startswith("Reminder:")]
