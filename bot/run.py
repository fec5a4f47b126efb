"""The process that serves: python -m bot run, once its arguments have been read.

What stays in memory for weeks is kept small: no docstrings (those of the libraries are eight megabytes), no columns of
every instruction (one), no reader of arguments (one), and one heap instead of one a thread.
"""

import asyncio
import os
import signal
import sys
from typing import NoReturn

from bot.endings import STOPPING, begin, ending, settings_or_end

OPTIMIZED = 2  # of sys.flags.optimize: neither docstrings nor assertions
TURN = (
    0.0003  # seconds a thread may keep the others waiting; with Python's own 5 ms the intake waits for whatever renders
)
ONE_HEAP = {"MALLOC_ARENA_MAX": "1"}  # of glibc's; other C libraries pay no heed


def become() -> NoReturn:
    """Replace this process by the one that serves; Python leaves docstrings out only when it is started so."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)  # a stop that comes meanwhile is kept for later
    program = [sys.executable, "-OO", "-X", "no_debug_ranges", "-m", "bot.run"]
    os.execve(sys.executable, program, {**ONE_HEAP, **os.environ})  # noqa: S606 -- ourselves


def run() -> None:
    """Serve on Telegram until stopped."""
    settings = settings_or_end()
    with ending():
        settings.token()
        from bot.serve import serve  # noqa: PLC0415 -- mistakes need no half second of imports

        sys.setswitchinterval(TURN)
        asyncio.run(serve(settings))


def lean() -> bool:
    """Whether this process has become the one that serves."""
    return sys.flags.optimize >= OPTIMIZED


if __name__ == "__main__":
    begin()
    run()
