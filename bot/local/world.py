"""The world: a working Telegram of this machine, as the people in it use it.

People are moved with send, press, join and so on; the bot comes in through a door (bot.local.doors) and meets the
methods (bot.local.methods). Everything here is synchronous and belongs to one event loop.
"""

from typing import Any

from bot.local.entities import found_entities, utf16
from bot.local.errors import ApiError
from bot.local.membership import Membership
from bot.local.model import Call, Chat, Message, Press, User
from bot.local.wire import chat_json, press_json, unix, user_json

__all__ = ["ApiError", "Call", "Chat", "Message", "Press", "User", "World"]

LONGEST_MESSAGE = 4096
ANONYMOUS = User(1087968824, "Group", "GroupAnonymousBot", is_bot=True)


class World(Membership):
    """Everything people can do, and what a test asks about."""

    # --- writing

    def send(
        self, user: User, chat: Chat, text: str, *, reply_to: Message | None = None, anonymous: bool = False
    ) -> Message:
        """Write in a chat. `anonymous`: as an administrator who hides behind the group's name.

        Raises ValueError for what no client lets through: an empty or too long text, a stranger, a deleted message.
        """
        return self._write(user, chat, text, reply_to=reply_to, anonymous=anonymous)

    def send_caption(self, user: User, chat: Chat, caption: str, *, reply_to: Message | None = None) -> Message:
        """Send a photo with a caption."""
        photo = self.store("photo.jpg", b"\xff\xd8\xff\xe0local", "image/jpeg", folder="photos")
        return self._write(user, chat, caption, reply_to=reply_to, photo=photo)

    def forward(self, user: User, chat: Chat, message: Message) -> Message:
        """Forward a message; what was forwarded once keeps its first origin."""
        return self._write(
            user,
            chat,
            message.text,
            origin=message.origin or message,
            photo=message.photo,
            document=message.document,
        )

    def _write(
        self,
        user: User,
        chat: Chat,
        text: str,
        *,
        reply_to: Message | None = None,
        anonymous: bool = False,
        **content: Any,
    ) -> Message:
        text = text.strip()
        if not chat.has(user) and chat.user is not user:
            raise ValueError(f"{user.name} is not in {chat!r}")
        if not text and not content:
            raise ValueError("a message needs a text")
        if utf16(text) > LONGEST_MESSAGE:
            raise ValueError(f"a message holds {LONGEST_MESSAGE} characters")
        if reply_to is not None and (reply_to.deleted or reply_to.chat is not chat):
            raise ValueError("that message is not in this chat")
        chat.open = True
        if anonymous:
            user, content["sender_chat"] = ANONYMOUS, chat
        return self.post(chat, user, text, found_entities(text), reply_to=reply_to, **content)

    def edit(self, user: User, message: Message, text: str) -> None:
        if message.sender is not user or message.deleted:
            raise ValueError(f"{user.name} cannot edit this message")
        message.text = text.strip()
        message.entities = found_entities(message.text)
        message.edited += 1
        message.edit_date = self.now()
        self.touch(message)
        self.tell("edited_message", message)

    def delete(self, user: User, message: Message) -> None:
        """Take back one's own message; an administrator may take away any. The bot hears nothing of it."""
        if message.sender is not user and not message.chat.is_administrator(user) and not message.chat.is_private:
            raise ValueError(f"{user.name} cannot delete this message")
        self.remove(message)

    def react(self, user: User, message: Message, *emoji: str) -> None:
        """Set one's reactions to a message; none takes them back. Only a bot that is administrator hears of it."""
        old = message.reactions.get(user.id, [])
        message.reactions[user.id] = list(emoji)
        self.touch(message, "reaction")
        if message.chat.is_private or message.chat.is_administrator(self.bot):
            self.updates.put(
                "message_reaction",
                {
                    "chat": chat_json(message.chat),
                    "message_id": message.id,
                    "user": user_json(user),
                    "date": unix(self.now()),
                    "old_reaction": [{"type": "emoji", "emoji": one} for one in old],
                    "new_reaction": [{"type": "emoji", "emoji": one} for one in emoji],
                },
            )

    # --- pressing

    def press(self, user: User, message: Message, button: str) -> Press:
        """Press a button by its label (exact, or the only one beginning so) or by its callback data.

        Raises LookupError with the labels there are. A link button answers with its `url` at once.
        """
        found = _button(message, button)
        if "callback_data" in found:
            return self.press_data(user, message, found["callback_data"])
        return Press("", user, message, "", self.now(), answered=True, url=found.get("url"))

    def press_data(self, user: User, message: Message, data: str) -> Press:
        """Press with any callback data at all, as a forged client could."""
        press = self.new_press(user, message, data)
        self.changes.add("press", chat_id=message.chat.id, message_id=message.id, user_id=user.id, press_id=press.id)
        if message.chat.is_private or message.chat.has(self.bot):
            self.updates.put("callback_query", press_json(press))
        return press

    # --- asking

    def last(self, chat: Chat) -> Message:
        return chat.messages[-1]

    def find(self, chat: Chat, text: str) -> Message:
        """The newest message of the bot that contains `text`; LookupError with the texts there are."""
        mine = [message for message in chat.messages if message.sender is self.bot]
        for message in reversed(mine):
            if text in message.text:
                return message
        there = "\n---\n".join(message.text for message in mine) or "nothing"
        raise LookupError(f"no message of the bot in {chat!r} contains {text!r}; there is:\n{there}")

    def wake(self) -> None:
        """Let waiting long polls answer at once; the page learns that the clock has moved."""
        self.updates.wake()
        self.changes.add("time")

    def close(self) -> None:
        """End the waiting poll and every stream of the page, so that a server can stop at once."""
        self.updates.wake()
        self.changes.close()

    def menu(self, user: User, chat: Chat) -> list[dict[str, str]]:
        """The command menu this person sees in this chat: the narrowest scope set, their language before none."""
        for scope in _scopes(user, chat):
            for language in (user.language_code or "", ""):
                if (scope, language) in self.menus:
                    return self.menus[scope, language]
        return []


def _button(message: Message, wanted: str) -> dict[str, Any]:
    buttons = [button for row in message.keyboard for button in row]
    tests = (
        [button for button in buttons if button["text"] == wanted],
        [button for button in buttons if button["text"].startswith(wanted)],
        [button for button in buttons if button.get("callback_data") == wanted],
    )
    exact, beginning, data = tests
    for found in (exact[:1], beginning, data[:1]):
        if len(found) == 1:
            return found[0]
    labels = ", ".join(repr(button["text"]) for button in buttons) or "none"
    raise LookupError(f"no single button {wanted!r} on {message!r}; there are: {labels}")


def _scopes(user: User, chat: Chat) -> list[str]:
    if chat.is_private:
        return [f"chat {chat.id}", "all_private_chats", "default"]
    admin = [f"chat_administrators {chat.id}", "all_chat_administrators"] if chat.is_administrator(user) else []
    narrow = [f"chat_member {chat.id} {user.id}", *admin[:1], f"chat {chat.id}"]
    return [*narrow, *admin[1:], "all_group_chats", "default"]
