"""The bot's database file, and what can go wrong with the disk under it: errors are SQLite's own or raised where SQLite
would, below the driver, so that everything above them is the real thing."""

import contextlib
import functools
import shutil
import sqlite3
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import event

from storage.database import Database
from storage.migrations import upgrade
from tests.compiled import sharing
from tests.inline import Inline

T = TypeVar("T")
STATEMENT, COMMIT = "statement", "commit"
WITHOUT_END = 1_073_741_823  # pages; SQLite's own default


class Disk:
    """A folder with the database, which survives the processes that use it. `before` and `after` are called around
    every statement and COMMIT, and may raise what SQLite would."""

    def __init__(self, folder: Path, content: bytes) -> None:
        self._folder, self._number = folder, 0
        self.before: Callable[[str, str], None] = lambda _kind, _sql: None
        self.after: Callable[[str, str], None] = lambda _kind, _sql: None
        self._writers: list[sqlite3.Connection] = []
        self._holder: sqlite3.Connection | None = None
        self.path.write_bytes(content)

    @property
    def path(self) -> Path:
        """The file as it is now; another one after every kill."""
        return self._folder / f"bot-{self._number}.db"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def open(self) -> Database:
        """What a process opens: all of it in one thread, waiting for no lock and no platter."""
        database = sharing(Database(self.url, executor=Inline))
        for engine in (database._writer, database._readers):
            # The pool connects with the dialect it was made with; the engine may have been given another since.
            event.listen(engine.pool._dialect, "do_connect", functools.partial(_connecting, weakref.ref(self)))
            event.listen(engine, "connect", _connected)
        event.listen(database._writer, "connect", lambda connection, _record: self._writers.append(connection))
        return database

    def killed(self) -> None:
        """The process is gone, without a chance to commit or clean up: what is in the files is what there is.

        The files are copied as they are, an unfinished transaction included; whatever the dead process still does in
        our one thread, it does to the old ones.
        """
        self.free()
        old, self._number = self.path, self._number + 1
        shutil.copyfile(old, self.path)
        log = old.with_name(old.name + "-wal")
        if log.exists():
            shutil.copyfile(log, self.path.with_name(self.path.name + "-wal"))
        self._writers.clear()

    def dump(self) -> str:
        """What is in the file, but for what is random by design: the record's salts, and the hashes over them."""
        with contextlib.closing(sqlite3.connect(self.path)) as file:
            file.execute("UPDATE journal SET salt = '', digest = '', prev_hash = '', hash = ''")
            return "\n".join(file.iterdump())

    def hold(self) -> bool:
        """Another process (a backup, a curious operator) locks the file; False when it cannot just now."""
        if self._holder is None:
            self._holder = sqlite3.connect(self.path, isolation_level=None, timeout=0)
            try:
                self._holder.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                self._release()
                return False
        return True

    def fill(self) -> None:
        """There is no room for another page."""
        self._each("PRAGMA max_page_count = 1")  # SQLite keeps the pages there are

    def freeze(self) -> None:
        """Nothing may be written any more."""
        self._each("PRAGMA query_only = ON")

    def undo(self) -> bool:
        """SQLite gives a transaction up by itself, as it may after such an error."""
        undone = False
        for connection in self._writers:
            with contextlib.suppress(sqlite3.ProgrammingError):  # a closed one
                undone = undone or connection.in_transaction
                connection.rollback()
        return undone

    def free(self) -> None:
        """All is well with the disk again."""
        self._release()
        self._each(f"PRAGMA max_page_count = {WITHOUT_END}", "PRAGMA query_only = OFF")

    def _release(self) -> None:
        if self._holder is not None:
            self._holder.close()
            self._holder = None

    def _each(self, *pragmas: str) -> None:
        for connection in self._writers:
            with contextlib.suppress(sqlite3.Error):  # a closed one, or one in the middle of something
                for pragma in pragmas:
                    sqlite3.Cursor(connection).execute(pragma)


class _Connection(sqlite3.Connection):
    def __init__(self, disk: Disk, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._disk = disk

    def cursor(self, *_: Any) -> sqlite3.Cursor:  # type: ignore[override]
        return super().cursor(_Cursor)

    def commit(self) -> None:
        if not self.in_transaction:
            return
        self._around(COMMIT, "COMMIT", super().commit)

    def _around(self, kind: str, sql: str, work: Callable[[], T]) -> T:
        self._disk.before(kind, sql)
        result = work()
        self._disk.after(kind, sql)
        return result


class _Cursor(sqlite3.Cursor):
    def execute(self, sql: str, *parameters: Any) -> Any:
        return self._around(sql, lambda: super(_Cursor, self).execute(sql, *parameters))

    def executemany(self, sql: str, *parameters: Any) -> Any:
        return self._around(sql, lambda: super(_Cursor, self).executemany(sql, *parameters))

    def _around(self, sql: str, work: Callable[[], sqlite3.Cursor]) -> sqlite3.Cursor:
        assert isinstance(self.connection, _Connection)
        return work() if sql.startswith("PRAGMA") else self.connection._around(STATEMENT, sql, work)


def _connecting(
    disk: "weakref.ref[Disk]", _dialect: Any, _record: Any, _arguments: Any, options: dict[str, Any]
) -> None:
    """Weakly: SQLAlchemy's caches keep every dialect, and what listens to it, long after its engine."""
    if (found := disk()) is not None:
        options["factory"] = functools.partial(_Connection, found)


def _connected(connection: Any, _record: Any) -> None:
    for pragma in ("busy_timeout = 0", "synchronous = OFF"):  # a lock is waited for in virtual time; no power fails
        sqlite3.Cursor(connection).execute(f"PRAGMA {pragma}")


def migrated(folder: Path) -> bytes:
    """An empty database of today's version, as a file's content."""
    path = folder / "template.db"
    database = Database(f"sqlite:///{path}", executor=Inline)
    upgrade(database)
    database.close()
    return path.read_bytes()
