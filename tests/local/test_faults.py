"""Faults on demand: each kind, through both doors, seen by the bot's own transport."""

import asyncio
import contextlib
import time
from datetime import timedelta

import aiohttp
import pytest
from telegram import Bot
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.delivery.transport import ApiRequest, NoAnswer, NotSent, checked
from bot.local import faults
from bot.local.doors import InProcessRequest, telegram_app
from bot.local.errors import ApiError, bad_request
from tests.local.conftest import serving

PATIENCE = 1.0  # seconds: long enough for a machine that has a lot to do
SEEN = {  # what a client makes of it; the rest of the catalogue is NoAnswer
    "429 that says how long": RetryAfter,
    "429 as a page": RetryAfter,
    "429 without parameters": RetryAfter,
    "401": InvalidToken,
    "a refused connection": NotSent,
}


class Hasty(ApiRequest):
    """The bot's transport, which gives up soon."""

    async def do_request(self, *args, **kwargs):
        try:
            async with asyncio.timeout(PATIENCE):
                return await super().do_request(*args, **kwargs)
        except TimeoutError:
            raise NoAnswer("no answer in time") from None


@contextlib.asynccontextmanager
async def in_process(town):
    def transport():
        return InProcessRequest(town.world, refused=NotSent, dropped=NoAnswer, check=checked, patience=PATIENCE)

    async with Bot(town.world.token, request=transport(), get_updates_request=transport()) as bot:
        yield bot


@contextlib.asynccontextmanager
async def over_http(town):
    async with (
        serving(telegram_app(town.world)) as address,
        Bot(town.world.token, base_url=f"{address}/bot", request=Hasty(), get_updates_request=Hasty()) as bot,
    ):
        yield bot
        town.world.close()


