"""Press to toast: one press at a time, as a person meets it."""

import time
from collections.abc import Sequence

from bot.local.world import Message
from tests.benchmarks.scene import Scene, until


async def toasts(scene: Scene, presses: int, cards: Sequence[Message]) -> list[float]:
    """Milliseconds from each press to its toast; each is made while the bot waits for news and does nothing else."""
    waits = []
    for number in range(presses):
        await scene.one_moment()
        started = time.perf_counter()
        press = scene.press(number, cards)
        await until(lambda: press.id in scene.toasted, "a toast", within=20, step=0.002)  # noqa: B023
        waits.append((scene.toasted[press.id] - started) * 1000)
    return waits
