"""What goes out: said twice, never, too fast, or not as it is now."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, update
from telegram import error

from bot.app import App
from bot.delivery import backoff, claims, deliver, settling
from bot.delivery.backoff import Fate, Ruling
from bot.delivery.budget import Budget
from storage.models import LiveCard
from tests.simulation.bugs import bug

NEVER = datetime(2030, 1, 1, tzinfo=UTC)


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
def edge(patch: pytest.MonkeyPatch) -> None:
    """A card that was edited is taken to show what has changed meanwhile, too."""
    sent = settling.sent

    def noting(session: Session, job: claims.Job, tg_message_id: int | None, now: datetime) -> None:
        sent(session, job, tg_message_id, now)
        if job.card:
            session.exec(update(LiveCard).where(col(LiveCard.id) == job.card.id).values(sent=LiveCard.wanted))

    patch.setattr(settling, "sent", noting)


@bug
def impatient(patch: pytest.MonkeyPatch) -> None:
    """The wait that Telegram asks for is not kept."""
    judge = backoff.judge

    def judging(trouble: BaseException, attempts: int) -> Ruling:
        if isinstance(trouble, error.RetryAfter):
            return Ruling(Fate.AGAIN, timedelta(seconds=1))
        return judge(trouble, attempts)

    patch.setattr(deliver, "judge", judging)


@bug
def unlimited(patch: pytest.MonkeyPatch) -> None:
    """Telegram's limits are not kept."""
    patch.setattr(Budget, "next_at", lambda self, priority, now, **_: now)


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
def deaf(patch: pytest.MonkeyPatch) -> None:
    """The courier is not woken by what is new."""
    patch.setattr(App, "_committed", lambda self, news=None: None)
