"""A group becomes a supergroup: however that is learnt, one row changes, nothing is said twice, nothing gets lost."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from bot import points
from bot.local import faults
from bot.local.world import Chat
from bot.services import alerts, poll_reminders
from storage.models import Group, JournalEntry, LiveCard
from storage.queries.cards import card_of
from storage.queries.members import group_by_id
from tests.delivery.bench import GROUP, Bench, Kept
from tests.delivery.things import AUTHOR, log_alert, open_poll, say
from tests.delivery.wires import moved

NOTICES = ("migrate_to_chat_id", "my_chat_member", "migrate_from_chat_id")  # as Telegram sends them
LEARNT = {
    "from all its notices": (NOTICES, 1),
    "from its notices one by one": (NOTICES, 3),
    "from its notices backwards": (NOTICES[::-1], 1),
    "from its notices backwards, one by one": (NOTICES[::-1], 3),
    "from the old chat's notice alone": (NOTICES[:1], 1),
    "from the new chat's notice alone": (NOTICES[2:], 1),
    "from the new chat alone": (NOTICES[1:], 1),
    "from the error alone": ((), 1),
}
learnt = pytest.mark.parametrize(("notices", "batches"), list(LEARNT.values()), ids=list(LEARNT))


def migrate(bench: Bench, notices: tuple[str, ...]) -> Chat:
    """The new chat; the bot is to hear of it in these ways, in this order."""
    bench.world.updates.clear()
    new = bench.world.migrate(bench.group)
    told = bench.world.updates.pending
    pending = {next(name for name in NOTICES if name in str(update.json())): update for update in told}
    numbers = [update.update_id for update in told]
    bench.world.updates.pending = [
        replace(pending[name], update_id=number) for name, number in zip(notices, numbers, strict=False)
    ]
    return new


async def hear(bench: Bench, batches: int) -> None:
    """Let the bot hear of it, in one batch or in several, delivering in between."""
    waiting = bench.world.updates.pending
    size = -(-len(waiting) // batches) or 1
    for start in range(0, max(1, len(waiting)), size):
        bench.world.updates.pending = waiting[start : start + size]
        await bench.run()


@contextmanager
def statements(bench: Bench, beginning: str) -> Iterator[list[str]]:
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(beginning):
            found.append(statement)

    event.listen(bench.database.engine, "before_cursor_execute", note)
    yield found
    event.remove(bench.database.engine, "before_cursor_execute", note)


def recorded(session: Session, kind: str) -> int:
    return len(
        session.exec(select(JournalEntry).where(JournalEntry.kind == kind, JournalEntry.group_id == GROUP)).all()
    )


@learnt
async def test_one_row_changes_and_what_waits_is_said_once(
    tmp_path: Path, kept: Kept, notices: tuple[str, ...], batches: int
) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        old = bench.group
        log_alert(bench)
        await bench.run()
        for number in range(3):
            say(bench, f"Number {number}")
        open_poll(bench)
        new = migrate(bench, notices)
        before = bench.read(card_of, "alert", 1)
        with statements(bench, "UPDATE groups SET tg_chat_id") as updates:
            await hear(bench, batches)
        assert len([update for update in updates if "era" in update]) == 1
        assert bench.read(card_of, "alert", 1) == before
        assert [len(bench.seen(f"Number {number}")) for number in range(3)] == [1, 1, 1]
        assert [message.chat for message in bench.seen("P-1 ·")] == [new]
        assert [message.chat for message in bench.seen("A-1 ·")] == [old]
        (group,) = bench.read(lambda session: session.exec(select(Group).where(Group.state == "active")).all())
        assert (group.id, group.tg_chat_id, group.tg_former_chat_id, group.era) == (GROUP, new.id, old.id, 1)
        assert bench.read(recorded, "migrated") == 1


@learnt
async def test_buttons_work_wherever_they_are_pressed(
    tmp_path: Path, kept: Kept, notices: tuple[str, ...], batches: int
) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        open_poll(bench)
        await bench.run()
        (old_card,) = bench.seen("P-1 ·")
        new = migrate(bench, notices)
        await hear(bench, batches)
        since = len(bench.world.calls)
        press = bench.world.press(bench.london, old_card, "For")
        await bench.run()
        assert press.text == "Recorded: For"
        (new_card,) = [message for message in bench.seen("P-1 ·") if message.chat is new]
        assert "For · 1" in new_card.text
        edits = bench.asked("editMessageText", since=since)
        assert len(edits) == (0 if notices else 1)  # where only an error can tell, one edit has to meet it
        again = bench.world.press(bench.kyiv, new_card, "Against")
        later = bench.world.press(bench.paris, old_card, "For")
        await bench.run()
        assert ((again.text or "").partition(". ")[0], later.text) == ("Recorded: Against", "Recorded: For")
        assert "For · 2" in new_card.text
        assert "Against · 1" in new_card.text
        assert [message.chat for message in bench.seen("P-1 ·")] == [bench.group, new]


async def test_a_card_is_not_edited_into_another_message_with_its_old_number(tmp_path: Path, kept: Kept) -> None:
    """A supergroup counts its messages anew: the bot's own in the new chat may bear an old card's number."""
    async with Bench.set_up(tmp_path, kept) as bench:
        log_alert(bench)
        await bench.run()
        number = bench.seen("A-1 ·")[0].id
        new = migrate(bench, NOTICES)
        new.last_message_id = number - 1
        say(bench, "Something else")
        await bench.run()
        (other,) = bench.seen("Something else")
        assert (other.id, other.chat) == (number, new)
        bench.write(alerts.set_state, alert_id=1, state="resolved", **AUTHOR)
        await bench.run()
        assert other.text == "Something else"
        assert bench.seen("Resolved")[0].chat is new


async def test_what_is_said_afterwards_replies_to_nothing_in_the_new_chat_by_an_old_number(
    tmp_path: Path, kept: Kept
) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        open_poll(bench)
        await bench.run()
        new = migrate(bench, NOTICES)
        new.last_message_id = bench.seen("P-1 ·")[0].id - 1
        stranger = bench.world.send(bench.paris, new, "Good morning")
        bench.write(poll_reminders.remind, poll_id=1)
        say(bench, "An answer", reply_to=stranger.id)
        await bench.run()
        assert [message.reply_to for message in bench.seen("Reminder:")] == [None]
        assert [message.reply_to for message in bench.seen("An answer")] == [None]


@pytest.mark.parametrize("arrived", [True, False], ids=["the message arrived before", "the message came too late"])
async def test_with_a_message_in_flight(tmp_path: Path, kept: Kept, arrived: bool) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        bench.patience = 1.0
        async with bench.playing():
            bench.world.fail("sendMessage", faults.slow(after=0.2) if arrived else faults.slow(before=0.2))
            log_alert(bench)
            sending = asyncio.create_task(bench.app.courier.deliver_due())
            await asyncio.sleep(0.1)
            new = migrate(bench, NOTICES)
            await bench.app.intake.step()
            await sending
            await bench.run()
            assert [message.chat for message in bench.seen("A-1 ·")] == [bench.group if arrived else new]
            card = bench.read(card_of, "alert", 1)
            assert card.era == (0 if arrived else 1)
            bench.write(alerts.set_state, alert_id=1, state="resolved", **AUTHOR)
            await bench.run()
            assert [message.chat for message in bench.seen("Resolved")] == [new]


async def test_an_unanswered_message_is_repeated_in_the_new_chat(tmp_path: Path, kept: Kept) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        bench.world.fail("sendMessage", faults.restart(applied=True))
        say(bench, "The answer")
        await bench.app.step()
        new = migrate(bench, NOTICES)
        await bench.run()
        assert [(message.chat, message.text) for message in bench.seen("The answer")] == [
            (bench.group, "The answer"),
            (new, "The answer\n(repeat)"),
        ]


async def test_the_new_id_is_on_disk_before_anybody_counts_on_it(
    tmp_path: Path, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        seen: list[int] = []

        def note(point: str) -> None:
            if point == "courier.migrated":
                seen.append(bench.read(group_by_id, GROUP).tg_chat_id)

        say(bench, "The answer")
        new = migrate(bench, ())
        monkeypatch.setattr(points, "hook", note)
        await bench.run()
        monkeypatch.setattr(points, "hook", None)
        assert seen == [new.id]


async def test_nothing_from_the_old_chat_shuts_the_new_one(tmp_path: Path, kept: Kept) -> None:
    """A late word that the bot has left the group that is no more says nothing of the supergroup."""
    async with Bench.set_up(tmp_path, kept) as bench:
        new = migrate(bench, NOTICES)
        await bench.run()
        bench.world.set_status(bench.group, bench.world.bot, "left", by=bench.paris)
        await bench.run()
        assert bench.read(group_by_id, GROUP).state == "active"
        say(bench, "Still here")
        await bench.run()
        assert [message.chat for message in bench.seen("Still here")] == [new]


async def test_a_move_to_where_it_is_already_does_not_spin(tmp_path: Path, kept: Kept) -> None:
    async with Bench.set_up(tmp_path, kept) as bench:
        here = faults.refusal(moved(bench.group.id))
        bench.world.fail("sendMessage", here, times=10)
        say(bench, "The answer")
        began = bench.clock.at
        for _ in range(12):
            if next_at := await bench.app.step():
                await bench.app.skip(min(next_at - bench.clock.at, timedelta(minutes=10)))
        assert [(call.at - began) // timedelta(minutes=5) for call in bench.asked("sendMessage", "The answer")] == [
            *range(11)
        ]
        cards = bench.read(lambda session: session.exec(select(LiveCard).where(col(LiveCard.era) > 0)).all())
        assert cards == []
