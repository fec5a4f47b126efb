"""Engines per URL: one writer, several read-only readers, SQLite kept durable."""

import asyncio
import fcntl
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any, TypeVar

from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, create_engine

T = TypeVar("T")
log = logging.getLogger(__name__)

READERS = 4
SLOW_SECONDS = 0.05  # a write longer than this delays votes, so it is named in the log
TROUBLE = ("locked", "busy", "disk", "readonly", "unable to open", "i/o error", "malformed", "not a database")


class Unavailable(Exception):  # noqa: N818 -- it says what the database is
    """The database cannot be reached or written now; nobody's fault, to be tried again."""


class InUse(Exception):  # noqa: N818 -- same
    """Another process runs on the same database file."""


class Database:
    """One writer (one connection, one thread, short transactions) and a pool of readers.

    Everything in here is synchronous SQLModel; `write` and `read` are the only thread hops of an update.
    Rows that leave stay loaded (`expire_on_commit=False`).
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.path = database_file(url)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._writer = _engine(url, read_only=False, pool_size=1)
        self._readers = _engine(url, read_only=True, pool_size=READERS)
        self._write_thread = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._read_threads = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._lock: IO[str] | None = None

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
        """The writing engine, for migrations."""
        return self._writer

    def write_now(self, work: Callable[[Session], T]) -> T:
        """Run `work` in one BEGIN IMMEDIATE transaction and commit it; any exception rolls all of it back."""
        started = time.perf_counter()
        try:
            with Session(self._writer, expire_on_commit=False) as session:
                result = work(session)
                session.commit()
        except DBAPIError as error:
            raise translate(error) from error
        if (took := time.perf_counter() - started) > SLOW_SECONDS:
            log.info("slow write: %s took %.0f ms", getattr(work, "__qualname__", work), took * 1000)
        return result

    def read_now(self, work: Callable[[Session], T]) -> T:
        """Run `work` in one read-only snapshot."""
        try:
            with Session(self._readers, expire_on_commit=False) as session:
                return work(session)
        except DBAPIError as error:
            raise translate(error) from error

    async def write(self, work: Callable[[Session], T]) -> T:
        """`write_now` on the writer's thread, shielded: a cancelled caller does not cut a commit in two."""
        return await asyncio.shield(
            asyncio.get_running_loop().run_in_executor(self._write_thread, self.write_now, work)
        )

    async def read(self, work: Callable[[Session], T]) -> T:
        """`read_now` on a reader's thread."""
        return await asyncio.get_running_loop().run_in_executor(self._read_threads, self.read_now, work)

    def close(self) -> None:
        """Finish what is being written, close every connection, give the file free."""
        self._write_thread.shutdown(wait=True)
        self._read_threads.shutdown(wait=True)
        self._readers.dispose()
        self._writer.dispose()
        if self._lock:
            self._lock.close()
            self._lock = None


def database_file(url: str) -> Path:
    """The file behind a SQLite URL."""
    return Path(make_url(url).database or "")


def translate(error: DBAPIError) -> Exception:
    """Trouble with the machine becomes Unavailable; everything else stays what it was."""
    text = str(error.orig).lower()
    if error.connection_invalidated or any(word in text for word in TROUBLE):
        return Unavailable(str(error.orig))
    return error


def _engine(url: str, *, read_only: bool, pool_size: int) -> Engine:
    engine = create_engine(url, pool_size=pool_size, max_overflow=0, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves: the driver's deferred one fails at once when busy
        connection.execute("PRAGMA busy_timeout = 5000")
        connection.execute("PRAGMA foreign_keys = ON")
        if read_only:
            connection.execute("PRAGMA query_only = ON")
        else:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def _began(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine
