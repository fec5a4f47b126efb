"""The local Telegram over HTTP, on the fastest server at hand, so that the bots are measured and not it.

`bot.local.doors` serves the same world on uvicorn and starlette, in pure Python; aiohttp's bare server parses HTTP in C.
"""

import contextlib
import time
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from bot.local.bodies import read_multipart
from bot.local.methods import serve
from bot.local.world import World

POLL = "getupdates"


class Door:
    """Serves a world. `busy` counts the calls under way, long polls aside; `polled_at` is the first getUpdates.

    Moments are of time.perf_counter, in seconds.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.address = ""
        self.busy = 0
        self.polled_at: float | None = None

    async def handle(self, request: web.BaseRequest) -> web.Response:
        """/bot<token>/<method>"""
        _, token, method = request.path.split("/", 2)
        polling = method.lower() == POLL
        if polling and self.polled_at is None:
            self.polled_at = time.perf_counter()
        self.busy += not polling
        try:
            reply = await serve(self.world, token.removeprefix("bot"), method, await _parameters(request))
        finally:
            self.busy -= not polling
        headers = {"Retry-After": str(reply.retry_after)} if reply.retry_after is not None else None
        return web.Response(body=reply.body, status=reply.status, content_type=reply.content_type, headers=headers)


async def _parameters(request: web.BaseRequest) -> dict[str, Any]:
    """What a call carries, as text; bots of this bench send no files."""
    content, parameters = await request.read(), dict(request.query)
    if request.content_type == "multipart/form-data":
        return parameters | read_multipart(request.headers["Content-Type"], content)[0]
    return parameters | dict(parse_qsl(content.decode(), keep_blank_values=True))


@contextlib.asynccontextmanager
async def served(world: World) -> AsyncIterator[Door]:
    """The world behind a door of its own on a free port of this machine."""
    door = Door(world)
    # A poll whose bot was killed is cancelled: otherwise it would take the next update along.
    runner = web.ServerRunner(web.Server(door.handle, handler_cancellation=True), shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=1024)
    await site.start()
    door.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield door
    finally:
        world.close()
        await runner.cleanup()
