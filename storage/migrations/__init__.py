"""Alembic: bringing a database to the version this code knows."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from bot.points import reach
from storage.database import Database
from storage.queries.search import INDEX

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent


class Newer(Exception):  # noqa: N818 -- it says what the database is
    """The database was written by a newer version of the bot."""


class Age(StrEnum):
    """A database beside this code."""

    EMPTY = "empty"  # no version at all: nothing has been made yet
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"


def configuration(connection: Connection | None = None) -> "Config":
    """Alembic's configuration, without a file of its own."""
    from alembic.config import Config  # noqa: PLC0415 -- see revisions

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


def of_a_model(name: str | None, type_: str, _parents: object) -> bool:
    """Whether Alembic is to compare this with the models: the index of words and its tables are SQLite's own affair."""
    return not (type_ == "table" and name is not None and f"{name}_".startswith(f"{INDEX}_"))


def revisions() -> list[str]:
    """Every version this code knows, the newest last; without Alembic, which is loaded where there is work for it."""
    return sorted(path.name[:4] for path in (FOLDER / "versions").glob("[0-9]*.py"))


def age(connection: Connection) -> tuple[Age, str]:
    """How the database stands to this code, and its version."""
    if not inspect(connection).has_table("alembic_version"):
        return Age.EMPTY, ""
    current = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""
    if not current:
        return Age.EMPTY, ""
    known = revisions()
    if current == known[-1]:
        return Age.CURRENT, current
    return (Age.OLDER if current in known else Age.NEWER), current


def upgrade(database: Database) -> bool:
    """Bring the database to the newest version; True when there was something to do. Newer: it is ahead of us."""
    with database.engine.connect() as connection:
        standing, current = age(connection)
        connection.rollback()
        if standing is Age.CURRENT:
            return False
        if standing is Age.NEWER:
            raise Newer(current)
        from alembic import command  # noqa: PLC0415 -- see revisions

        command.upgrade(configuration(connection), "head")
        reach("migration.applied")
        connection.commit()
        reach("migration.committed")
    return True
