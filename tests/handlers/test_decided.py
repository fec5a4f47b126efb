"""A decision has an owner and a day on which it is looked at again."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from bot.local.world import Message
from bot.upkeep.exports import exported
from storage.models import JournalEntry
from tests.stage import Stage

DAY = timedelta(days=1)
MONDAY = datetime(2026, 1, 19, 8, 0, tzinfo=UTC)  # 09:00 in Brussels


def read(message: Message) -> list[str]:
    return message.text.replace("\u2068", "").replace("\u2069", "").replace("\u00a0", " ").splitlines()


def kinds(session: Session) -> list[str]:
    found = session.exec(select(JournalEntry).where(JournalEntry.subject == "P-1"))
    return [entry.kind for entry in found if entry.kind in {"poll_owner", "poll_review_set", "poll_review"}]


def reviews(stage: Stage) -> list[Message]:
    return [each for each in stage.group.messages if each.text.startswith("P-1 is up for review")]


async def decided(stage: Stage, by: str = "london") -> Message:
    """A poll adopted; returns the announcement of its result."""
    asker = {"london": stage.london, "kyiv": stage.kyiv}[by]
    await stage.says(asker, "/poll Stand firm?")
    await stage.says(stage.paris, "/vote P-1 for")
    await stage.says(asker, "/close P-1")
    return stage.world.find(stage.group, "P-1 · Adopted\nStand firm?\nAdopted")


async def test_typed_they_stand_on_the_card_in_the_list_the_case_and_the_digest(stage: Stage) -> None:
    await decided(stage)
    assert read(await stage.says(stage.london, "/owner P-1 @kyiv")) == ["P-1: Owner: Kyiv"]
    assert read(await stage.says(stage.london, "/review P-1 20 january")) == ["P-1: To be reviewed on 20 January 2026"]
    told = ["Owner: Kyiv", "To be reviewed on 20 January 2026"]
    assert read(stage.card("P-1"))[-2:] == told
    assert " · ".join(told) in (await stage.says(stage.kyiv, "/polls")).text.replace("\u2068", "").replace("\u2069", "")
    case = [line.split(") · ")[1] for line in read(await stage.says(stage.kyiv, "/case P-1")) if ") · " in line]
    assert case[-2:] == [
        "P-1: Owner: Kyiv, by London",
        "P-1: To be reviewed on 20 January 2026, by London",
    ]
    digest = read(await stage.says(stage.kyiv, "/digest"))
    line = "• P-1 Adopted: Stand firm? · Owner: Kyiv · To be reviewed on 20 January 2026 ↗"
    assert digest[1:] == ["", "Decided", line, "", "To be reviewed", line]
    (poll,) = exported(stage.settings, stage.group.id)["polls"]
    assert (poll["owner"], poll["review_on"]) == ("Kyiv", "2026-01-20")


async def test_on_its_morning_everybody_is_told_once_over_a_restart(stage: Stage) -> None:
    await decided(stage)
    await stage.says(stage.london, "/owner P-1 @kyiv")
    await stage.says(stage.london, "/review P-1 monday")
    await stage.wait(MONDAY - stage.clock.now() - timedelta(minutes=1))
    assert reviews(stage) == []
    async with stage.playing():  # another process
        await stage.wait(2 * DAY)
        (told,) = reviews(stage)
        assert told.date == MONDAY
        assert read(told) == ["P-1 is up for review", "Stand firm?", "Owner: Kyiv"]
        assert (told.buttons, told.silent, told.reply_to) == ([["Poll", "Call"]], False, stage.card("P-1"))
        assert f"tg://user?id={stage.kyiv.id}" in (told.html or "")
        assert stage.read(kinds) == ["poll_owner", "poll_review_set", "poll_review"]
        await stage.presses(stage.paris, told, "Call")
        assert "when is the call?" in stage.world.last(stage.group).text


async def test_another_date_takes_the_place_of_the_one_before_and_none_takes_it_away(stage: Stage) -> None:
    await decided(stage)
    await stage.says(stage.london, "/review P-1 monday")
    await stage.says(stage.london, "/review P-1 tuesday")
    await stage.wait(2 * DAY)
    assert reviews(stage) == []
    await stage.wait(DAY)
    assert len(reviews(stage)) == 1
    await stage.says(stage.london, "/review P-1 friday")
    assert read(await stage.says(stage.london, "/review P-1 none")) == ["P-1: no review date"]
    await stage.wait(5 * DAY)
    assert len(reviews(stage)) == 1


async def test_the_morning_is_the_groups_also_when_its_zone_changes(stage: Stage) -> None:
    await decided(stage)
    await stage.says(stage.london, "/review P-1 monday")
    await stage.says(stage.paris, "/timezone Kyiv")
    await stage.wait(2 * DAY)
    assert [each.date for each in reviews(stage)] == [MONDAY - timedelta(hours=1)]


async def test_by_buttons_on_the_result(stage: Stage) -> None:
    await stage.says(stage.paris, "/delegation FR @paris")
    result = await decided(stage)
    assert result.buttons == [["Task", "Call"], ["Owner", "Review date"]]
    await stage.presses(stage.london, result, "Owner")
    question = stage.world.find(stage.group, "\u2068London\u2069, who carries it out?")
    assert question.buttons == [["France", "Kyiv"], ["London"], ["Cancel"]]
    await stage.presses(stage.london, question, "France")
    assert read(stage.card("P-1"))[-1] == "Owner: France"
    await stage.presses(stage.london, stage.card("P-1"), "Review date")
    question = stage.world.find(stage.group, "\u2068London\u2069, when is it to be looked at again?")
    assert question.buttons == [["In a week", "In 4 weeks"], ["In 3 months", "Cancel"]] or question.buttons == [
        ["In a week", "In 4 weeks"], ["In 3 months"], ["Cancel"],
    ]  # fmt: skip
    await stage.says(stage.london, "1 march", reply_to=question)
    assert read(stage.card("P-1"))[-2:] == ["Owner: France", "To be reviewed on 1 March 2026"]


async def test_typed_alone_the_rest_is_asked_for(stage: Stage) -> None:
    await decided(stage)
    await stage.says(stage.london, "/owner")
    question = stage.world.find(stage.group, "\u2068London\u2069, who carries it out?")
    await stage.says(stage.london, "the High Representative", reply_to=question)
    assert read(stage.card("P-1"))[-1] == "Owner: the High Representative"
    await stage.says(stage.london, "/owner P-1 none")
    assert "Owner" not in stage.card("P-1").text


@pytest.mark.parametrize(
    ("who", "answer"),
    [("london", "P-1: Owner: Kyiv"), ("paris", "P-1: Owner: Kyiv"),
     ("kyiv", "Only whoever opened P-1, or an administrator, can do that.")],
    ids=["its author", "an administrator", "nobody else"],
)  # fmt: skip
async def test_who_may_say_so(stage: Stage, who: str, answer: str) -> None:
    await decided(stage)
    user = {"london": stage.london, "paris": stage.paris, "kyiv": stage.kyiv}[who]
    assert read(await stage.says(user, "/owner P-1 @kyiv")) == [answer]
    if who == "kyiv":
        assert await stage.presses(user, stage.card("P-1"), "Review date") == answer


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("/owner P-1 @oslo", "I know no @oslo in this group"),
        ("/owner P-1 member:1", "I know nobody called “member:1” here"),
        ("/review P-1 yesterday", "is past"),
        ("/review P-1 whenever", "I cannot read “whenever” as a moment"),
        ("/review P-1 03/04", "could be 3 April 2026 or 4 March 2026"),
        ("/owner P-2 @kyiv", "P-2 has adopted nothing"),
        ("/owner P-9 @kyiv", "There is no P-9"),
        ("/review A-1 monday", "A-1 is not what this command is for"),
    ],
)
async def test_mistakes(stage: Stage, typed: str, answer: str) -> None:
    await decided(stage)
    await stage.says(stage.london, "/poll Still open?")
    assert answer in (await stage.says(stage.london, typed)).text


async def test_before_anything_is_decided_there_is_nothing_to_own(stage: Stage) -> None:
    assert (await stage.says(stage.london, "/owner")).text.startswith("No poll has adopted anything yet")


async def test_in_french(stage: Stage) -> None:
    await stage.says(stage.paris, "/language fr")
    await stage.says(stage.london, "/poll Tenir bon ?")
    await stage.says(stage.paris, "/vote P-1 pour")
    await stage.says(stage.london, "/close P-1")
    await stage.says(stage.london, "/owner P-1 @kyiv")
    await stage.says(stage.london, "/review P-1 lundi")
    assert read(stage.card("P-1"))[-2:] == ["Responsable : Kyiv", "À réexaminer le 19 janvier 2026"]
    assert stage.card("P-1").buttons[:2] == [["Tâche", "Appel"], ["Responsable", "Réexamen"]]
    await stage.wait(2 * DAY)
    assert [read(each)[0] for each in stage.group.messages if each.text.startswith("P-1 est")] == [
        "P-1 est à réexaminer"
    ]
