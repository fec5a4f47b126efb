"""Bugs to be found: each takes out one thing that the bot does so that nothing is lost and nothing done twice.

`python -m tests.simulation.bugs` tells, for each, how many seeds it takes.
"""

import asyncio
import statistics
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, insert, select, update
from telegram import error

from bot import ticker
from bot.app import App
from bot.delivery import backoff, claims, courier, settling
from bot.delivery.backoff import Fate, Ruling
from bot.delivery.budget import Budget
from bot.domain.errors import Mistake
from bot.intake import Intake
from bot.services import intake as intake_services
from bot.services import polls
from handlers import context
from storage.database import Unavailable
from storage.models import Ballot, LiveCard, Poll, Seen, Timer
from storage.queries import timers
from tests.simulation.disk import migrated
from tests.simulation.machine import process
from tests.simulation.run import played

Bug = Callable[[pytest.MonkeyPatch], None]
MOST_SEEDS = 200
NEVER = datetime(2030, 1, 1, tzinfo=UTC)
BUGS: dict[str, Bug] = {}


def bug(plant: Bug) -> Bug:
    """A function that plants a bug; its docstring is the bug's name."""
    BUGS[(plant.__doc__ or "").rstrip(".")] = plant
    return plant


@bug
def acknowledged_early(patch: pytest.MonkeyPatch) -> None:
    """Updates are confirmed to Telegram before they are committed."""
    step = Intake.step

    async def stepping(self: Intake, timeout: int = 0) -> bool:
        fetch = self.fetch

        async def fetching(**asked: Any) -> list[dict[str, Any]]:
            batch = await fetch(**asked)
            if batch:
                await fetch(offset=batch[-1]["update_id"] + 1, timeout=0)
            return batch

        self.fetch = fetching
        try:
            return await step(self, timeout)
        finally:
            self.fetch = fetch

    patch.setattr(Intake, "step", stepping)


@bug
def toggled(patch: pytest.MonkeyPatch) -> None:
    """A vote pressed twice is taken back."""
    put = polls.put_ballot

    def toggling(session: Session, ballot: Ballot) -> None:
        held = session.exec(select(Ballot).where(Ballot.elector_id == ballot.elector_id)).first()
        if held and held.choice == ballot.choice:
            session.delete(held)
        else:
            put(session, ballot)

    patch.setattr(polls, "put_ballot", toggling)


@bug
def forgetful(patch: pytest.MonkeyPatch) -> None:
    """An update delivered twice is done twice."""

    def noting(session: Session, *, update_id: int, at: datetime) -> None:
        session.connection().execute(insert(Seen).prefix_with("OR IGNORE"), {"update_id": update_id, "at": at})

    patch.setattr(context, "note_seen", noting)


@bug
def high_water(patch: pytest.MonkeyPatch) -> None:
    """Updates with a lower number than the highest seen are taken to be done."""
    note = context.note_seen

    def noting(session: Session, *, update_id: int, at: datetime) -> None:
        if update_id <= (session.exec(select(func.max(Seen.update_id))).one() or 0):
            raise IntegrityError("seen", {}, Exception())
        note(session, update_id=update_id, at=at)

    patch.setattr(context, "note_seen", noting)


@bug
def unmarked(patch: pytest.MonkeyPatch) -> None:
    """What perhaps arrived is sent again without saying so."""
    later = settling.later

    def unsaid(session: Session, job: claims.Job, *, unknown: bool = False, **facts: Any) -> None:
        later(session, job, **facts)

    patch.setattr(settling, "later", unsaid)


@bug
def optimistic(patch: pytest.MonkeyPatch) -> None:
    """What perhaps arrived is taken to have arrived."""
    later = settling.later

    def hoping(
        session: Session, job: claims.Job, *, now: datetime, why: str, unknown: bool = False, **facts: Any
    ) -> None:
        if unknown:
            settling.give_up(session, job, why=why, now=now)
        else:
            later(session, job, now=now, why=why, **facts)

    patch.setattr(settling, "later", hoping)


@bug
def apart(patch: pytest.MonkeyPatch) -> None:
    """A poll's timers are written in a transaction of their own."""
    schedule = polls._schedule

    def scheduling(session: Session, poll: Poll, now: datetime) -> None:
        owner = process.get()
        assert owner is not None
        timers.to_wake(session)
        facts = poll.model_copy()
        task = asyncio.get_running_loop().create_task(owner.database.write(lambda own: schedule(own, facts, now)))
        task.add_done_callback(lambda done: done.cancelled() or done.exception())

    patch.setattr(polls, "_schedule", scheduling)


@bug
def edge(patch: pytest.MonkeyPatch) -> None:
    """A card that was edited is taken to show what has changed meanwhile, too."""
    sent = settling.sent

    def noting(session: Session, job: claims.Job, tg_message_id: int | None, now: datetime) -> None:
        sent(session, job, tg_message_id, now)
        if job.card:
            session.exec(update(LiveCard).where(col(LiveCard.id) == job.card.id).values(sent=LiveCard.wanted))

    patch.setattr(settling, "sent", noting)


