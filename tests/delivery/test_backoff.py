"""What comes over the wire -> what it means for a message: transport and judgement together, over real sockets."""

import asyncio
import contextlib
import json
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot, Message
from telegram.error import TelegramError

from bot.delivery.backoff import Fate, Ruling, backoff, judge
from bot.delivery.transport import ApiRequest

TOKEN = "123456789:a-token-that-opens-nothing-anywhere"
Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]
GATEWAY = (
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n"
    b"<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>"
)
SENT = {"message_id": 7, "date": 1768672800, "chat": {"id": 1, "type": "private", "first_name": "Paris"}, "text": "ok"}
DEFAULT_WAIT = timedelta(seconds=30)
UNKNOWN = Ruling(Fate.UNKNOWN, timedelta(seconds=5))
AGAIN = Ruling(Fate.AGAIN, timedelta(seconds=1))
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def body(status: int, content: bytes, *, kind: str = "application/json", length: int | None = None) -> Answer:
    """An answer of this status; `length` is what its header claims where that is not the truth."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        claimed = len(content) if length is None else length
        head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {claimed}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + content)
        await writer.drain()

    return answer


def refusal(code: int, description: str, **parameters: int) -> Answer:
    """The Bot API's own refusal."""
    content: dict[str, object] = {"ok": False, "error_code": code, "description": description}
    return body(code, json.dumps(content | ({"parameters": parameters} if parameters else {})).encode())


async def reset(writer: asyncio.StreamWriter) -> None:
    """The connection breaks before any answer: RST, not FIN."""
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


async def hang_up(writer: asyncio.StreamWriter) -> None:
    """The connection ends, politely and without a word."""


async def stay_silent(writer: asyncio.StreamWriter) -> None:
    """No answer, for longer than anybody waits."""
    await asyncio.sleep(8)


@contextlib.asynccontextmanager
async def serving(answer: Answer) -> AsyncIterator[str]:
    """A server that reads one whole request and answers so; gives its address."""
    talks: set[asyncio.Task[None]] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if task := asyncio.current_task():
            talks.add(task)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            await reader.readexactly(int(length.partition(b":")[2]))
            await answer(writer)
        finally:
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot"
    finally:
        for task in talks:
            task.cancel()
        await asyncio.gather(*talks, return_exceptions=True)
        server.close()
        await server.wait_closed()


async def sent(address: str, *, read_timeout: float = 5) -> Message:
    """One message, sent as the courier sends it."""
    request = ApiRequest()
    bot = Bot(TOKEN, base_url=address, request=request, get_updates_request=request)
    try:
        return await bot.send_message(1, "ok", read_timeout=read_timeout)
    finally:
        await request.shutdown()


async def ruling(address: str, *, read_timeout: float = 5) -> Ruling:
    """What the failure of a first try is taken for."""
    with pytest.raises(TelegramError) as caught:
        await sent(address, read_timeout=read_timeout)
    return judge(caught.value, 1)


