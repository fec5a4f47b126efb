"""/status: whether all is well, and what is not."""

from datetime import timedelta

import pytest
from telegram.error import Conflict, TimedOut

from bot.intake import RIVAL
from bot.local import faults
from bot.local.errors import CONFLICT
from tests.stage import Stage


async def test_all_is_well(stage: Stage) -> None:
    said = await stage.says(stage.london, "/status")
    assert said.text == (
        "All is well.\nTelegram last answered: Sat 17 Jan, 18:00 (Brussels).\nNothing waits to be sent here."
        "\nI am not an administrator here: I do not hear of those who join or leave by a link, nor of reactions."
        " Make me one; I need no particular right."
    )
    stage.world.promote(stage.world.bot, stage.group)
    assert "not an administrator" not in (await stage.says(stage.london, "/status")).text


async def test_what_waits_and_what_was_said_twice_is_said(stage: Stage) -> None:
    stage.world.fail("sendMessage", faults.restart(applied=True))
    await stage.says(stage.paris, "/ack A-9")
    await stage.wait(timedelta(seconds=30))
    for number in range(3):
        stage.world.send(stage.paris, stage.group, f"/alert Event {number}")
    said = await stage.says(stage.london, "/status")
    told = stage.world.find(stage.group, "Telegram last answered")
    assert "3 messages wait to be sent here." in told.text, said
    assert "1 message of the last seven days was sent again" in told.text


async def test_why_it_is_not_well(stage: Stage) -> None:
    stage.app.clock.trouble = "the machine's clock is +1:00:00 off Telegram's: put it right"
    said = await stage.says(stage.kyiv, "/status")
    assert said.text.startswith("The machine's clock is wrong.")
    assert "+1:00:00 off Telegram's" in said.text


async def test_of_two_bots_with_one_token_health_and_status_tell_until_one_has_stopped(stage: Stage) -> None:
    """Between two refusals Telegram hears either: that it answers says nothing."""
    stage.app.intake.complain(Conflict(CONFLICT))
    said = await stage.says(stage.kyiv, "/status")
    assert said.text.startswith("A second bot runs with the same token")
    assert stage.app.trouble == RIVAL
    await stage.wait(timedelta(seconds=61))
    assert stage.app.trouble == ""
    said = await stage.says(stage.kyiv, "/status")
    assert said.text.startswith("All is well.")
    assert f"18:00 (Brussels) to Sat 17 Jan, 18:01 (Brussels):\n{RIVAL}" in said.text
    await stage.wait(timedelta(days=1))
    assert RIVAL not in (await stage.says(stage.kyiv, "/status")).text


async def test_what_was_over_at_once_is_not_told(stage: Stage) -> None:
    stage.app.intake.complain(TimedOut())
    assert stage.app.trouble == "Telegram: Timed out"
    said = await stage.says(stage.kyiv, "/status")
    assert said.text.startswith("All is well.\nTelegram last answered")
    assert "Timed out" not in said.text


async def test_a_webhook_in_the_way_is_named(stage: Stage) -> None:
    stage.world.webhook = {"url": "https://example.org/hook"}
    with pytest.raises(Conflict) as refused:
        await stage.app.intake.step()
    stage.app.intake.complain(refused.value)
    assert "while webhook is active" in stage.app.trouble
    stage.world.webhook = {"url": ""}


async def test_an_outage_is_remembered_in_every_group(stage: Stage) -> None:
    await stage.says(stage.paris, "/alert Event")
    stage.clock.at += timedelta(minutes=20)
    said = await stage.says(stage.kyiv, "/status")
    assert "Last out of reach: Sat 17 Jan, 18:00 (Brussels) to Sat 17 Jan, 18:20 (Brussels)." in said.text


async def test_outsiders_are_told_nothing(stage: Stage) -> None:
    private = stage.world.private(stage.outsider)
    said = await stage.says(stage.outsider, "/status", chat=private)
    assert "well" not in said.text


async def test_a_group_that_takes_the_bot_back_during_an_outage_hears_of_it(stage: Stage) -> None:
    """The bot learns of its return only after it has noticed the outage."""
    await stage.says(stage.paris, "/poll Issue a joint statement?")
    stage.world.remove_bot(stage.group, stage.paris)
    await stage.settle()
    stage.world.add_bot(stage.group, stage.paris)
    stage.clock.at += timedelta(minutes=20)
    await stage.settle()
    assert stage.world.find(stage.group, "I was out of reach for 20 minutes")
