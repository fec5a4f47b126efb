"""How the work stands, as findings: record, timers, outbox, dead letters, the last word from Telegram."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.upkeep.findings import Finding, counted, ok, problem, span, warning
from storage.models.upkeep import ChainFacts, UpkeepFacts

LATE = timedelta(minutes=1)  # a timer, after which it should have fired
SLOW = timedelta(minutes=10)  # a message, after which it should have been sent
SILENT = timedelta(seconds=150)  # Telegram keeps a press no longer


def of_work(facts: UpkeepFacts, now: datetime, lately: timedelta) -> Iterator[Finding]:
    """Everything of it, in the order of how much harm it does."""
    for chain in facts.chains:
        yield _of_chain(chain)
    yield _of_contact(facts, now)
    yield from _of_timers(facts, now)
    yield from _of_outbox(facts, now, lately)
    yield _of_dead_letters(facts, now)


def _of_chain(chain: ChainFacts) -> Finding:
    about = f'journal of "{chain.group.title}"'
    if chain.broken:
        return problem(about, f"{chain.broken}: the record was changed outside the bot; compare with a backup")
    entries = counted(chain.entries, "entry", "entries")
    return ok(
        about, f"{entries}, the chain is whole; its newest hash begins {chain.head[:12]}" if chain.head else entries
    )


def _of_contact(facts: UpkeepFacts, now: datetime) -> Finding:
    if facts.alive_at is None:
        return warning("last contact", "the bot has never heard from Telegram on this database")
    silence = now - facts.alive_at
    if silence > SILENT:
        return warning("last contact", f"{span(silence)} ago: the bot does not run, or cannot reach Telegram")
    return ok("last contact", f"Telegram answered the bot {span(silence)} ago")


def _of_timers(facts: UpkeepFacts, now: datetime) -> Iterator[Finding]:
    if facts.overdue:
        first = facts.overdue[0]
        late = (
            f"{counted(len(facts.overdue), 'timer')} overdue, the first ({first.kind}) since {span(now - first.due_at)}"
        )
        yield warning("timers", f"{late}: they fire once the bot runs and has heard what Telegram held")
    else:
        yield ok("timers", f"next due in {span(facts.next_due - now)}" if facts.next_due else "nothing is due")
    if facts.parked:
        kinds = ", ".join(f"{kind} of {subject}" for kind, subject in _parked(facts)[:3])
        yield warning(
            "timers",
            f"{counted(len(facts.parked), 'timer')} parked after three tries ({kinds}): {facts.parked[-1].error}",
        )


def _parked(facts: UpkeepFacts) -> list[tuple[str, int]]:
    return [(timer.kind, timer.subject_id) for timer in facts.parked]


def _of_outbox(facts: UpkeepFacts, now: datetime, lately: timedelta) -> Iterator[Finding]:
    waiting = f"{counted(facts.waiting, 'message')} and {counted(facts.stale, 'card')} waiting"
    if facts.shut:
        waiting += f", {counted(facts.shut, 'message')} held for groups the bot is not in"
    if facts.oldest and now - facts.oldest > SLOW:
        yield warning("outbox", f"{waiting}, the oldest for {span(now - facts.oldest)}")
    else:
        yield ok("outbox", waiting)
    if facts.undelivered:
        total = sum(Counter(facts.undelivered).values())
        reasons = "; ".join(f"{count} x {why or 'no reason'}" for why, count in list(facts.undelivered.items())[:5])
        yield warning("undelivered", f"{counted(total, 'message')} in the last {lately.days} days: {reasons}")
    else:
        yield ok("undelivered", f"nothing in the last {lately.days} days")


def _of_dead_letters(facts: UpkeepFacts, now: datetime) -> Finding:
    newest = facts.newest_dead
    if newest is None:
        return ok("dead letters", "none")
    last = (newest.error.strip().splitlines() or ["no reason"])[-1]
    return warning(
        "dead letters",
        f"{counted(facts.dead_letters, 'update')} could not be handled, the newest {span(now - newest.at)} ago: {last[:200]}",
    )
