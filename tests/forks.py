"""`python -m bot ...` without the second that its imports take: a process that has made them is forked for each.

For tests that start the bot's program again and again. That it starts by itself is tested where it is the point: in
tests/test_cli.py, tests/stories/test_over_http.py and tests/browser.
"""

import asyncio
import multiprocessing
import os
import runpy
import signal
import sys
from pathlib import Path

CONTEXT = multiprocessing.get_context("forkserver")
UPKEEP = ("backups", "check", "dialogue", "exports", "findings", "output", "restores")
CONTEXT.set_forkserver_preload(
    ["typer", "bot.endings", "bot.run", "bot.local.demo", *(f"bot.upkeep.{name}" for name in UPKEEP)]
)


class Forked:
    """A program under way: its output goes to the ends of two files, it has an environment of its own and no terminal."""

    def __init__(
        self, *arguments: str, folder: Path, environment: dict[str, str], output: Path, errors: Path | None = None
    ) -> None:
        self._process = CONTEXT.Process(
            target=_become, args=(arguments, str(folder), environment, str(output), str(errors or output)), daemon=True
        )
        self._process.start()

    @property
    def returncode(self) -> int | None:
        """The exit code; None while it runs."""
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Unless it has ended."""
        if self.returncode is None and self._process.pid:
            os.kill(self._process.pid, number)

    def ended(self, within: float | None = None) -> int:
        """The exit code, once it has ended; TimeoutError."""
        self._process.join(within)
        if self.returncode is None:
            self.send_signal(signal.SIGKILL)
            raise TimeoutError
        return self.returncode

    async def wait(self) -> int:
        """The exit code, once it has ended."""
        while self.returncode is None:
            await asyncio.sleep(0.01)
        return self.returncode


def _become(arguments: tuple[str, ...], folder: str, environment: dict[str, str], output: str, errors: str) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, path, flags in ((0, os.devnull, os.O_RDONLY), (1, output, os.O_WRONLY), (2, errors, os.O_WRONLY)):
        file = os.open(path, flags | os.O_APPEND | os.O_CREAT * bool(number))
        os.dup2(file, number)
        os.close(file)
    sys.argv = ["bot", *arguments]
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
