"""How many button presses a second become durable votes, and how soon the toast is there: over HTTP, one machine.

    python -m tests.benchmarks.presses [presses]

The bot is a process of its own; the local Telegram is this one, so its own ceiling is part of the figures.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bot.local.world import Press, World
from tests.processes import BotProcess, running, telegram, until

MEMBERS = 35


async def measure(presses: int) -> None:
    """A flood (all at once), then presses one by one; prints both."""
    world = World()
    people = [world.add_user(f"Delegation {number}") for number in range(MEMBERS)]
    group = world.add_group("Washington Group", *people, admins=people[:1])
    with tempfile.TemporaryDirectory() as folder:
        async with telegram(world) as address, running(BotProcess(address, world.token, Path(folder))):
            world.add_bot(group, people[0])
            world.send(people[0], group, "/poll Issue a joint statement?")
            await until(lambda: any(message.text.startswith("P-1") for message in group.messages))
            card = world.find(group, "P-1")

            started = time.perf_counter()
            flood: list[Press] = [
                world.press(people[number % MEMBERS], card, ("For", "Against")[number // MEMBERS % 2])
                for number in range(presses)
            ]
            await until(lambda: all(press.answered for press in flood), within=120)
            took = time.perf_counter() - started
            edits = sum(call.method == "editMessageText" for call in world.calls)
            print(f"flood: {presses} presses in {took:.2f} s = {presses / took:.0f} durable presses/s; {edits} edits")

            waits = []
            for number in range(100):
                started = time.perf_counter()
                press = world.press(people[number % MEMBERS], card, ("Against", "For")[number // MEMBERS % 2])
                while not press.answered:
                    await asyncio.sleep(0.0005)
                waits.append((time.perf_counter() - started) * 1000)
            waits.sort()
            median = statistics.median(waits)
            print(f"one by one: press to toast {median:.1f} ms (median), {waits[94]:.1f} ms (p95)")


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
