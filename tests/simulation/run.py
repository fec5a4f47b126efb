"""One seed: people, trouble, the bot; then quiet, and the question whether every promise was kept."""

import asyncio
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from sqlmodel import Session, col, select

from bot.local import faults
from bot.local.world import World
from storage.database import Unavailable
from storage.models import Timer
from tests.simulation.acts import act, begin_something
from tests.simulation.disk import Disk
from tests.simulation.machine import Killed, Process, process
from tests.simulation.paths import paths
from tests.simulation.people import People
from tests.simulation.presence import bot_in
from tests.simulation.promises import at_rest, in_the_end
from tests.simulation.promises.facts import Facts
from tests.simulation.trouble import DUE, Trouble
from tests.simulation.virtual import VirtualClock

QUIET = 600.0  # seconds after which nothing may wait any more: the longest back-off is five minutes
TEMPO = (0.2, 2.0, 10.0, 40.0)  # mean seconds between two things that people do
FEWEST, MORE, MOST = 16, 12.0, 150  # things that people do in a seed: at least, how many more on average, at most
WAITING = 20  # things more that they do where a crash is still to come
FIRST = 0.2  # how often something goes wrong, at least, until all that has its turn has
DOWN = (0.5, 5.0, 60.0, 400.0, 7200.0, 100_000.0)  # seconds until the bot runs again
CALM, SOON = timedelta(days=7, hours=6), timedelta(days=10)


@dataclass
class Report:
    """What became of a seed."""

    seed: int
    log: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    reached: set[str] = field(default_factory=set)
    dump: str = ""

    def __str__(self) -> str:
        head = f"seed {self.seed}; to see it again: .venv/bin/python -m tests.simulation {self.seed}"
        return "\n".join([head, *self.broken, "the last of the log:", *self.log[-40:]])


