"""One connection to the Bot API: HTTP/1.1 as h11 has it, over asyncio's streams; a request leaves in one piece.

How long anything may take is the caller's affair.
"""

import asyncio
import select
import ssl
from dataclasses import dataclass
from typing import Self

import certifi
import h11

PIECE = 65536  # bytes read at once
GOOD_FOR = 60.0  # seconds that an idle connection is trusted


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `date` is the header's, empty where there is none."""

    status: int
    date: str
    body: bytes


class Connection:
    """Asks one thing after the other. Once anything has gone wrong, or was cut off, it can only be closed."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._talk = h11.Connection(h11.CLIENT)
        self._used_at = asyncio.get_running_loop().time()

    @classmethod
    async def opened(cls, host: str, port: int, context: ssl.SSLContext | None) -> Self:
        """A new one, encrypted where there is a context; OSError where it cannot be."""
        return cls(*await asyncio.open_connection(host, port, ssl=context))

    async def ask(self, request: h11.Request, content: bytes) -> Answer:
        """Send a request and wait for the whole of its answer; OSError or h11.ProtocolError where none comes."""
        parts = (request, h11.Data(content), h11.EndOfMessage())
        self._writer.write(b"".join(self._talk.send(part) or b"" for part in parts))
        await self._writer.drain()
        head, body = await self._response(), bytearray()
        while isinstance(event := await self._event(), h11.Data):
            body += event.data
        if self.free:
            self._talk.start_next_cycle()
        self._used_at = asyncio.get_running_loop().time()
        date = next((value for name, value in head.headers if name == b"date"), b"")
        return Answer(head.status_code, date.decode("latin-1"), bytes(body))

    @property
    def free(self) -> bool:
        """Whether the other side goes on listening after what has been asked so far."""
        return self._talk.our_state in {h11.DONE, h11.IDLE} and self._talk.their_state in {h11.DONE, h11.IDLE}

    @property
    def stale(self) -> bool:
        """Whether the other side has hung up meanwhile, or is about to: it says nothing unasked."""
        if self._reader.at_eof() or self._writer.is_closing():
            return True
        if asyncio.get_running_loop().time() - self._used_at > GOOD_FOR:
            return True
        poll = select.poll()
        poll.register(self._writer.get_extra_info("socket"), select.POLLIN)
        return bool(poll.poll(0))

    async def close(self) -> None:
        """Hang up, without waiting for the other side to agree."""
        self._writer.close()
        await asyncio.sleep(0)  # in which asyncio does it

    async def _response(self) -> h11.Response:
        while not isinstance(event := await self._event(), h11.Response):
            pass  # one that only informs
        return event

    async def _event(self) -> h11.Event:
        while (event := self._talk.next_event()) is h11.NEED_DATA:
            self._talk.receive_data(await self._reader.read(PIECE))
        if not isinstance(event, h11.Event) or isinstance(event, h11.ConnectionClosed):
            raise h11.RemoteProtocolError("hung up before the answer")
        return event


def trusted() -> ssl.SSLContext:
    """Whom to believe that they are Telegram: who the machine believes, and Mozilla."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
