"""Database files as files: read beside a running bot, copied whole, examined. Nothing here takes the bot's lock."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from storage.database import translated

STEP_PAGES = 256  # of a copy: about a megabyte
OURS = frozenset({"alembic_version", "groups", "journal", "outbox", "seen"})
MAGIC = b"SQLite format 3\0"
SIDECARS = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a database, by the database's own name


class Unfit(Exception):  # noqa: N818 -- it says what the file is
    """The file is no sound database of this bot's; the message says why."""


def reading(file: Path) -> sqlite3.Connection:
    """A connection that can only read, and makes no database where there is none: sqlite3.Error then, at the first look."""
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)


@contextlib.contextmanager
def snapshot(file: Path) -> Iterator[Session]:
    """A session on one moment of the database, whoever writes meanwhile. Unavailable: it cannot be read."""
    engine = _read_only(file)
    try:
        with translated(), Session(engine, expire_on_commit=False) as session:
            yield session
    finally:
        engine.dispose()


def copy(source: Path, target: Path) -> None:
    """Copy a database as it is at one moment into `target`, a single file, and see it on the disk.

    The moment is held open while pages are copied, a step at a time: a writer in another process is never held up,
    and its commits do not make SQLite begin the copy anew.
    """
    with contextlib.closing(reading(source)) as origin, contextlib.closing(sqlite3.connect(target)) as copied:
        # Half a copy is thrown away: it needs no journal, and one flush at its end, beside a bot that needs the disk.
        copied.execute("PRAGMA journal_mode = OFF").fetchone()
        copied.execute("PRAGMA synchronous = OFF")
        origin.execute("BEGIN")
        origin.execute("SELECT count(*) FROM sqlite_master").fetchone()
        origin.backup(copied, pages=STEP_PAGES, progress=lambda *_: None)  # with it, a signal is heard between steps
        settle(copied)
    sync(target)


def is_sqlite(file: Path) -> bool:
    """Whether the file begins as SQLite's do."""
    with file.open("rb") as raw:
        return raw.read(len(MAGIC)) == MAGIC


def settle(connection: sqlite3.Connection) -> None:
    """Put everything into the one file: no write-ahead log stands beside it any more."""
    connection.execute("PRAGMA journal_mode = DELETE").fetchone()


def sync(path: Path) -> None:
    """See a file, or a folder's list of files, on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def faults(connection: sqlite3.Connection, *, quick: bool = False) -> list[str]:
    """What SQLite finds wrong with the database, at most a few; `quick` leaves out comparing indexes with rows."""
    check = "quick_check" if quick else "integrity_check"
    found = [" ".join(str(row[0]).split()) for row in connection.execute(f"PRAGMA {check}(3)") if row[0] != "ok"]
    if not found:
        orphans = connection.execute("PRAGMA foreign_key_check").fetchmany(3)
        found = [
            f"row {row} of {table} points to a row of {parent} that is not there" for table, row, parent, _ in orphans
        ]
    return found


def examine(file: Path) -> None:
    """Unfit unless this is a sound database of the bot's, whatever its version."""
    try:
        with contextlib.closing(reading(file)) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if not tables >= OURS or not connection.execute("SELECT count(*) FROM alembic_version").fetchone()[0]:
                raise Unfit("it is not a database of this bot")
            if found := faults(connection):
                raise Unfit(f"it is damaged: {'; '.join(found)}")
    except sqlite3.Error as error:
        raise Unfit(f"SQLite cannot read it: {error}") from error


def _read_only(file: Path) -> Engine:
    engine = create_engine("sqlite://", creator=lambda: reading(file), poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def _began(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine
