"""Votes and polls: taken back, torn apart, of another group."""

import asyncio
from datetime import datetime

import pytest
from sqlmodel import Session, select

from bot.domain.errors import Mistake
from bot.services import poll_clock, polls
from storage.models import Ballot, Choosing, Poll
from storage.queries import timers
from tests.simulation.bugs import bug
from tests.simulation.machine import process


@bug
def toggled(patch: pytest.MonkeyPatch) -> None:
    """A vote pressed twice is taken back."""
    put = polls.put_ballot

    def toggling(session: Session, ballot: Choosing) -> None:
        held = session.exec(select(Ballot).where(Ballot.elector_id == ballot.elector_id)).first()
        if held and held.choices == ballot.choices:
            session.delete(held)
        else:
            put(session, ballot)

    patch.setattr(polls, "put_ballot", toggling)


@bug
def apart(patch: pytest.MonkeyPatch) -> None:
    """A poll's timers are written in a transaction of their own."""
    plan = poll_clock.plan

    def planning(session: Session, poll: Poll, now: datetime) -> None:
        owner = process.get()
        assert owner is not None
        timers.to_wake(session)
        facts = poll.model_copy()
        task = asyncio.get_running_loop().create_task(owner.database.write(lambda own: plan(own, facts, now)))
        task.add_done_callback(lambda done: done.cancelled() or done.exception())

    patch.setattr(poll_clock, "plan", planning)


@bug
def any_chat(patch: pytest.MonkeyPatch) -> None:
    """A poll is found by its number alone, whatever chat the press comes from."""

    def getting(session: Session, group_id: int, poll_id: int) -> Poll:
        poll = session.exec(select(Poll).where(Poll.id == poll_id)).first()
        if poll is None:
            raise Mistake("button_old")
        return poll

    patch.setattr(polls, "poll_in", getting)
