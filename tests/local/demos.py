"""The demo as a program of its own, and its page as a browser talks to it."""

import asyncio
import contextlib
import json
import os
import re
import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp

from tests.forks import Forked
from tests.processes import ROOT

ADDRESS = re.compile(r"The chat page: (\S+)")
PATIENCE = 30.0


class DemoProcess:
    """`python -m bot demo` in a folder; `output` is what it has said."""

    def __init__(self, folder: Path, name: str = "demo") -> None:
        self.folder, self.log = folder, folder / f"{name}.log"
        self.process: Forked | None = None
        self.client: aiohttp.ClientSession | None = None

    async def start(self, *arguments: str) -> None:
        """Returns when it has said where its page is."""
        self.log.write_text("")
        self.process = Forked(
            "demo", *(arguments or ("--port", "0")), folder=self.folder, output=self.log,
            environment={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        async with asyncio.timeout(PATIENCE):
            while not ADDRESS.search(self.output):
                assert self.process.returncode is None, self.output
                await asyncio.sleep(0.02)
        self.client = aiohttp.ClientSession(self.address)

    async def stop(self, number: int = signal.SIGINT) -> int:
        """Send a signal; the exit code once it has ended."""
        assert self.process
        if self.client:
            await self.client.close()
        if self.process.returncode is None:
            self.process.send_signal(number)
        return await asyncio.wait_for(self.process.wait(), PATIENCE)

    async def restart(self, number: int = signal.SIGINT, *arguments: str) -> None:
        await self.stop(number)
        await self.start(*arguments)

    @property
    def output(self) -> str:
        return self.log.read_text()

    @property
    def address(self) -> str:
        found = ADDRESS.search(self.output)
        assert found
        return found[1]

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    # --- the page

    async def get(self, path: str, **query: Any) -> Any:
        assert self.client
        async with self.client.get(path, params=query) as answer:
            return await answer.json()

    async def does(self, deed: str, user: int, **body: Any) -> Any:
        """What a person does on the page; what the page answers."""
        assert self.client
        async with self.client.post(f"/world/{deed}", json={"user": user, **body}) as answer:
            told = json.loads(await answer.text())
        assert told["ok"], told
        return told["result"]

    async def person(self, name: str) -> int:
        people = (await self.get("/world/people"))["people"]
        return int(next(one["id"] for one in people if one["name"] == name))

    async def chat(self, user: int, number: int = 0) -> dict[str, Any]:
        """The first chat somebody sees, or another."""
        chat: dict[str, Any] = (await self.get("/world/state", user=user))["chats"][number]
        return chat

    async def says(self, user: int, text: str) -> None:
        await self.does("send", user, chat=(await self.chat(user))["id"], text=text)

    async def shown(self, user: int, which: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        """The newest message in somebody's first chat of which something is so, once there is one."""
        async with asyncio.timeout(PATIENCE):
            while True:
                messages = (await self.chat(user))["messages"]
                if found := [message for message in messages if which(message)]:
                    return dict(found[-1])
                await asyncio.sleep(0.05)

    async def presses(self, user: int, message: dict[str, Any], label: str) -> str | None:
        """The toast."""
        [(row, column)] = [
            (r, c) for r, row in enumerate(message["buttons"]) for c, each in enumerate(row) if each["text"] == label
        ]
        where = {"chat": message["chat"], "message": message["id"]}
        async with self._events(user) as events:
            press = await self.does("press", user, **where, row=row, column=column)
            async for event in events:
                if event["kind"] == "press" and event["press"]["id"] == press["id"] and event["press"]["answered"]:
                    text: str | None = event["press"]["text"]
                    return text
        raise AssertionError("the stream has ended")

    @contextlib.asynccontextmanager
    async def _events(self, user: int) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
        """The page's stream, from now on."""
        assert self.client
        async with asyncio.timeout(PATIENCE), self.client.get("/world/events", params={"user": user}) as answer:
            await answer.content.readuntil(b"\n\n")
            yield _told(answer.content)


async def _told(stream: aiohttp.StreamReader) -> AsyncIterator[dict[str, Any]]:
    async for line in stream:
        if line.startswith(b"data: "):
            yield json.loads(line[6:])


@contextlib.asynccontextmanager
async def demo(folder: Path, *arguments: str, name: str = "demo") -> AsyncIterator[DemoProcess]:
    """A demo from start to a clean stop."""
    process = DemoProcess(folder, name)
    try:
        await process.start(*arguments)
        yield process
    finally:
        code = await process.stop()
        assert code == 0, process.output
        assert "Traceback" not in process.output, process.output
