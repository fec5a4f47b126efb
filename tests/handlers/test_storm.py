"""Thirty-five alerts in a minute: the critical ones are out at once, everything is on record, the rest is grouped."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, SQLModel, func, select

from bot.local.world import Message, User
from bot.services import alerts
from storage.models import Alert, Bundle, JournalEntry
from tests.stage import Stage

MINUTE, STORM, PROMPT = timedelta(minutes=1), 35, timedelta(seconds=5)
COUNTED = {"sendMessage", "editMessageText", "sendDocument"}
CRITICAL = {
    "first": range(5),
    "last": range(30, 35),
    "among the others": range(6, 35, 7),
}


def told(stage: Stage, text: str) -> datetime:
    """When the group was first told something."""
    return next(
        call.at for call in stage.world.calls if call.method in COUNTED and text in str(call.parameters.get("text"))
    )


def calls(stage: Stage, since: datetime) -> int:
    """What of Telegram's limits a minute took."""
    return len([call for call in stage.world.calls if call.method in COUNTED and since <= call.at < since + MINUTE])


def count(session: Session, model: type[SQLModel]) -> int:
    return session.exec(select(func.count()).select_from(model)).one()


def on_record(session: Session) -> int:
    logged = select(func.count()).select_from(JournalEntry).where(JournalEntry.kind == "alert_logged")
    return session.exec(logged).one()


async def until(stage: Stage, moment: datetime) -> None:
    """Let time pass, the bot doing everything when it may."""
    while (next_at := await stage.app.step()) is not None and next_at <= moment:
        stage.clock.at = max(stage.clock.at, next_at)
    stage.clock.at = max(stage.clock.at, moment)


async def storm(stage: Stage, reporters: list[User], order: list[str], over: timedelta) -> dict[str, datetime]:
    """Alerts of these severities, evenly over a span; returns when each was written, by its words."""
    began, written = stage.clock.now(), dict[str, datetime]()
    for at, severity in enumerate(order):
        await until(stage, began + over * at / len(order))
        text = f"Report {at + 1:02} of the storm"
        stage.world.send(reporters[at % len(reporters)], stage.group, f"/alert {text} !{severity}")
        written[text] = stage.clock.now()
    await until(stage, began + MINUTE)
    return written


@pytest.mark.parametrize("ordinary", ["medium", "high"])
@pytest.mark.parametrize("over", [timedelta(), timedelta(seconds=55)], ids=["at once", "over a minute"])
@pytest.mark.parametrize("place", CRITICAL)
@pytest.mark.parametrize("reporters", [1, STORM], ids=["one reporter", "35 reporters"])
async def test_a_storm(stage: Stage, reporters: int, place: str, over: timedelta, ordinary: str) -> None:
    people = [stage.london]
    if reporters > 1:
        people = [stage.world.add_user(f"Capital {number}") for number in range(reporters)]
        for person in people:
            stage.world.join(person, stage.group)
    await stage.wait(2 * MINUTE)
    order = ["critical" if at in CRITICAL[place] else ordinary for at in range(STORM)]
    began = stage.clock.now()
    written = await storm(stage, people, order, over)
    assert stage.read(count, Alert) == STORM
    assert stage.read(on_record) == STORM
    for at in CRITICAL[place]:
        text = f"Report {at + 1:02} of the storm"
        assert told(stage, text) - written[text] <= PROMPT, text
    assert calls(stage, began) <= 18
    await stage.rest()
    for number, text in enumerate(written, start=1):
        assert f"A-{number} ·" in "\n".join(message.text for message in stage.group.messages)
        assert any(text in message.text for message in stage.group.messages if message.sender is stage.world.bot)
    bundles = stage.read(count, Bundle)
    assert 1 <= bundles <= 3
    assert max(len(message.text) for message in stage.group.messages) <= 4096


async def bundled(stage: Stage, count: int = 12) -> Message:
    """So many alerts at once; returns the message that some of them share."""
    for at in range(count):
        stage.world.send(stage.london, stage.group, f"/alert Report {at + 1:02}")
    await stage.rest()
    return stage.world.find(stage.group, "more alerts: ")


async def test_what_is_grouped_is_one_message_with_a_line_and_a_button_each(stage: Stage) -> None:
    message = await bundled(stage)
    lines = message.text.splitlines()
    assert lines[0] == "5 more alerts: A-8 ... A-12"
    assert lines[1] == "A-8 · 🟡 medium · action · open · seen by 1: Report 08"
    assert message.buttons == [["All seen"], ["A-8", "A-9", "A-10", "A-11", "A-12"]]


