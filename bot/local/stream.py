"""Server-Sent Events: what changes in the world, told to one person's page as it happens."""

import json
import secrets
from collections.abc import AsyncIterator

from bot.local.changes import Change
from bot.local.model import Message, User
from bot.local.reading import read_marks
from bot.local.view import pins_view, visible_chats
from bot.local.view_messages import message_view, press_view
from bot.local.wire import Json
from bot.local.world import World

BOOT = secrets.token_hex(4)  # another process is another world: its numbers mean nothing to an older page
QUIET = 10.0


async def events(world: World, user: User, seen: str) -> AsyncIterator[str]:
    """The stream from after `seen` ("boot:number") on; "hello" first, "time" whenever it has been quiet.

    A page that comes from another boot is told so by the hello and reads everything anew. Ends when the log is closed.
    """
    boot, _, number = seen.partition(":")
    last = int(number) if boot == BOOT and number.isdigit() else world.changes.last
    yield _event(last, {"kind": "hello", "boot": BOOT, "now": world.now().timestamp()})
    world.online[user.id] += 1
    try:
        async for event in _news(world, user, last):
            yield event
    finally:
        world.online[user.id] -= 1


async def _news(world: World, user: User, last: int) -> AsyncIterator[str]:
    """Everything after `last`, as it happens."""
    while not world.changes.closed:
        news = await world.changes.after(last, QUIET)
        for change in news:
            last = change.number
            told = _told(world, user, change)
            if told is not None:
                yield _event(last, told)
        if not news and not world.changes.closed:
            yield _event(last, {"kind": "time", "now": world.now().timestamp()})


def _event(number: int, body: Json) -> str:
    return f"id: {BOOT}:{number}\ndata: {json.dumps(body)}\n\n"


def _told(world: World, user: User, change: Change) -> Json | None:
    """What this person hears of a change; None if it is none of their business."""
    if change.kind == "time":
        return {"kind": "time", "now": world.now().timestamp()}
    if change.kind in {"menu", "members"}:
        return {"kind": "reload"}
    if change.chat_id not in {chat.id for chat in visible_chats(world, user)}:
        return None
    where: Json = {"chat": change.chat_id, "message": change.message_id}
    if change.kind == "press":
        press = world.presses.get(change.press_id or "")
        return {"kind": "press", "press": press_view(press)} if press and press.user is user else None
    if change.kind == "delete":
        return {"kind": "delete", **where}
    if change.kind == "typing":
        writer = world.users[change.user_id or world.bot.id]
        told = {"kind": "typing", **where, "user": writer.id, "name": writer.name}
        return told if writer is not user else None
    chat = world.chats[change.chat_id or 0]
    if change.kind == "read":
        return {"kind": "read", **where, "read": read_marks(user, chat)} if change.user_id == user.id else None
    message = _message(world, change)
    if message is None:
        return None
    return {"kind": "message", "message": message_view(user, message, world.users), "pins": pins_view(chat)}


def _message(world: World, change: Change) -> Message | None:
    messages = world.chats[change.chat_id or 0].messages
    return next((message for message in reversed(messages) if message.id == change.message_id), None)
