"""What goes wrong, drawn at random: between the bot and Telegram, on its disk, to its process, with the time.

Each kind is active in about a quarter of all seeds, so that some seeds know few kinds only; and every kind has its turn to
be the first thing that goes wrong in a seed, so that the vagaries of drawing leave none of them out. So has every point
at which the process may die.
"""

import random
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot import points
from bot.local import faults
from bot.local.errors import CONFLICT, ApiError
from bot.local.faults import Fault
from bot.local.world import World
from tests.simulation.disk import COMMIT, Disk

METHODS = (
    "sendMessage", "sendMessage", "sendMessage", "editMessageText", "editMessageText", "sendDocument", "answerCallbackQuery",
    "getUpdates", "getUpdates", "getChatMember", "deleteMessage", "getMe", "*",
)  # fmt: skip
CALLS: dict[str, Fault] = faults.CATALOGUE | {
    "409": faults.refusal(ApiError(409, CONFLICT)),
    "429 for a minute": faults.flood(60),
    "slow before": faults.slow(before=6.0),
    "slow after": faults.slow(after=6.0),
    "longer than the bot waits": faults.slow(after=40.0),
}
"""What one call may meet."""
STORAGE = ("locked", "full", "frozen", "broken statement", "broken commit")
TELEGRAM = ("repeated", "lagging", "out of reach", "reordered")
TIME = ("skip", "quiet week")
PROCESS = ("stop", "long stop")
CRASHES = tuple(point for point in points.POINTS if not point.startswith(("migration.", "courier.migrated")))
DUE = ("ticker.firing", "ticker.fired")  # where the process comes only when something falls due
AT_ONCE = ("unit.done", "batch.committing", "batch.committed")  # where what was just begun is half done
RARE = (*DUE, "toast.sending", "toast.sent", "courier.edited")  # where it comes once or twice in a seed, if at all
ACTIVE = 0.25
AFTERWARDS = timedelta(minutes=1)  # so long after a trouble nobody may ask for punctuality


