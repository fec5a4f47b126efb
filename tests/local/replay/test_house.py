"""The replay's page over HTTP: opened, watched, steered, begun anew, closed; the demo's own world is left alone."""

import asyncio
import functools

import aiohttp
import pytest

from bot.local.doors import telegram_app
from bot.local.page import page_routes
from bot.local.replay.house import Replays
from bot.local.replay.theatre import staged
from tests.local.conftest import serving


@pytest.fixture
async def client(town, settings):
    replays = Replays(functools.partial(staged, settings))
    app = telegram_app(town.world, routes=[replays.mount(), *page_routes(town.world)])
    async with serving(app) as address, aiohttp.ClientSession(address) as session:
        session.replays = replays
        yield session
        await replays.close()
        town.world.close()


async def look(client):
    async with client.get("/replay/world/replay") as response:
        return await response.json()


async def do(client, **body):
    async with client.post("/replay/world/replay", json=body) as response:
        return response.status, await response.json()


async def people(client, path):
    async with client.get(path) as response:
        return response.status, [each["name"] for each in (await response.json()).get("people", [])]


async def until(client, condition, within=10):
    async with asyncio.timeout(within):
        while not condition(view := await look(client)):
            await asyncio.sleep(0.02)
    return view


async def test_opening_the_page_begins_a_replay_in_a_world_of_its_own(town, client):
    assert await look(client) == {"state": "closed"}
    assert (await people(client, "/replay/world/people"))[0] == 400
    async with client.get("/replay") as response:
        assert (response.status, "replay.js" in await response.text()) == (200, True)
    view = await look(client)
    assert (view["state"], view["day"], view["run"]) == ("playing", 0, 1)
    assert (view["days"][0], view["days"][-1]) == ("Saturday 17 January", "Monday 26 January")
    assert len((await people(client, "/replay/world/people"))[1]) == 8
    assert (await people(client, "/world/people"))[1] == ["Paris", "London", "Kyiv"]
    async with client.get("/replay/") as response:
        assert response.status == 200
    assert (await look(client))["run"] == 1
    assert town.world.calls == []


async def test_it_is_paused_stepped_and_hurried_from_the_panel(client):
    await client.get("/replay/")
    status, body = await do(client, deed="pause")
    assert (status, body["result"]["state"]) == (200, "paused")
    done = (await until(client, lambda view: view["done"] > 0))["done"]
    await do(client, deed="step")
    view = await until(client, lambda view: view["done"] == done + 1)
    assert (view["state"], view["told"]) == ("paused", "Brussels adds the bot")
    assert (await do(client, speed=5))[1]["result"]["speed"] == 5
    assert (await do(client, speed="end"))[1]["result"]["speed"] == "end"
    view = await until(client, lambda view: view["done"] > done + 5)
    assert (view["state"], view["speed"], view["day"]) == ("playing", "end", 0)
    assert view["place"]["chat"] == view["place"]["group"]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        pytest.param({"deed": "dance"}, "There is no such thing to do", id="no such deed"),
        pytest.param({}, "There is no such thing to do", id="nothing"),
        pytest.param({"speed": 3}, "There is no such speed", id="no such speed"),
        pytest.param({"speed": "fast"}, "There is no such speed", id="no number"),
        pytest.param({"speed": None}, "There is no such speed", id="no speed at all"),
    ],
)
async def test_what_the_panel_does_not_offer_is_refused(client, body, says):
    await client.get("/replay/")
    assert await do(client, **body) == (400, {"ok": False, "error": says})


async def test_only_the_page_itself_may_steer(client):
    await client.get("/replay/")
    headers = {"Origin": "https://x.example"}
    async with client.post("/replay/world/replay", json={"deed": "close"}, headers=headers) as response:
        assert response.status == 400
    assert (await look(client))["state"] == "playing"


async def test_starting_again_is_a_new_world(client):
    await client.get("/replay/")
    await do(client, speed="end")
    await until(client, lambda view: view["done"] > 12)
    first = client.replays._theatre
    assert (await do(client, deed="restart"))[1]["result"]["run"] == 2
    second = client.replays._theatre
    view = await look(client)
    assert (view["state"], view["speed"], view["done"] < 3) == ("playing", 1, True)
    assert first.world.changes.closed
    assert not second.world.changes.closed
    assert second.group.messages != first.group.messages


async def test_closing_it_stops_its_bot(client):
    await client.get("/replay/")
    theatre = client.replays._theatre
    await until(client, lambda view: theatre.world.updates.waiting)
    assert (await do(client, deed="close"))[1]["result"] == {"state": "closed"}
    assert not theatre.world.updates.waiting
    assert not theatre.database.path.exists()
    assert (await do(client, deed="play"))[1]["error"] == "The replay is closed"
    await client.get("/replay/")
    assert (await look(client))["run"] == 2


async def test_two_who_open_it_at_once_watch_the_same(client):
    await asyncio.gather(*(client.get("/replay/") for _ in range(4)))
    assert (await look(client))["run"] == 1
