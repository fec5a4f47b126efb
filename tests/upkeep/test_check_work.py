"""What a look finds of the work: record, timers, outbox, dead letters, the last contact."""

from datetime import timedelta

import pytest

from bot.upkeep.check import of_database
from bot.upkeep.findings import Finding, Level, ok, warning
from bot.upkeep.work import of_work
from tests.stage import Stage
from tests.upkeep.conftest import execute

OK, WARNING, PROBLEM = Level
WEEK = timedelta(days=7)


async def work(stage: Stage, statement: str = "", after: timedelta = timedelta()) -> dict[str, list[Finding]]:
    """What a look finds of the work, a statement and some time later."""
    if statement:
        execute(statement)(stage.folder)
    stage.clock.skip(after)
    _, facts = of_database(stage.settings, stage.clock)
    assert facts
    found: dict[str, list[Finding]] = {}
    for finding in of_work(facts, stage.clock.now(), WEEK):
        found.setdefault(finding.about, []).append(finding)
    return found


JOURNAL = 'journal of "Washington Group"'


@pytest.mark.parametrize(
    ("statement", "after", "about", "level", "words"),
    [
        pytest.param("", 0, JOURNAL, OK, "the chain is whole", id="a whole chain"),
        pytest.param("", 0, "last contact", OK, "Telegram answered the bot", id="Telegram heard of just now"),
        pytest.param("", 3600, "last contact", WARNING, "1 hour ago", id="Telegram not heard of for an hour"),
        pytest.param(
            "DELETE FROM intake", 0, "last contact", WARNING, "never heard from Telegram", id="Telegram never heard of",
        ),
        pytest.param("", 0, "timers", OK, "next due in 1 day", id="a timer to come"),
        pytest.param("UPDATE timers SET state = 'cancelled'", 0, "timers", OK, "nothing is due", id="nothing due"),
        pytest.param("", 3 * 86400, "timers", WARNING, "1 timer overdue, the first (digest)", id="a timer overdue"),
        pytest.param("", 0, "outbox", OK, "0 messages and 0 cards waiting", id="nothing to be said"),
        pytest.param("", 0, "undelivered", OK, "nothing in the last 7 days", id="everything delivered"),
        pytest.param(
            "UPDATE outbox SET state = 'failed', error = 'Forbidden', settled_at = '2026-01-17 17:00:00.000000' WHERE id = 1",
            60, "undelivered", WARNING, "1 message in the last 7 days: 1 x Forbidden", id="a message given up",
        ),
        pytest.param(
            "UPDATE outbox SET state = 'failed', error = 'Forbidden', settled_at = '2026-01-17 17:00:00.000000' WHERE id = 1",
            8 * 86400, "undelivered", OK, "nothing", id="a message given up long ago",
        ),
        pytest.param(
            "UPDATE outbox SET state = 'pending', created_at = '2026-01-17 17:00:00.000000' WHERE id = 1",
            1200, "outbox", WARNING, "1 message and 0 cards waiting, the oldest for 20 minutes", id="a message kept waiting",
        ),
        pytest.param("", 0, "dead letters", OK, "none", id="no dead letters"),
        pytest.param(
            "INSERT INTO dead_letters VALUES (1, 7, '2026-01-17 17:00:00.000000', '', 'Traceback' || char(10) || 'KeyError: x')",
            7200, "dead letters", WARNING, "1 update could not be handled, the newest 2 hours ago: KeyError: x", id="a dead letter",
        ),
    ],
)  # fmt: skip
async def test_what_the_work_says(
    stage: Stage, statement: str, after: int, about: str, level: Level, words: str
) -> None:
    (finding,) = (await work(stage, statement, timedelta(seconds=after)))[about]
    assert (finding.level, words in finding.says) == (level, True), finding


async def test_parked_timers_are_named(stage: Stage) -> None:
    _, parked = (await work(stage, "UPDATE timers SET state = 'parked', error = 'KeyError(1)'"))["timers"]
    assert parked == warning("timers", "1 timer parked after three tries (digest of 1): KeyError(1)")


async def test_a_card_that_was_given_up_counts_as_undelivered(stage: Stage) -> None:
    statement = (
        "INSERT INTO journal SELECT 99, group_id, 99, at, 'undelivered', NULL, '', "
        """'{"kind": "alert", "why": "Bad Request: too large"}', salt, digest, prev_hash, hash FROM journal WHERE id = 1"""
    )
    (finding,) = (await work(stage, statement))["undelivered"]
    assert finding.says == "1 message in the last 7 days: 1 x Bad Request: too large"


async def test_messages_for_a_group_that_was_left_are_held_and_not_late(stage: Stage) -> None:
    execute("UPDATE outbox SET state = 'pending' WHERE group_id IS NOT NULL AND id = 1")(stage.folder)
    (finding,) = (await work(stage, "UPDATE groups SET state = 'left'", timedelta(hours=2)))["outbox"]
    assert finding == ok("outbox", "0 messages and 0 cards waiting, 1 message held for groups the bot is not in")


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        pytest.param("UPDATE journal SET body = '{}' WHERE seq = 2", "entry 2 does not fit", id="content changed"),
        pytest.param("UPDATE journal SET at = '2020-01-01 00:00:00.000000' WHERE seq = 3", "entry 3", id="dated back"),
        pytest.param("DELETE FROM journal WHERE seq = 2", "entry 2 does not fit", id="taken out"),
        pytest.param("UPDATE journal SET kind = 'poll_closed' WHERE seq = 2", "entry 2", id="called something else"),
        pytest.param("UPDATE journal SET body = 'no JSON' WHERE seq = 2", "cannot be read", id="made unreadable"),
        pytest.param("UPDATE journal SET body = '[7]' WHERE seq = 2", "entry 2", id="made a list"),
        pytest.param("UPDATE journal SET at = 'once' WHERE seq = 2", "cannot be read", id="without a moment"),
    ],
)
async def test_a_record_that_was_changed_is_a_problem(stage: Stage, statement: str, words: str) -> None:
    for text in ("/alert One", "/alert Two"):
        await stage.says(stage.paris, text)
    (finding,) = (await work(stage, statement))[JOURNAL]
    assert (finding.level, words in finding.says) == (PROBLEM, True), finding


async def test_a_chain_that_is_broken_in_one_group_is_whole_in_another(stage: Stage) -> None:
    other = stage.world.add_group("Advisers", stage.paris, admins=[stage.paris])
    stage.world.add_bot(other, stage.paris)
    await stage.settle()
    found = await work(stage, "UPDATE journal SET kind = 'left' WHERE group_id = 1 AND seq = 1")
    assert found[JOURNAL][0].level is PROBLEM
    assert found['journal of "Advisers"'][0].level is OK
