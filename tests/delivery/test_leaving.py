"""People who have blocked the bot, and groups it has to leave: called once, whatever else waits for them."""

from datetime import timedelta
from pathlib import Path

from sqlmodel import select

from bot.local import faults
from bot.services import members
from storage.models import OutboxItem
from storage.queries import outbox
from storage.queries.members import group_by_id, person_of_user
from tests.delivery.bench import GROUP, Bench, Kept
from tests.delivery.things import say


async def test_a_person_who_has_blocked_the_bot_is_called_once(tmp_path: Path, kept: Kept) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        paris = bench.read(person_of_user, bench.paris.id)
        bench.world.block(bench.paris)
        bench.world.updates.clear()
        for number in range(5):
            bench.write(outbox.post, payload={"html": f"Number {number}"}, person_id=paris.id)
        await bench.app.step()
        assert len(bench.asked("sendMessage", "Number")) == 1
        bench.write(outbox.post, payload={"html": "Number 6"}, person_id=paris.id)
        await bench.pass_time(timedelta(seconds=3))
        assert len(bench.asked("sendMessage", "Number")) == 1
        ended = bench.read(
            lambda session: session.exec(select(OutboxItem).where(OutboxItem.person_id == paris.id)).all()
        )
        assert {(item.state, item.error) for item in ended if "Number" in item.payload["html"]} == {
            ("failed", "Forbidden: bot was blocked by the user"),
            ("failed", "the private chat is closed"),
        }
        bench.world.unblock(bench.paris)
        bench.world.send(bench.paris, bench.world.private(bench.paris), "/start")
        await bench.run()
        bench.write(outbox.post, payload={"html": "Welcome back"}, person_id=paris.id)
        await bench.run()
        assert len(bench.seen("Welcome back")) == 1


async def test_a_refused_group_is_left_whatever_else_waits_for_it(tmp_path: Path, kept: Kept) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        bench.world.fail("sendMessage", faults.flood(30))
        say(bench, "The answer")
        await bench.app.step()
        bench.write(members.welcome, chat=bench.read(group_by_id, GROUP), allowed=False)
        await bench.run()
        assert bench.group.status(bench.world.bot) == "left"
        assert bench.seen("The answer") == []


async def test_leaving_a_group_that_has_thrown_it_out_is_done(tmp_path: Path, kept: Kept) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        bench.world.remove_bot(bench.group, bench.paris)
        bench.world.updates.clear()
        bench.write(members.welcome, chat=bench.read(group_by_id, GROUP), allowed=False)
        await bench.pass_time(timedelta(hours=1))
        assert len(bench.asked("leaveChat")) == 1
