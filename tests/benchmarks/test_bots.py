"""Every bot of the bench starts, opens its polls and answers presses; what it is credited with is checked."""

import contextlib
import sqlite3

import pytest

from bot.local.world import World
from tests.benchmarks.bots import AIOGRAM, CLIENT, EDITING_CLIENT, OURS, PTB, Bot
from tests.benchmarks.burst import burst
from tests.benchmarks.durable import lost
from tests.benchmarks.flood import flood
from tests.benchmarks.footprint import cpu_seconds, memory
from tests.benchmarks.plan import seated
from tests.benchmarks.scene import MEMBERS, until
from tests.benchmarks.toast import toasts

APART = pytest.mark.skipif(
    not AIOGRAM.installed, reason="aiogram is not here: `make bench` installs it into .venv/bench"
)
pytestmark = pytest.mark.process


@pytest.mark.parametrize(
    ("bot", "shows"),
    [
        pytest.param(OURS, True, id="this bot"),
        pytest.param(PTB, True, id="the bare bot on python-telegram-bot"),
        pytest.param(AIOGRAM, True, id="the bare bot on aiogram", marks=APART),
        pytest.param(CLIENT, False, id="the bare client"),
        pytest.param(EDITING_CLIENT, False, id="the bare client that edits"),
    ],
)
async def test_a_bot_answers_every_press(bot: Bot, shows: bool) -> None:
    async with seated(bot, World(limits=None), 0, 2) as at:
        scene = at.scene
        found = await flood(scene, MEMBERS, scene.cards)
        waits = await toasts(scene, 2, scene.cards)
        assert found.presses == MEMBERS
        assert found.calls >= MEMBERS
        assert scene.unanswered == 0
        assert len(waits) == 2
        assert min(waits) > 0
        assert memory(at.running.pid) > 5
        assert cpu_seconds(at.running.pid) > 0
        if shows:
            for card in scene.cards:
                await until(lambda: all(line in card.text for line in scene.tally(card)), "the tally")  # noqa: B023


async def test_the_apis_delay_is_part_of_a_toast_once() -> None:
    """Half of it until the waiting poll's answer arrives, half until the call is carried out."""
    async with seated(CLIENT, World(limits=None), 200, 1) as at:
        (wait,) = await toasts(at.scene, 1, at.scene.cards)
        assert 200 <= wait < 400


async def test_a_burst_is_counted() -> None:
    async with seated(CLIENT, World(), 0, 1) as at:
        found = await burst(at.scene)
        assert (found.toasts, found.edits, found.refused) == (MEMBERS, 0, 0)
        assert found.final_after == float("inf")


async def test_a_press_that_is_not_on_disk_is_counted_as_lost() -> None:
    async with seated(OURS, World(limits=None), 0, 2) as at:
        await flood(at.scene, MEMBERS, at.scene.cards)
        await at.running.kill()
        file = at.running.folder / "bot.db"
        assert lost(file, at.scene) == 0
        with contextlib.closing(sqlite3.connect(file)) as database:
            database.execute(
                "UPDATE ballots SET choices = '-3' WHERE elector_id IN (SELECT elector_id FROM ballots LIMIT 2)"
            )
            database.commit()
            assert lost(file, at.scene) == 2
            database.execute(
                "DELETE FROM journal WHERE id IN (SELECT id FROM journal WHERE kind = 'ballot_cast' LIMIT 3)"
            )
            database.commit()
        assert lost(file, at.scene) == 3