class Run:
    """Everything of one seed."""

    def __init__(self, seed: int, folder: Path, template: bytes) -> None:
        self.report = Report(seed)
        self.rng = random.Random(f"run {seed}")
        self.clock = VirtualClock()
        self.disk = Disk(folder, template)
        self.world = World(now=self.clock.now)
        self.people = People(self.world, random.Random(f"people {seed}"), self.note)
        self.trouble = Trouble(seed, self.world, self.disk, self.clock.now, self.reached, self.note)
        self.tempo = self.rng.choice(TEMPO)
        self.slowness = self.rng.choice((0.0, 0.05, 0.4))  # mean seconds of a call
        self.pace = self.rng.choice((0.05, 0.15, 0.3, 0.5))  # trouble for each deed
        self.processes: list[Process] = []
        self.starts: list[datetime] = []
        self.skips: list[tuple[datetime, datetime]] = []
        self.down_for = 0.0
        self.week_passed = False

    def note(self, text: str) -> None:
        """A line of the log."""
        self.report.log.append(f"{self.clock.now():%d %H:%M:%S.%f} {text}")

    def reached(self, what: str) -> None:
        """Something that must happen sometimes, in one seed or another, has happened."""
        self.report.reached.add(what)

    @property
    def bot(self) -> Process:
        """The process that runs now, or ran last."""
        return self.processes[-1]

    async def play(self) -> None:
        """The whole of it."""
        self.people.settle()
        keeper = asyncio.create_task(self._keep())
        await asyncio.sleep(self.rng.uniform(0, 5))
        deeds = min(FEWEST + int(self.rng.expovariate(1 / MORE)), MOST)
        for number in range(deeds + WAITING):
            if number >= deeds and not self.trouble.crash_at[0]:
                break
            await self._deed()
        self.note("=== from here on all goes well")
        self.trouble.stop()
        await self._rest()
        keeper.cancel()
        await asyncio.wait([keeper])
        await self.bot.clear_away()
        self.report.dump = self.disk.dump()

    async def _deed(self) -> None:
        """Somebody does something; perhaps something goes wrong."""
        await asyncio.sleep(self.rng.expovariate(1 / self.tempo))
        act(self.people)
        self.trouble.ends()
        if self.down_for and self.rng.random() < 0.2:
            await asyncio.sleep(self.down_for)  # people wait for it as well
        if self.rng.random() < (max(self.pace, FIRST) if self.trouble.turns else self.pace):
            await self._strike()
        elif self.trouble.crash_at[0] in DUE and self._sound and (left := self._left()) is not None:
            await self._skip(left + timedelta(seconds=1))

    async def _rest(self) -> None:
        """All that waits comes to its end, then all that is still to fall due."""
        if self.down_for:
            await asyncio.sleep(self.down_for)  # of what comes to pass while it is away for a day it never hears
        for chat in self.people.groups:
            bot_in(self.people, chat)
        await asyncio.sleep(QUIET)
        while self._under_way():
            await asyncio.sleep(60)
        self._ask(ended=False)
        for _ in range(4):
            if (left := self._left()) is None:
                break
            await self._skip(left + timedelta(seconds=1))
            await asyncio.sleep(40)
        await asyncio.sleep(QUIET / 2)
        self._ask(ended=True)

    def _under_way(self) -> bool:
        """Whether something falls due just now, which may take the half minute it has."""
        now, moment = self.clock.now(), timedelta(seconds=30)
        due = select(Timer.id).where(col(Timer.due_at).between(now - moment, now + moment))
        return bool(self.bot.database.read_now(lambda session: session.exec(due).first()))

    def _ask(self, *, ended: bool) -> None:
        def work(session: Session) -> list[str]:
            facts = Facts(self, session)
            return [*at_rest(facts), *(in_the_end(facts) if ended else ())]

        found = self.bot.database.read_now(work)
        self.report.broken += [each for each in found if each not in self.report.broken]
        if ended:
            self.report.reached |= self.bot.database.read_now(lambda session: paths(self, session))

    def _left(self) -> timedelta | None:
        """How long until the next poll closes or call starts; None where there is none within days."""
        now = self.clock.now()
        due = select(Timer.due_at).where(Timer.state == "pending", Timer.kind != "digest", Timer.due_at < now + SOON)
        found = self.bot.database.read_now(lambda session: session.exec(due.order_by(col(Timer.due_at))).first())
        return max(timedelta(), found - now) if found else None

    # --- the process

    async def _keep(self) -> None:
        """What an operator's supervisor does: start the bot whenever it has ended."""
        while True:
            self.note("the bot starts")
            self.starts.append(self.clock.now())
            bot = Process(self.disk, self.world, self.clock, latency=self._latency, note=self.note)
            self.processes.append(bot)
            await bot.ended.wait()
            began, new = self.clock.now(), self.world.updates.next_id
            self.note(f"the bot ends: {bot.why}")
            await bot.clear_away()
            await asyncio.sleep(self.down_for + 0.1)
            self.trouble.spans.append((began, self.clock.now() + timedelta(seconds=60)))
            self.down_for = 0.0
            if "reordered" in self.trouble.kinds and all(each.update_id >= new for each in self.world.updates.pending):
                self.reached("reordered")
                self.world.updates.reorder(self.trouble.rng)

    def _latency(self) -> float:
        return self.rng.expovariate(1 / self.slowness) if self.slowness else 0.0

    def at(self, point: str) -> None:
        """The bot has come to a point (bot.points)."""
        owner = process.get()
        if owner is not None and owner.alive and self.trouble.crashes_at(point):
            self.reached(f"a crash at {point}")
            self.down_for = self.rng.choice(DOWN)
            owner.kill(f"killed at {point}")
            raise Killed

    # --- trouble

    async def _strike(self) -> None:
        match self.trouble.strike():
            case "stop" | "long stop" as kind:
                if self.bot.alive:
                    self.reached(kind)
                    self.down_for = self.rng.choice(DOWN[:2] if kind == "stop" else DOWN)
                    self.bot.end("asked to stop")
            case "crash":  # where it can do the most harm
                begin_something(self.people)
            case "skip":
                await self._skip(timedelta(seconds=self.rng.choice((60, 3600, 36_000, 86_400))))
            case "quiet week" if not self.week_passed:
                self.week_passed = True
                await self._skip(CALM)
                await asyncio.sleep(5)
                if not self.world.updates.pending:
                    self.reached("quiet week")
                    self.world.updates.restart_ids()

    @property
    def _sound(self) -> bool:
        """Whether the bot runs and its disk and line are well."""
        return self.bot.alive and self.bot.started and not (self.trouble.until or self.trouble.errors_left)

    async def _skip(self, span: timedelta) -> None:
        """The clock jumps ahead, at a moment when nothing else is wrong."""
        if not self._sound:
            return
        before = self.clock.now()
        self.note(f"*** the clock jumps by {span}")
        self.reached("skip")
        try:
            await self.bot.app.skip(span)
        except Unavailable as error:
            self.note(f"    and the database is unavailable: {error}")
        self.world.wake()
        self.trouble.spans.append((before, self.clock.now() + timedelta(seconds=60)))
        self.skips.append((before, self.clock.now()))

    # --- what the promises are measured by

    def troubled(self) -> list[tuple[datetime, datetime]]:
        """The spans in which nobody can expect punctuality."""
        calls = [
            (call.at, call.at + timedelta(seconds=60)) for call in self.world.calls if call.fault is not faults.NONE
        ]
        return [*self.trouble.spans, *calls]

    def restarted(self, first: datetime, last: datetime) -> bool:
        """Whether the bot was started in between."""
        return any(first <= at <= last for at in self.starts)

    def silences(self, least: timedelta) -> list[tuple[datetime, datetime]]:
        """When the bot got nothing from Telegram for longer than `least`, the clock's own jumps aside."""
        heard = [each for bot in self.processes for each in bot.heard_at]
        gaps = [(one[0], two[0]) for one, two in pairwise(heard) if two[1] - one[1] > least.total_seconds()]
        return [gap for gap in gaps if not any(start < gap[1] and end > gap[0] for start, end in self.skips)]

    def known_ids(self) -> set[tuple[int, int]]:
        """Chat and id of every message that the bot knows to have sent."""
        return {each for bot in self.processes for each in bot.told}
