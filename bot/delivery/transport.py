"""How calls reach Telegram: python-telegram-bot's own extension point, over httpcore's connections.

The library's default client keeps its connections in a pool that is scanned whole on every request; with the API 50 ms
away that is the difference between 9 button presses a second and some hundreds. Here a connection is taken from the
top of a stack and put back: httpcore's connections are the library's own, only the stack is ours.
"""

import asyncio
import contextlib
import ssl
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpcore
import httpx
from telegram import error
from telegram.request import BaseRequest, RequestData

from bot.delivery.streams import Network

DEFAULT_WAIT = 30  # seconds, where a 429 does not say
MULTIPLE, TOO_MANY, SERVER_TROUBLE = 300, 429, 500
NEVER = {413: "the file is too large", 421: "this server is for other bots"}
LONGEST, CONNECTING = 10.0, 5.0  # seconds for one call, long polls aside, and for reaching Telegram at all
FORM = "application/x-www-form-urlencoded"


class NotSent(error.NetworkError):
    """The request never left: trying again cannot do anything twice."""


class NoAnswer(error.NetworkError):
    """The request left and no (whole) answer came: whether it was carried out is unknown."""


class HttpcoreRequest(BaseRequest):
    """Connections to the Bot API; raises NotSent and NoAnswer where PTB's own would not tell them apart.

    `connections`: how many there may be at once. `witness` is told what Telegram's clock says, once a second at most.
    """

    def __init__(self, connections: int = 64, *, witness: Callable[[datetime], None] | None = None) -> None:
        self._slots = asyncio.Semaphore(connections)
        self._idle: list[httpcore.AsyncHTTPConnection] = []  # the one used last is used next: few stay open
        self._context: ssl.SSLContext | None = None
        self._witness, self._told = witness, ""

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer; getUpdates adds its own to it."""
        return LONGEST

    async def initialize(self) -> None:
        """Nothing to open: connections are made when they are needed."""

    async def shutdown(self) -> None:
        """Close what is open."""
        while self._idle:
            await self._idle.pop().aclose()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 -- one time for the whole call
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 -- same
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 -- same
    ) -> tuple[int, bytes]:
        """Status and body. A 5xx, a 429 without its wait, and a body without an answer are raised for what they are."""
        patience = (read_timeout if isinstance(read_timeout, int | float) else LONGEST) + 5
        request = _request(method, url, request_data)
        async with self._slots:
            try:
                async with asyncio.timeout(patience + CONNECTING):
                    status, date, body = await self._exchange(request)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as trouble:
                raise NotSent(f"cannot reach Telegram: {type(trouble).__name__}") from None
            except (TimeoutError, httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as trouble:
                raise NoAnswer(f"no answer from Telegram: {type(trouble).__name__}") from None
        self._hear(date)
        return checked(status, body)

    async def _exchange(self, request: httpcore.Request) -> tuple[int, str, bytes]:
        """Status, the header Date and the body; the connection goes back only when all of it has come."""
        connection = await self._connection(request.url.origin)
        try:
            response = await connection.handle_async_request(request)
            body = await response.aread()
            await response.aclose()
        except BaseException:
            with contextlib.suppress(Exception):  # whatever is wrong with it has been said already
                await connection.aclose()
            raise
        if connection.is_available():
            self._idle.append(connection)
        date = next((value for name, value in response.headers if name.lower() == b"date"), b"")
        return response.status, date.decode("latin-1"), body

    async def _connection(self, origin: httpcore.Origin) -> httpcore.AsyncHTTPConnection:
        while self._idle:
            connection = self._idle.pop()
            if connection.can_handle_request(origin) and not connection.has_expired():
                return connection
            await connection.aclose()  # the other side has hung up
        if origin.scheme == b"https" and self._context is None:
            self._context = httpcore.default_ssl_context()
        return httpcore.AsyncHTTPConnection(
            origin, ssl_context=self._context, keepalive_expiry=60, network_backend=Network()
        )

    def _hear(self, date: str) -> None:
        if self._witness and date and date != self._told:
            self._told = date
            with contextlib.suppress(ValueError):  # a header of something in between
                self._witness(parsedate_to_datetime(date))


def checked(status: int, body: bytes) -> tuple[int, bytes]:
    """Status and body of an answer PTB can read; what it cannot is raised for what it is."""
    if status in NEVER:
        raise error.BadRequest(f"{NEVER[status]} (HTTP {status})")
    if status >= SERVER_TROUBLE or not body.lstrip().startswith(b"{"):
        if status == TOO_MANY:
            raise error.RetryAfter(DEFAULT_WAIT)
        raise NoAnswer(f"no answer from Telegram: HTTP {status}")
    if status < MULTIPLE and b'"result"' not in body:  # the library would raise a KeyError
        raise NoAnswer("no answer from Telegram: cut short")
    if status == TOO_MANY and b'"retry_after"' not in body:
        raise error.RetryAfter(DEFAULT_WAIT)
    return status, body


def _request(method: str, url: str, data: RequestData | None) -> httpcore.Request:
    content, kind = _encoded(data)
    headers: dict[bytes | str, bytes | str] = {"Host": urlsplit(url).netloc, "Content-Length": str(len(content))}
    if kind:
        headers["Content-Type"] = kind
    times = {"connect": CONNECTING}
    return httpcore.Request(method, url, headers=headers, content=content, extensions={"timeout": times})


def _encoded(data: RequestData | None) -> tuple[bytes, str]:
    """The body and its type."""
    if data is None:
        return b"", ""
    if not data.contains_files:
        return urlencode(data.json_parameters).encode(), FORM
    parts = httpx.Request("POST", "http://form", data=data.json_parameters, files=data.multipart_data)
    return parts.read(), parts.headers["Content-Type"]
