"""35 presses in two seconds on one card, with Telegram's flood limits on: what a group sees of it."""

import asyncio
import time
from dataclasses import dataclass

from bot.local.world import Press
from tests.benchmarks.figures import NEVER
from tests.benchmarks.scene import MEMBERS, Scene

SPAN, WATCHED = 2.0, 6.0  # seconds of pressing, and of watching after it


@dataclass(frozen=True)
class Burst:
    """`final_after`: seconds from the last press until the card shows the final tally for good; NEVER if it does not."""

    toasts: int
    edits: int
    refused: int
    final_after: float


async def burst(scene: Scene) -> Burst:
    """Every member votes once on the first card."""
    await scene.quiet()
    card, calls = scene.cards[0], len(scene.world.calls)
    first = time.perf_counter()
    presses: list[Press] = []
    for number in range(MEMBERS):
        await asyncio.sleep(first + SPAN * number / (MEMBERS - 1) - time.perf_counter())
        presses.append(scene.press(number, [card]))
    last = time.perf_counter()
    await asyncio.sleep(WATCHED)
    made = scene.world.calls[calls:]
    edits = [moment for moment, edited in scene.edited if edited is card and moment >= first]
    shown = all(line in card.text for line in scene.tally(card))
    return Burst(
        toasts=sum(press.id in scene.toasted for press in presses),
        edits=len(edits),
        refused=sum(not call.ok for call in made),
        final_after=max(0.0, edits[-1] - last) if shown and edits else NEVER,
    )
