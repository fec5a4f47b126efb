"""What a restored database says: nothing twice, no flood, and the cards show what is on record."""

import contextlib
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from bot.upkeep.check import of_database
from bot.upkeep.restores import Swap, restore
from storage.files import copy
from storage.queries.journal import first_broken
from tests.stage import Stage


class Restored(Stage):
    """A stage whose database can be backed up and put back between two runs of the bot."""

    def back_up(self) -> None:
        copy(self.folder / "bot.db", self.folder / "copy.db")

    async def cut_short(self, *commands: str) -> None:
        """Paris writes, the bot takes it in, and before any of its answers has gone out a backup is made."""
        for command in commands:
            self.world.send(self.paris, self.group, command)
        await self.app.intake.step()
        self.back_up()

    def restore(self) -> Swap:
        swap = restore(self.settings, self.folder / "copy.db", now=self.clock.now(), agreed=lambda _: True)
        assert swap
        return swap

    def rows(self, question: str) -> list[tuple[object, ...]]:
        """What the database holds."""
        with contextlib.closing(sqlite3.connect(self.folder / "bot.db")) as database:
            return database.execute(question).fetchall()

    @property
    def posted(self) -> list[str]:
        return [message.text for message in self.group.messages if message.sender.is_bot]


@pytest.fixture
async def stage(tmp_path: Path) -> Restored:
    """The bot has greeted and knows everyone; it does not run."""
    opened = Restored(tmp_path)
    opened.world.add_bot(opened.group, opened.paris)
    async with opened.playing():
        for user in (opened.paris, opened.london, opened.kyiv):
            opened.world.send(user, opened.group, f"@{opened.world.bot.username} hello")
        await opened.settle()
    return opened


async def test_messages_that_waited_are_not_sent_again(stage: Restored) -> None:
    async with stage.playing():
        await stage.cut_short("/ack A-9", "/vote P-9 for", "/digest")
        await stage.settle()
    said = stage.posted
    facts = stage.restore().facts
    assert (facts.unsent, facts.groups) == (3, 1)
    async with stage.playing():
        await stage.settle()
        assert stage.posted == said
    assert (
        stage.rows("SELECT state, error FROM outbox ORDER BY id DESC LIMIT 3")
        == [("failed", "restored from a backup: whether it was sent is not known")] * 3
    )


async def test_the_record_says_that_it_was_restored_and_not_that_something_was_undelivered(stage: Restored) -> None:
    async with stage.playing():
        await stage.cut_short("/ack A-9")
    as_of = stage.restore().facts.as_of
    assert as_of
    entries = stage.rows("SELECT kind, body FROM journal ORDER BY seq")
    assert [kind for kind, _ in entries] == ["arrived", "restored"]
    assert entries[-1][1] == f'{{"as_of": "{as_of.isoformat()}", "unsent": 1}}'
    async with stage.playing():
        assert stage.read(first_broken, 1) is None


async def test_an_operator_finds_them_among_the_undelivered(stage: Restored) -> None:
    async with stage.playing():
        await stage.cut_short("/ack A-9")
    stage.restore()
    _, facts = of_database(stage.settings, stage.clock)
    assert facts
    assert facts.undelivered == {"restored from a backup: whether it was sent is not known": 1}


async def test_a_card_that_may_have_been_posted_since_is_marked_a_repetition(stage: Restored) -> None:
    async with stage.playing():
        await stage.cut_short("/alert Tariffs")
        await stage.settle()
    stage.restore()
    async with stage.playing():
        await stage.settle()
    first, second = [text for text in stage.posted if text.startswith("A-1")]
    assert "(repeat)" not in first
    assert "(repeat)" in second


async def test_cards_show_what_is_on_record_again_without_a_new_message(stage: Restored) -> None:
    async with stage.playing():
        await stage.says(stage.paris, "/alert Tariffs")
        await stage.says(stage.paris, "/poll Answer?")
        stage.back_up()
        await stage.says(stage.london, "/resolve A-1")
        await stage.says(stage.paris, "/vote P-1 for")
    messages = len(stage.group.messages)
    assert stage.restore().facts.cards == 2
    async with stage.playing():
        await stage.settle()
        assert "resolved" not in stage.card("A-1").text
        assert "Paris" in stage.card("P-1").text.partition("Not yet voted")[2]
    assert len(stage.group.messages) == messages


