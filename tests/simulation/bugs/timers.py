"""What falls due: too early, twice, never."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, update

from bot import ticker
from storage.models import Timer
from tests.simulation.bugs import bug


@bug
def hasty(patch: pytest.MonkeyPatch) -> None:
    """A poll is closed before Telegram's queue is empty."""
    patch.setattr(ticker, "DEADLINES", ())


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
        if done:  # as if a crash came in between, once
            first = (col(Timer.id) == facts["timer_id"]) & (col(Timer.attempts) == 0)
            session.exec(update(Timer).where(first).values(state="pending", attempts=1))
        return done

    patch.setattr(ticker, "fire", firing)
