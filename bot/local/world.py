"""The world: a working Telegram of this machine, as the people in it use it.

People are moved with send, press, join and so on; the bot comes in through a door (bot.local.doors) and meets the
methods (bot.local.methods). Everything here is synchronous and belongs to one event loop.
"""

from typing import Any

from bot.local.errors import ApiError
from bot.local.model import Call, Chat, Message, Press, Topic, User
from bot.local.voting import Voting
from bot.local.wire import press_json

__all__ = ["ApiError", "Call", "Chat", "Message", "Press", "Topic", "User", "World"]


class World(Voting):
    """Everything people can do, and what a test asks about.

    By rooms: State (what there is), Membership, Groups, Topics, Writing, Voting; here pressing and asking.
    """

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
        """Press with any callback data at all, as a forged client could; also one that only sees the message."""
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
