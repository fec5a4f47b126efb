"""Alembic: bringing a database to the version this code knows."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection

from bot.points import reach
from storage.database import Database

FOLDER = Path(__file__).parent


class Newer(Exception):  # noqa: N818 -- it says what the database is
    """The database was written by a newer version of the bot."""


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without a file of its own."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


def upgrade(database: Database) -> bool:
    """Bring the database to the newest version; True when there was something to do. Newer: it is ahead of us."""
    with database.engine.connect() as connection:
        script = ScriptDirectory.from_config(configuration())
        current = MigrationContext.configure(connection).get_current_revision()
        connection.rollback()
        if current == script.get_current_head():
            return False
        try:
            if current is not None:
                script.get_revision(current)
        except CommandError as error:
            raise Newer(current or "") from error
        command.upgrade(configuration(connection), "head")
        reach("migration.applied")
        connection.commit()
        reach("migration.committed")
    return True
