"""A backup: the database of one moment as a single file, which exists whole or not at all."""

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.refusals import Refusal, Wrong
from bot.settings import Settings
from bot.upkeep.source import database_at
from storage.files import SIDECARS, Unfit, copy, examine, sync


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that is on the disk. `size` in bytes."""

    source: Path
    path: Path
    size: int


def back_up(settings: Settings, target: Path, *, force: bool) -> Backup:
    """Copy the database to `target`, beside a running bot. `force`: in place of what is there.

    Wrong: the target cannot be one; Refusal: the copy could not be made. Either way what was there is untouched.
    """
    source = database_at(settings)
    _check(source, target, force=force)
    try:
        with _unfinished(target) as partial:
            copy(source, partial)
            examine(partial)
            size = partial.stat().st_size
            _publish(partial, target, force=force)
    except FileExistsError as error:
        raise _taken(target) from error
    except OSError as error:
        raise Refusal(f"{target} cannot be written: {error.strerror}") from error
    except sqlite3.Error as error:
        raise Refusal(f"{source} could not be copied to {target}: {error}; nothing was kept.") from error
    except Unfit as error:
        raise Refusal(f"No backup was made of {source}: {error}.") from error
    return Backup(source, target.resolve(), size)


def _check(source: Path, target: Path, *, force: bool) -> None:
    if not target.parent.is_dir():
        raise Wrong(f"{target.parent} is no folder: make it first.")
    if target.is_dir():
        raise Wrong(f"{target} is a folder: name a file in it.")
    if target.resolve() in {
        source.resolve().with_name(f"{source.resolve().name}{end}") for end in ("", ".lock", *SIDECARS)
    }:
        raise Wrong(f"{target} belongs to the database itself: choose another name.")
    if target.exists() and not force:
        raise _taken(target)


def _taken(target: Path) -> Wrong:
    return Wrong(f"{target} exists already: choose another name, or add --force.")


@contextlib.contextmanager
def _unfinished(target: Path) -> Iterator[Path]:
    """A name of its own beside the target; gone at the end whatever happens, short of a kill -9."""
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".partial", dir=target.parent)
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        for end in ("", *SIDECARS):
            Path(name + end).unlink(missing_ok=True)


def _publish(partial: Path, target: Path, *, force: bool) -> None:
    """Give the finished copy its name, in one step; FileExistsError where somebody took it meanwhile."""
    if force:
        partial.replace(target)
    else:
        try:
            target.hardlink_to(partial)
        except PermissionError:  # a file system without hard links
            if target.exists():
                raise FileExistsError(target) from None
            partial.replace(target)
    sync(target.parent)
