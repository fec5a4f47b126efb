"""Presses a second: a flood of them at once, until the last has its toast."""

import asyncio
import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bot.local.world import Message
from tests.benchmarks.scene import Scene, until

HELD = 2.0  # seconds after which memory is read
PATIENCE = 20.0  # seconds: Telegram takes an answer for 15


@dataclass(frozen=True)
class Flood:
    """`presses` that had their toast; `seconds` from the first press to the last toast.

    `calls`: all that the bot made of it, edits after the last toast included; `calls_within`: those until then.
    """

    presses: int
    seconds: float
    calls: int
    calls_within: int
    server_seconds: float  # CPU time of the local Telegram meanwhile

    @property
    def rate(self) -> float:
        return self.presses / self.seconds


async def flood(scene: Scene, presses: int, cards: Sequence[Message]) -> Flood:
    """So many presses at once over the cards; a press without a toast counts for nothing."""
    await scene.quiet()
    calls = scene.world.calls
    before, cpu, started = len(calls), time.process_time(), time.perf_counter()
    wanted = {scene.press(number, cards).id for number in range(presses)}
    with contextlib.suppress(TimeoutError):
        await until(lambda: scene.toasted.keys() >= wanted, "the last toast", PATIENCE, step=0.02)
    within, cpu = len(calls) - before, time.process_time() - cpu
    moments = [scene.toasted[press] for press in wanted & scene.toasted.keys()]
    await scene.quiet()
    return Flood(len(moments), max(moments) - started, len(calls) - before, within, cpu)


async def handed_over(scene: Scene, presses: int, cards: Sequence[Message]) -> None:
    """The same flood for every bot, until it has taken all of it from Telegram; handled or not, it holds what it holds."""
    await scene.quiet()
    for number in range(presses):
        scene.press(number, cards)
    await until(lambda: not scene.world.updates.pending, "the last press to be taken")
    await asyncio.sleep(HELD)
