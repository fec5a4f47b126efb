"""What a person does on the chat page with what they write, and how they move the clock."""

import base64
import binascii
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.local.images import is_image
from bot.local.model import Chat, Message, Topic, User
from bot.local.view import visible_chats
from bot.local.view_messages import press_view
from bot.local.world import World

SPANS = {"10m": timedelta(minutes=10), "1h": timedelta(hours=1), "1d": timedelta(days=1)}
EMOJI = ("👍", "👀", "❤", "🙏", "🤝", "🤔", "👎")  # reactions the page offers
LARGEST_FILE = 5_000_000  # bytes
Action = Callable[["Deed"], Any]


class Refused(Exception):  # noqa: N818 -- said to a person
    """A request of the page that cannot be done, in words the page shows."""


class Deed:
    """What a person asks for: who, where and the rest, checked against the world. Raises Refused."""

    def __init__(self, world: World, body: dict[str, Any]) -> None:
        self.world = world
        self.body = body
        self.user = user_of(world, body.get("user"))

    @property
    def chat(self) -> Chat:
        chats = {chat.id: chat for chat in visible_chats(self.world, self.user)}
        if self.body.get("chat") not in chats:
            raise Refused("You are not in this chat")
        return chats[self.body["chat"]]

    @property
    def text(self) -> str:
        return str(self.body.get("text", ""))

    def message(self, field: str = "message") -> Message:
        for message in self.chat.messages:
            if message.id == self.body.get(field):
                return message
        raise Refused("That message is gone")

    @property
    def reply_to(self) -> Message | None:
        return self.message("reply_to") if self.body.get("reply_to") else None

    @property
    def topic(self) -> Topic | None:
        """The topic the person has open, if the page says one."""
        wanted = self.body.get("topic")
        if wanted is not None and wanted not in self.chat.topics:
            raise Refused("That topic is gone")
        return self.chat.topics[wanted] if wanted is not None else None


def user_of(world: World, user_id: Any) -> User:
    number = int(user_id) if str(user_id).isdigit() else 0
    user = world.users.get(number)
    if user is None or user.is_bot:
        raise Refused("There is no such person")
    return user


def _send(deed: Deed) -> int:
    return deed.world.send(deed.user, deed.chat, deed.text, reply_to=deed.reply_to, topic=deed.topic).id


def _edit(deed: Deed) -> None:
    deed.world.edit(deed.user, deed.message(), deed.text)


def _press(deed: Deed) -> dict[str, Any]:
    message = deed.message()
    try:
        button = message.keyboard[int(deed.body["row"])][int(deed.body["column"])]
    except (LookupError, TypeError):
        raise Refused("That button is gone") from None
    if "callback_data" not in button:
        raise Refused("This button does nothing here")
    return press_view(deed.world.press_data(deed.user, message, button["callback_data"]))


def _react(deed: Deed) -> None:
    """Give a message this one emoji; given again, it is taken back, as in Telegram's own apps."""
    message, emoji = deed.message(), str(deed.body.get("emoji", ""))
    if emoji not in EMOJI:
        raise Refused("There is no such reaction here")
    given = message.reactions.get(deed.user.id, [])
    deed.world.react(deed.user, message, *([] if emoji in given else [emoji]))


def span_of(deed: Deed) -> timedelta:
    wanted = deed.body.get("to")
    if wanted == "monday":
        return until_monday(deed.world.now(), deed.user.zone)
    if wanted not in SPANS:
        raise Refused("There is no such jump")
    return SPANS[wanted]


def _attach(deed: Deed) -> int:
    """Send a file from the person's device, as a picture where it is one; what was typed is its caption."""
    try:
        content = base64.b64decode(str(deed.body.get("content", "")), validate=True)
    except binascii.Error:
        raise Refused("That file was not understood") from None
    if not 0 < len(content) <= LARGEST_FILE:
        raise Refused("A file here has at least one byte and at most 5 MB")
    where: dict[str, Any] = {"reply_to": deed.reply_to, "topic": deed.topic}
    if is_image(content):
        return deed.world.send_photo(deed.user, deed.chat, deed.text, content=content, **where).id
    name = str(deed.body.get("name") or "file").replace("/", "_")[:100]
    return deed.world.send_document(deed.user, deed.chat, name, content, deed.text, **where).id


def _forward(deed: Deed) -> int:
    """Forward a message to another of the person's chats."""
    chats = {chat.id: chat for chat in visible_chats(deed.world, deed.user)}
    if deed.body.get("to") not in chats:
        raise Refused("You are not in that chat")
    return deed.world.forward(deed.user, chats[deed.body["to"]], deed.message()).id


DEEDS: dict[str, Action] = {
    "send": _send,
    "attach": _attach,
    "forward": _forward,
    "edit": _edit,
    "press": _press,
    "react": _react,
}


def until_monday(now: datetime, zone: str) -> timedelta:
    """From `now` to the next Monday 08:00 in that zone; a whole week if it is that very moment."""
    local = now.astimezone(ZoneInfo(zone))
    day = local.date() + timedelta(days=-local.weekday() % 7)
    monday = datetime.combine(day, time(8), ZoneInfo(zone))
    if monday <= local:
        monday = datetime.combine(day + timedelta(days=7), time(8), ZoneInfo(zone))
    return timedelta(seconds=monday.timestamp() - now.timestamp())
