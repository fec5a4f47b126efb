"""Plays a seed: whatever is drawn comes from it, and whoever plays it sees the same."""

import asyncio
import contextlib
import logging
import random
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import SAWarning

from bot import intake, points
from tests.simulation.machine import tracked
from tests.simulation.run import Report, Run
from tests.simulation.virtual import VirtualLoop


def played(seed: int, template: bytes) -> Report:
    """Play a seed: the same report every time."""
    with (
        tempfile.TemporaryDirectory() as folder,
        _drawn_from(seed),
        warnings.catch_warnings(),
        asyncio.Runner(loop_factory=VirtualLoop) as runner,
    ):
        warnings.simplefilter("error")  # whoever plays it
        warnings.filterwarnings("ignore", "nested transaction already deassociated", SAWarning)  # SQLite gave it up

        async def play() -> Report:
            asyncio.get_running_loop().set_task_factory(tracked)  # type: ignore[arg-type]  # as loosely as asyncio calls it
            run = Run(seed, Path(folder), template)
            with _listening(run):
                await run.play()
            return run.report

        return runner.run(play())


@contextlib.contextmanager
def _drawn_from(seed: int) -> Iterator[None]:
    """Whatever the process draws at random comes from the seed: ids in the local Telegram, how updates share a COMMIT."""
    state, together = random.getstate(), (intake.TOGETHER, intake.TOGETHER_SECONDS)
    random.seed(seed)
    intake.TOGETHER, intake.TOGETHER_SECONDS = random.choice((1, 3, 25)), float("inf")  # never by real time
    try:
        yield
    finally:
        random.setstate(state)
        intake.TOGETHER, intake.TOGETHER_SECONDS = together


@contextlib.contextmanager
def _listening(run: Run) -> Iterator[None]:
    """The bot's points and its warnings go to the run."""
    handler = _ToLog(run)
    loggers = [logging.getLogger(name) for name in ("bot", "handlers", "storage", "asyncio", "telegram")]
    for logger in loggers:
        logger.propagate = False
    for logger in loggers[:3]:
        logger.addHandler(handler)
    points.hook = run.at
    try:
        yield
    finally:
        points.hook = None
        for logger in loggers:
            logger.propagate = True
            logger.removeHandler(handler)


class _ToLog(logging.Handler):
    def __init__(self, run: Run) -> None:
        super().__init__(logging.WARNING)
        self._run = run

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        self._run.note(f"    {record.getMessage()}{f': {error!r}' if error else ''}")