async def test_what_has_ended_for_good_is_left_alone(stage: Restored) -> None:
    async with stage.playing():
        await stage.says(stage.paris, "/poll Answer?")
        await stage.says(stage.paris, "/close P-1")
        await stage.says(stage.paris, "/call Follow-up\nwhen: tomorrow 18:00")
        await stage.says(stage.paris, "/cancel C-1")
        stage.back_up()
    assert stage.restore().facts.cards == 0


async def test_what_is_settled_is_shown_last_and_silently(stage: Restored) -> None:
    async with stage.playing():
        for number in (1, 2):
            await stage.says(stage.paris, "/alert Tariffs !critical")
            await stage.says(stage.paris, f"/resolve A-{number}" if number == 1 else "/ack A-2")
        stage.back_up()
    stage.restore()
    async with stage.playing():
        assert stage.rows("SELECT priority, silent, wanted > sent FROM cards ORDER BY id") == [(4, 1, 1), (3, 1, 1)]


async def test_a_deadline_in_the_gap_is_put_off_by_it_and_the_group_told(stage: Restored) -> None:
    async with stage.playing():
        await stage.says(stage.paris, "/poll Answer?\ncloses: in 1h")
        stage.back_up()
        await stage.wait(timedelta(hours=3))
        assert any("Rejected" in text for text in stage.posted)
    assert stage.restore().facts.overdue >= 1
    async with stage.playing():
        await stage.settle()
        assert stage.card("P-1").text.partition("Not yet voted")[2]
        assert "P-1" in stage.posted[-1]
        await stage.says(stage.paris, "/vote P-1 for")
        assert "Paris" not in stage.card("P-1").text.partition("Not yet voted")[2]


async def test_an_update_that_was_done_before_the_backup_is_not_done_again(stage: Restored) -> None:
    async with stage.playing():
        await stage.says(stage.paris, "/alert Tariffs")
        stage.back_up()
    before = stage.rows("SELECT update_id FROM seen ORDER BY 1")
    stage.restore()
    assert stage.rows("SELECT update_id FROM seen ORDER BY 1") == before


async def test_a_group_the_bot_may_not_serve_is_still_left(tmp_path: Path) -> None:
    stage = Restored(tmp_path, allowed_chats=frozenset({-1}))
    stage.world.add_bot(stage.group, stage.paris)
    async with stage.playing():
        await stage.cut_short()
    assert stage.restore().facts.unsent == 0
    async with stage.playing():
        await stage.settle()
    assert not stage.group.has(stage.world.bot)


async def test_a_sense_check_whose_poll_may_have_been_sent_since_goes_on(stage: Restored) -> None:
    async with stage.playing():
        await stage.cut_short("/poll Joint statement?\nnative: yes")
        await stage.settle()
    stage.restore()
    async with stage.playing():
        await stage.settle()
        (poll,) = [message for message in stage.group.messages if message.poll]
        cards = [message for message in stage.group.messages if "sense check, not binding" in message.text]
        assert "Telegram’s poll could not be posted: /show P-1 tries again" in cards[-1].text
        stage.world.vote(stage.london, poll, "For")
        await stage.settle()
        cards = [message for message in stage.group.messages if "sense check, not binding" in message.text]
        assert "For · 1: \u2068London\u2069" in cards[-1].text
        assert "Answer in Telegram’s poll below" in cards[-1].text
        stage.world.send(stage.paris, stage.group, "/show P-1")
        await stage.settle()
        again = stage.group.messages[-1]
        stage.world.vote(stage.kyiv, again, "For")
        await stage.settle()
        cards = [message for message in stage.group.messages if "sense check, not binding" in message.text]
        assert "For · 2: \u2068London\u2069, \u2068Kyiv\u2069" in cards[-1].text
