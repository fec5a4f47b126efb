"""The folders in which demos keep their worlds: 1, 2, ... in one place, each one demo's at a time."""

import contextlib
import fcntl
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

WORLD, DATABASE = "world.db", "bot.db"
MOST = 20  # demos at once in one place


class NoFolder(Exception):  # noqa: N818 -- it says what is wrong
    """There is none to be had; the message is one clear line."""


@contextlib.contextmanager
def claimed(place: Path) -> Iterator[Path]:
    """The first folder of a place that no running demo has, made if need be, and ours until the end.

    The claim ends with the process, however it ends. Raises NoFolder.
    """
    for number in range(1, MOST + 1):
        try:
            place.mkdir(parents=True, exist_ok=True)
            lock = (place / f"{number}.lock").open("w")
        except OSError as error:
            raise NoFolder(f"{place} cannot be used: {error.strerror}. --folder names another place.") from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue
            folder = place / str(number)
            folder.mkdir(exist_ok=True)
            yield folder
            return
    raise NoFolder(f"{MOST} demos are running in {place}: stop one of them, or name another place with --folder.")


def clear(folder: Path) -> None:
    """Take away what a demo has kept, and nothing else."""
    for name in (WORLD, DATABASE):
        for path in folder.glob(f"{name}*"):
            path.unlink()


def set_aside(folder: Path, now: datetime) -> Path:
    """Move what cannot be read out of the way, so that a fresh world can begin; returns where it is now."""
    aside = folder.with_name(f"{folder.name}-set-aside-{now:%Y%m%d-%H%M%S}")
    number = 1
    while aside.exists():
        number += 1
        aside = folder.with_name(f"{folder.name}-set-aside-{now:%Y%m%d-%H%M%S}-{number}")
    folder.rename(aside)
    folder.mkdir()
    return aside


def halved(folder: Path) -> bool:
    """Whether one of the two files is there without the other: neither makes sense alone."""
    return (folder / WORLD).exists() is not (folder / DATABASE).exists()
