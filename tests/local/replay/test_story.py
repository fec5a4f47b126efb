"""The story as data: in order, with time for what happens in it, told in a breath."""

from datetime import timedelta

import pytest

from bot.local.cast import CAPITALS
from bot.local.replay.stage import BREATH
from bot.local.replay.steps import AddsBot, Answers, Caption, Presses, Reacts, Says, WaitsUntil, moment
from bot.local.replay.story import DAYS

SPARE = timedelta(minutes=1)  # for what the bot takes beyond what people do
READABLE = 110  # characters of a caption


@pytest.mark.parametrize("day", DAYS, ids=lambda day: day.name)
def test_every_moment_leaves_time_for_what_comes_before_it(day):
    ready = None
    for step in day.steps:
        if isinstance(step, Caption | WaitsUntil):
            at = moment(day.on, step.at)
            assert ready is None or ready <= at + SPARE, f"{step.at} is too soon"
            ready = at
        elif ready is not None:
            ready += BREATH


@pytest.mark.parametrize("day", DAYS, ids=lambda day: day.name)
def test_a_day_begins_with_a_caption_and_captions_are_short_sentences(day):
    assert isinstance(day.steps[0], Caption)
    for caption in (step for step in day.steps if isinstance(step, Caption)):
        assert len(caption.text) <= READABLE, caption.text
        assert caption.text.endswith(".")


def test_the_days_are_those_of_the_week_in_order():
    assert [day.on.isoformat() for day in DAYS] == [
        "2026-01-17", "2026-01-18", "2026-01-19", "2026-01-20", "2026-01-21", "2026-01-23", "2026-01-26",
    ]  # fmt: skip


def test_only_the_cast_acts():
    names = {name for name, _, _ in CAPITALS}
    acting = {
        step.who for day in DAYS for step in day.steps if isinstance(step, AddsBot | Answers | Presses | Reacts | Says)
    }
    assert acting == names


def test_at_normal_speed_it_takes_some_ten_minutes():
    assert 480 < sum(step.pace for day in DAYS for step in day.steps) < 720
