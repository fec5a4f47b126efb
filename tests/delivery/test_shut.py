"""A chat that will not have the bot: nothing spins, what waits is kept, and comes in order when the bot is back; what has
become too late by then is not said, and the record says so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from bot.local import faults
from bot.local.errors import ApiError, bad_request
from bot.services import calls, digests, poll_reminders
from storage.models import JournalEntry, OutboxItem
from storage.queries.cards import card_of
from storage.queries.members import group_by_id
from tests.delivery.bench import GROUP, PARIS, Bench, Kept
from tests.delivery.things import AUTHOR, log_alert, open_poll, plan_call, say
from tests.stage import Stage

SENDING = {"sendMessage", "sendDocument", "editMessageText", "deleteMessage", "leaveChat"}
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Way:
    """`shut` keeps the bot from writing, `open` lets it again; `most` calls a day are fair."""

    shut: Callable[[Bench], object]
    open: Callable[[Bench], object]
    most: int = 1


def unheard(deed: Callable[[Bench], object]) -> Callable[[Bench], None]:
    """The bot is told by errors only."""

    def done(bench: Bench) -> None:
        deed(bench)
        bench.world.updates.clear()

    return done


def kick(bench: Bench) -> None:
    bench.world.remove_bot(bench.group, bench.paris)


def add(bench: Bench) -> None:
    bench.world.add_bot(bench.group, bench.paris)


def allow(bench: Bench) -> None:
    bench.world.set_permissions(bench.group)


def call_it(bench: Bench) -> None:
    bench.world.send(bench.paris, bench.group, f"@{bench.world.bot.username} hello")


WAYS = {
    "kicked, and told so": Way(kick, add, 0),
    "kicked, not told": Way(unheard(kick), add),
    "left": Way(
        unheard(lambda bench: bench.world.set_status(bench.group, bench.world.bot, "left", by=bench.paris)), add
    ),
    "restricted, and told so": Way(
        lambda bench: bench.world.restrict(bench.world.bot, bench.group, "can_send_messages"),
        lambda bench: bench.world.unrestrict(bench.world.bot, bench.group),
        145,
    ),
    "muted with everybody, until somebody writes": Way(
        lambda bench: bench.world.set_permissions(bench.group, "can_send_messages"),
        lambda bench: [deed(bench) for deed in (allow, call_it)],
        145,
    ),
    "muted with everybody, until it tries again": Way(
        lambda bench: bench.world.set_permissions(bench.group, "can_send_messages"),
        allow,
        145,
    ),
}
ways = pytest.mark.parametrize("way", list(WAYS.values()), ids=list(WAYS))


def tries(bench: Bench, since: int) -> int:
    return len([call for call in bench.world.calls[since:] if call.method in SENDING])


def given_up(session: Session) -> dict[str, str]:
    """What was not said, by kind, and why."""
    failed = session.exec(select(OutboxItem).where(OutboxItem.state == "failed"))
    return {item.kind: item.error for item in failed}


def on_record(session: Session) -> list[str]:
    entries = select(JournalEntry).where(JournalEntry.kind == "undelivered").order_by(col(JournalEntry.id))
    return [f"{entry.body['kind']}: {entry.body['why']}" for entry in session.exec(entries) if entry.body]


@pytest.mark.parametrize("way", list(WAYS.values())[:4], ids=list(WAYS)[:4])
async def test_nothing_spins(tmp_path: Path, kept: Kept, way: Way) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        way.shut(bench)
        await bench.app.step()
        since = len(bench.world.calls)
        open_poll(bench)
        for number in range(20):
            say(bench, f"Number {number}")
        await bench.pass_time(DAY)
        assert tries(bench, since) <= way.most
        way.open(bench)
        await bench.pass_time(timedelta(minutes=11))


@ways
async def test_what_waits_comes_in_order(tmp_path: Path, kept: Kept, way: Way) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        way.shut(bench)
        open_poll(bench)
        said = [f"Number {number}" for number in range(4)]
        for text in said:
            say(bench, text)
        await bench.pass_time(timedelta(hours=5))
        assert bench.seen("Number") == []
        way.open(bench)
        await bench.pass_time(timedelta(minutes=11))
        assert [message.text for message in bench.seen("Number")] == said
        assert len(bench.seen("P-1 ·")) == 1
        say(bench, "And on it goes")
        await bench.app.step()
        assert len(bench.seen("And on it goes")) == 1


async def test_somebody_who_writes_is_answered_at_once_where_the_bot_may_again(tmp_path: Path, kept: Kept) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        bench.world.set_permissions(bench.group, "can_send_messages")
        say(bench, "The answer")
        await bench.app.step()
        bench.world.set_permissions(bench.group)
        call_it(bench)
        await bench.pass_time(timedelta(seconds=3))
        assert len(bench.seen("The answer")) == 1


async def test_a_flood_is_not_over_because_somebody_writes(tmp_path: Path, kept: Kept) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        bench.world.fail("sendMessage", faults.flood(900))
        say(bench, "The answer")
        await bench.app.step()
        call_it(bench)
        await bench.app.step()
        assert len(bench.asked("sendMessage", "The answer")) == 1


@pytest.mark.parametrize("way", [WAYS["kicked, not told"], WAYS["restricted, and told so"]], ids=["kicked", "muted"])
async def test_what_is_over_is_not_said_and_what_counts_is(tmp_path: Path, kept: Kept, way: Way) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        plan_call(bench)  # in four hours
        open_poll(bench)  # for a day
        await bench.run()
        bench.world.updates.clear()
        way.shut(bench)
        await bench.app.step()
        say(bench, "The answer")
        bench.write(poll_reminders.remind, poll_id=1)
        bench.write(calls.remind, call_id=1, seconds=600)
        bench.write(calls.calendar_for, call_id=1, person_id=PARIS, **AUTHOR)
        bench.write(digests.post, group_id=GROUP)
        await bench.pass_time(timedelta(seconds=3))
        await bench.app.skip(timedelta(days=2))
        for seen in ("The answer", "Reminder: P-1", "Reminder: C-1", "Starting now", "Digest,", "Rejected"):
            assert bench.seen(seen) == [], seen
        assert len([message for message in bench.seen("C-1 for your calendar") if message.chat.is_private]) == 1
        way.open(bench)
        await bench.pass_time(timedelta(minutes=30))
        (result,) = bench.seen("Joint statement?\nRejected:")
        assert result.chat is bench.group
        late = bench.read(given_up)
        assert set(late) == {"reply", "poll_reminder", "call_reminder", "call_start", "digest"}
        assert set(late.values()) == {"too late to say"}
        assert len(bench.seen("Hello ")) == (1 if way is WAYS["kicked, not told"] else 0)
        assert {line.partition(":")[0] for line in bench.read(on_record)} == set(late)


async def test_it_greets_once_however_often_it_was_thrown_out_meanwhile(stage: Stage) -> None:
    stage.world.set_permissions(stage.group, "can_send_messages")
    for _ in range(3):
        stage.world.remove_bot(stage.group, stage.paris)
        await stage.settle()
        stage.world.add_bot(stage.group, stage.paris)
        await stage.settle()
    stage.world.set_permissions(stage.group)
    await stage.wait(timedelta(minutes=11))
    greetings = [message for message in stage.group.messages if message.text.startswith("Hello ")]
    assert len(greetings) == 2  # the first, from before, and one for now


async def test_a_group_that_is_gone_is_called_once(tmp_path: Path, kept: Kept) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        log_alert(bench)
        await bench.run()
        since = len(bench.world.calls)
        bench.world.delete_group(bench.group)
        bench.world.updates.clear()
        for number in range(5):
            say(bench, f"Number {number}", reply_to=1)
        open_poll(bench)
        await bench.pass_time(DAY)
        assert tries(bench, since) == 1
        assert bench.read(group_by_id, GROUP).state == "left"
        assert bench.read(card_of, "poll", 1).error == ""


async def test_why_it_is_out_is_on_record(tmp_path: Path, kept: Kept) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        bench.world.fail("sendMessage", faults.refusal(bad_request("chat not found")))
        say(bench, "The answer")
        await bench.app.step()
        await bench.app.step()
        (left,) = bench.read(
            lambda session: session.exec(select(JournalEntry).where(JournalEntry.kind == "left")).all()
        )
        assert left.body == {"why": "Chat not found"}
        call_it(bench)
        await bench.run()
        assert len(bench.seen("The answer")) == 1


async def test_files_that_are_not_allowed_hold_up_nothing_else(tmp_path: Path, kept: Kept) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        bench.world.set_permissions(bench.group, "can_send_documents")
        plan_call(bench)
        await bench.pass_time(timedelta(seconds=3))
        say(bench, "The answer")
        await bench.pass_time(timedelta(seconds=3))
        assert len(bench.seen("The answer")) == 1
        bench.world.set_permissions(bench.group)
        await bench.pass_time(timedelta(minutes=11))
        assert len(bench.seen("C-1 for your calendar")) == 1
        assert len(bench.asked("sendDocument")) == 2


async def test_a_refused_token_ends_every_call(tmp_path: Path, kept: Kept) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        bench.world.fail("sendMessage", faults.refusal(ApiError(401, "Unauthorized")), times=5)
        for number in range(3):
            say(bench, f"Number {number}")
        log_alert(bench)
        since = len(bench.world.calls)
        await bench.pass_time(timedelta(hours=1))
        assert tries(bench, since) == 1
        assert bench.app.courier.trouble == "Unauthorized"
        bench.world.faults.clear()
        async with bench.playing():
            await bench.run()
            assert [message.text for message in bench.seen("Number")] == [f"Number {number}" for number in range(3)]
