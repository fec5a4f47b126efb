"""The demo as a process of its own, and what people do in it without a page."""

import asyncio
import contextlib
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx

from tests.processes import ROOT, until

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
GROUP, BOT = "Washington Group", "Washington Group bot"
ISOLATES = dict.fromkeys(
    map(ord, "\u2068\u2069")
)  # set around names, so that writing from right to left stays within them


class Demo:
    """`python -m bot demo` in a folder of its own, on a free port; started anew it keeps its port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.log = folder / "demo.log"
        self.address = ""
        self.process: asyncio.subprocess.Process | None = None
        # A connection is given up before the server does that, or a request might meet the moment in which it does.
        self._client = httpx.AsyncClient(trust_env=False, timeout=60, limits=httpx.Limits(keepalive_expiry=1))

    async def start(self, within: float = 30) -> None:
        """Until it has said where its page is; AssertionError with its log if it does not."""
        port = self.address.rpartition(":")[2] or "0"
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TMPDIR": str(self.folder)}
        with self.log.open("wb") as output:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-u", "-m", "bot", "demo", "--port", port, "--folder", "demo"),
                cwd=self.folder, env=environment, stdout=output, stderr=output,
            )  # fmt: skip
        await until(lambda: ADDRESS.search(self.log.read_text()) or self._ended(), within)
        said = ADDRESS.search(self.log.read_text())
        assert said, self.log.read_text()
        self.address = said[0]

    def _ended(self) -> bool:
        assert self.process
        return self.process.returncode is not None

    async def stop(self) -> None:
        """As Ctrl-C does; it ends by itself and has nothing to complain of."""
        assert self.process
        self.process.send_signal(signal.SIGINT)
        code = await asyncio.wait_for(self.process.wait(), 15)
        assert code == 0, self.log.read_text()
        assert "Traceback" not in self.log.read_text(), self.log.read_text()

    async def close(self) -> None:
        await self._client.aclose()
        if self.process and not self._ended():
            await self.stop()

    # --- what the page's own requests do, for whatever a test needs to have happened

    async def ask(self, path: str, **query: Any) -> dict[str, Any]:
        answer = await self._client.get(f"{self.address}/world/{path}", params=query)
        return answer.raise_for_status().json()  # type: ignore[no-any-return]

    async def do(self, verb: str, **body: Any) -> Any:
        answer = await self._client.post(f"{self.address}/world/{verb}", json=body)
        return answer.raise_for_status().json()["result"]

    async def user(self, name: str) -> int:
        """The person's id."""
        people = (await self.ask("people"))["people"]
        return next(int(person["id"]) for person in people if person["name"] == name)

    async def chat(self, name: str, title: str = GROUP) -> dict[str, Any]:
        """A chat as that person sees it; the private one with the bot has the bot's name for a title."""
        chats = (await self.ask("state", user=await self.user(name)))["chats"]
        return next(chat for chat in chats if chat["title"] == title)

    async def say(self, name: str, text: str, title: str = GROUP) -> int:
        """The id of what that person has written."""
        where = {"user": await self.user(name), "chat": (await self.chat(name, title))["id"]}
        return int(await self.do("send", **where, text=text))

    async def press(self, name: str, beginning: str, label: str, title: str = GROUP) -> None:
        """That person presses a button of the newest card that begins so."""
        where, message = await self._card(name, beginning, title)
        row, column = next(
            (r, c) for r, row in enumerate(message["buttons"]) for c, one in enumerate(row) if one["text"] == label
        )
        await self.do("press", **where, row=row, column=column)

    async def pin(self, name: str, beginning: str, title: str = GROUP) -> None:
        """That person pins the newest card that begins so."""
        where, _ = await self._card(name, beginning, title)
        await self.do("pin", **where)

    async def _card(self, name: str, beginning: str, title: str) -> tuple[dict[str, int], dict[str, Any]]:
        chat = await self.chat(name, title)
        cards = [one for one in chat["messages"] if one["text"].startswith(beginning) and one["buttons"]]
        return {"user": await self.user(name), "chat": chat["id"], "message": cards[-1]["id"]}, cards[-1]

    async def skip(self, span: str) -> None:
        """Move the clock ahead: 10m, 1h, 1d or monday."""
        await self.do("skip", user=await self.user("Brussels"), to=span)

    async def shows(self, name: str, text: str, title: str = GROUP, within: float = 20) -> None:
        """Until that person sees a message with the text."""
        async with asyncio.timeout(within):
            while not any(
                text in one["text"].translate(ISOLATES) for one in (await self.chat(name, title))["messages"]
            ):
                await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def started(folder: Path) -> AsyncIterator[Demo]:
    """A demo that runs, and is stopped again."""
    demo = Demo(folder)
    try:
        await demo.start()
        yield demo
    finally:
        await demo.close()
