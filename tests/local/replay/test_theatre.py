"""The clock of a story, and a bot that plays in one."""

from datetime import timedelta

import pytest

from bot.local.replay.steps import AddsBot, Caption, Day, Presses
from bot.local.replay.theatre import StoryClock, staged
from tests.local.replay.conftest import NOON, SATURDAY


def test_the_clock_goes_for_half_a_minute_after_it_was_moved_and_then_stands():
    seconds = 1000.0
    clock = StoryClock(NOON, steady=lambda: seconds)
    seconds += 10
    assert clock.now() == NOON + timedelta(seconds=10)
    seconds += 3600
    assert clock.now() == NOON + timedelta(seconds=30)
    clock.skip(timedelta(hours=1))
    seconds += 1
    assert clock.now() == NOON + timedelta(hours=1, seconds=31)
    with pytest.raises(ValueError, match="forward only"):
        clock.skip(timedelta(seconds=-1))


async def test_the_bot_that_shows_no_such_button_stops_the_story_with_a_sentence(settings):
    steps = (
        Caption("12:00", "The bot comes in."),
        AddsBot("Brussels", shows="I keep the routine"),
        Presses("Paris", "Launch", on="I keep the routine"),
    )
    async with staged(settings, [Day(SATURDAY, steps)]) as theatre:
        theatre.player.stage._patience = 4.0
        theatre.player.hurry(float("inf"))
        await theatre.player.run()
        assert theatre.player.state == "failed"
        assert "has no button [Launch]; there are: [Here I am]" in theatre.player.trouble
    assert theatre.world.changes.closed
    assert not theatre.world.updates.waiting
