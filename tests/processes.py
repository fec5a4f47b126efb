"""Real processes: the bot as a program of its own against the local Telegram over HTTP."""

import asyncio
import contextlib
import logging
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from bot.local.doors import telegram_app
from bot.local.world import World
from bot.web.health import Server

ROOT = Path(__file__).parent.parent


@contextlib.asynccontextmanager
async def telegram(world: World) -> AsyncIterator[str]:
    """The world behind an HTTP door; gives its address."""
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # what it says of connections that a kill cuts
    listener = socket.socket(proto=socket.IPPROTO_TCP)  # said, or asyncio leaves Nagle's 40 ms in every answer
    listener.bind(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    server = Server(telegram_app(world))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        world.close()
        server.should_exit = True
        await serving


class BotProcess:
    """`python -m bot run` (or another program that is one) with an environment of its own."""

    def __init__(
        self, address: str, token: str, folder: Path, *, program: tuple[str, ...] = ("-m", "bot", "run")
    ) -> None:
        self.program = program
        self.log = folder / "bot.log"
        self.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "TELEGRAM_TOKEN": token,
            "TELEGRAM_API_URL": address,
            "DATABASE_URL": f"sqlite:///{folder}/bot.db",
        }
        self.folder = folder
        self.process: asyncio.subprocess.Process | None = None

    async def start(self, **environment: str) -> None:
        with self.log.open("ab") as output:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                *self.program,
                cwd=self.folder,
                env=self.environment | environment,
                stdout=output,
                stderr=output,
            )

    async def ended(self, within: float = 20) -> int:
        """The exit code, once it has ended."""
        assert self.process
        return await asyncio.wait_for(self.process.wait(), within)

    async def stop(self, number: int = signal.SIGTERM, within: float = 6) -> int:
        """Send a signal; the exit code."""
        assert self.process
        if self.process.returncode is None:
            self.process.send_signal(number)
        return await self.ended(within)

    @property
    def output(self) -> str:
        return self.log.read_text()


@contextlib.asynccontextmanager
async def running(bot: BotProcess, **environment: str) -> AsyncIterator[BotProcess]:
    """The bot between start and a clean stop."""
    await bot.start(**environment)
    try:
        yield bot
    finally:
        code = await bot.stop()
        assert code == 0, bot.output
        assert bot.environment["TELEGRAM_TOKEN"] not in bot.output
        assert "Traceback" not in bot.output, bot.output


async def until(condition: Callable[[], object], within: float = 20) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(within):
        while not condition():
            await asyncio.sleep(0.02)
