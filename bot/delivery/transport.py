"""How calls reach Telegram: python-telegram-bot's own extension point, over connections of our own.

The library's default client keeps its connections in a pool that is scanned whole on every request; with the API 50 ms
away that is the difference between 9 button presses a second and some hundreds. Here a connection is taken from the
top of a stack and put back.
"""

import asyncio
import contextlib
import ssl
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import SplitResult, quote, urlencode, urlsplit

import h11
import httpx
from telegram import error
from telegram.request import BaseRequest, RequestData

from bot.delivery.connection import Answer, Connection, trusted

DEFAULT_WAIT = 30  # seconds, where a 429 does not say
MULTIPLE, TOO_MANY, SERVER_TROUBLE = 300, 429, 500
NEVER = {413: "the file is too large", 421: "this server is for other bots"}
LONGEST, CONNECTING = 10.0, 5.0  # seconds for one call, long polls aside, and for reaching Telegram at all
HTTP, HTTPS = 80, 443  # where no port is named
QUOTED = "%/:;?&=+$,@!*'()~"  # what a path may hold as it stands
FORM = "application/x-www-form-urlencoded"


class NotSent(error.NetworkError):
    """The request never left: trying again cannot do anything twice."""


class NoAnswer(error.NetworkError):
    """The request left and no (whole) answer came: whether it was carried out is unknown."""


class ApiRequest(BaseRequest):
    """Connections to the Bot API; raises NotSent and NoAnswer where PTB's own would not tell them apart.

    `connections`: how many there may be at once. `witness` is told what Telegram's clock says, once a second at most.
    """

    def __init__(self, connections: int = 64, *, witness: Callable[[datetime], None] | None = None) -> None:
        self._slots = asyncio.Semaphore(connections)
        self._idle: list[tuple[str, Connection]] = []  # to where; the one used last is used next: few stay open
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
            await self._idle.pop()[1].close()

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
        to, content, kind = urlsplit(url), *_encoded(request_data)
        async with self._slots:
            try:
                async with asyncio.timeout(patience + CONNECTING):
                    answer = await self._exchange(to, _request(method, to, content, kind), content)
            except (TimeoutError, OSError, h11.ProtocolError) as trouble:
                raise NoAnswer(f"no answer from Telegram: {type(trouble).__name__}") from None
        self._hear(answer.date)
        return checked(answer.status, answer.body)

    async def _exchange(self, to: SplitResult, request: h11.Request, content: bytes) -> Answer:
        """Ask; the connection goes back only when all of the answer has come."""
        connection = await self._connection(to)
        try:
            answer = await connection.ask(request, content)
        except BaseException:
            await connection.close()
            raise
        if connection.free:
            self._idle.append((to.netloc, connection))
        else:
            await connection.close()
        return answer

    async def _connection(self, to: SplitResult) -> Connection:
        while self._idle:
            netloc, connection = self._idle.pop()
            if netloc == to.netloc and not connection.stale:
                return connection
            await connection.close()
        encrypted = to.scheme == "https"
        if encrypted and self._context is None:
            self._context = trusted()
        port = to.port or (HTTPS if encrypted else HTTP)
        try:
            async with asyncio.timeout(CONNECTING):
                return await Connection.opened(to.hostname or "", port, self._context if encrypted else None)
        except OSError as trouble:  # of which a time that is over is one
            raise NotSent(f"cannot reach Telegram: {type(trouble).__name__}") from None

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


def _request(method: str, to: SplitResult, content: bytes, kind: str) -> h11.Request:
    headers = [("Host", to.netloc), ("Content-Length", str(len(content)))]
    if kind:
        headers.append(("Content-Type", kind))
    target = quote(f"{to.path}?{to.query}" if to.query else to.path, safe=QUOTED)
    return h11.Request(method=method, target=target, headers=headers)


def _encoded(data: RequestData | None) -> tuple[bytes, str]:
    """The body and its type."""
    if data is None:
        return b"", ""
    if not data.contains_files:
        return urlencode(data.json_parameters).encode(), FORM
    parts = httpx.Request("POST", "http://form", data=data.json_parameters, files=data.multipart_data)
    return parts.read(), parts.headers["Content-Type"]
