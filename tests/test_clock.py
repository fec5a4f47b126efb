"""The clock: jumps of the machine's are believed when Telegram's agrees."""

import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import Clock
from bot.delivery.transport import ApiRequest
from bot.local import faults
from bot.local.world import World
from tests.processes import telegram
from tests.stage import Stage

NOON = datetime(2026, 1, 17, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@dataclass
class Machine:
    """A machine whose clock can be set, and the true time, which only passes."""

    true: datetime = NOON
    wrong: timedelta = timedelta()
    moves: list[timedelta] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock = Clock(wall=lambda: self.true + self.wrong, steady=self._steady)
        self.clock.moved = self.moves.append

    def _steady(self) -> float:
        return (self.true - NOON).total_seconds()

    def passes(self, span: timedelta) -> None:
        self.true += span

    def hears(self) -> None:
        """An answer of Telegram's, which tells the true time."""
        self.clock.witness(self.true.replace(microsecond=0))


@pytest.fixture
def machine() -> Machine:
    return Machine()


def test_time_passes(machine: Machine) -> None:
    machine.passes(HOUR)
    assert machine.clock.now() == NOON + HOUR
    assert machine.clock.trouble == ""


@pytest.mark.parametrize("jump", [HOUR, -HOUR, timedelta(days=1), timedelta(seconds=-6)], ids=str)
def test_a_clock_set_wrong_is_not_believed(machine: Machine, jump: timedelta) -> None:
    machine.clock.now()
    machine.wrong = jump
    machine.passes(MINUTE)
    assert machine.clock.now() == NOON + MINUTE
    assert "has jumped by" in machine.clock.trouble
    machine.hears()
    assert machine.clock.now() == NOON + MINUTE
    assert machine.moves == []
    machine.wrong = timedelta()
    machine.hears()
    assert machine.clock.now() == NOON + MINUTE
    assert machine.clock.trouble == ""


@pytest.mark.parametrize("wrong", [HOUR, -HOUR], ids=str)
def test_a_clock_put_right_is_believed_with_telegrams_word(wrong: timedelta) -> None:
    machine = Machine(wrong=wrong)
    assert machine.clock.now() == NOON + wrong
    machine.wrong = timedelta()
    machine.passes(MINUTE)
    assert machine.clock.now() == NOON + wrong + MINUTE
    machine.hears()
    assert machine.clock.now() == NOON + MINUTE
    assert machine.moves == [-wrong]
    assert machine.clock.trouble == ""


def test_a_clock_that_was_wrong_from_the_start_is_said(machine: Machine) -> None:
    machine = Machine(wrong=HOUR)
    machine.hears()
    assert machine.clock.trouble == "the machine's clock is +1:00:00 off Telegram's: put it right"


def test_small_corrections_are_followed(machine: Machine) -> None:
    for _ in range(10):
        machine.wrong += timedelta(seconds=2)
        machine.passes(MINUTE)
        machine.clock.now()
    assert machine.clock.now() == machine.true + machine.wrong
    assert machine.clock.trouble == ""


def test_a_jump_is_said_once(machine: Machine, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    machine.clock.now()
    machine.wrong = HOUR
    for _ in range(100):
        machine.passes(MINUTE)
        machine.clock.now()
    assert len(caplog.records) == 1


def test_the_demo_skips_ahead_and_jumps_are_still_seen(machine: Machine) -> None:
    machine.clock.skip(HOUR)
    machine.hears()
    assert (machine.clock.now(), machine.clock.trouble) == (NOON + HOUR, "")
    with pytest.raises(ValueError, match="forward only"):
        machine.clock.skip(-HOUR)


async def test_every_answer_of_telegrams_carries_its_clock() -> None:
    told: list[datetime] = []
    world = World()
    async with telegram(world) as address:
        request = ApiRequest(witness=told.append)
        await request.post(f"{address}/bot{world.token}/getMe")
        await request.shutdown()
    assert [abs(at - datetime.now(UTC)) < timedelta(seconds=5) for at in told] == [True]


@pytest.mark.parametrize("jump", [HOUR, -HOUR], ids=["ahead", "back"])
async def test_what_rests_rests_as_long_as_it_would_have_and_nothing_is_taken_for_an_outage(
    stage: Stage, jump: timedelta
) -> None:
    await stage.says(stage.paris, "/poll Issue a joint statement?\ncloses: in 3h")
    stage.world.fail("sendMessage", faults.flood(90))
    stage.clock.at += timedelta(minutes=2)
    stage.world.send(stage.paris, stage.group, "/alert Tariffs announced")
    await stage.app.step()
    stage.clock.at += jump
    stage.world.now = lambda: stage.clock.at - jump  # Telegram's clock does not jump
    stage.app.clock.moved(jump)
    stage.clock.at += timedelta(seconds=30)
    await stage.app.step()
    assert not [message for message in stage.group.messages if message.text.startswith("A-1")]
    stage.clock.at += timedelta(seconds=61)
    await stage.settle()
    assert stage.card("A-1")
    assert not [message for message in stage.group.messages if "out of reach" in message.text]
