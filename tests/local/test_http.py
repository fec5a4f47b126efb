"""The HTTP door and the page's endpoints, through a real server on a real socket."""

import asyncio
import base64
import json
from datetime import timedelta

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local import faults
from bot.local.bodies import read_multipart
from bot.local.deeds import until_monday
from bot.local.doors import telegram_app
from bot.local.page import page_routes
from bot.local.scenes import Scenes, Switch
from tests.local.conftest import serving


@pytest.fixture
async def client(town):
    skips = []

    def skip(span: timedelta) -> None:
        skips.append(span)
        town.clock.moment += span
        town.world.wake()

    on = [True]

    async def switch(to):
        on[0] = to

    scenes = Scenes(town.world, Switch(lambda: switch(True), lambda: switch(False), lambda: on[0]))
    app = telegram_app(town.world, routes=page_routes(town.world, skip=skip, scenes=scenes))
    async with serving(app) as address, aiohttp.ClientSession(address) as session:
        yield session
        town.world.close()


def api(town, method):
    return f"/bot{town.world.token}/{method}"


async def test_all_ways_to_pass_parameters_are_one(town, client):
    rows = [[{"text": "Seen", "callback_data": "seen"}]]
    plain = {"chat_id": town.group.id, "text": "A-1 é😀"}
    encoded = {**plain, "reply_markup": json.dumps({"inline_keyboard": rows})}
    multipart = aiohttp.FormData(default_to_multipart=True)
    for name, value in encoded.items():
        multipart.add_field(name, str(value))
    path = api(town, "sendMessage")
    for request in (
        client.post(path, json={**plain, "reply_markup": {"inline_keyboard": rows}}),
        client.post(path, json=encoded),
        client.post(path, data=encoded),
        client.post(path, data=multipart),
        client.get(path, params=encoded),
        client.post(api(town, "SENDMESSAGE"), params=encoded),
    ):
        async with request as response:
            body = await response.json()
        assert (response.status, body["ok"], body["result"]["text"]) == (200, True, "A-1 é😀")
    assert [message.buttons for message in town.group.messages[1:]] == [[["Seen"]]] * 6


@pytest.mark.parametrize("value", [None, "attach://upload"], ids=["under its own name", "attached"])
async def test_files_go_there_and_back(town, client, value):
    content = bytes(range(256)) + b"\r\n--\r\n"
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("chat_id", str(town.group.id))
    if value:
        form.add_field("document", value)
    form.add_field(
        "upload" if value else "document", content, filename="Ordre du jour.ics", content_type="text/calendar"
    )
    async with client.post(api(town, "sendDocument"), data=form) as response:
        sent = (await response.json())["result"]["document"]
    document = town.world.last(town.group).document
    assert (document.file_name, document.content, document.mime_type) == ("Ordre du jour.ics", content, "text/calendar")
    async with client.get(api(town, "getFile"), params={"file_id": sent["file_id"]}) as response:
        path = (await response.json())["result"]["file_path"]
    async with client.get(f"/file/bot{town.world.token}/{path}") as response:
        assert await response.read() == content
    async with client.get(f"/file/bot1:x/{path}") as response:
        assert response.status == 404


async def test_refusals_over_http(town, client):
    town.world.fail("getMe", faults.flood(7))
    async with client.get(api(town, "getMe")) as response:
        assert (response.status, response.headers["Retry-After"]) == (429, "7")
        assert (await response.json())["parameters"] == {"retry_after": 7}
    async with client.get("/bot1:x/getMe") as response:
        assert response.status == 401
    async with client.get(api(town, "nothing")) as response:
        assert response.status == 404
    async with client.post(api(town, "getMe"), data=b"{", headers={"Content-Type": "application/json"}) as response:
        assert response.status == 200
    town.world.down = True
    async with client.get(api(town, "getMe")) as response:
        assert (response.status, response.content_type) == (503, "text/html")


@given(st.binary(max_size=200), st.text(max_size=30))
def test_multipart_keeps_every_byte(content, text):
    boundary = b"----x7f3"
    body = b"\r\n".join([
        b"--" + boundary, b'Content-Disposition: form-data; name="caption"', b"", text.encode(),
        b"--" + boundary, b'Content-Disposition: form-data; name="document"; filename="a.bin"',
        b"Content-Type: application/pdf", b"", content, b"--" + boundary + b"--", b"",
    ])  # fmt: skip
    fields, files = read_multipart('multipart/form-data; boundary="----x7f3"', body)
    assert fields == {"caption": text}
    assert files["document"].content == content
    assert files["document"].mime_type == "application/pdf"