async def test_all_of_it_is_seen_with_one_press(stage: Stage) -> None:
    message = await bundled(stage)
    assert await stage.presses(stage.kyiv, message, "All seen") == "Seen"
    assert message.text.count("seen by 2") == 5
    assert await stage.presses(stage.kyiv, message, "All seen") == "Already recorded"
    assert await stage.presses(stage.outsider, message, "All seen") == "You are not a member of this group"


async def test_one_of_it_gets_a_card_of_its_own_and_keeps_its_line(stage: Stage) -> None:
    message = await bundled(stage)
    assert await stage.presses(stage.kyiv, message, "A-9") == "A-9 is shown below."
    card = stage.world.last(stage.group)
    assert card.text.startswith("A-9 · 🟡 medium · action · open")
    assert ["Seen"] in card.buttons
    await stage.presses(stage.paris, card, "Resolve")
    assert "A-9 · 🟡 medium · action · resolved · seen by 1 · see its own card: Report 09" in message.text


async def test_typing_about_one_of_it_changes_its_line(stage: Stage) -> None:
    message = await bundled(stage)
    await stage.says(stage.kyiv, "/ack A-10")
    await stage.says(stage.kyiv, "/resolve A-11 a hoax")
    assert "A-10 · 🟡 medium · action · open · seen by 2: Report 10" in message.text
    assert "A-11 · 🟡 medium · action · resolved" in message.text


async def test_lists_lead_to_the_message_that_shows_it(stage: Stage) -> None:
    message = await bundled(stage)
    listed = await stage.says(stage.paris, "/alerts report 12")
    assert f"/{message.id}" in (listed.html or "")
    await stage.says(stage.paris, "/show a-12")
    listed = await stage.says(stage.paris, "/alerts report 12")
    assert f"/{stage.card('A-12').id}" in (listed.html or "")


async def test_one_raised_to_critical_gets_a_card_at_once(stage: Stage) -> None:
    message = await bundled(stage)
    facts = {"group_id": 1, "by": 1, "alert_id": 12, "severity": "critical"}
    stage.write(alerts.set_severity, **facts)
    await stage.settle()
    assert stage.world.last(stage.group).text.startswith("A-12 · 🔴 critical")
    assert not stage.world.last(stage.group).silent
    assert "A-12 · 🔴 critical · action · open · seen by 1 · see its own card" in message.text


async def test_after_a_storm_each_has_its_own_card_again(stage: Stage) -> None:
    await bundled(stage, 20)
    await stage.wait(2 * MINUTE)
    card = await stage.says(stage.paris, "/alert Calm again")
    assert card.text.startswith("A-21 ·")


async def test_from_the_thirteenth_in_a_minute_critical_ones_share_a_message_too(stage: Stage) -> None:
    for at in range(20):
        stage.world.send(stage.london, stage.group, f"/alert Report {at + 1:02} !critical")
    await stage.rest()
    assert stage.world.find(stage.group, "8 more alerts: A-13 ... A-20").text.count("🔴 critical") == 8


async def test_a_bundle_of_long_alerts_fits_and_stays_within_twenty(stage: Stage) -> None:
    for at in range(45):
        stage.world.send(stage.london, stage.group, f"/alert {'🟥' * 400} {at}")
    await stage.rest()
    messages = [message for message in stage.group.messages if " more alert" in message.text]
    assert [len(message.buttons) for message in messages] == [5, 5]
    assert all("A-" in message.text.splitlines()[-3] for message in messages)


async def test_a_bundle_that_is_not_out_yet_goes_on_growing(stage: Stage) -> None:
    for at in range(13):
        stage.write(alerts.log, group_id=1, by=1, text=f"Report {at + 1:02}")
        stage.clock.skip(MINUTE)
    assert stage.read(count, Bundle) == 1
    await stage.rest()
    assert stage.world.find(stage.group, "6 more alerts: A-8 ... A-13")


async def test_words_that_share_a_message_are_quiet_until_an_action_is_among_them(tmp_path: Path) -> None:
    for actions, silent in ((0, True), (1, False)):
        async with Stage.opened(tmp_path / str(actions)) as stage:
            for at in range(12):
                kind = "action" if at == 11 and actions else "words"
                stage.world.send(stage.london, stage.group, f"/alert Report {at + 1:02}\nkind: {kind}")
            await stage.rest()
            assert stage.world.find(stage.group, "more alerts: ").silent is silent


async def test_a_storm_in_french(stage: Stage) -> None:
    await stage.says(stage.paris, "/language fr")
    await stage.wait(2 * MINUTE)
    for at in range(12):
        stage.world.send(stage.london, stage.group, f"/alert Rapport {at + 1:02}")
    await stage.rest()
    message = stage.world.find(stage.group, "autres alertes")
    assert message.text.splitlines()[0] == "5 autres alertes\u00a0: A-8 ... A-12"
    assert message.buttons[0] == ["Tout vu"]
