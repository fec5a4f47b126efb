"""Alembic: bringing a database to the version this code knows."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from bot.points import reach
from storage.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent
REVISIONS = tuple(sorted(path.name[:4] for path in (FOLDER / "versions").glob("[0-9]*.py")))
HEAD = REVISIONS[-1]  # known without Alembic, which is loaded where there is something to migrate


class Newer(Exception):  # noqa: N818 -- it says what the database is
    """The database was written by a newer version of the bot."""


def configuration(connection: Connection | None = None) -> "Config":
    """Alembic's configuration, without a file of its own."""
    from alembic.config import Config  # noqa: PLC0415 -- see HEAD

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


def revision(connection: Connection) -> str:
    """The database's version; empty for one without any tables of ours."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""


def upgrade(database: Database) -> bool:
    """Bring the database to the newest version; True when there was something to do. Newer: it is ahead of us."""
    with database.engine.connect() as connection:
        current = revision(connection)
        connection.rollback()
        if current == HEAD:
            return False
        if current and current not in REVISIONS:
            raise Newer(current)
        from alembic import command  # noqa: PLC0415 -- see HEAD

        command.upgrade(configuration(connection), "head")
        reach("migration.applied")
        connection.commit()
        reach("migration.committed")
    return True