# --- the page


async def ask(client, path, **query):
    async with client.get(path, params={name: str(value) for name, value in query.items()}) as response:
        return response.status, await response.json()


async def do(client, verb, **body):
    async with client.post(f"/world/{verb}", json=body) as response:
        return response.status, await response.json()


async def test_the_page_and_its_files_are_served(client):
    async with client.get("/") as response:
        page = await response.text()
        assert (response.content_type, "default-src 'self'" in response.headers["Content-Security-Policy"]) == (
            "text/html",
            True,
        )
    for name in ("main.js", "chat.css"):
        assert f"/static/{name}" in page
        async with client.get(f"/static/{name}") as response:
            assert response.status == 200
    async with client.get("/static/../page.py") as response:
        assert response.status == 404


async def test_a_person_sees_their_groups_and_their_private_chat(town, client):
    secret = town.world.send(town.paris, town.world.private(town.paris), "/start")
    _, people = await ask(client, "/world/people")
    assert [person["name"] for person in people["people"]] == ["Paris", "London", "Kyiv"]
    assert people["skip"] is True
    _, state = await ask(client, "/world/state", user=town.paris.id)
    assert [chat["title"] for chat in state["chats"]] == ["Allies", "Washington Group"]
    assert state["chats"][1]["messages"][0]["text"] == secret.text
    _, state = await ask(client, "/world/state", user=town.kyiv.id)
    assert [chat["title"] for chat in state["chats"]] == ["Washington Group"]
    assert await ask(client, "/world/state", user=999) == (400, {"ok": False, "error": "There is no such person"})


async def test_people_act_only_where_they_are(town, client):
    status, body = await do(client, "send", user=town.paris.id, chat=town.group.id, text="/poll x")
    assert (status, town.world.last(town.group).text) == (200, "/poll x")
    message = town.world.last(town.group)
    assert (await do(client, "send", user=town.kyiv.id, chat=town.group.id, text="x"))[1]["error"] == (
        "You are not in this chat"
    )
    assert (await do(client, "send", user=town.kyiv.id, chat=town.paris.id, text="x"))[0] == 400
    assert (await do(client, "edit", user=town.london.id, chat=town.group.id, message=body["result"], text="y"))[
        0
    ] == 400
    assert (await do(client, "edit", user=town.paris.id, chat=town.group.id, message=message.id, text="y"))[0] == 200
    assert (await do(client, "send", user=town.world.bot.id, chat=town.group.id, text="x"))[0] == 400
    assert (await do(client, "press", user=town.paris.id, chat=town.group.id, message=message.id, row=0, column=0))[
        1
    ] == {
        "ok": False,
        "error": "That button is gone",
    }


PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


async def test_files_are_sent_as_what_they_are(town, client):
    where = {"user": town.paris.id, "chat": town.group.id, "text": "The convoy"}
    picture = {"name": "a.png", "content": base64.b64encode(PNG).decode()}
    note = {"name": "note.txt", "content": base64.b64encode(b"text").decode()}
    assert (await do(client, "attach", **where, **picture))[0] == 200
    photo = town.world.last(town.group)
    assert (photo.text, photo.photo.content) == ("The convoy", PNG)
    assert (await client.get(f"/world/files/{photo.photo.file_id}?user={town.london.id}")).status == 200
    assert (await client.get(f"/world/files/{photo.photo.file_id}?user={town.kyiv.id}")).status == 400
    assert (await do(client, "attach", **where, **note))[0] == 200
    assert town.world.last(town.group).document.file_name == "note.txt"
    assert (await do(client, "attach", **where, name="x", content="%%"))[1]["error"] == "That file was not understood"
    assert (await do(client, "attach", **where, name="x", content=""))[0] == 400


