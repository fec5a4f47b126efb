"""Units of work that share one COMMIT: whoever is cancelled in between, the database is free again afterwards."""

import asyncio
from pathlib import Path

import pytest
from sqlmodel import Session, text

from storage.batch import Batch
from storage.database import Database


def asking(session: Session) -> int:
    return int(session.execute(text("SELECT 1")).scalar_one())


@pytest.mark.parametrize("ends", ["commit", "roll_back"])
async def test_a_caller_cancelled_the_moment_the_batch_has_begun_leaves_one_that_can_be_ended(
    tmp_path: Path, ends: str
) -> None:
    """As the intake is when the bot is stopped: it ends the batch, and the courier may note what it has sent."""
    database = Database(f"sqlite:///{tmp_path}/bot.db")
    batch = Batch(database)
    caller = asyncio.create_task(batch.read(asking))
    while batch._begun is None:
        await asyncio.sleep(0)
    batch._begun.add_done_callback(lambda _: caller.cancel())
    with pytest.raises(asyncio.CancelledError):
        await caller
    await getattr(batch, ends)()
    assert not database.turn.locked()
    assert await database.write(asking) == 1
    assert await batch.read(asking) == 1
    await batch.roll_back()
    database.close()


async def test_who_presses_does_not_wait_for_all_that_the_courier_has_to_note(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/bot.db")
    batch, order = Batch(database), list[str]()

    async def press() -> None:
        await batch.write(lambda _: order.append("press"))
        await batch.commit()

    async def note(number: int) -> None:
        await database.write(lambda _: order.append(f"note {number}"))

    notes = [asyncio.create_task(note(number)) for number in range(4)]
    await asyncio.sleep(0)  # they stand in line
    await asyncio.gather(asyncio.create_task(press()), *notes)
    assert order == ["note 0", "press", "note 1", "note 2", "note 3"]
    database.close()
