"""/healthz says whether the bot is well, and why not."""

import asyncio
import contextlib
import socket
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.intake import BLIP, RIVAL
from bot.local.world import World
from tests.processes import BotProcess, running, telegram, until

pytestmark = pytest.mark.process


async def health(address: str) -> tuple[int, dict[str, object]]:
    async with aiohttp.ClientSession() as session, session.get(f"http://{address}/healthz") as response:
        return response.status, await response.json()


@contextlib.asynccontextmanager
async def listening(world: World, folder: Path) -> AsyncIterator[str]:
    """A bot that serves, and where it says how it is."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        listen = f"127.0.0.1:{free.getsockname()[1]}"
    async with telegram(world) as address:
        bot = BotProcess(address, world.token, folder)
        async with running(bot, LISTEN=listen):
            await until(lambda: "serving" in bot.output)
            await wait_for(listen, 200)
            yield listen


async def test_health_turns_red_and_green_with_telegram(tmp_path: Path) -> None:
    world = World()
    async with listening(world, tmp_path) as listen:
        world.down = True
        world.wake()
        status, told = await wait_for(listen, 503)
        assert (status, told["ok"]) == (503, False)
        assert str(told["trouble"]).startswith("Telegram: ")
        world.down = False
        assert await wait_for(listen, 200) == (200, {"ok": True, "trouble": ""})


async def test_health_turns_red_and_green_with_the_database_and_status_says_why(tmp_path: Path) -> None:
    world = World()
    paris = world.add_user("Paris")
    group = world.add_group("Washington Group", paris, admins=[paris])
    async with listening(world, tmp_path) as listen:
        world.add_bot(group, paris)
        await until(lambda: group.messages and group.messages[-1].sender.is_bot)
        with contextlib.closing(sqlite3.connect(tmp_path / "bot.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            world.send(paris, group, "/alert Tariffs announced")
            assert await wait_for(listen, 503) == (503, {"ok": False, "trouble": "database: database is locked"})
            for _ in range(int(BLIP.total_seconds() * 5)):  # it does not turn green between two tries
                assert (await health(listen))[0] == 503
                await asyncio.sleep(0.2)
            other.execute("ROLLBACK")
        await wait_for(listen, 200)
        world.send(paris, group, "/status")
        await until(lambda: "All is well." in group.messages[-1].text)
    assert "Not all was well from" in group.messages[-1].text
    assert "database: database is locked" in group.messages[-1].text


async def test_health_is_red_while_two_bots_take_turns(tmp_path: Path) -> None:
    world = World()
    async with listening(world, tmp_path) as listen:
        rival = asyncio.create_task(world.updates.poll(0, 100, 20))
        _, told = await wait_for(listen, 503)
        await asyncio.gather(rival, return_exceptions=True)
        await asyncio.sleep(1)
        assert (await health(listen))[1] == told == {"ok": False, "trouble": RIVAL}


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
