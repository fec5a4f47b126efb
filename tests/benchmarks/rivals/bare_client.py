"""No bot at all: the cheapest client that can answer presses. What it does not reach, no bot on this machine can.

    TELEGRAM_TOKEN=... TELEGRAM_API_URL=http://127.0.0.1:8081 python -m tests.benchmarks.rivals.bare_client [--edit]

It keeps no vote and reads of an update only what an answer needs. With --edit it also edits the card after each press,
as the bare bots do.
"""

import asyncio
import json
import os
import sys
from itertools import count
from typing import Any

import aiohttp

CONNECTIONS = 100  # the most calls that any of the bots has under way: aiogram's pool; ours has 64
KEYBOARD = json.dumps({"inline_keyboard": [[{"text": word, "callback_data": word} for word in ("For", "Against")]]})
numbers = count(1)


class Client:
    """Long polls one after the other; everything else at once."""

    def __init__(self, session: aiohttp.ClientSession, polling: aiohttp.ClientSession, *, edits: bool) -> None:
        self.session, self.polling, self.edits = session, polling, edits
        self.base = f"{os.environ['TELEGRAM_API_URL']}/bot{os.environ['TELEGRAM_TOKEN']}"
        self.tasks: set[asyncio.Task[None]] = set()

    async def call(self, method: str, **parameters: Any) -> Any:
        session = self.polling if method == "getUpdates" else self.session
        async with session.post(f"{self.base}/{method}", data=parameters) as response:
            body: dict[str, Any] = await response.json()
            return body.get("result")

    async def run(self) -> None:
        offset = 0
        while True:
            for update in await self.call("getUpdates", offset=offset, timeout=25) or []:
                offset = update["update_id"] + 1
                task = asyncio.create_task(self.handle(update))
                self.tasks.add(task)
                task.add_done_callback(self.tasks.discard)

    async def handle(self, update: dict[str, Any]) -> None:
        if query := update.get("callback_query"):
            message = query["message"]
            await self.call("answerCallbackQuery", callback_query_id=query["id"], text=f"Recorded: {query['data']}")
            if self.edits:
                card = {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}
                await self.call("editMessageText", **card, text=f"Press {next(numbers)}", reply_markup=KEYBOARD)
        elif update.get("message", {}).get("text", "").startswith("/poll"):
            chat_id = update["message"]["chat"]["id"]
            await self.call("sendMessage", chat_id=chat_id, text="Press", reply_markup=KEYBOARD)


async def main() -> None:
    """Serve until killed."""
    pool = aiohttp.TCPConnector(limit=CONNECTIONS)
    async with aiohttp.ClientSession(connector=pool) as session, aiohttp.ClientSession() as polling:
        await Client(session, polling, edits="--edit" in sys.argv).run()


if __name__ == "__main__":
    asyncio.run(main())
