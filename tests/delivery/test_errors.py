"""Whatever Telegram answers, to whatever the courier sends: tried how often, after which wait, with which end, and what
the chat shows. Every answer of tests/delivery/wires.py, carried out and not where both can be, to every kind of thing of
tests/delivery/things.py."""

import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.delivery.backoff import Fate
from bot.delivery.telegram import TOAST_PATIENCE
from storage.models import OutboxItem
from tests.delivery.bench import Bench, Kept, words
from tests.delivery.things import THINGS, Thing
from tests.delivery.wires import WIRES, Wire


@dataclass(frozen=True)
class Outcome:
    """`calls` before it came to rest, the second `wait` seconds after the first; `state` of the row then, and at the
    `end`, once the bot is back or has a good token; `copies` in the chat, of which `repeats` are marked "(repeat)".

    `counts` are the courier's, besides "plain" (markup refused) and "unanswered press".
    """

    calls: int = 2
    wait: float | None = None
    state: str = "sent"
    end: str = "sent"
    copies: int = 1
    repeats: int = 0
    counts: dict[str, int] = field(default_factory=dict)


def once(count: str | None = None, **different: Any) -> Outcome:
    """One call, which is all there is."""
    facts: dict[str, Any] = {"calls": 1, "counts": {count: 1} if count else {}}
    return Outcome(**facts | different)


def over(count: str) -> Outcome:
    """Not tried again: not said, with the reason on record."""
    return once(count, state="failed", end="failed", copies=0)


def again(count: str, wait: float = 0.0, **different: Any) -> Outcome:
    """Tried again, and then it is there, once."""
    facts: dict[str, Any] = {"wait": wait, "counts": {count: 1}}
    return Outcome(**facts | different)


def unanswered() -> Outcome:
    """A press without its toast: the card shows what counts."""
    return once("unanswered press", state="unanswered", end="unanswered", copies=0)


ANSWERED = Outcome(wait=2.0, state="answered", end="answered", copies=0)
SPACED = 1.0  # seconds between two messages to a chat, whatever they are
# What a fate means for each sort of thing; "else" for those not named. None is the wire's own wait.
TABLE: dict[Fate, dict[str, Outcome]] = {
    Fate.WAIT: {"else": again("wait", -1.0), "toast": replace(ANSWERED, wait=-1.0)},
    Fate.AGAIN: {"else": again("again", -1.0), "toast": ANSWERED},
    Fate.UNKNOWN: {
        "else": again("unknown", -1.0, repeats=1, counts={"unknown": 1, "repeat": 1}),
        "digest": over("unknown"),
        "picture": over("unknown"),
        "edit": again("unanswered", -1.0),
        "page": again("unanswered", -1.0),
        "delete": again("unanswered", -1.0, copies=0),
        "stop": again("unanswered", -1.0),
        "leave": again("unanswered", -1.0, copies=0),
        "toast": ANSWERED,
    },
    Fate.MOVED: {
        "else": again("moved", SPACED),
        "edit": once("moved"),  # the old message is not edited in vain: the new chat gets one
        "page": once("moved"),
        "delete": once("moved", copies=1),  # it stands in the old chat
        "native": once("moved"),  # its card was told
        "stop": Outcome(0, None, "failed", "failed", counts={"moved": 1, "late": 1}),  # as that
        "leave": again("moved", 0.0, copies=0),
        "private": over("moved"),
        "toast": ANSWERED,
    },
    Fate.DONE: {
        "else": over("done"),
        "card": again("done", 300.0),
        "edit": once(),
        "page": once(),
        "stop": once(),
        "delete": once(),
        "leave": once(),
        "toast": unanswered(),
    },
    Fate.LOST: {
        "else": over("lost"),
        "card": again("lost", 300.0),
        "edit": once("lost"),  # and posted anew
        "page": once("lost"),
        "native": again("lost", SPACED),
        "toast": unanswered(),
    },
    Fate.PLAIN: {
        "else": Outcome(wait=0.0, counts={"plain": 1}),
        "delete": over("plain"),
        "stop": over("plain"),
        "leave": over("plain"),
        "toast": unanswered(),
    },
    Fate.ALONE: {
        "else": over("alone"),
        "said": again("alone"),
        "picture": again("alone"),
        "native": again("alone"),
        "card": again("alone", 300.0),
        "edit": again("alone", 300.0),
        "toast": unanswered(),
    },
    Fate.TOPIC: {"else": again("topic", -1.0), "toast": unanswered()},
    Fate.MUTED: {"else": again("muted", -1.0), "toast": unanswered()},
    Fate.BARRED: {"else": again("barred", -1.0), "picture": over("barred"), "toast": unanswered()},
    Fate.CLOSED: {
        "else": once("closed", state="pending"),
        "private": over("closed"),
        "leave": once("closed"),
        "toast": unanswered(),
    },
    Fate.REFUSED: {
        "else": over("refused"),
        "card": again("refused", 300.0),
        "edit": again("refused", 300.0),
        "toast": unanswered(),
    },
    Fate.STOP: {"else": once("stop", state="pending"), "toast": unanswered()},
}


