"""/alerts and /search, as people type them and turn their pages."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from bot.local.world import Message
from bot.services import alerts
from storage.models import Listing
from tests.stage import Stage


async def log(stage: Stage, *texts: str, **facts: str) -> None:
    """Alerts logged long enough ago that their cards are out."""
    for text in texts:
        stage.write(alerts.log, group_id=1, by=1, text=text, **facts)
        await stage.wait(timedelta(minutes=1))
    await stage.rest()


def named(message: Message) -> list[str]:
    """The handles a list shows, in order."""
    return [line.split(" ·")[0] for line in message.text.splitlines() if line[:2] in {"A-", "P-", "C-"}]


async def test_all_of_them_the_newest_first(stage: Stage) -> None:
    await log(stage, "Tariffs announced", "An open letter")
    asked = stage.world.send(stage.kyiv, stage.group, "/alerts")
    await stage.settle()
    listed = stage.world.last(stage.group)
    assert listed.reply_to is asked
    assert listed.text.splitlines() == [
        "2 alerts",
        "A-2 · 🟡 medium · action · open · 1 minute ago: An open letter",
        "A-1 · 🟡 medium · action · open · 2 minutes ago: Tariffs announced",
    ]
    assert listed.buttons == []
    assert listed.silent


async def test_a_name_leads_to_the_live_card(stage: Stage) -> None:
    await log(stage, "Tariffs announced")
    listed = await stage.says(stage.kyiv, "/alerts tariffs")
    chat = str(stage.group.id).removeprefix("-100")
    assert f'<a href="https://t.me/c/{chat}/{stage.card("A-1").id}"><b>A-1</b></a>' in (listed.html or "")
    assert '<tg-time unix="' in (listed.html or "")


async def test_filters_in_any_order(stage: Stage) -> None:
    await log(stage, "Steel tariffs", severity="high", topic="trade")
    await log(stage, "Copper tariffs", severity="high", topic="trade")
    await log(stage, "Steel exercise", severity="low", topic="arctic")
    await stage.says(stage.kyiv, "/resolve A-2 withdrawn")
    for typed, found in (
        ("steel", ["A-3", "A-1"]),
        ("!high", ["A-2", "A-1"]),
        ("open !high", ["A-1"]),
        ("closed", ["A-2"]),
        ("clos", ["A-2"]),
        ("#TRADE", ["A-2", "A-1"]),
        ("#arctic stee", ["A-3"]),
        ("withdrawn", ["A-2"]),
        ("1d steel !low #arctic open", ["A-3"]),
    ):
        assert named(await stage.says(stage.london, f"/alerts {typed}")) == found, typed
    await stage.wait(timedelta(days=2))
    await log(stage, "Steel again")
    assert named(await stage.says(stage.london, "/alerts 1d")) == ["A-4"]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("/alerts gold !high 7d", "Nothing found for “gold” · high · in the last 7 days."),
        ("/alerts #gold open", "Nothing found for #gold · open."),
        ("/alerts", "There are no alerts yet: /alert logs the first."),
        ("/alerts !huge", "“huge” does not fit “severity:”: write one of low, medium, high, critical."),
        ("/alerts !high !low", "“!low” is a second one of its kind: leave one of the two out."),
        ("/alerts ???", "There is no word in “???”: write for example /alerts tariffs #trade !high open 7d"),
        ('/search "gold" OR (', 'Nothing found for “"gold" OR (”.'),
        ("/search", "What to look for is missing: write for example /search tariffs"),
        ("/search " + "x" * 201, "That is too long to look for: 200 characters at most."),
    ],
)
async def test_nothing_found_and_nonsense_are_one_sentence(stage: Stage, typed: str, answer: str) -> None:
    assert (await stage.says(stage.kyiv, typed)).text == answer


async def test_pages_are_turned_in_place_and_stand_still_while_more_comes(stage: Stage) -> None:
    await log(stage, *(f"Report {number:02}" for number in range(1, 26)))
    listed = await stage.says(stage.kyiv, "/alerts report")
    assert listed.text.splitlines()[0] == "25 alerts · “report”"
    assert named(listed) == [f"A-{number}" for number in range(25, 15, -1)]
    assert listed.text.splitlines()[-1] == "1 to 10 of 25"
    assert listed.buttons == [["Next"]]
    await log(stage, "Report 26")
    messages = len(stage.group.messages)
    assert await stage.presses(stage.kyiv, listed, "Next") is None
    assert named(listed) == [f"A-{number}" for number in range(15, 5, -1)]
    assert listed.buttons == [["Previous", "Next"]]
    await stage.presses(stage.london, listed, "Next")
    assert named(listed) == [f"A-{number}" for number in range(5, 0, -1)]
    assert listed.text.splitlines()[-1] == "21 to 25 of 25"
    assert listed.buttons == [["Previous"]]
    await stage.presses(stage.kyiv, listed, "Previous")
    await stage.presses(stage.kyiv, listed, "Previous")
    assert named(listed) == [f"A-{number}" for number in range(25, 15, -1)]
    assert len(stage.group.messages) == messages


async def test_two_readers_do_not_disturb_each_other(stage: Stage) -> None:
    await log(stage, *(f"Steel {number:02}" for number in range(1, 13)))
    await log(stage, *(f"Copper {number:02}" for number in range(1, 13)))
    steel = await stage.says(stage.kyiv, "/alerts steel")
    copper = await stage.says(stage.london, "/alerts copper")
    await stage.presses(stage.london, copper, "Next")
    await stage.presses(stage.kyiv, steel, "Next")
    assert (named(steel), named(copper)) == (["A-2", "A-1"], ["A-14", "A-13"])


async def test_search_finds_alerts_polls_and_calls(stage: Stage) -> None:
    await stage.says(stage.paris, "/alert Des droits de douane sur l’acier")
    await stage.says(stage.paris, "/poll Which answer?\n- Acier first\n- Copper first")
    await stage.says(stage.paris, "/call Suite acier\nwhen: tomorrow 18:00")
    await stage.says(stage.paris, "/poll Something else?")
    listed = await stage.says(stage.kyiv, "/search ACIER")
    assert sorted(named(listed)) == ["A-1", "C-1", "P-1"]
    assert listed.text.splitlines()[0] == "3 results · “ACIER”"
    assert "P-1 · open · " in listed.text
    assert "C-1 · Sun 18 Jan, 18:00 (Brussels): Suite acier" in listed.text


async def test_in_private_for_whoever_is_in_one_group(stage: Stage) -> None:
    await log(stage, *(f"Report {number:02}" for number in range(1, 13)))
    private = stage.world.private(stage.kyiv)
    await stage.says(stage.kyiv, "/start", chat=private)
    listed = await stage.says(stage.kyiv, "/alerts", chat=private)
    assert listed.text.splitlines()[0] == "12 alerts"
    await stage.presses(stage.kyiv, listed, "Next")
    assert named(listed) == ["A-2", "A-1"]


async def test_nothing_of_a_group_for_anyone_outside(stage: Stage) -> None:
    await log(stage, *(f"Report {number:02}" for number in range(1, 13)))
    private = stage.world.private(stage.outsider)
    await stage.says(stage.outsider, "/start", chat=private)
    for typed in ("/alerts", "/search report", "/case A-1", "/show A-1"):
        answer = await stage.says(stage.outsider, typed, chat=private)
        assert answer.text == "You are in no group that I serve: add me to your group and write there."
    listed = await stage.says(stage.kyiv, "/alerts")
    assert await stage.presses(stage.outsider, listed, "Next") == "You are not a member of this group"


async def test_a_page_of_another_group_is_not_shown(stage: Stage) -> None:
    await log(stage, *(f"Report {number:02}" for number in range(1, 13)))
    listed = await stage.says(stage.kyiv, "/alerts")
    other = stage.world.add_group("Another Group", stage.outsider, admins=[stage.outsider])
    stage.world.add_bot(other, stage.outsider)
    await stage.settle()
    await stage.says(stage.outsider, "/alert Ours", chat=other)
    await stage.settle()
    assert listed.markup is not None
    data = listed.markup["inline_keyboard"][0][0]["callback_data"]
    press = stage.world.press_data(stage.outsider, other.messages[-1], data)
    await stage.settle()
    assert press.text == "This button is out of date: look at the newest card, or type the command."


async def test_what_has_no_pages_is_not_kept_and_what_has_is_not_kept_for_ever(stage: Stage) -> None:
    await log(stage, *(f"Report {number:02}" for number in range(1, 12)))
    await stage.says(stage.kyiv, "/alerts 02")
    assert stage.read(listings) == []
    listed = await stage.says(stage.kyiv, "/alerts")
    assert len(stage.read(listings)) == 1
    await stage.wait(timedelta(days=9))
    await stage.says(stage.kyiv, "/alerts report")
    assert [each.words for each in stage.read(listings)] == ["report"]
    assert await stage.presses(stage.kyiv, listed, "Next") == (
        "This button is out of date: look at the newest card, or type the command."
    )


def listings(session: Session) -> list[Listing]:
    return list(session.exec(select(Listing)))


async def test_in_french(stage: Stage) -> None:
    await stage.says(stage.paris, "/language fr")
    await log(stage, *(f"Droits de douane {number:02}" for number in range(1, 12)), severity="high")
    listed = await stage.says(stage.kyiv, "/alerts douane !élevée en cours 7j")
    assert listed.text.splitlines()[0] == "11 alertes · «\u00a0douane\u00a0» · élevée · en cours · depuis 7\u00a0jours"
    assert listed.text.splitlines()[-1] == "1 à 10 sur 11"
    assert listed.buttons == [["Suivant"]]
    await stage.presses(stage.kyiv, listed, "Suivant")
    assert listed.buttons == [["Précédent"]]
    answer = await stage.says(stage.kyiv, "/search or")
    assert answer.text == "Rien trouvé pour «\u00a0or\u00a0»."


async def test_an_anonymous_administrator_may_look(stage: Stage) -> None:
    await log(stage, "Tariffs announced")
    stage.world.promote(stage.paris, stage.group, anonymous=True)
    assert (await stage.says(stage.paris, "/alerts")).text.splitlines()[0] == "1 alert"
    assert (await stage.says(stage.paris, "/case A-1")).text.startswith("Case A-1 · open")
    await stage.says(stage.paris, "/show A-1")
    assert stage.world.last(stage.group).text.startswith("A-1 ·")
