"""The electorate's migration on a database in which everything points to polls: rows, words and checks survive it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from storage.database import Database
from storage.migrations import configuration

ROWS = """
INSERT INTO groups (id, tg_chat_id, title, public, language, timezone, state, created_at)
VALUES (1, -1001, 'Washington Group', 0, 'en', 'Europe/Brussels', 'active', '2026-01-17 17:00:00');
INSERT INTO people (id, tg_user_id, name, private_open)
VALUES (1, 101, 'Paris', 0);
INSERT INTO members (id, group_id, person_id, status)
VALUES (1, 1, 1, 'member');
INSERT INTO delegations (id, group_id, code, name, weight, weight_source)
VALUES (1, 1, 'FR', '', 1517, '2025'), (2, 1, 'UA', '', 1, 'equal');
INSERT INTO seats (member_id, delegation_id, state)
VALUES (1, 1, 'seated');
INSERT INTO polls (id, group_id, number, question, rule, quorum, author_id, by_delegation, opened_at, closes_at, state, verdict, reason)
VALUES (1, 1, 1, 'Issue a joint statement?', 'majority', '', 1, 1, '2026-01-17 17:00:00', '2026-01-17 17:00:00', 'closed', 'adopted', ''), (2, 1, 2, 'When?', 'plurality', '', 1, 1, '2026-01-17 17:00:00', '2026-01-17 17:00:00', 'open', '', '');
INSERT INTO poll_options (poll_id, number, text)
VALUES (2, 1, 'Today'), (2, 2, 'Tomorrow');
INSERT INTO electors (id, poll_id, delegation_id, name, code, weight)
VALUES (1, 1, 1, '', 'FR', 1517), (2, 2, 1, '', 'FR', 1517), (3, 2, 2, '', 'UA', 1);
INSERT INTO ballots (elector_id, choice, reason, cast_by_id, at)
VALUES (1, -1, 'at last', 1, '2026-01-17 17:00:00'), (2, 2, '', 1, '2026-01-17 17:00:00'), (3, 0, '', 1, '2026-01-17 17:00:00');
INSERT INTO calls (id, group_id, number, uid, sequence, title, starts_at, minutes, link, remind, author_id, poll_id, state, reason, created_at)
VALUES (1, 1, 1, 'u', 0, 'Talks', '2026-01-17 17:00:00', 30, '', '[]', 1, 1, 'planned', '', '2026-01-17 17:00:00')
"""
OLD_BALLOTS = [(1, -1, "at last"), (2, 2, ""), (3, 0, "")]


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """A database of the version before, with polls that electors, options and a call point to."""
    database = Database(f"sqlite:///{tmp_path}/bot.db")
    with database.engine.connect() as opened:
        command.upgrade(configuration(opened), "0007")
        for row in ROWS.split(";"):
            opened.exec_driver_sql(row)
        opened.commit()
        yield opened
    database.close()


def move(connection: Connection, version: str) -> None:
    """Migrate up or down, and commit: that is when deferred foreign keys are looked at."""
    step = command.upgrade if version == "0008" else command.downgrade
    step(configuration(connection), version)
    connection.commit()


def asked(connection: Connection, statement: str) -> list[tuple[object, ...]]:
    found = [tuple(row) for row in connection.execute(text(statement))]
    connection.rollback()
    return found


def test_ballots_become_text_in_the_principals_rank(connection: Connection) -> None:
    move(connection, "0008")
    found = asked(connection, "SELECT elector_id, rank, choices, reason FROM ballots ORDER BY elector_id")
    assert found == [(1, 3, "-1", "at last"), (2, 3, "2", ""), (3, 3, "0", "")]


def test_polls_and_what_points_to_them_are_whole_up_down_and_up(connection: Connection) -> None:
    for version in ("0008", "0007", "0008"):
        move(connection, version)
        assert asked(connection, "SELECT id, state, question FROM polls ORDER BY id") == [
            (1, "closed", "Issue a joint statement?"),
            (2, "open", "When?"),
        ]
        assert asked(connection, "SELECT id, poll_id FROM electors") == [(1, 1), (2, 2), (3, 2)]
        assert asked(connection, "PRAGMA foreign_key_check") == []
        assert asked(connection, "PRAGMA integrity_check") == [("ok",)]
        if version == "0007":
            assert asked(connection, "SELECT elector_id, choice, reason FROM ballots") == OLD_BALLOTS


def test_foreign_keys_hold_afterwards(connection: Connection) -> None:
    move(connection, "0008")
    with pytest.raises(IntegrityError):
        connection.execute(text("DELETE FROM polls WHERE id = 1"))
    connection.rollback()
    with pytest.raises(IntegrityError):
        connection.execute(text("INSERT INTO poll_options (poll_id, number, text) VALUES (9, 1, 'Never')"))
    connection.rollback()


@pytest.mark.parametrize(
    ("state", "allowed"), [("scheduled", True), ("open", True), ("closed", True), ("paused", False)]
)
def test_states_of_a_poll(connection: Connection, state: str, *, allowed: bool) -> None:
    move(connection, "0008")
    change = text(f"UPDATE polls SET state = '{state}' WHERE id = 2")  # noqa: S608 -- ours
    if allowed:
        connection.execute(change)
    else:
        with pytest.raises(IntegrityError):
            connection.execute(change)
    connection.rollback()


def test_the_index_of_words_goes_on_following_polls(connection: Connection) -> None:
    for version in ("0008", "0007", "0008"):
        move(connection, version)
        for word, found in (("statement", [(4,)]), ("tomorrow", [(7,)])):
            assert asked(connection, f"SELECT rowid FROM search_index WHERE search_index MATCH '{word}'") == found  # noqa: S608
    connection.execute(text("UPDATE polls SET question = 'Issue a démarche?' WHERE id = 1"))
    connection.commit()
    assert asked(connection, "SELECT rowid FROM search_index WHERE search_index MATCH 'demarche'") == [(4,)]


def test_the_year_of_a_weight_stands_apart_from_its_source(connection: Connection) -> None:
    move(connection, "0008")
    found = asked(connection, "SELECT code, weight, weight_year, weight_source FROM delegations ORDER BY id")
    assert found == [("FR", 1517, 2025, ""), ("UA", 1, None, "equal")]
    move(connection, "0007")
    assert asked(connection, "SELECT weight_source FROM delegations ORDER BY id") == [("2025",), ("equal",)]


def test_everybody_seated_is_a_principal_and_every_delegation_votes(connection: Connection) -> None:
    move(connection, "0008")
    assert asked(connection, "SELECT role FROM seats") == [("principal",)]
    assert asked(connection, "SELECT DISTINCT role FROM delegations") == [("voting",)]


def test_going_back_keeps_the_ballot_that_stands(connection: Connection) -> None:
    move(connection, "0008")
    connection.execute(text("INSERT INTO ballots VALUES (1, 2, '-2', 'the deputy', 1, '2026-01-17 17:00:00')"))
    connection.commit()
    move(connection, "0007")
    assert asked(connection, "SELECT elector_id, choice, reason FROM ballots") == OLD_BALLOTS
