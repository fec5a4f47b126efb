"""What comes in: lost, done twice, or told too early."""

import asyncio
from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, func, insert, select

from bot.intake import Intake
from bot.services import intake as intake_services
from handlers import context
from storage.batch import Batch
from storage.database import Unavailable
from storage.models import Seen
from tests.simulation.bugs import bug


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
def careless(patch: pytest.MonkeyPatch) -> None:
    """Updates that could not be written are confirmed all the same."""
    handle_all = Intake._handle_all

    async def handling(self: Intake, batch: list[dict[str, Any]], received_at: datetime) -> None:
        with suppress(Unavailable):
            await handle_all(self, batch, received_at)

    patch.setattr(Intake, "_handle_all", handling)


@bug
def told_early(patch: pytest.MonkeyPatch) -> None:
    """People are told that a vote is recorded before it is on disk."""
    commit = Batch._commit

    async def committing(self: Batch) -> None:
        await asyncio.sleep(0.01)  # a disk takes a moment
        await commit(self)

    patch.setattr(Batch, "after", lambda self, deed: deed())
    patch.setattr(Batch, "_commit", committing)


@bug
def unnoticed(patch: pytest.MonkeyPatch) -> None:
    """Nobody is told of an outage."""
    patch.setattr(intake_services.extensions, "extend_for_outage", lambda session, **_: None)
