"""Engines per URL: one writer, several read-only readers, SQLite kept durable."""

import asyncio
import contextlib
import fcntl
import logging
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any, TypeVar
from urllib.parse import quote

from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, create_engine

T = TypeVar("T")
log = logging.getLogger(__name__)

READERS = 2
READERS_CACHE = 512  # KiB of pages each keeps; the writer keeps SQLite's usual two MiB
SLOW_SECONDS = 0.05  # a write longer than this delays votes, so it is named in the log
TROUBLE = (
    "locked", "busy", "disk", "full", "readonly", "unable to open", "i/o error", "malformed", "not a database",
    "out of memory",
)  # fmt: skip


class Unavailable(Exception):  # noqa: N818 -- it says what the database is
    """The database cannot be reached or written now; nobody's fault, to be tried again."""


class InUse(Exception):  # noqa: N818 -- same
    """Another process runs on the same database file."""


class Database:
    """One writer (one connection, one thread, short transactions) and a pool of readers.

    Everything in here is synchronous SQLModel; `write` and `read` hop to a thread and back. Rows that leave stay loaded
    (`expire_on_commit=False`). `executor` makes the threads, given how many and their name.
    """

    def __init__(self, url: str, *, executor: Callable[[int, str], Executor] = ThreadPoolExecutor) -> None:
        self.url = url
        path = database_file(url)
        self.path = path.resolve() if path.is_symlink() else path  # by whatever name it is reached, it has one lock
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._writer = _engine(url, read_only=False, pool_size=1)
        self._readers = _engine(url, read_only=True, pool_size=READERS)
        share_compiled(self._readers, self._writer)
        self._write_thread = executor(1, "writer")
        self._read_threads = executor(READERS, "reader")
        self._lock: IO[str] | None = None
        self._file: tuple[int, int] | None = None  # device and inode of the file that is open
        self.turns()
        event.listen(self._writer, "connect", lambda *_: self._remember())

    def turns(self) -> None:
        """Nobody writes. A batch, for which people wait, waits for the unit that writes now, not for those that wait as well."""
        self.turn = asyncio.Lock()  # whose turn it is to write: one unit's, or a whole batch's
        self._line = asyncio.Lock()  # which unit is next

    def claim(self) -> None:
        """Take the file for this process; InUse when another one has it."""
        self._lock = self.path.with_name(self.path.name + ".lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._lock.close()
            self._lock = None
            raise InUse(str(self.path)) from error

    @property
    def engine(self) -> Engine:
        """The writing engine, for migrations and batches."""
        return self._writer

    def write_now(self, work: Callable[[Session], T]) -> T:
        """Run `work` in one BEGIN IMMEDIATE transaction and commit it; any exception rolls all of it back."""
        with watched(work), translated():
            self.check_file()
            with Session(self._writer, expire_on_commit=False) as session:
                result = work(session)
                session.commit()
        return result

    def read_now(self, work: Callable[[Session], T]) -> T:
        """Run `work` in one read-only snapshot."""
        with translated(), Session(self._readers, expire_on_commit=False) as session:
            return work(session)

    async def write(self, work: Callable[[Session], T]) -> T:
        """`write_now` on the writer's thread, shielded: a cancelled caller does not cut a commit in two."""
        async with self._line, self.turn:
            return await self.on_writer(lambda: self.write_now(work))

    async def on_writer(self, work: Callable[[], T]) -> T:
        """Run what may wait for the disk on the writer's thread, to its end even if the caller is cancelled."""
        return await asyncio.shield(asyncio.get_running_loop().run_in_executor(self._write_thread, work))

    async def read(self, work: Callable[[Session], T]) -> T:
        """`read_now` on a reader's thread."""
        return await asyncio.get_running_loop().run_in_executor(self._read_threads, self.read_now, work)

    def check_file(self) -> None:
        """See that the file is still the one that is open: SQLite would go on writing to one that was deleted.

        One that is gone is written anew from what is open; Unavailable where that fails, or another one is in its place.
        """
        if self._file is None:
            return
        try:
            if _identity(self.path) != self._file:
                raise Unavailable(f"{self.path} was replaced by another file: stop the bot, then start it again")
        except FileNotFoundError:
            self._write_anew()

    def _write_anew(self) -> None:
        copy = self.path.with_name(self.path.name + ".rescued")
        try:
            copy.unlink(missing_ok=True)
            with (
                contextlib.closing(sqlite3.connect(copy)) as target,
                contextlib.closing(self._writer.raw_connection()) as source,
            ):
                source.driver_connection.backup(target)  # type: ignore[union-attr]  # sqlite3's own
            self._readers.dispose()
            self._writer.dispose()
            for end in ("-wal", "-shm"):
                self.path.with_name(self.path.name + end).unlink(missing_ok=True)
            copy.rename(self.path)
        except (OSError, sqlite3.Error, DBAPIError) as error:
            raise Unavailable(f"{self.path} is gone and cannot be written anew: {error}") from error
        log.error("%s was gone; it has been written anew from what was open, nothing is lost", self.path)

    def _remember(self) -> None:
        self._file = _identity(self.path)

    def close(self) -> None:
        """Finish what is being written, close every connection, give the file free."""
        self._write_thread.shutdown(wait=True)
        self._read_threads.shutdown(wait=True)
        self._readers.dispose()
        self._writer.dispose()
        if self._lock:
            self._lock.close()
            self._lock = None


def share_compiled(engine: Engine, other: Engine) -> None:
    """What SQLAlchemy has compiled for one serves the other too, and is in memory once: it keeps it by engine and dialect,
    which here are alike."""
    engine.dialect, engine._compiled_cache = other.dialect, other._compiled_cache  # noqa: SLF001 -- it has no option for it


def plain_savepoints(engine: Engine) -> Engine:
    """The engine, whose savepoints are sent as they stand: SQLAlchemy compiles each anew, which is a twentieth of a press."""
    dialect: Any = engine.dialect
    dialect.do_savepoint = lambda connection, name: connection.exec_driver_sql(f"SAVEPOINT {name}")
    dialect.do_release_savepoint = lambda connection, name: connection.exec_driver_sql(f"RELEASE SAVEPOINT {name}")
    dialect.do_rollback_to_savepoint = lambda connection, name: connection.exec_driver_sql(f"ROLLBACK TO {name}")
    return engine


def database_file(url: str) -> Path:
    """The file behind a SQLite URL."""
    return Path(make_url(url).database or "")


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Trouble with the machine becomes Unavailable; everything else stays what it was."""
    try:
        yield
    except DBAPIError as error:
        first = _first(error)
        text = str(first.orig).lower()
        if first.connection_invalidated or any(word in text for word in TROUBLE):
            raise Unavailable(str(first.orig)) from error
        raise


def _first(error: DBAPIError) -> DBAPIError:
    """What went wrong first: where SQLite has ended the transaction by itself, undoing it fails as well."""
    first, link = error, error.__context__
    while link is not None:
        if isinstance(link, DBAPIError):
            first = link
        link = link.__context__
    return first


@contextlib.contextmanager
def watched(work: object) -> Iterator[None]:
    """Name a write in the log that keeps the others waiting."""
    started = time.perf_counter()
    yield
    if (took := time.perf_counter() - started) > SLOW_SECONDS:
        log.info("slow write: %s took %.0f ms", getattr(work, "__qualname__", work), took * 1000)


def _identity(path: Path) -> tuple[int, int]:
    found = os.stat(path)  # noqa: PTH116 -- asked before every write, and Path's own is slower
    return found.st_dev, found.st_ino


def _engine(url: str, *, read_only: bool, pool_size: int) -> Engine:
    connect_args: dict[str, Any] = {"check_same_thread": False}  # a connection is one thread's at a time, by our turns
    if read_only:  # and never makes a file where there is none
        path = quote(str(database_file(url).absolute()))
        url, connect_args = f"sqlite:///file:{path}?mode=rw&uri=true", connect_args | {"uri": True}
    engine = plain_savepoints(create_engine(url, pool_size=pool_size, max_overflow=0, connect_args=connect_args))

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves: the driver's deferred one fails at once when busy
        connection.execute("PRAGMA busy_timeout = 5000")
        connection.execute("PRAGMA foreign_keys = ON")
        if read_only:
            connection.execute("PRAGMA query_only = ON")
            connection.execute(f"PRAGMA cache_size = -{READERS_CACHE}")
        else:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")  # what a secret poll's ballots held is overwritten

    @event.listens_for(engine, "begin")
    def _began(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    @event.listens_for(engine, "checkin")
    def _returned(connection: Any, _record: Any) -> None:
        if connection is not None and connection.in_transaction:
            connection.rollback()  # a COMMIT that fails ends the transaction for SQLAlchemy, but not always for SQLite

    return engine
