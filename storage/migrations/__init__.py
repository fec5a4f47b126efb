"""Alembic: bringing a database to the version this code knows."""

from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection

from storage.database import Database

FOLDER = Path(__file__).parent


class Newer(Exception):  # noqa: N818 -- it says what the database is
    """The database was written by a newer version of the bot."""


class Age(StrEnum):
    """A database beside this code."""

    EMPTY = "empty"  # no version at all: nothing has been made yet
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without a file of its own."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


def age(connection: Connection) -> tuple[Age, str]:
    """How the database stands to this code, and its version."""
    script = ScriptDirectory.from_config(configuration())
    current = MigrationContext.configure(connection).get_current_revision()
    if current is None:
        return Age.EMPTY, ""
    if current == script.get_current_head():
        return Age.CURRENT, current
    try:
        script.get_revision(current)
    except CommandError:
        return Age.NEWER, current
    return Age.OLDER, current


def upgrade(database: Database) -> bool:
    """Bring the database to the newest version; True when there was something to do. Newer: it is ahead of us."""
    with database.engine.connect() as connection:
        standing, current = age(connection)
        connection.rollback()
        if standing is Age.CURRENT:
            return False
        if standing is Age.NEWER:
            raise Newer(current)
        command.upgrade(configuration(connection), "head")
        connection.commit()
    return True
