"""What happens in the same moment as something else."""

import asyncio

import pytest
from sqlmodel import select

from bot.delivery import claims, settling
from bot.delivery.telegram import Sent
from bot.services import census
from storage.models import LiveCard
from storage.queries import cards
from tests.stage import Stage


@pytest.mark.parametrize("turns", range(4))
async def test_a_courier_that_is_stopped_as_it_is_nudged_stops(stage: Stage, turns: int) -> None:
    courier = asyncio.create_task(stage.app.courier.run())
    await asyncio.sleep(0.1)
    stage.app.courier.nudge()
    for _ in range(turns):
        await asyncio.sleep(0)
    courier.cancel()
    await asyncio.wait([courier], timeout=1)
    assert courier.done()


async def test_a_card_whose_surroundings_change_while_it_is_on_its_way_is_shown_again(stage: Stage) -> None:
    """It was rendered before they did."""
    stage.world.send(stage.paris, stage.group, "/alert Tariffs announced")
    await stage.app.intake.step()
    now = stage.clock.now()

    job = await stage.database.write(lambda session: claims.claim(session, ("group", 1), now))
    assert job is not None
    assert job.card is not None
    await stage.database.write(lambda session: cards.refresh(session, "alert", [1]))
    await stage.database.write(lambda session: settling.sent(session, job, Sent(99), now))
    card = stage.read(lambda session: session.exec(select(LiveCard)).one())
    stage.sound = False  # message 99 is nowhere
    assert card.wanted > card.sent


async def test_what_comes_before_something_free_as_that_is_taken_waits_for_its_second(stage: Stage) -> None:
    """A census may go at once, whatever else has just been sent; a critical alert that comes meanwhile may not."""
    lane: claims.Lane = ("group", 1)
    now = stage.clock.now()
    await stage.database.write(lambda session: census.ask(session, group_id=1, now=now))
    found = stage.read(lambda session: claims.upcoming(session, lane, now))
    assert found is not None
    assert found[1].kind == "census"

    stage.world.send(stage.paris, stage.group, "/alert Tariffs announced !critical")
    await stage.app.intake.step()
    assert await stage.database.write(lambda session: claims.claim(session, lane, now, free=True)) is None
    assert await stage.database.write(lambda session: claims.claim(session, lane, now))
