"""The bots that are compared, each a program of its own, and one of them running."""

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
RIVALS = "tests.benchmarks.rivals"
APART = Path(sys.prefix) / "bench" / "bin" / "python"  # where `make bench` installs aiogram


@dataclass(frozen=True)
class Bot:
    """`title` heads its column; `program` follows the interpreter; `keeps` says what a press has become when answered."""

    name: str
    title: str
    program: tuple[str, ...]
    keeps: str
    before: tuple[str, ...] = ()  # a program that is run first: a start on any day but the first has nothing to migrate
    interpreter: Path = Path(sys.executable)

    @property
    def installed(self) -> bool:
        return self.interpreter.exists()


OURS = Bot("ours", "this bot", ("-m", "bot", "run"), "committed to disk", before=("-m", "bot", "migrate"))
PTB = Bot("ptb", "bare PTB", ("-m", f"{RIVALS}.ptb_bot"), "kept in memory")
AIOGRAM = Bot("aiogram", "bare aiogram", ("-m", f"{RIVALS}.aiogram_bot"), "kept in memory", interpreter=APART)
CLIENT = Bot("client", "bare client", ("-m", f"{RIVALS}.bare_client"), "not kept")
EDITING_CLIENT = Bot("editing_client", "editing client", ("-m", f"{RIVALS}.bare_client", "--edit"), "not kept")
COMPARED = (OURS, PTB, AIOGRAM)
CLIENTS = (CLIENT, EDITING_CLIENT)


@dataclass
class Running:
    """A bot that has been started; `started_at` is of time.perf_counter."""

    bot: Bot
    process: asyncio.subprocess.Process
    started_at: float
    folder: Path

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def output(self) -> str:
        return (self.folder / "output.log").read_text()

    async def kill(self) -> None:
        """kill -9: what was promised until now has to be on disk already."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()


@contextlib.asynccontextmanager
async def running(bot: Bot, address: str, token: str, folder: Path) -> AsyncIterator[Running]:
    """The bot as its readme starts it, with an empty database where it has one, until it is killed."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "TELEGRAM_TOKEN": token,
        "TELEGRAM_API_URL": address,
        "DATABASE_URL": f"sqlite:///{folder}/bot.db",
    }
    with (folder / "output.log").open("wb") as output:
        if bot.before:
            first = await asyncio.create_subprocess_exec(
                bot.interpreter, *bot.before, cwd=folder, env=environment, stdout=output, stderr=output
            )
            await first.wait()
        started_at = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            bot.interpreter, *bot.program, cwd=folder, env=environment, stdout=output, stderr=output
        )
    bot_running = Running(bot, process, started_at, folder)
    try:
        yield bot_running
    finally:
        await bot_running.kill()
