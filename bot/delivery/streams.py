"""Network streams for httpcore on asyncio's own transports: a request leaves in one piece.

httpcore's default goes through anyio, which costs a cancel scope a read and a system call a write; with a toast for
every press that was a third of what a press costs. How long an answer may take is the caller's affair: it has a limit for
the whole call.
"""

import asyncio
import contextlib
import select
import ssl
from collections.abc import Iterable, Iterator
from typing import Any, Self

import httpcore


class Stream(httpcore.AsyncNetworkStream):
    """One connection. What is written waits until an answer is asked for, and leaves at once with the rest."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._unsent: list[bytes] = []

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 -- see above
        """Keep it for the next read."""
        self._unsent.append(buffer)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 -- see above
        """What has come, or b"" at the end; sends first what waits."""
        try:
            if self._unsent:
                self._writer.write(b"".join(self._unsent))
                self._unsent.clear()
                await self._writer.drain()
            return await self._reader.read(max_bytes)
        except OSError as error:
            raise httpcore.ReadError(str(error)) from error

    async def aclose(self) -> None:
        """Hang up, without waiting for the other side to agree."""
        self._writer.close()
        await asyncio.sleep(0)  # in which asyncio does it

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> Self:
        """The same connection, encrypted; ConnectError or ConnectTimeout where it cannot be."""
        try:
            with connecting():
                async with asyncio.timeout(timeout):
                    await self._writer.start_tls(ssl_context, server_hostname=server_hostname)
        except BaseException:
            self._writer.close()
            raise
        return self

    def get_extra_info(self, info: str) -> Any:
        """httpcore asks whether an idle connection "is_readable": then the other side has hung up, or is about to."""
        if info != "is_readable":
            return self._writer.get_extra_info(info)
        if self._reader.at_eof() or self._writer.is_closing():
            return True
        poll = select.poll()
        poll.register(self._writer.get_extra_info("socket"), select.POLLIN)
        return bool(poll.poll(0))


class Network(httpcore.AsyncNetworkBackend):
    """Opens streams."""

    async def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002 -- none of ours has any
    ) -> httpcore.AsyncNetworkStream:  # fmt: skip
        """A connection; ConnectError or ConnectTimeout where there is none."""
        local = (local_address, 0) if local_address else None
        with connecting():
            async with asyncio.timeout(timeout):
                return Stream(*await asyncio.open_connection(host, port, local_addr=local))


@contextlib.contextmanager
def connecting() -> Iterator[None]:
    """What goes wrong before there is a connection, as httpcore tells it."""
    try:
        yield
    except TimeoutError as error:
        raise httpcore.ConnectTimeout(str(error)) from error
    except OSError as error:
        raise httpcore.ConnectError(str(error)) from error
