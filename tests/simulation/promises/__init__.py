"""What the bot promises, asked of a whole run: tests/invariants.py, and what only a simulation knows.

Who did what and when is known here from the people's side, what came of it from the database and from the chats.
"""

from collections.abc import Iterator
from datetime import timedelta

from tests.invariants import violations
from tests.simulation.promises import chats, deeds, moments
from tests.simulation.promises.facts import Facts, unnoticed

A_DAY = timedelta(days=1)  # how long Telegram keeps an update
IN_THE_END = (
    deeds.alerts, deeds.answers, deeds.ballots, deeds.counted, deeds.members_only,
    moments.in_time, moments.punctual, moments.over, moments.outages,
    chats.limits, chats.patient, chats.doubles, chats.apart,
)  # fmt: skip


def at_rest(facts: Facts) -> Iterator[str]:
    """What must hold minutes after the last trouble."""
    yield from violations(
        facts.session,
        facts.world,
        facts.now,
        unknown=len(facts.doubtful),
        deleted=unnoticed(facts.run.people.deleted, facts.world),
    )
    if pending := facts.world.updates.pending:
        yield f"liveness: Telegram still holds {len(pending)} updates"
    for group in facts.groups.values():
        chat = facts.world.chats.get(group.tg_chat_id)
        told = not facts.run.silences(A_DAY)  # else the news that it is back may have been thrown away
        if chat and chat.has(facts.world.bot) and group.state != "active" and told:
            yield f"liveness: the bot is in {chat.title} and takes it for {group.state}"
    for process in facts.run.processes:
        if process.why.startswith("a part of the bot"):
            yield process.why
        yield from process.told_early
        if process.app.telegram.plain_fallbacks:
            yield "markup was refused"


def in_the_end(facts: Facts) -> Iterator[str]:
    """What must hold of the whole run."""
    for promise in IN_THE_END:
        yield from promise(facts)
