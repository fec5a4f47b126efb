"""A small town: three capitals, their group, the bot in it, and a clock that only moves when told."""

import asyncio
import contextlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import uvicorn
from telegram import Bot

from bot.local.doors import InProcessRequest
from bot.local.errors import ApiError
from bot.local.methods import serve
from bot.local.replies import Reply
from bot.local.world import Chat, User, World


@dataclass
class Clock:
    moment: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **span: float) -> None:
        self.moment += timedelta(**span)


@dataclass
class Town:
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.world = World(now=self.clock, limits=None)
        self.paris: User = self.world.add_user("Paris", username="paris")
        self.london: User = self.world.add_user("London", username="london")
        self.kyiv: User = self.world.add_user("Kyiv", zone="Europe/Kyiv", language_code="uk")
        self.group: Chat = self.world.add_group("Allies", self.paris, self.london, admins=[self.paris])
        self.world.add_bot(self.group, self.paris)
        self.world.updates.clear()

    async def call(self, method: str, **parameters: Any) -> Any:
        """The result of a call; a refusal is raised as the ApiError it was."""
        reply = await self.serve(method, **parameters)
        body = json.loads(reply.body)
        assert body["ok"] is (reply.status == 200)
        if not body["ok"]:
            raise ApiError(body["error_code"], body["description"], body.get("parameters"))
        return body["result"]

    async def serve(self, method: str, **parameters: Any) -> Reply:
        return await serve(self.world, self.world.token, method, parameters)

    async def say(self, text: str = "A-1", **parameters: Any) -> Any:
        return await self.call("sendMessage", chat_id=self.group.id, text=text, **parameters)

    async def refusal(self, method: str, **parameters: Any) -> str:
        """The description a call is refused with, after its "Bad Request: " or "Forbidden: ", if it has one."""
        with pytest.raises(ApiError) as caught:
            await self.call(method, **parameters)
        begin, colon, rest = caught.value.description.partition(": ")
        return rest if colon and begin in {"Bad Request", "Forbidden"} else caught.value.description

    async def fetch(self, **parameters: Any) -> list[dict[str, Any]]:
        updates: list[dict[str, Any]] = await self.call("getUpdates", **parameters)
        return updates


@contextlib.asynccontextmanager
async def serving(app):
    """The address of a server that runs as long as the block."""
    config = uvicorn.Config(app, port=0, log_level="error", lifespan="off", ws="none", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.005)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await task


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
async def bot(town):
    async with Bot(
        town.world.token,
        request=InProcessRequest(town.world),
        get_updates_request=InProcessRequest(town.world),
    ) as bot:
        yield bot
