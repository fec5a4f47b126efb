"""The two doors of the world: in process for tests, over HTTP for everything else."""

import asyncio
import re
from collections.abc import Callable, Coroutine, Sequence
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

from bot.local.bodies import read_body
from bot.local.faults import Dropped, Unreachable
from bot.local.method_messages import file_at
from bot.local.methods import serve
from bot.local.model import Upload
from bot.local.replies import Reply, gateway_page
from bot.local.torn import ShortResponse, TornResponse
from bot.local.world import World

ADDRESS = re.compile(r"(?P<file>/file)?/bot(?P<token>[^/]+)/(?P<rest>.+)$")
GONE = 499  # nobody reads it
Check = Callable[[int, bytes], tuple[int, bytes]]


class InProcessRequest(BaseRequest):
    """A transport of python-telegram-bot that leads into a world of the same event loop, without a socket.

    `refused` is raised for a call that never left, `dropped` for one that no (whole) answer came to; `check` sees
    every answer's status and body first and may raise; `patience` is how many seconds a call may take.
    """

    def __init__(
        self,
        world: World,
        *,
        refused: type[NetworkError] = NetworkError,
        dropped: type[NetworkError] = NetworkError,
        check: Check | None = None,
        patience: float = 5.0,
    ) -> None:
        self.world = world
        self._refused, self._dropped, self._check, self._patience = refused, dropped, check, patience

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    @property
    def read_timeout(self) -> float:
        return self._patience

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 -- the signature is the library's
        request_data: RequestData | None = None,
        read_timeout: object = None,
        write_timeout: object = None,  # noqa: ARG002
        connect_timeout: object = None,  # noqa: ARG002
        pool_timeout: object = None,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        await asyncio.sleep(0)  # a network call always gives others a turn
        patience = read_timeout if isinstance(read_timeout, int | float) else self._patience
        try:
            async with asyncio.timeout(patience):
                reply = await self._reply(url, request_data)
        except Unreachable:
            raise self._refused("the local Telegram is unreachable") from None
        except (Dropped, TimeoutError):
            raise self._dropped("no answer from the local Telegram") from None
        if reply.missing:
            raise self._dropped("no whole answer from the local Telegram")
        return self._check(reply.status, reply.body) if self._check else (reply.status, reply.body)

    async def _reply(self, url: str, data: RequestData | None) -> Reply:
        parts = urlsplit(url)
        address = ADDRESS.search(unquote(parts.path))
        if address is None:
            return Reply(404, b"")
        if address["file"]:
            return file_reply(self.world, address["token"], address["rest"])
        parameters: dict[str, Any] = dict(parse_qsl(parts.query))
        if data is not None:
            parameters |= data.json_parameters
        return await serve(self.world, address["token"], address["rest"], parameters, _uploads(data))


def _uploads(data: RequestData | None) -> dict[str, Upload]:
    """The files of a request of the library: name -> (file name, bytes or an open file, type)."""
    if data is None:
        return {}
    uploads = {}
    for field, (file_name, content, mime_type) in data.multipart_data.items():
        raw = content if isinstance(content, bytes) else content.read()
        uploads[field] = Upload(file_name, raw, mime_type)
    return uploads


def file_reply(world: World, token: str, path: str) -> Reply:
    if world.down:
        return gateway_page(503)
    file = file_at(world, path) if token == world.token else None
    if file is None:
        return Reply(404, b'{"ok":false,"error_code":404,"description":"Not Found"}')
    return Reply(200, file.content, file.mime_type)


def telegram_app(world: World, *, routes: Sequence[BaseRoute] = ()) -> Starlette:
    """The HTTP door: /bot<token>/<method> and /file/bot<token>/<path>; `routes` are served beside it (the page)."""

    async def method(request: Request) -> Response:
        try:
            parameters, uploads = await read_body(request)
        except ClientDisconnect:  # stopped while it was asking
            return Response(status_code=GONE)
        path = request.path_params
        return await _while_connected(request, serve(world, path["token"], path["method"], parameters, uploads))

    async def download(request: Request) -> Response:
        return _response(file_reply(world, request.path_params["token"], request.path_params["path"]))

    return Starlette(
        routes=[
            Route("/bot{token}/{method}", method, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", download),
            *routes,
        ]
    )


async def _while_connected(request: Request, serving: Coroutine[Any, Any, Reply]) -> Response:
    """Serve, and give up when the client has gone: nobody reads the answer of a poll whose bot was stopped."""
    work = asyncio.create_task(serving)
    gone = asyncio.create_task(_disconnected(request))
    try:
        await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        gone.cancel()
        if not work.done():
            work.cancel()
    if not work.done():
        return Response(status_code=GONE)
    try:
        return _response(work.result())
    except (Unreachable, Dropped):
        return TornResponse()


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _response(reply: Reply) -> Response:
    headers = {"Retry-After": str(reply.retry_after)} if reply.retry_after is not None else {}
    if reply.missing:
        headers["Content-Length"] = str(len(reply.body) + reply.missing)
    kind = ShortResponse if reply.missing else Response
    return kind(reply.body, reply.status, headers, media_type=reply.content_type)
