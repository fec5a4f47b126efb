"""Behind the scenes of the demo: the calls the bot makes, and the trouble a person may give it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.local import faults
from bot.local.model import Call
from bot.local.wire import Json
from bot.local.world import World

DOWN = timedelta(minutes=5)  # of the world's clock
FLOOD = 10  # seconds that a 429 asks to wait
SHOWN = 200  # calls
QUIET = {"getUpdates"}  # asked all the time


@dataclass
class Switch:
    """Stops the bot of the demo and starts it again; `on` says whether it runs."""

    start: Callable[[], Awaitable[None]]
    stop: Callable[[], Awaitable[None]]
    on: Callable[[], bool]


class Scenes:
    """What the panel shows and does. Deeds answer at once; what they begin ends by itself."""

    def __init__(self, world: World, switch: Switch) -> None:
        self.world, self._switch = world, switch
        self.down_until: datetime | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.deeds: dict[str, Callable[[], Awaitable[None]]] = {
            "stop": switch.stop, "start": switch.start, "down": self._down, "up": self._up, "flood": self._flood,
        }  # fmt: skip

    def view(self, after: int) -> Json:
        """The calls from number `after` on (the newest 200 at most) and how things stand."""
        calls = self.world.calls
        first = max(after, len(calls) - SHOWN)
        shown = [
            _call(number, calls[number]) for number in range(first, len(calls)) if calls[number].method not in QUIET
        ]
        return {"calls": shown, "last": len(calls), "running": self._switch.on(), "down": self.world.down,
                "waiting": len(self.world.updates.pending)}  # fmt: skip

    async def _down(self) -> None:
        self.world.down, self.down_until = True, self.world.now() + DOWN
        task = asyncio.create_task(self._back())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _back(self) -> None:
        while self.down_until is not None and self.world.now() < self.down_until:  # noqa: ASYNC110 -- nothing tells when that clock is moved
            await asyncio.sleep(0.5)
        await self._up()

    async def _up(self) -> None:
        self.world.down, self.down_until = False, None

    async def _flood(self) -> None:
        for method in ("sendMessage", "editMessageText"):
            self.world.fail(method, faults.flood(FLOOD))


def _call(number: int, call: Call) -> Json:
    said: dict[str, Any] = {
        key: value for key, value in call.parameters.items() if key in {"chat_id", "message_id", "text", "caption"}
    }
    return {"number": number, "method": call.method, "at": call.at.timestamp(), "about": said,
            "answer": _answer(call)}  # fmt: skip


def _answer(call: Call) -> str:
    if call.fault.spoils:
        return str(call.fault.answer.status) if call.fault.answer else call.fault.ending
    return f"{call.error.code} {call.error}" if call.error else "ok"