@bug
def any_chat(patch: pytest.MonkeyPatch) -> None:
    """A poll is found by its number alone, whatever chat the press comes from."""

    def getting(session: Session, group_id: int, poll_id: int) -> Poll:
        poll = session.exec(select(Poll).where(Poll.id == poll_id)).first()
        if poll is None:
            raise Mistake("button_old")
        return poll

    patch.setattr(polls, "_get", getting)


@bug
def impatient(patch: pytest.MonkeyPatch) -> None:
    """The wait that Telegram asks for is not kept."""
    judge = backoff.judge

    def judging(trouble: BaseException, attempts: int) -> Ruling:
        if isinstance(trouble, error.RetryAfter):
            return Ruling(Fate.AGAIN, timedelta(seconds=1))
        return judge(trouble, attempts)

    patch.setattr(courier, "judge", judging)


@bug
def hasty(patch: pytest.MonkeyPatch) -> None:
    """A poll is closed before Telegram's queue is empty."""
    patch.setattr(ticker, "DEADLINES", ())


@bug
def careless(patch: pytest.MonkeyPatch) -> None:
    """Updates that could not be written are confirmed all the same."""
    handle_all = Intake._handle_all

    async def handling(self: Intake, batch: list[dict[str, Any]], received_at: datetime) -> None:
        with suppress(Unavailable):
            await handle_all(self, batch, received_at)

    patch.setattr(Intake, "_handle_all", handling)


@bug
def misfired(patch: pytest.MonkeyPatch) -> None:
    """A timer that is late by more than a second is dropped."""
    due = ticker.timers.due

    def dropping(session: Session, now: datetime) -> list[Timer]:
        return [timer for timer in due(session, now) if timer.due_at >= now - timedelta(seconds=1)]

    patch.setattr(ticker.timers, "due", dropping)


@bug
def fired_twice(patch: pytest.MonkeyPatch) -> None:
    """What a timer does is committed before the timer is."""
    fire = ticker.fire

    def firing(session: Session, **facts: Any) -> bool:
        done = fire(session, **facts)
        if done and (hash(facts["now"]) % 2):  # as if a crash came in between
            session.exec(update(Timer).where(col(Timer.id) == facts["timer_id"]).values(state="pending"))
        return done

    patch.setattr(ticker, "fire", firing)


@bug
def unlimited(patch: pytest.MonkeyPatch) -> None:
    """Telegram's limits are not kept."""
    patch.setattr(Budget, "next_at", lambda self, priority, now: now)


@bug
def not_posted_anew(patch: pytest.MonkeyPatch) -> None:
    """A card whose message was deleted is given up."""

    def giving_up(session: Session, job: claims.Job, why: str) -> None:
        settling.give_up(session, job, why=why, now=job.card.not_before if job.card and job.card.not_before else NEVER)

    patch.setattr(settling, "_anew", giving_up)


@bug
def not_recovered(patch: pytest.MonkeyPatch) -> None:
    """What a crash left half sent stays so."""
    patch.setattr(settling, "recover", lambda session, now: [])


@bug
def told_early(patch: pytest.MonkeyPatch) -> None:
    """People are told that a vote is recorded before it is on disk."""

    def answering(self: context.BotContext, *, repeated: bool = False) -> None:
        if query := self.source.callback_query if self.source else None:
            text, url = self._toast or (None, None)
            self.house.toast(query.id, text, url)

    patch.setattr(context.BotContext, "answer_press", answering)


@bug
def unnoticed(patch: pytest.MonkeyPatch) -> None:
    """Nobody is told of an outage."""
    patch.setattr(intake_services.polls, "extend_for_outage", lambda session, **_: None)


@bug
def deaf(patch: pytest.MonkeyPatch) -> None:
    """The courier is not woken by what is new."""
    patch.setattr(App, "_committed", lambda self, news=None: None)


def caught(plant: Bug, empty: bytes, most: int = MOST_SEEDS) -> tuple[int, str] | None:
    """The number of seeds until a promise is broken, and the promise; None where none is."""
    with pytest.MonkeyPatch.context() as patch:
        plant(patch)
        for seed in range(most):
            try:
                report = played(seed, empty)
            except Exception as trouble:  # noqa: BLE001 -- a bug may break the simulation itself
                return seed + 1, repr(trouble)
            if report.broken:
                return seed + 1, report.broken[0]
    return None


def main() -> None:
    """A line for each."""
    with tempfile.TemporaryDirectory() as folder:
        empty = migrated(Path(folder))
    counts = []
    for name, plant in BUGS.items():
        found = caught(plant, empty)
        print(f"{found[0] if found else 'never':>5}  {name}: {found[1][:110] if found else ''}", flush=True)
        counts.append(found[0] if found else MOST_SEEDS)
    print(f"median: {statistics.median(counts)} seeds")


if __name__ == "__main__":
    main()