@dataclass
class Trouble:
    """The kinds active in this seed, and what they are doing just now. `strike` lets one of them happen.

    `spans` are the times of trouble: nobody may ask for punctuality in them.
    """

    seed: int
    world: World
    disk: Disk
    now: Callable[[], datetime]
    reached: Callable[[str], None]
    note: Callable[[str], None]
    rng: random.Random = field(init=False)
    kinds: list[str] = field(init=False)
    turns: list[str] = field(init=False)  # what goes wrong first
    points: list[str] = field(init=False)  # where the process dies first
    spans: list[tuple[datetime, datetime]] = field(default_factory=list)
    until: dict[str, datetime] = field(default_factory=dict)  # what ends by itself, and when
    crash_at: tuple[str, int] = ("", 0)
    errors_left: int = 0
    error_kind: str = ""

    def __post_init__(self) -> None:
        every = (*CALLS, *STORAGE, *TELEGRAM, *TIME, *PROCESS)
        self.rng = random.Random(f"trouble {self.seed}")
        self.kinds = [kind for kind in every if self.rng.random() < ACTIVE]
        self.turns = [every[self.seed % len(every)]]
        self.kinds += self.turns * 2
        if self.rng.random() < 2 * ACTIVE:
            self.kinds += ["crash"] * 4
            self.turns.append("crash")
        self.rng.shuffle(self.turns)
        self.points = [CRASHES[self.seed % len(CRASHES)]]
        self.disk.before = self._statement

    def strike(self) -> str:
        """Something goes wrong; returns its kind. What concerns the process and the time is for the caller to do."""
        kind = self.turns.pop() if self.turns else self.rng.choice(self.kinds)
        if kind in CALLS:
            method, times = self.rng.choice(METHODS), self.rng.choice((1, 1, 1, 2, 4))
            if kind == "a refused connection":  # getUpdates meets it whenever Telegram is out of reach
                method = "sendMessage"
            self.note(f"*** {kind}: {method} x {times}")
            self.world.fail(method, CALLS[kind], times)
        elif kind in STORAGE:
            self._storage(kind)
        elif kind == "crash":
            self._crash()
        elif kind == "repeated":
            self._repeat()
        elif kind == "lagging":
            lag = timedelta(seconds=self.rng.choice((1, 5, 20)))
            self.world.updates.lag = max(lag, self.world.updates.lag)
            self._lasts(kind, self.rng.uniform(1, 60))
        elif kind == "out of reach":
            self.world.down = True
            self._lasts(kind, self.rng.choice((3.0, 30.0, 200.0, 1500.0)))
        return kind

    def _crash(self) -> None:
        point = self.points.pop() if self.points else self.rng.choice(CRASHES)
        self.crash_at = point, 1 if point in RARE + AT_ONCE else self.rng.choice((1, 1, 2, 3))
        self.note(f"*** a crash is to come at {self.crash_at}")

    def crashes_at(self, point: str) -> bool:
        """Whether this is the moment."""
        wanted, left = self.crash_at
        if point != wanted:
            return False
        self.crash_at = (wanted, left - 1) if left > 1 else ("", 0)
        return left <= 1

    def ends(self) -> None:
        """What was to last until now is over."""
        for kind in [kind for kind, end in self.until.items() if end <= self.now()]:
            self.spans.append((self.until.pop(kind), self.now() + AFTERWARDS))
            self._end(kind)

    def stop(self) -> None:
        """All goes well from here on."""
        now = self.now()
        self.spans += [(min(end, now), now + AFTERWARDS) for end in self.until.values()]
        for kind in (*self.until, "broken"):
            self._end(kind)
        self.until.clear()
        self.crash_at = ("", 0)
        self.world.faults.clear()

    def span(self, seconds: float) -> None:
        """From now on nobody can expect punctuality for a while."""
        self.spans.append((self.now(), self.now() + timedelta(seconds=seconds) + AFTERWARDS))

    def _lasts(self, kind: str, seconds: float) -> None:
        self.note(f"*** {kind} for {seconds:.0f} s")
        self.reached(kind)
        self.span(seconds)
        self.until[kind] = max(self.until.get(kind, self.now()), self.now() + timedelta(seconds=seconds))

    def _end(self, kind: str) -> None:
        match kind:
            case "lagging":
                self.world.updates.lag = timedelta()
                now = self.now()  # all at once: Telegram numbers updates as they become visible, none is skipped
                self.world.updates.pending = [replace(each, ready=now) for each in self.world.updates.pending]
                self.world.updates.wake()
            case "out of reach":
                self.world.down = False
            case "broken":
                self.errors_left = 0
            case "locked" | "full" | "frozen":
                self.disk.free()
        self.note(f"    {kind} is over")

    def _storage(self, kind: str) -> None:
        if kind == "locked" and not self.disk.hold():
            return
        if kind.startswith("broken"):
            self.error_kind, self.errors_left = kind, self.rng.randint(1, 3)
            self.span(30)
            self.note(f"*** {kind} x {self.errors_left}")
            return
        if kind == "full":
            self.disk.fill()
        elif kind == "frozen":
            self.disk.freeze()
        self._lasts(kind, self.rng.choice((0.5, 3.0, 20.0, 90.0)))

    def _statement(self, kind: str, sql: str) -> None:
        """Some statements, or COMMITs, fail as SQLite says that a disk does."""
        if not self.errors_left or (kind == COMMIT) != (self.error_kind == "broken commit") or sql.startswith("ROLL"):
            return
        if self.rng.random() < 0.5:
            self.errors_left -= 1
            self.reached(self.error_kind)
            undone = self.rng.random() < 0.5 and self.disk.undo()
            self.note(f"    disk I/O error at {sql[:40]!r}{', all of the transaction undone' if undone else ''}")
            raise sqlite3.OperationalError("disk I/O error")

    def _repeat(self) -> None:
        """Telegram delivers once more what was confirmed today."""
        today = [update for update in self.world.updates._confirmed if update.expires > self.now()]
        fresh = [update for update in list(self.world.updates._confirmed)[-5:] if update in today]
        if fresh:
            self.reached("repeated")
            self.note(f"*** {len(fresh)} updates are delivered again")
            self.world.updates.repeat(len(fresh))