@pytest.fixture(params=[in_process, over_http], ids=["in process", "over HTTP"])
async def door(request, town, monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # otherwise the library warns of its own future
    async with request.param(town) as bot:
        town.world.calls.clear()
        yield bot


@pytest.mark.parametrize("name", faults.CATALOGUE)
async def test_a_call_meets_a_fault_once_and_is_carried_out_or_not(town, door, name):
    fault = faults.CATALOGUE[name]
    before = len(town.group.messages)
    town.world.fail("sendMessage", fault)
    with pytest.raises(TelegramError) as caught:
        await door.send_message(town.group.id, "A-1")
    expected = SEEN.get(name, NoAnswer)
    if door.base_url.startswith("http://127") and expected is NotSent:
        expected = NoAnswer  # a server cannot refuse one call: it hears of it once connected
    assert type(caught.value) is expected
    assert len(town.group.messages) - before == fault.applied
    [call] = town.world.calls
    assert (call.applied, call.ok) == (fault.applied, False)
    await door.send_message(town.group.id, "A-2")
    assert town.world.last(town.group).text == "A-2"


def test_every_kind_comes_carried_out_and_not_where_it_can():
    both = {name.rpartition(", ")[0] for name in faults.CATALOGUE if "carried out" in name}
    assert len(both) == 10
    assert all(
        faults.CATALOGUE[f"{name}, carried out"].applied and not faults.CATALOGUE[f"{name}, not carried out"].applied
        for name in both
    )


async def test_a_wait_that_telegram_names_arrives_as_it_is(town, door):
    town.world.fail("sendMessage", faults.flood(35))
    with pytest.raises(RetryAfter) as caught:
        await door.send_message(town.group.id, "A-1")
    assert caught.value.retry_after == timedelta(seconds=35)


async def test_any_error_of_the_api_can_be_had(town, door):
    town.world.fail("sendMessage", faults.refusal(bad_request("message thread not found")))
    with pytest.raises(BadRequest, match="essage thread not found"):
        await door.send_message(town.group.id, "A-1")
    town.world.fail("getMe", faults.refusal(ApiError(409, "Conflict: terminated by other getUpdates request")))
    with pytest.raises(TelegramError, match="Conflict"):
        await door.get_me()


async def test_faults_queue_up_by_method_and_for_any(town, door):
    town.world.fail("*", faults.restart(applied=False), times=2)
    town.world.fail("getMe", faults.flood(1))
    with pytest.raises(RetryAfter):
        await door.get_me()
    for call in (door.get_me(), door.send_message(town.group.id, "A-1")):
        with pytest.raises(NoAnswer):
            await call
    await door.get_me()
    town.world.fail("getMe", faults.flood(1))
    town.world.faults.clear()
    await door.get_me()


async def test_a_slow_call_is_carried_out_even_if_nobody_waits_for_it(town, door):
    town.world.fail("sendMessage", faults.slow(before=1.5 * PATIENCE))
    with pytest.raises(NoAnswer):
        await door.send_message(town.group.id, "A-1")
    assert town.world.last(town.group).text != "A-1"
    await shown(town, "A-1")
    town.world.fail("sendMessage", faults.slow(after=PATIENCE / 6))
    assert (await door.send_message(town.group.id, "A-2")).text == "A-2"


async def shown(town, text):
    async with asyncio.timeout(5):
        while town.world.last(town.group).text != text:
            await asyncio.sleep(0.005)


async def test_latency_is_half_before_and_half_after(town, door):
    town.world.latency = PATIENCE / 3
    started = time.perf_counter()
    sending = asyncio.create_task(door.send_message(town.group.id, "A-1"))
    await shown(town, "A-1")
    carried_out = time.perf_counter() - started
    assert not sending.done()
    await sending
    assert carried_out >= PATIENCE / 6
    assert time.perf_counter() - started >= PATIENCE / 3


async def test_a_telegram_that_is_down_answers_with_the_gateways_page(town, door):
    town.world.down = True
    with pytest.raises(NetworkError, match="503"):
        await door.get_me()


async def test_a_server_that_is_not_there_refuses(town):
    async with serving(telegram_app(town.world)) as address:
        pass
    async with Hasty() as transport:
        with pytest.raises(NotSent):
            await transport.do_request(f"{address}/bot{town.world.token}/getMe", "POST")


async def test_on_the_wire(town):
    """Status, type and headers as aiohttp sees them, beside the classes above."""
    async with serving(telegram_app(town.world)) as address, aiohttp.ClientSession() as client:
        path = f"{address}/bot{town.world.token}/getMe"

        async def told(fault):
            town.world.fail("getMe", fault)
            async with client.post(path) as response:
                return (
                    response.status,
                    response.content_type,
                    response.headers.get("Retry-After"),
                    await response.text(),
                )

        status, kind, wait, text = await told(faults.flood(7))
        assert (status, kind, wait) == (429, "application/json", "7")
        assert text == (
            '{"ok": false, "error_code": 429, "description": "Too Many Requests: retry after 7", '
            '"parameters": {"retry_after": 7}}'
        )
        assert (await told(faults.flood_page()))[:3] == (429, "text/html", None)
        assert (await told(faults.flood_bare()))[3] == (
            '{"ok": false, "error_code": 429, "description": "Too Many Requests"}'
        )
        assert (await told(faults.gateway(504, applied=False)))[0] == 504
        assert "<h1>502 Bad Gateway</h1>" in (await told(faults.gateway(applied=False)))[3]
        assert (await told(faults.restart(applied=False)))[3] == (
            '{"ok": false, "error_code": 500, "description": "Internal Server Error: restart"}'
        )
        assert (await told(faults.empty(applied=True)))[::3] == (200, "")
        assert (await told(faults.not_ok(applied=True)))[3] == '{"ok":false}'
        with pytest.raises(aiohttp.ClientPayloadError):
            await told(faults.truncated(applied=True))
        with pytest.raises(aiohttp.ClientOSError):
            await told(faults.reset(applied=True))
        async with client.post(path) as response:
            assert response.status == 200