def expected(wire: Wire, thing: Thing, *, applied: bool) -> Outcome:
    """The table's outcome, with what is the wire's and the thing's own."""
    row = TABLE[wire.fate]
    outcome = row.get(thing.sort, row["else"])
    if thing.sort == "toast" and wire.fate is Fate.WAIT and wire.wait > TOAST_PATIENCE:
        return unanswered()
    if outcome.wait == -1.0:
        outcome = replace(outcome, wait=wire.wait)
    if thing.sort == "leave":
        gone = {"closed": 1} if applied else {}  # leaving again, it is told that it is not there
        return replace(outcome, copies=0, counts=outcome.counts | gone)
    if thing.sort == "stop":
        return replace(outcome, copies=1)
    if thing.sort == "delete":  # of a question taken away nothing stays
        return replace(outcome, copies=int(outcome.end == "failed" or wire.fate is Fate.MOVED))
    return replace(outcome, copies=outcome.copies + 1) if applied and not changes(thing) else outcome


def changes(thing: Thing) -> bool:
    """Whether doing it twice is as good as once."""
    return thing.sort in {"edit", "page", "delete", "leave", "stop", "toast"}


def cells() -> Iterator[Any]:
    for wire_name, wire in WIRES.items():
        for thing_name, thing in THINGS.items():
            for applied in (False, True) if wire.perhaps else (False,):
                done = f", {'' if applied else 'not '}carried out" if wire.perhaps else ""
                yield pytest.param(wire, thing, applied, id=f"{thing_name} meets {wire_name}{done}")


@pytest.mark.parametrize(("wire", "thing", "applied"), list(cells()))
async def test_an_answer_to_a_thing(tmp_path: Path, kept: Kept, wire: Wire, thing: Thing, applied: bool) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        # Plain words are not what a card says, and a message that cannot be edited stays beside the one in its place.
        bench.sound = wire.fate is not Fate.PLAIN and wire is not WIRES["400 message can't be edited"]
        assert await outcome_of(bench, wire, thing, applied=applied) == expected(wire, thing, applied=applied)


async def outcome_of(bench: Bench, wire: Wire, thing: Thing, *, applied: bool) -> Outcome:
    """Bring it about, and look."""
    thing.before(bench)
    await bench.run()
    await bench.app.skip(timedelta(minutes=2))
    bench.app.courier.counts.clear()
    since = len(bench.world.calls)
    thing.act(bench)
    hinder(bench, wire, thing, applied=applied)
    await bench.run()
    tries, state = bench.asked(thing.method, thing.text if thing.says else "", since), look(bench, thing)
    waits = [*bench.naps, *((later.at - tries[0].at).total_seconds() for later in tries[1:])]
    counts = Counter(bench.app.courier.counts)
    counts |= {"plain": bench.app.telegram.plain_fallbacks, "unanswered press": bench.app.telegram.unanswered}
    async with back(bench, wire) if state == "pending" else contextlib.nullcontext():
        shown = bench.seen(thing.text) if thing.shows else []
        return Outcome(
            calls=len(tries),
            wait=waits[0] if waits else None,
            state=state,
            end=look(bench, thing),
            copies=len(shown),
            repeats=len([message for message in shown if words(message).endswith("(repeat)")]),
            counts={str(name): count for name, count in counts.items() if count},
        )


def hinder(bench: Bench, wire: Wire, thing: Thing, *, applied: bool) -> None:
    """Let it happen, for good where the world can: moved, deleted, or done already."""
    if wire.fate is Fate.MOVED and thing.sort not in {"private", "toast"}:
        bench.world.migrate(bench.group)
        bench.world.updates.clear()  # only the answers tell of it
    elif wire is WIRES["400 message to edit not found"] and thing.sort in {"edit", "page"}:
        bench.world.remove(bench.group.messages[-1])
    else:
        done = wire.fate is Fate.DONE and changes(thing) and thing.sort != "toast"
        fault = wire.fault(applied)
        bench.world.fail(thing.method, replace(fault, applied=True) if done else fault)


def look(bench: Bench, thing: Thing) -> str:
    """The state of its row; whatever is not there has a reason."""
    if thing.sort == "toast":
        (press,) = bench.world.presses.values()
        return "answered" if press.answered else "unanswered"
    row = bench.read(thing.row)
    if isinstance(row, OutboxItem):
        state = row.state
    else:
        state = "pending" if row.wanted > row.sent else "failed" if row.error else "sent"
    assert bool(row.error) is (state != "sent"), row.error
    return state


@contextlib.asynccontextmanager
async def back(bench: Bench, wire: Wire) -> AsyncIterator[None]:
    """The bot is in the chat again, or has started with a good token; time passes."""
    if wire.fate is Fate.STOP:
        async with bench.playing():
            await bench.run()
            yield
    else:
        if wire.fate is Fate.CLOSED:
            bench.world.send(bench.paris, bench.group, f"@{bench.world.bot.username} hello")
            await bench.run()
        yield
