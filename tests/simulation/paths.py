"""What a run has come through: the ways to recover, each of which some seed must take, or the simulation proves nothing."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlmodel import Session, select

from storage.models import JournalEntry, Poll
from tests.simulation.trouble import CALLS, CRASHES, STORAGE, TELEGRAM

if TYPE_CHECKING:
    from tests.simulation.run import Run

COUNTED = {"wait": "lane blocked", "lost": "card posted anew", "closed": "lane suspended", "unknown": "fate unknown",
           "again": "certainly not sent", "refused": "refused for good", "stop": "token refused"}  # fmt: skip
RECORDED = {"outage": "outage notice", "poll_extended": "deadline extended", "poll_reminded": "reminder of a poll",
            "call_reminder": "reminder of a call", "call_start": "call started", "digest": "digest",
            "ballot_withdrawn": "ballot withdrawn", "elector_entered": "elector entered late",
            "call_cancelled": "call cancelled", "seated": "delegation seated", "left": "thrown out"}  # fmt: skip
TOASTS = {"Already recorded": "already recorded", "Closed: ": "too late for a poll", "You have no vote": "no vote here",
          "You are not a member": "not a member", "This button is out of date": "button out of date"}  # fmt: skip


def paths(run: "Run", session: Session) -> set[str]:
    """The names of all that happened."""
    return set(_paths(run, session))


def _paths(run: "Run", session: Session) -> Iterator[str]:
    for name, fault in CALLS.items():
        if any(call.fault is fault for call in run.world.calls):
            yield name
    for process in run.processes:
        yield from (COUNTED[fate] for fate in process.app.courier.counts if fate in COUNTED)
    recorded = set(session.exec(select(JournalEntry.kind)))
    yield from (name for kind, name in RECORDED.items() if kind in recorded)
    toasts = {press.text or "" for press in run.world.presses.values()}
    yield from (name for start, name in TOASTS.items() if any(text.startswith(start) for text in toasts))
    said = [message.text for chat in run.people.groups for message in chat.messages if message.sender is run.world.bot]
    if any("(repeat)" in text for text in said):
        yield "repeat"
    verdicts = {poll.verdict for poll in session.exec(select(Poll))}
    yield from (f"poll {verdict}" for verdict in verdicts if verdict)


EVERY = {
    *CALLS, *STORAGE, *TELEGRAM, "skip", "quiet week", "stop", "long stop", *(f"a crash at {point}" for point in CRASHES),
    *COUNTED.values(), *RECORDED.values(), *TOASTS.values(), "repeat",
    *(f"poll {verdict}" for verdict in ("adopted", "rejected", "tied", "no_quorum", "withdrawn")),
} - {"refused for good"}  # fmt: skip
"""What 200 seeds must come through."""