async def test_messages_are_forwarded_between_ones_own_chats(town, client):
    message = town.world.send(town.paris, town.group, "They closed the border")
    private = town.london.id
    deed = {"user": town.london.id, "chat": town.group.id, "message": message.id}
    state = (await ask(client, "/world/state", user=private))[1]["chats"]
    alone = next(chat["id"] for chat in state if chat["private"])
    assert (await do(client, "forward", **deed, to=alone))[0] == 200
    assert (await do(client, "forward", **deed, to=town.kyiv.id))[1]["error"] == "You are not in that chat"
    shown = (await ask(client, "/world/state", user=private))[1]["chats"]
    last = next(chat for chat in shown if chat["private"])["messages"][-1]
    assert (last["text"], last["forwarded"]) == ("They closed the border", "Paris")


async def test_a_reaction_is_given_once_and_taken_back(town, client):
    message = town.world.send(town.paris, town.group, "They closed the border")
    eyes = {"user": town.london.id, "chat": town.group.id, "message": message.id, "emoji": "👀"}

    async def shown(user):
        (group,) = [
            chat for chat in (await ask(client, "/world/state", user=user.id))[1]["chats"] if not chat["private"]
        ]
        return group["messages"][-1]["reactions"]

    assert (await do(client, "react", **eyes))[0] == 200
    assert await shown(town.london) == [{"emoji": "👀", "count": 1, "own": True}]
    assert await shown(town.paris) == [{"emoji": "👀", "count": 1, "own": False}]
    assert (await do(client, "react", **eyes))[0] == 200
    assert await shown(town.london) == []
    assert (await do(client, "react", **eyes | {"emoji": "x"}))[1]["error"] == "There is no such reaction here"
    assert (await do(client, "react", **eyes | {"user": town.kyiv.id}))[0] == 400


async def test_only_the_page_itself_may_act(town, client):
    body = json.dumps({"user": town.paris.id, "chat": town.group.id, "text": "x"})
    for headers in (
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/json", "Origin": "https://x.example"},
    ):
        async with client.post("/world/send", data=body, headers=headers) as response:
            assert response.status == 400
    assert town.world.last(town.group).service


async def test_changes_stream_to_those_they_concern(town, client):
    keyboard = '{"inline_keyboard": [[{"text": "Seen", "callback_data": "seen"}]]}'
    async with client.get("/world/events", params={"user": town.london.id}) as stream:
        events = _events(stream)
        assert (await anext(events))["kind"] == "hello"
        town.world.send(town.paris, town.world.private(town.paris), "only mine")
        await town.say("A-1", reply_markup=keyboard)
        said = await anext(events)
        assert (said["kind"], said["message"]["text"]) == ("message", "A-1")
        _, body = await do(
            client, "press", user=town.london.id, chat=town.group.id, message=said["message"]["id"], row=0, column=0
        )
        press = body["result"]["id"]
        assert (await anext(events))["press"]["answered"] is False
        await town.call("answerCallbackQuery", callback_query_id=press, text="Seen")
        answered = (await anext(events))["press"]
        assert (answered["id"], answered["text"]) == (press, "Seen")
        await town.call("deleteMessage", chat_id=town.group.id, message_id=said["message"]["id"])
        assert await anext(events) == {"kind": "delete", "chat": town.group.id, "message": said["message"]["id"]}
        town.world.join(town.kyiv, town.group)
        assert (await anext(events))["kind"] == "reload"


async def _events(stream):
    async for line in stream.content:
        if line.startswith(b"data: "):
            yield json.loads(line[6:])


async def test_a_page_that_comes_back_hears_what_it_missed(town, client):
    _, state = await ask(client, "/world/state", user=town.london.id)
    await town.say("while away")
    seen = {"user": town.london.id, "after": f"{state['boot']}:{state['last']}"}
    async with client.get("/world/events", params=seen) as stream:
        events = _events(stream)
        await anext(events)
        assert (await anext(events))["message"]["text"] == "while away"


async def test_a_forced_reply_is_asked_of_whom_it_concerns(town, client):
    question = town.world.send(town.paris, town.group, "/poll")
    await town.say(
        "What?",
        reply_markup='{"force_reply":true,"selective":true}',
        reply_parameters=json.dumps({"message_id": question.id}),
    )
    await town.say("@london, and you?", reply_markup='{"force_reply":true,"selective":true}')
    asked = {}
    for user in (town.paris, town.london):
        _, state = await ask(client, "/world/state", user=user.id)
        asked[user.name] = [message["text"] for message in state["chats"][0]["messages"] if "ask" in message]
    assert asked == {"Paris": ["What?"], "London": ["@london, and you?"]}


