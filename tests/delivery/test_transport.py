"""The network below the calls: TLS as it has to be, a request in one piece, an idle connection that was hung up on."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter  # RequestData has no public way in

from bot.delivery.transport import ApiRequest, NotSent

# A key and a certificate for "localhost" that sign each other, for these tests alone.
LOCALHOST = Path(__file__).parent / "tls" / "localhost.pem"
ANSWER = b'HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n{"ok":true,"result":true}'


class Server:
    """Answers every request alike; `pieces` are what it has read, `hang_up` whether it closes after an answer."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.hang_up = False
        self.connections: list[asyncio.Task[None]] = []

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self.connections.append(task)
        while piece := await reader.read(65536):
            self.pieces.append(piece)
            writer.write(ANSWER)
            if self.hang_up:
                break
        writer.close()
        await writer.wait_closed()


@contextlib.asynccontextmanager
async def served(server: Server, *, encrypted: bool) -> AsyncIterator[str]:
    """The server on a free port; yields its address."""
    context = None
    if encrypted:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(LOCALHOST)
    listening = await asyncio.start_server(server.talk, "localhost", 0, ssl=context)
    async with listening:
        port = listening.sockets[0].getsockname()[1]
        yield f"http{'s' if encrypted else ''}://localhost:{port}"
        await asyncio.gather(*server.connections)


@contextlib.asynccontextmanager
async def asking() -> AsyncIterator[ApiRequest]:
    request = ApiRequest()
    try:
        yield request
    finally:
        await request.shutdown()


@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "TLS"])
async def test_a_call_is_carried_out_and_its_connection_kept(monkeypatch: pytest.MonkeyPatch, encrypted: bool) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(LOCALHOST))
    server = Server()
    async with served(server, encrypted=encrypted) as address, asking() as request:
        for _ in range(3):
            assert await request.post(f"{address}/bot1:A/getMe") is True
    assert (len(server.connections), len(server.pieces)) == (1, 3)


async def test_who_cannot_prove_to_be_telegram_is_told_nothing() -> None:
    server = Server()
    async with served(server, encrypted=True) as address, asking() as request:
        with pytest.raises(NotSent):
            await request.post(f"{address}/bot1:A/getMe")
    assert server.pieces == []


async def test_head_and_body_leave_together() -> None:
    server = Server()
    async with served(server, encrypted=False) as address, asking() as request:
        await request.do_request(
            f"{address}/bot1:A/sendMessage", "POST", RequestData([RequestParameter.from_input("text", "A-1")])
        )
    [piece] = server.pieces
    assert piece.endswith(b"\r\n\r\ntext=A-1")


async def test_a_connection_the_other_side_has_closed_is_not_used_again() -> None:
    server = Server()
    server.hang_up = True
    async with served(server, encrypted=False) as address, asking() as request:
        for _ in range(3):
            assert await request.post(f"{address}/bot1:A/getMe") is True
            await asyncio.sleep(0.01)
    assert len(server.connections) == 3


async def test_nobody_there() -> None:
    server = Server()
    async with served(server, encrypted=False) as address, asking() as request:
        pass
    with pytest.raises(NotSent):
        await request.post(f"{address}/bot1:A/getMe")