async def test_an_answer_is_an_answer() -> None:
    async with serving(body(200, json.dumps({"ok": True, "result": SENT}).encode())) as address:
        assert (await sent(address)).message_id == 7


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(
            refusal(429, "Too Many Requests: retry after 7", retry_after=7),
            Ruling(Fate.WAIT, timedelta(seconds=7)),
            id="429 with its wait: the chat waits that long",
        ),
        pytest.param(
            refusal(429, "Too Many Requests"), Ruling(Fate.WAIT, DEFAULT_WAIT), id="429 without a wait: half a minute"
        ),
        pytest.param(
            body(429, b"<html>429</html>", kind="text/html"),
            Ruling(Fate.WAIT, DEFAULT_WAIT),
            id="429 as a page: half a minute",
        ),
        pytest.param(
            refusal(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=-1001234567890,
            ),
            Ruling(Fate.MOVED, tg_chat_id=-1001234567890),
            id="the group became a supergroup: its new id",
        ),
        pytest.param(refusal(400, NOT_MODIFIED), Ruling(Fate.DONE), id="an edit that changes nothing is done"),
        *(
            pytest.param(refusal(400, f"Bad Request: {text}"), Ruling(Fate.LOST), id=f"{text}: post it anew")
            for text in ("message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID")
        ),
        pytest.param(
            refusal(400, "Bad Request: can't parse entities: Unsupported start tag \"blink\" at byte offset 14"),
            Ruling(Fate.PLAIN),
            id="markup refused: the words alone",
        ),
        pytest.param(refusal(400, "Bad Request: chat not found"), Ruling(Fate.CLOSED), id="chat not found: shut"),
        pytest.param(
            refusal(400, "Bad Request: not enough rights to send text messages to the chat"),
            Ruling(Fate.MUTED, timedelta(minutes=10)),
            id="muted: asked again every ten minutes",
        ),
        pytest.param(
            refusal(400, "Bad Request: not enough rights to send documents to the chat"),
            Ruling(Fate.BARRED, timedelta(minutes=10)),
            id="no files here: the file alone is asked again every ten minutes",
        ),
        pytest.param(
            refusal(400, "Bad Request: message to be replied not found"),
            Ruling(Fate.ALONE),
            id="what it replies to is gone: without",
        ),
        *(
            pytest.param(
                refusal(400, f"Bad Request: {text}"), Ruling(Fate.TOPIC, timedelta(minutes=10)), id=f"{text}: in General"
            )
            for text in ("message thread not found", "TOPIC_CLOSED")
        ),
        pytest.param(
            refusal(400, "Bad Request: message to delete not found"), Ruling(Fate.DONE), id="deleted already: done"
        ),
        *(
            pytest.param(refusal(400, f"Bad Request: {text}"), Ruling(Fate.REFUSED), id=f"{text}: never")
            for text in ("message is too long", "message can't be deleted")
        ),
        pytest.param(refusal(401, "Unauthorized"), Ruling(Fate.STOP), id="401: the token is refused"),
        pytest.param(refusal(404, "Not Found"), Ruling(Fate.STOP), id="404: the token is malformed"),
        *(
            pytest.param(refusal(403, f"Forbidden: {text}"), Ruling(Fate.CLOSED), id=f"{text}: shut")
            for text in (
                "bot was kicked from the supergroup chat",
                "bot was kicked from the group chat",
                "bot is not a member of the supergroup chat",
                "the group chat was deleted",
                "bot was blocked by the user",
                "user is deactivated",
            )
        ),
        pytest.param(
            refusal(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is "
                    "running"),
            UNKNOWN,
            id="409, which no send gets: perhaps carried out",
        ),
        pytest.param(body(413, GATEWAY, kind="text/html"), Ruling(Fate.REFUSED), id="413, too large a file: never"),
        pytest.param(
            refusal(421, "Misdirected Request: unallowed token specified"),
            Ruling(Fate.REFUSED),
            id="421, a server for other bots: never",
        ),
        pytest.param(refusal(500, "Internal Server Error: restart"), UNKNOWN, id="500: perhaps carried out"),
        pytest.param(body(502, GATEWAY, kind="text/html"), UNKNOWN, id="502, a page: perhaps carried out"),
        pytest.param(body(504, GATEWAY, kind="text/html"), UNKNOWN, id="504, a page: perhaps carried out"),
        pytest.param(body(200, GATEWAY, kind="text/html"), UNKNOWN, id="200 with a page: perhaps carried out"),
        pytest.param(body(200, b""), UNKNOWN, id="200 with nothing: perhaps carried out"),
        pytest.param(body(200, b'{"ok":true,"resu'), UNKNOWN, id="200 with half of its JSON: perhaps carried out"),
        pytest.param(body(200, b'{"ok":false}'), UNKNOWN, id="200 without a result: perhaps carried out"),
        pytest.param(
            body(200, b'{"ok":true,', length=400), UNKNOWN, id="200 that breaks off on the way: perhaps carried out"
        ),
        pytest.param(reset, UNKNOWN, id="reset before the answer: perhaps carried out"),
        pytest.param(hang_up, UNKNOWN, id="closed before the answer: perhaps carried out"),
    ],
)  # fmt: skip
async def test_what_the_wire_says(answer: Answer, expected: Ruling) -> None:
    async with serving(answer) as address:
        assert await ruling(address) == expected


async def test_a_refused_connection_certainly_sent_nothing() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        assert await ruling(f"http://127.0.0.1:{unused.getsockname()[1]}/bot") == AGAIN


async def test_a_name_nobody_knows_certainly_sent_nothing() -> None:
    assert await ruling("http://telegram.invalid/bot") == AGAIN


async def test_silence() -> None:
    """A request that is taken and not answered may have been carried out; one that is never taken has not."""
    with contextlib.ExitStack() as sockets:
        full = sockets.enter_context(socket.socket())
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(4):  # the queue is full: further connections are left hanging
            waiting = sockets.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        async with serving(stay_silent) as address:
            slow, queued = await asyncio.gather(
                ruling(address, read_timeout=0.2), ruling(f"http://127.0.0.1:{full.getsockname()[1]}/bot")
            )
            assert (slow, queued) == (UNKNOWN, AGAIN)


@pytest.mark.parametrize(
    ("attempts", "seconds"),
    [(0, 1), (1, 1), (2, 2), (3, 4), (8, 128), (9, 256), (10, 300), (10_000, 300)],
    ids=str,
)
def test_waits_double_up_to_five_minutes(attempts: int, seconds: int) -> None:
    assert backoff(attempts) == timedelta(seconds=seconds)


@given(st.builds(TelegramError, st.text(max_size=80)) | st.builds(ValueError), st.integers(0, 10_000))
def test_whatever_is_unheard_of_may_have_been_carried_out(trouble: Exception, attempts: int) -> None:
    told = judge(trouble, attempts)
    assert told.fate is Fate.UNKNOWN
    assert told.wait >= timedelta(seconds=5)
