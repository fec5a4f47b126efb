"""How calls reach Telegram: python-telegram-bot's own extension point, over aiohttp.

Its default client scans its whole connection pool on every request; with the API 50 ms away that is the difference
between 9 and about 1,000 button presses a second.
"""

from typing import Any

import aiohttp
from telegram import error
from telegram.request import BaseRequest, RequestData

DEFAULT_WAIT = 30  # seconds, where a 429 does not say
MULTIPLE, TOO_MANY, SERVER_TROUBLE = 300, 429, 500
NEVER = {413: "the file is too large", 421: "this server is for other bots"}
LONGEST = 10.0  # seconds for one call, long polls aside


class NotSent(error.NetworkError):
    """The request never left: trying again cannot do anything twice."""


class NoAnswer(error.NetworkError):
    """The request left and no (whole) answer came: whether it was carried out is unknown."""


class AiohttpRequest(BaseRequest):
    """A pool of connections to the Bot API; raises NotSent and NoAnswer where PTB's own would not tell them apart."""

    def __init__(self, connections: int = 64) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer; getUpdates adds its own to it."""
        return LONGEST

    async def initialize(self) -> None:
        """Open the pool, in the loop that will use it."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections)
            self._session = aiohttp.ClientSession(connector=connector)

    async def shutdown(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()
            self._session = None

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
        await self.initialize()
        assert self._session is not None  # noqa: S101 -- initialised above
        total = read_timeout if isinstance(read_timeout, int | float) else LONGEST
        timeout = aiohttp.ClientTimeout(total=total + 5, sock_connect=5)
        try:
            async with self._session.request(method, url, data=_form(request_data), timeout=timeout) as response:
                return checked(response.status, await response.read())
        except aiohttp.ClientConnectorError as trouble:
            raise NotSent(f"cannot reach Telegram: {type(trouble).__name__}") from None
        except aiohttp.ConnectionTimeoutError:
            raise NotSent("cannot reach Telegram: connecting takes too long") from None
        except (TimeoutError, aiohttp.ClientError) as trouble:
            raise NoAnswer(f"no answer from Telegram: {type(trouble).__name__}") from None


def checked(status: int, body: bytes) -> tuple[int, bytes]:
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


def _form(request_data: RequestData | None) -> Any:
    if request_data is None:
        return None
    if not request_data.contains_files:
        return request_data.json_parameters
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime_type) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime_type)
    return form
