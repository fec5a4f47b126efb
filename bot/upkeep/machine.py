"""The database as a file of this machine: where, how large, whose, sound or not."""

import contextlib
import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

from bot.upkeep.findings import Finding, counted, ok, problem, size, warning
from storage.files import faults, reading

MB = 1024 * 1024
NO_SPACE, LITTLE_SPACE = 10 * MB, 200 * MB
LONG_WAL = 64 * MB


def of_file(file: Path) -> tuple[list[Finding], bool]:
    """The findings, and whether the database is sound enough to be read."""
    found = [_of_space(file), *_of_permissions(file), _of_wal(file)]
    soundness = _of_soundness(file)
    return [*found, *soundness], not soundness or soundness[0].level == "ok"


def _of_space(file: Path) -> Finding:
    free, own = shutil.disk_usage(file.parent).free, file.stat().st_size + _wal(file)
    says = f"{file}, {size(own)}; {size(free)} free on its disk"
    if free < NO_SPACE:
        return problem("database", f"{says}: too little to go on writing")
    if free < max(LITTLE_SPACE, 2 * own):
        return warning("database", f"{says}: little room, for a backup beside it least of all")
    return ok("database", says)


def _of_permissions(file: Path) -> Iterator[Finding]:
    own = file.stat()
    mode = stat.S_IMODE(own.st_mode)
    if not os.access(file, os.W_OK) or not os.access(file.parent, os.W_OK | os.X_OK):
        yield problem(
            "permissions", f"user {os.geteuid()} may not write {file} and its folder; its owner is {own.st_uid}"
        )
    elif mode & 0o077:
        yield warning("permissions", f"{mode:03o}: other users of this machine can get at it; chmod 600 {file}")
    else:
        yield ok("permissions", f"{mode:03o}: for its owner alone")


def _of_wal(file: Path) -> Finding:
    length = _wal(file)
    if length > LONG_WAL:
        return warning(
            "write-ahead log", f"{size(length)}: something has held a read open for long, such as a stuck export"
        )
    return ok("write-ahead log", size(length))


def _wal(file: Path) -> int:
    wal = file.with_name(f"{file.name}-wal")
    return wal.stat().st_size if wal.exists() else 0


def _of_soundness(file: Path) -> list[Finding]:
    try:
        with contextlib.closing(reading(file)) as connection:
            found = faults(connection, quick=True)
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
    except sqlite3.Error as error:
        return [problem("integrity", f"SQLite cannot read {file}: {error}; restore a backup")]
    if found:
        return [problem("integrity", f"{'; '.join(found)}; restore a backup")]
    return [ok("integrity", f"SQLite finds nothing wrong in {counted(pages, 'page')}")]
