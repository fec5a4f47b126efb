"""What the little Telegram knows, and the few moves everything else is made of."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from bot.local.changes import Changes
from bot.local.faults import Fault, Faults
from bot.local.limits import FloodControl, Limits
from bot.local.model import Call, Chat, Entity, File, Markup, Message, Press, User
from bot.local.native_poll import Poll
from bot.local.privacy import bot_receives
from bot.local.updates import Updates
from bot.local.wire import message_json

TOKEN = "1000000001:AAlocal-telegram-token-of-this-machine-0"  # noqa: S105 -- opens nothing but this world
T = TypeVar("T")
ANSWER_WINDOW = timedelta(seconds=15)


def utc_now() -> datetime:
    return datetime.now(UTC)


class State:
    """Users, chats, files, presses, the update queue and the record of calls; all in memory, all plain."""

    def __init__(
        self,
        *,
        now: Callable[[], datetime] | None = None,
        token: str = TOKEN,
        username: str = "WashingtonGroupBot",
        name: str = "Washington Group",
        limits: Limits | None = Limits(),  # noqa: B008 -- frozen
    ) -> None:
        self.now: Callable[[], datetime] = now or utc_now
        self.token = token
        self.bot = User(int(token.partition(":")[0]), name, username, is_bot=True)
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, File] = {}
        self.presses: dict[str, Press] = {}
        self.polls: list[Poll] = []
        self.menus: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.descriptions: dict[tuple[str, str], str] = {}
        self.webhook: dict[str, Any] = {"url": ""}
        self.calls: list[Call] = []
        self.down = False
        self.updates = Updates(lambda: self.now())  # noqa: PLW0108 -- `now` may be replaced later
        self.changes = Changes()
        self.faults = Faults()
        self.flood_control = FloodControl(limits)
        self.online: Counter[int] = Counter()  # who has the chat page open, by user id, in how many windows
        self.latency = 0.0  # seconds of a call: half before it is carried out, half before it is answered
        self._working: set[asyncio.Task[Any]] = set()
        self.last_private_id = 0

    # --- messages

    def post(
        self,
        chat: Chat,
        sender: User,
        text: str = "",
        entities: Iterable[Entity] = (),
        *,
        markup: Markup | None = None,
        **content: Any,
    ) -> Message:
        """Put a message into a chat, tell the page, and tell the bot if it may see it and did not write it.

        A topic without an id is made by this message.
        """
        message = Message(
            self._next_message_id(chat), chat, sender, self.now(), text, list(entities), markup=markup, **content
        )
        chat.messages.append(message)
        if message.topic is not None and not message.topic.id:
            message.topic.id = message.id
            chat.topics[message.id] = message.topic
        self.changes.add("message", chat_id=chat.id, message_id=message.id)
        if sender is not self.bot:
            self.tell("message", message)
        return message

    def tell(self, kind: str, message: Message) -> None:
        if bot_receives(message, self.bot):
            self.updates.put(kind, message_json(message))

    def touch(self, message: Message, kind: str = "edit") -> None:
        """Say that a message looks different now."""
        self.changes.add(kind, chat_id=message.chat.id, message_id=message.id)

    def remove(self, message: Message) -> None:
        message.deleted = True
        message.chat.messages.remove(message)
        if message in message.chat.pins:
            message.chat.pins.remove(message)
        self.touch(message, "delete")

    def _next_message_id(self, chat: Chat) -> int:
        """A supergroup counts for itself; private chats and basic groups of one bot share a counter."""
        if chat.type in {"private", "group"}:
            self.last_private_id += 1
            return self.last_private_id
        chat.last_message_id += 1
        return chat.last_message_id

    # --- files and presses

    def store(self, file_name: str, content: bytes, mime_type: str, folder: str = "documents") -> File:
        number = len(self.files) + 1
        suffix = file_name.rpartition(".")[2] if "." in file_name else "bin"
        file = File(f"local-file-{number}", f"{folder}/file_{number}.{suffix}", file_name, content, mime_type)
        self.files[file.file_id] = file
        return file

    def new_press(self, user: User, message: Message, data: str) -> Press:
        number = str(random.randrange(10**17, 10**18))  # noqa: S311 -- an id, not a secret
        press = Press(number, user, message, data, self.now())
        self.presses[number] = press
        return press

    def open_press(self, press_id: str) -> Press | None:
        """The press of that id while it can still be answered."""
        press = self.presses.get(press_id)
        return press if press is not None and self.now() - press.at <= ANSWER_WINDOW else None

    # --- trouble on the way

    def fail(self, method: str, fault: Fault, times: int = 1) -> None:
        """Let the next `times` calls of `method` ("*": of any) meet a fault (bot.local.faults)."""
        self.faults.add(method, fault, times)

    async def on_its_own(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait for `work`; it goes on when whoever waits is cancelled."""
        task = asyncio.create_task(work)
        self._working.add(task)
        task.add_done_callback(self._working.discard)
        return await asyncio.shield(task)
