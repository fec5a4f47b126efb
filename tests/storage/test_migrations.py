"""Migrations: they make what the models say, and go back and forth."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.database import Database
from storage.migrations import Newer, configuration, of_a_model, revisions, upgrade
from storage.models import metadata

BEFORE_TOPICS = (
    (
        "INSERT INTO groups (id, tg_chat_id, title, public, language, timezone, state, created_at) "
        "VALUES (1, -1001, 'Washington Group', 0, 'en', 'Europe/Brussels', 'active', '2026-01-17 17:00:00')"
    ),
    (
        "INSERT INTO cards (group_id, kind, subject_id, wanted, sent, sending, repeat, priority, silent, panel, attempts, error) "
        "VALUES (1, 'alert', 1, 1, 1, 0, 0, 3, 0, '', 0, '')"
    ),
    (
        "INSERT INTO outbox (group_id, priority, kind, payload, state, attempts, repeat, not_before, error, created_at) "
        "VALUES (1, 0, 'reply', '{}', 'pending', 0, 0, '2026-01-17 17:00:00', '', '2026-01-17 17:00:00')"
    ),
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path}/deep/down/bot.db")
    yield opened
    opened.close()


def schema(connection: Connection) -> list[str]:
    statement = text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version' ORDER BY name")
    return list(connection.execute(statement).scalars())


def test_migrations_equal_the_models(database: Database) -> None:
    upgrade(database)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": of_a_model})
        assert compare_metadata(context, metadata) == []


def test_the_head_known_without_alembic_is_alembics() -> None:
    assert ScriptDirectory.from_config(configuration()).get_current_head() == revisions()[-1]


def test_up_down_and_up_again(database: Database) -> None:
    upgrade(database)
    with database.engine.connect() as connection:
        first = schema(connection)
        connection.rollback()
        command.downgrade(configuration(connection), "base")
        connection.commit()
        assert schema(connection) == []
        connection.rollback()
    upgrade(database)
    with database.engine.connect() as connection:
        assert schema(connection) == first


def test_what_was_there_stays_there_up_and_down(database: Database) -> None:
    """Rows that others point to, made before topics and eras were known."""
    with database.engine.connect() as connection:
        command.upgrade(configuration(connection), "0001")
        for row in BEFORE_TOPICS:
            connection.execute(text(row))
        connection.commit()
        for move, version in ((command.upgrade, "0002"), (command.downgrade, "0001"), (command.upgrade, "0002")):
            move(configuration(connection), version)
            connection.commit()
        kept = connection.execute(text("SELECT title, era, tg_former_chat_id, muted_until FROM groups")).all()
        assert kept == [("Washington Group", 0, None, None)]
        for table in ("cards", "outbox"):
            kept = connection.execute(text(f"SELECT group_id, era, tg_topic_id, astray FROM {table}")).all()  # noqa: S608 -- ours
            assert kept == [(1, 0, None, 0)]
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []


def test_an_up_to_date_database_is_left_alone(database: Database) -> None:
    assert upgrade(database) is True
    assert upgrade(database) is False


def test_a_newer_database_is_refused(database: Database) -> None:
    upgrade(database)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Newer, match="9999"):
        upgrade(database)
