"""A run: every bot takes its turn, repetition after repetition, so that a slow minute of the machine hits all alike."""

import asyncio
import contextlib
import gc
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.local.world import World
from tests.benchmarks.bots import CLIENT, CLIENTS, COMPARED, EDITING_CLIENT, OURS, PTB, Bot, Running, running
from tests.benchmarks.burst import burst
from tests.benchmarks.durable import lost
from tests.benchmarks.figures import TOASTS, Figures, Measure, percentile
from tests.benchmarks.flood import flood, handed_over
from tests.benchmarks.footprint import idle_cpu, memory
from tests.benchmarks.scene import MEMBERS, Scene
from tests.benchmarks.server import served
from tests.benchmarks.toast import toasts

DELAYS = (0, 50)  # milliseconds
GATED = 50
SETTLED = 5.0  # seconds after which a start is over
WARM_UP = 10
GROUPS = 20
# What each part presses on stays unused by the others: our bot edits a group's cards only so often a minute.
FLOODED, ALONE, SINGLE, WARMED = slice(0, GROUPS), slice(GROUPS, GROUPS + 1), slice(GROUPS + 1, -1), slice(-1, None)
ALL_GROUPS = 2 * GROUPS + 2


@dataclass(frozen=True)
class Plan:
    """How much is measured: presses one by one, seconds of idleness."""

    repetitions: int = 3
    delays: tuple[int, ...] = DELAYS
    single_presses: int = 100
    idle_seconds: float = 60.0
    closings: int = 20  # polls under each procedure


WHOLE = Plan()
QUICK = Plan(repetitions=1, delays=(GATED,), single_presses=20, idle_seconds=10.0, closings=3)


def presses_of(bot: Bot, delay: int) -> int:
    """How large a flood: every member once in every group. Less where Telegram would not wait 15 s for the answers."""
    if bot in CLIENTS:
        return 4 * GROUPS * MEMBERS  # a flood that is over at once tells little
    return 2 * MEMBERS if bot is PTB and delay else GROUPS * MEMBERS


@dataclass(frozen=True)
class Seated:
    """A bot that runs and knows its groups."""

    scene: Scene
    running: Running


@contextlib.asynccontextmanager
async def seated(bot: Bot, world: World, delay: int, groups: int) -> AsyncIterator[Seated]:
    """The bot on a Telegram of its own that answers after `delay` ms; killed at the end."""
    world.latency = delay / 1000
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        async with served(world) as door, running(bot, door.address, world.token, Path(folder)) as process:
            scene = Scene(world, door, groups)
            async with scene.watched():
                try:
                    await scene.prepare()
                    yield Seated(scene, process)
                except TimeoutError as error:
                    error.add_note(f"{bot.title} said last:\n{process.output[-2000:]}")
                    raise


async def measured(plan: Plan) -> Figures:
    """Everything, in an order that changes with each repetition."""
    figures = Figures()
    bots = [bot for bot in (*COMPARED, *CLIENTS) if bot.installed]
    gc.freeze()
    for repetition in range(plan.repetitions):
        turn = repetition % len(bots)
        order = bots[turn:] + bots[:turn]
        for delay in plan.delays:
            for bot in order:
                _say(f"repetition {repetition + 1} of {plan.repetitions}, API after {delay} ms: {bot.title}")
                await _pressed(figures, plan, bot, delay)
        for bot in order:
            if bot not in CLIENTS:
                _say(f"repetition {repetition + 1} of {plan.repetitions}, 35 presses in 2 s: {bot.title}")
                await _burst(figures, bot)
        _say(f"repetition {repetition + 1} of {plan.repetitions}, {plan.idle_seconds:.0f} s of idleness, all at once")
        await _idle(figures, plan, [bot for bot in order if bot not in CLIENTS])
    for delay in plan.delays:
        figures.beyond(delay, CLIENT.name)
    return figures


async def _pressed(figures: Figures, plan: Plan, bot: Bot, delay: int) -> None:
    """Floods, then one press at a time, by a bot that was started for it."""

    def add(measure: Measure, value: float) -> None:
        figures.add(delay, bot.name, measure, value)

    async with seated(bot, World(limits=None), delay, ALL_GROUPS) as at:
        scene, pid = at.scene, at.running.pid
        add(Measure.START, (scene.door.polled_at or 0) - at.running.started_at)
        add(Measure.MEMORY_START, memory(pid))
        await flood(scene, WARM_UP, scene.cards[WARMED])
        if bot is not EDITING_CLIENT:
            waits = await toasts(scene, plan.single_presses, scene.cards[SINGLE])
            for measure, share in zip(TOASTS, (0.5, 0.95, 0.99), strict=True):
                add(measure, percentile(waits, share))
        await _floods(figures, bot, delay, scene)
        await handed_over(scene, GROUPS * MEMBERS, scene.cards[FLOODED])
        add(Measure.MEMORY, memory(pid))
        add(Measure.UNANSWERED, scene.unanswered)
        await at.running.kill()
        if bot is OURS:
            add(Measure.LOST, lost(at.running.folder / "bot.db", scene))


async def _floods(figures: Figures, bot: Bot, delay: int, scene: Scene) -> None:
    """One over twenty groups, one in a single group."""
    presses = presses_of(bot, delay)
    for cards, rate, calls, calls_rate, server in (
        (FLOODED, Measure.FLOOD_GROUPS, Measure.CALLS_GROUPS, Measure.RATE_GROUPS, Measure.SERVER_GROUPS),
        (ALONE, Measure.FLOOD_GROUP, Measure.CALLS_GROUP, Measure.RATE_GROUP, Measure.SERVER_GROUP),
    ):
        gc.collect()
        found = await flood(scene, presses, scene.cards[cards])
        figures.add(delay, bot.name, rate, found.rate)
        figures.add(delay, bot.name, calls, found.calls / found.presses)
        figures.add(delay, bot.name, calls_rate, found.calls_within / found.seconds)
        figures.add(delay, bot.name, server, found.server_seconds / found.seconds * 100)
    figures.add(delay, bot.name, Measure.PRESSES, presses)


async def _burst(figures: Figures, bot: Bot) -> None:
    async with seated(bot, World(), GATED, 1) as at:
        found = await burst(at.scene)
        for measure, value in (
            (Measure.BURST_TOASTS, found.toasts),
            (Measure.BURST_EDITS, found.edits),
            (Measure.BURST_REFUSED, found.refused),
            (Measure.BURST_FINAL, found.final_after),
        ):
            figures.add(GATED, bot.name, measure, value)


async def _idle(figures: Figures, plan: Plan, bots: Sequence[Bot]) -> None:
    """All at once: what does nothing disturbs nobody."""
    async with contextlib.AsyncExitStack() as stack:
        pids = []
        for bot in bots:
            at = await stack.enter_async_context(seated(bot, World(limits=None), GATED, 1))
            pids.append(at.running.pid)
        await asyncio.sleep(SETTLED)
        for bot, percent in zip(bots, await idle_cpu(pids, plan.idle_seconds), strict=True):
            figures.add(GATED, bot.name, Measure.IDLE_CPU, percent)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
