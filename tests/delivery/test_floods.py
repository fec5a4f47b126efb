"""Too many requests: one chat waits, all others go on; its order stays, over a restart too."""

import itertools
from datetime import timedelta
from pathlib import Path

import pytest

from bot.local import faults
from bot.local.world import Chat
from storage.queries import outbox
from storage.queries.members import person_of_user
from tests.delivery.bench import Bench, Kept
from tests.delivery.things import log_alert, say
from tests.stage import Stage

WAIT = 90


def texts(chat: Chat) -> list[str]:
    """What the bot said last, by first lines."""
    return [message.text.partition("\n")[0] for message in chat.messages if message.sender.is_bot]


async def second_group(stage: Stage) -> Chat:
    """Another group with the bot, greeted."""
    other = stage.world.add_group("Second Group", stage.paris, stage.kyiv, admins=[stage.kyiv])
    stage.world.add_bot(other, stage.kyiv)
    stage.world.send(stage.paris, stage.world.private(stage.paris), "/start")
    await stage.settle()
    await stage.wait(timedelta(minutes=2))
    return other


async def test_one_chat_waits_and_all_others_go_on(stage: Stage) -> None:
    other = await second_group(stage)
    private = stage.world.private(stage.paris)
    stage.world.fail("sendMessage", faults.flood(WAIT))
    stage.world.send(stage.paris, stage.group, "/alert The first")
    await stage.app.step()
    for number in range(5):
        stage.world.send(stage.kyiv, other, f"/alert Number {number}")
        stage.world.send(stage.paris, private, "/help")
        stage.world.send(stage.london, stage.group, f"/alert Number {number}")
    for _ in range(40):
        next_at = await stage.app.step()
        if next_at is None or len(texts(other)) == 6:
            break
        stage.clock.at = max(stage.clock.at, next_at)
    assert texts(other)[1:] == [f"A-{number} · 🟡 medium · action · open" for number in range(1, 6)]
    assert len(texts(private)) == 6
    assert texts(stage.group)[-1].startswith("Hello")
    await stage.wait(timedelta(seconds=WAIT))
    assert texts(stage.group)[1:] == [f"A-{number} · 🟡 medium · action · open" for number in range(1, 7)]


async def test_a_restart_waits_too_and_the_order_stays(tmp_path: Path, kept: Kept) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        bench.world.fail("sendMessage", faults.flood(WAIT))
        said = [f"Number {number}" for number in range(4)]
        for text in said[:2]:
            say(bench, text)
        await bench.app.step()
        refused_at = bench.clock.at
        say(bench, said[2])
        async with bench.playing():
            say(bench, said[3])
            since = len(bench.world.calls)
            await bench.app.step()
            assert bench.asked("sendMessage", since=since) == []
            await bench.run()
            assert texts(bench.group)[-4:] == said
            first, *_ = bench.asked("sendMessage", since=since)
            assert first.at - refused_at == timedelta(seconds=WAIT)


async def test_a_longer_wait_is_not_forgotten_for_a_shorter_one(tmp_path: Path, kept: Kept) -> None:
    """Each refusal says how long from then on."""
    async with Bench.set_up(tmp_path, kept) as bench:
        for seconds in (3600, 35, 1):
            bench.world.fail("sendMessage", faults.flood(seconds))
        began = bench.clock.at
        log_alert(bench)
        for _ in range(6):
            if next_at := await bench.app.step():
                await bench.app.skip(next_at - bench.clock.at)
        assert [(call.at - began).total_seconds() for call in bench.asked("sendMessage", "A-1 ·")] == [
            0,
            3600,
            3635,
            3636,
        ]
        assert bench.app.courier.counts["wait"] == 3


async def test_a_storm_of_edits_under_429_ends_with_the_last_state(stage: Stage) -> None:
    people = [stage.world.add_user(f"Delegation {number}") for number in range(30)]
    for person in people:
        stage.world.join(person, stage.group)
    await stage.settle()
    card = await stage.says(stage.paris, "/poll Joint statement?")
    await stage.wait(timedelta(minutes=2))
    stage.world.fail("editMessageText", faults.flood(35), times=3)
    for person in people:
        stage.world.press(person, card, "For")
        await stage.app.step()
        stage.clock.at += timedelta(seconds=1)
    await stage.wait(timedelta(minutes=3))
    assert "For · 30" in card.text
    assert card.edited <= 12


@pytest.mark.parametrize("seconds", [1, 35, 3600], ids=lambda seconds: f"a wait of {seconds} s")
async def test_a_private_chat_that_waits_is_one_chat_too(tmp_path: Path, kept: Kept, seconds: int) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        paris = bench.read(person_of_user, bench.paris.id)
        bench.world.fail("sendMessage", faults.flood(seconds))
        bench.write(outbox.post, payload={"html": "Between us"}, person_id=paris.id)
        await bench.app.step()
        say(bench, "For all")
        await bench.app.step()
        assert texts(bench.group)[-1] == "For all"
        assert bench.seen("Between us") == []
        await bench.app.skip(timedelta(seconds=seconds))
        await bench.run()
        assert len(bench.seen("Between us")) == 1


async def test_what_never_left_keeps_its_order(tmp_path: Path, kept: Kept) -> None:
    """A Telegram out of reach is nobody's message's fault: the chat waits, and is tried twice a minute."""
    async with Bench.set_up(tmp_path, kept) as bench:
        bench.world.fail("sendMessage", faults.refused(), times=20)
        said = [f"Number {number}" for number in range(5)]
        for text in said:
            say(bench, text)
        began = bench.clock.at
        await bench.run()
        assert texts(bench.group)[-5:] == said
        tries = bench.asked("sendMessage", "Number 0")
        waits = [(after.at - before.at).total_seconds() for before, after in itertools.pairwise(tries)]
        assert waits == [1, 2, 4, 8, 16, *[30] * 15]
        assert tries[-1].at - began == timedelta(seconds=31 + 15 * 30)
