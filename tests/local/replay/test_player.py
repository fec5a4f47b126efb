"""A story at its pace: played, paused, stepped through, hurried, and stopped where the bot does not follow."""

import asyncio
import math

import pytest

from bot.local.replay.steps import Answers, Caption, Presses, Says
from tests.local.replay.conftest import NOON

BEATS = tuple(Says("Rome", word, pace=0.0) for word in ("one", "two", "three"))
LONG = 30.0  # seconds that no test waits for


async def settle() -> None:
    """Let the player do what it should not."""
    await asyncio.sleep(0.05)


async def comes(condition) -> None:
    """Wait until it is so."""
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.005)


async def test_what_people_say_comes_in_order(rehearsal):
    player = rehearsal.player(Caption("12:05", "Talk"), *BEATS)
    player.hurry(math.inf)
    await player.run()
    assert rehearsal.talk == ["one", "two", "three"]
    view = player.view()
    assert (view["state"], view["done"], view["steps"], view["way"]) == ("ended", 4, 4, 1.0)
    assert (view["caption"], view["told"]) == ("Talk", "Rome writes")


async def test_what_somebody_does_in_private_is_in_their_chat(rehearsal):
    player = rehearsal.player(Says("Rome", "one"), Says("Rome", "two", private=True))
    rome = rehearsal.stage.person("Rome")
    assert player.view()["place"] is None
    player.hurry(math.inf)
    await player.run()
    assert player.view()["place"] == {
        "chat": rome.id,
        "message": rehearsal.world.private(rome).messages[-1].id,
        "group": rehearsal.group.id,
        "whose": {"id": rome.id, "name": "Rome"},
    }


async def test_the_clock_moves_to_a_caption_and_never_back(rehearsal):
    player = rehearsal.player(Caption("12:05", "a"), Caption("11:00", "b"))
    player.hurry(math.inf)
    await player.run()
    assert (rehearsal.now - NOON).total_seconds() == 300
    assert player.view()["when"] == "Saturday 17 January, 12:05"


async def test_a_pause_lasts_until_play_and_a_step_is_one_beat(rehearsal):
    player = rehearsal.player(*BEATS, playing=False)
    player.start()
    await settle()
    assert (rehearsal.talk, player.view()["state"]) == ([], "paused")
    player.do("step")
    await comes(lambda: rehearsal.talk)
    await settle()
    assert (rehearsal.talk, player.view()["state"]) == (["one"], "paused")
    player.do("play")
    await comes(lambda: player.state == "ended")
    assert rehearsal.talk == ["one", "two", "three"]
    player.do("pause")
    assert player.view()["state"] == "ended"


async def test_a_pause_stops_a_story_that_plays_and_a_step_need_not_wait_for_readers(rehearsal):
    player = rehearsal.player(*(Says("Rome", word, pace=LONG) for word in ("one", "two", "three")))
    player.start()
    await comes(lambda: rehearsal.talk == ["one"])
    player.do("step")
    await comes(lambda: rehearsal.talk == ["one", "two"])
    assert player.view()["state"] == "paused"
    player.do("pause")
    await settle()
    assert rehearsal.talk == ["one", "two"]
    await player.close()


async def test_the_speed_is_how_long_each_beat_is_left_to_readers(rehearsal):
    player = rehearsal.player(*(Says("Rome", word, pace=2.0) for word in ("one", "two", "three")))
    player.hurry(5.0)
    began = asyncio.get_running_loop().time()
    await player.run()
    assert 1.2 <= asyncio.get_running_loop().time() - began + 0.01 < 6.0


async def test_a_story_being_read_can_be_hurried_to_its_end(rehearsal):
    player = rehearsal.player(*(Says("Rome", word, pace=LONG) for word in ("one", "two", "three")))
    player.start()
    await comes(lambda: rehearsal.talk)
    player.do("pause")
    player.hurry(math.inf)
    await comes(lambda: player.state == "ended")
    assert rehearsal.talk == ["one", "two", "three"]


def test_there_are_four_speeds(rehearsal):
    player = rehearsal.player(*BEATS)
    for speed in (1, 2, 5, math.inf):
        player.hurry(speed)
        assert player.speed == speed
    with pytest.raises(ValueError, match="There is no such speed"):
        player.hurry(3)


@pytest.mark.parametrize(
    ("step", "says"),
    [
        pytest.param(
            Presses("Rome", "Seen", on="A-1 ·"),
            "no message of the bot says “A-1 ·”, on which to press [Seen]",
            id="no such card",
        ),
        pytest.param(
            Presses("Rome", "Seen", on="P-1 ·"),
            "“P-1 · open” has no button [Seen]; there are: [For] [Against]",
            id="no such button",
        ),
        pytest.param(
            Presses("Rome", "For", on="P-1 ·"), "[For] on “P-1 · open” goes on spinning", id="a press left unanswered"
        ),
        pytest.param(
            Says("Rome", "/help", shows="A-2 ·"),
            "the bot has not said “A-2 ·”; its last words were “P-1 · open”",
            id="words that do not come",
        ),
        pytest.param(
            Answers("Rome", "Yes", on="Well?"), "the bot has asked nothing like “Well?”", id="no such native poll"
        ),
        pytest.param(
            Presses("Rome", "For", on="P-1 ·", private=True),
            "no message of the bot says “P-1 ·”, on which to press [For]",
            id="not in private",
        ),
        pytest.param(Says("Rome", "yes", to="A-3"), "nobody has said “A-3”", id="nothing to reply to"),
    ],
)
async def test_a_story_the_bot_does_not_follow_stops_with_a_sentence(rehearsal, step, says):
    world, group = rehearsal.world, rehearsal.group
    keyboard = [[{"text": "For", "callback_data": "for"}, {"text": "Against", "callback_data": "against"}]]
    world.post(group, world.bot, "P-1 · open\nWell?", markup={"inline_keyboard": keyboard})
    player = rehearsal.player(step, *BEATS)
    await player.run()
    view = player.view()
    assert (view["state"], view["done"]) == ("failed", 0)
    assert view["trouble"] == f"The replay stopped at Saturday 17 January, {view['when'][-5:]}: {says}."
    assert "one" not in rehearsal.talk
    player.do("play")
    assert player.view()["state"] == "failed"
