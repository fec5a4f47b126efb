"""Answers that a server is not meant to give: none at all, and one that breaks off.

Both need the connection itself, which ASGI does not hand out: it is taken from uvicorn's own request cycle.
"""

import asyncio
import socket
import struct

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

AT_ONCE = struct.pack("ii", 1, 0)  # linger 0 s: the peer gets a reset instead of an orderly end


class TornResponse(Response):
    """The connection is reset; nothing has been answered."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 -- ASGI's signature
        transport = _connection(receive)
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        transport.abort()
        await _ended(receive)


class ShortResponse(Response):
    """The headers promise more than comes; then the connection ends."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 -- ASGI's signature
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": self.body, "more_body": True})
        _connection(receive).close()
        await _ended(receive)


def _connection(receive: Receive) -> asyncio.Transport:
    transport = getattr(getattr(receive, "__self__", None), "transport", None)
    if not isinstance(transport, asyncio.Transport):
        raise TypeError("only uvicorn's connections can be cut")
    return transport


async def _ended(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
