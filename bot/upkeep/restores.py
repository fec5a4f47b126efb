"""A restore: everything is prepared beside the database, then put in its place in one step."""

import contextlib
import itertools
import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import URL

from bot.refusals import Refusal, Wrong
from bot.serve import claimed
from bot.services.restores import Restored, make_safe
from bot.settings import Settings
from storage.database import Database
from storage.files import SIDECARS, Unfit, copy, examine, is_sqlite, settle, sync
from storage.migrations import Newer, upgrade


@dataclass(frozen=True, slots=True)
class Swap:
    """What a restore is about to do: the file replaced, the name it is kept under (None: there is none), the facts."""

    database: Path
    kept: Path | None
    facts: Restored


def restore(settings: Settings, backup: Path, *, now: datetime, agreed: Callable[[Swap], bool]) -> Swap | None:
    """Put the backup in the place of the database, once `agreed`; None where it was not.

    Refusal: a bot runs, or the backup is no sound one of this or an older version. Until the last step the database
    is as it was; from there on it is the restored one. Nothing is destroyed.
    """
    with claimed(settings) as database:
        present = database.path
        if present.exists() and present.samefile(backup):
            raise Wrong(f"{backup} is the database itself: name a backup.")
        _as_the_present(present.with_name(f"{present.name}.lock"), present)
        with _incoming(present) as incoming:
            swap = Swap(present, _dated(present, now), _prepared(backup, incoming, now))
            if not agreed(swap):
                return None
            _as_the_present(incoming, present)
            _replace(present, incoming, swap.kept)
    return swap


@contextlib.contextmanager
def _incoming(present: Path) -> Iterator[Path]:
    """The name under which the restored database is made ready; whatever a killed restore left there goes first."""
    incoming = present.with_name(f"{present.name}.incoming")
    _remove(incoming)
    try:
        yield incoming
    finally:
        _remove(incoming)


def _remove(file: Path) -> None:
    for end in ("", *SIDECARS):
        file.with_name(file.name + end).unlink(missing_ok=True)


def _prepared(backup: Path, incoming: Path, now: datetime) -> Restored:
    """Copy, examine, migrate and settle; the result is one file, on the disk."""
    try:
        copy(backup, incoming)
        examine(incoming)
        opened = Database(URL.create("sqlite", database=str(incoming)).render_as_string())
        try:
            upgrade(opened)
            restored = opened.write_now(partial(make_safe, now=now))
        finally:
            opened.close()
        with contextlib.closing(sqlite3.connect(incoming)) as connection:
            settle(connection)
    except Unfit as error:
        raise Refusal(f"{backup} cannot be restored: {error}.") from error
    except Newer as error:
        raise Refusal(f"{backup} was written by a newer version ({error}): update the bot.") from error
    except sqlite3.Error as error:
        raise Refusal(f"{backup} cannot be restored: {error}.") from error
    sync(incoming)
    return restored


def _dated(present: Path, now: datetime) -> Path | None:
    """Where what is there now is kept, a name that is free; None where nothing is."""
    if not _stands(present):
        return None
    name = f"{present.name}.before-{now:%Y%m%dT%H%M%SZ}"
    names = itertools.chain([name], (f"{name}-{number}" for number in itertools.count(2)))
    return next(kept for kept in map(present.with_name, names) if not _stands(kept))


def _stands(file: Path) -> bool:
    return any(file.with_name(file.name + end).exists() for end in ("", *SIDECARS))


def _replace(present: Path, incoming: Path, kept: Path | None) -> None:
    """Keep the present database under another name, then put the new one in its place in one step.

    At no moment is the place empty, so that a bot started after a crash finds the one or the other, never nothing.
    """
    if kept:
        _quiet(present)
        for end in ("", *SIDECARS):
            if (file := present.with_name(present.name + end)).exists():
                kept.with_name(kept.name + end).hardlink_to(file)
        sync(present.parent)
    for end in SIDECARS:  # of a damaged database, or of one that is gone: SQLite would take them for the new one's
        present.with_name(present.name + end).unlink(missing_ok=True)
    incoming.replace(present)
    sync(present.parent)


def _quiet(present: Path) -> None:
    """Bring everything of the present database into its one file; a damaged one is left as it is."""
    if not present.exists() or not is_sqlite(present):  # SQLite would clear away the log beside what it cannot read
        return
    try:
        with contextlib.closing(sqlite3.connect(present)) as connection:
            settle(connection)
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise Refusal(f"{present} is being read by another program, such as an export: let it finish.") from error
    except sqlite3.DatabaseError:
        return


def _as_the_present(file: Path, present: Path) -> None:
    """The file gets the owner of what it stands in for: root may restore for a bot that is another user."""
    like = (present if present.exists() else present.parent).stat()
    if os.geteuid() == 0 and like.st_uid != 0:
        os.chown(file, like.st_uid, like.st_gid)
    if present.exists():
        file.chmod(stat.S_IMODE(like.st_mode))
