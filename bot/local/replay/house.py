"""The replay's own page under the demo's address: one replay at a time, in a world that is new each time."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route, Router
from starlette.types import Receive, Scope, Send

from bot.local.deeds import Refused
from bot.local.page import body_of, page_routes, polite
from bot.local.replay.player import DEEDS, Player
from bot.local.replay.theatre import Theatre
from bot.local.wire import Json

PATH = "/replay"
CLOSED: Json = {"state": "closed"}
Opens = Callable[[], AbstractAsyncContextManager[Theatre]]


class Replays:
    """Whoever opens the page begins a replay, or joins the one that is on. `opens` makes a theatre for each."""

    def __init__(self, opens: Opens) -> None:
        self._opens, self._turn = opens, asyncio.Lock()
        self._stack = AsyncExitStack()
        self._theatre: Theatre | None = None
        self._runs = 0  # of which the one that is on is the last: pages of an earlier one begin anew
        self._page = Router()
        self._controls = Router(
            [
                Route("/world/replay", polite(self._look)),
                Route("/world/replay", polite(self._do), methods=["POST"]),
                Mount("/", app=self._world),
            ]
        )
        self._deeds: dict[str, Callable[[], Awaitable[None]]] = {"restart": self.restart, "close": self.close}

    def mount(self) -> Mount:
        """The page, its world and its controls, for the demo's server."""
        return Mount(PATH, app=self._serve)

    async def open(self) -> None:
        """Begin, unless one is on."""
        async with self._turn:
            if self._theatre is None:
                self._theatre = await self._stack.enter_async_context(self._opens())
                self._page = Router(page_routes(self._theatre.world))
                self._theatre.player.start()
                self._runs += 1

    async def close(self) -> None:
        """End it, with its bot, and forget all of it."""
        async with self._turn:
            self._theatre = None
            await self._stack.aclose()

    async def restart(self) -> None:
        """Begin anew."""
        await self.close()
        await self.open()

    # --- serving

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == f"{PATH}/":
            await self.open()
        await self._controls(scope, receive, send)

    async def _world(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._theatre is None:
            await JSONResponse({"ok": False, "error": "The replay is closed"}, 400)(scope, receive, send)
        else:
            await self._page(scope, receive, send)

    def _view(self) -> Json:
        return {**self._theatre.player.view(), "run": self._runs} if self._theatre else CLOSED

    async def _look(self, _: Request) -> Response:
        return JSONResponse(self._view())

    async def _do(self, request: Request) -> Response:
        """What the panel asks for: {"deed": "play"}, or {"speed": 2} with "end" for the last."""
        body = await body_of(request)
        if "speed" in body:
            self._hurry(body["speed"])
        elif body.get("deed") in self._deeds:
            await self._deeds[body["deed"]]()
        elif body.get("deed") in DEEDS:
            self._on().do(body["deed"])
        else:
            raise Refused("There is no such thing to do")
        return JSONResponse({"ok": True, "result": self._view()})

    def _on(self) -> Player:
        if self._theatre is None:
            raise Refused("The replay is closed")
        return self._theatre.player

    def _hurry(self, speed: object) -> None:
        self._on().hurry(math.inf if speed == "end" else float(speed) if isinstance(speed, int | float) else 0)