async def test_behind_the_scenes(town, client):
    await client.post(api(town, "sendMessage"), json={"chat_id": town.group.id, "text": "A-1"})
    scene = (await ask(client, "/world/scenes", after=0))[1]
    assert [(call["method"], call["about"]["text"], call["answer"]) for call in scene["calls"]] == [
        ("sendMessage", "A-1", "ok")
    ]
    assert (scene["running"], scene["down"]) == (True, False)
    assert (await do(client, "scene", deed="stop"))[1]["result"]["running"] is False
    assert (await do(client, "scene", deed="down"))[1]["result"]["down"] is True
    assert (await client.post(api(town, "getMe"))).status == 503
    town.clock.moment += timedelta(minutes=5)
    await asyncio.sleep(0.7)
    assert (await client.post(api(town, "getMe"))).status == 200
    await do(client, "scene", deed="flood")
    answer = await client.post(api(town, "sendMessage"), json={"chat_id": town.group.id, "text": "A-2"})
    assert (answer.status, (await answer.json())["parameters"]) == (429, {"retry_after": 10})
    assert (await do(client, "scene", deed="dance"))[1]["error"] == "There is no such thing to do"


async def test_skipping_ahead(town, client):
    start = town.clock.moment
    assert (await do(client, "skip", user=town.paris.id, to="1h"))[0] == 200
    assert town.clock.moment == start + timedelta(hours=1)
    assert (await do(client, "skip", user=town.kyiv.id, to="monday"))[0] == 200
    assert town.clock.moment.isoformat() == "2026-03-09T06:00:00+00:00"
    assert (await do(client, "skip", user=town.paris.id, to="-1d"))[0] == 400


async def test_documents_are_downloaded_by_those_who_have_them(town, client):
    file = town.world.store("C-1.ics", b"BEGIN:VCALENDAR", "text/calendar")
    await town.call("sendDocument", chat_id=town.group.id, document=file.file_id)
    async with client.get(f"/world/files/{file.file_id}", params={"user": town.london.id}) as response:
        assert await response.read() == b"BEGIN:VCALENDAR"
        assert "C-1.ics" in response.headers["Content-Disposition"]
    assert (await ask(client, f"/world/files/{file.file_id}", user=town.kyiv.id))[0] == 400


async def test_closing_the_world_lets_a_server_stop_at_once(town, client):
    poll = asyncio.create_task(_status(client, api(town, "getUpdates"), timeout=30))
    async with client.get("/world/events", params={"user": town.london.id}) as stream:
        events = _events(stream)
        await anext(events)
        while town.world.calls == []:
            await asyncio.sleep(0.005)
        town.world.close()
        assert [event async for event in events] == []
    assert await asyncio.wait_for(poll, 1) == 200


async def test_a_poll_ends_with_its_client(town, client):
    poll = asyncio.create_task(_status(client, api(town, "getUpdates"), timeout=30))
    while town.world.calls == []:
        await asyncio.sleep(0.005)
    assert town.world.updates.waiting
    poll.cancel()
    async with asyncio.timeout(1):
        while town.world.updates.waiting:
            await asyncio.sleep(0.005)


async def _status(client, path, **query):
    return (await ask(client, path, **query))[0]


def test_the_next_monday_is_monday_in_the_persons_zone(town):
    assert until_monday(town.clock.moment, "Europe/Kyiv") == timedelta(days=7, hours=-3)  # Monday 11:00 in Kyiv
    town.clock.moment -= timedelta(hours=4)
    assert until_monday(town.clock.moment, "Europe/Kyiv") == timedelta(hours=1)
    town.clock.forward(weeks=3)  # the clocks change on the Sunday between
    assert until_monday(town.clock.moment, "Europe/Paris") == timedelta(hours=2)


async def test_a_client_that_goes_while_it_asks_is_no_error(town, capfd):
    async with serving(telegram_app(town.world)) as address:
        _, writer = await asyncio.open_connection("127.0.0.1", int(address.rpartition(":")[2]))
        writer.write(f"POST {api(town, 'sendMessage')} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nchat".encode())
        await writer.drain()
        await asyncio.sleep(0.2)
        writer.close()
        await writer.wait_closed()
        await asyncio.sleep(0.2)
    assert "Traceback" not in capfd.readouterr().err
    assert town.world.calls == []
