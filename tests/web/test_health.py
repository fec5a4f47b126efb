"""/healthz says whether the bot is well, and why not."""

import asyncio
import socket
from pathlib import Path

import aiohttp
import pytest

from bot.local.world import World
from tests.processes import BotProcess, running, telegram, until

pytestmark = pytest.mark.process


async def health(address: str) -> tuple[int, dict[str, object]]:
    async with aiohttp.ClientSession() as session, session.get(f"http://{address}/healthz") as response:
        return response.status, await response.json()


async def test_health_turns_red_and_green_with_telegram(tmp_path: Path) -> None:
    world = World()
    with socket.create_server(("127.0.0.1", 0)) as free:
        listen = f"127.0.0.1:{free.getsockname()[1]}"
    async with telegram(world) as address:
        bot = BotProcess(address, world.token, tmp_path)
        async with running(bot, LISTEN=listen):
            await until(lambda: "serving" in bot.output)
            await wait_for(listen, 200)
            world.down = True
            world.wake()
            status, told = await wait_for(listen, 503)
            assert (status, told["ok"]) == (503, False)
            assert str(told["trouble"]).startswith("Telegram: ")
            world.down = False
            assert await wait_for(listen, 200) == (200, {"ok": True, "trouble": ""})


async def wait_for(listen: str, status: int) -> tuple[int, dict[str, object]]:
    """Ask until the answer is this."""
    async with asyncio.timeout(40):
        while (answer := await health(listen))[0] != status:
            await asyncio.sleep(0.1)
    return answer


async def test_a_port_that_is_taken_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        bot = BotProcess("http://127.0.0.1:9", "1000000001:AAlocal-telegram-token-of-this-machine-0", tmp_path)
        await bot.start(LISTEN=listen)
        assert await bot.ended() == 1
    assert bot.output.strip() == f"LISTEN: {listen} cannot be opened: Address already in use"
