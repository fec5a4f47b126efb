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
from storage.migrations import Newer, configuration, revisions, upgrade
from storage.models import metadata


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
        context = MigrationContext.configure(connection, opts={"compare_type": True})
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


def test_an_up_to_date_database_is_left_alone(database: Database) -> None:
    assert upgrade(database) is True
    assert upgrade(database) is False


def test_a_newer_database_is_refused(database: Database) -> None:
    upgrade(database)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Newer, match="9999"):
        upgrade(database)
