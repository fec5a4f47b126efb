"""What people write, send, forward and change."""

import secrets
from collections.abc import Sequence
from typing import Any

from bot.local.entities import found_entities, utf16
from bot.local.model import Chat, Message, Origin, Topic, User
from bot.local.topics import Topics, topic_of
from bot.local.wire import chat_json, unix, user_json

LONGEST_MESSAGE, LONGEST_CAPTION = 4096, 1024
ANONYMOUS = User(1087968824, "Group", "GroupAnonymousBot", is_bot=True)
JPEG = b"\xff\xd8\xff\xe0local"


class Writing(Topics):
    """Writing in a chat. Everything raises ValueError for what no client lets through.

    `anonymous`: as an administrator who hides behind the group's name. `topic`: of a forum; without, the one of
    the message replied to, else General.
    """

    def send(
        self,
        user: User,
        chat: Chat,
        text: str,
        *,
        reply_to: Message | None = None,
        anonymous: bool = False,
        topic: Topic | None = None,
    ) -> Message:
        """Write a text."""
        if not text.strip():
            raise ValueError("a message needs a text")
        return self._write(user, chat, text, reply_to=reply_to, anonymous=anonymous, topic=topic)

    def send_photo(self, user: User, chat: Chat, caption: str = "", *, content: bytes = JPEG, **how: Any) -> Message:
        """Send a photo; `how` as for `send`."""
        photo = self.store("photo.jpg", content, "image/jpeg", folder="photos")
        return self._write(user, chat, caption, photo=photo, needs="can_send_photos", **how)

    def send_caption(self, user: User, chat: Chat, caption: str, *, reply_to: Message | None = None) -> Message:
        """Send a photo for the sake of its caption."""
        return self.send_photo(user, chat, caption, reply_to=reply_to)

    def send_document(
        self,
        user: User,
        chat: Chat,
        file_name: str,
        content: bytes,
        caption: str = "",
        *,
        mime_type: str = "application/octet-stream",
        **how: Any,
    ) -> Message:
        """Send a file; `how` as for `send`."""
        document = self.store(file_name, content, mime_type)
        return self._write(user, chat, caption, document=document, needs="can_send_documents", **how)

    def send_album(self, user: User, chat: Chat, captions: Sequence[str], **how: Any) -> list[Message]:
        """Send two to ten photos as one album, each with its caption or ""; `how` as for `send`."""
        if not 2 <= len(captions) <= 10:
            raise ValueError("an album holds two to ten photos")
        album = str(secrets.randbelow(9 * 10**16) + 10**16)
        return [self.send_photo(user, chat, caption, album=album, **how) for caption in captions]

    def forward(self, user: User, chat: Chat, message: Message, *, topic: Topic | None = None) -> Message:
        """Forward a message; what was forwarded once keeps its first origin, and a poll stays the same poll."""
        if message.protected or message.service:
            raise ValueError("that message cannot be forwarded")
        return self._write(
            user,
            chat,
            message.text,
            topic=topic,
            origin=message.origin or origin_of(message),
            photo=message.photo,
            document=message.document,
            poll=message.poll,
        )

    def _write(
        self,
        user: User,
        chat: Chat,
        text: str,
        *,
        reply_to: Message | None = None,
        anonymous: bool = False,
        topic: Topic | None = None,
        needs: str = "can_send_messages",
        **content: Any,
    ) -> Message:
        text = text.strip()
        if utf16(text) > (LONGEST_CAPTION if content.get("photo") or content.get("document") else LONGEST_MESSAGE):
            raise ValueError(f"a message holds {LONGEST_MESSAGE} characters, a caption {LONGEST_CAPTION}")
        if reply_to is not None and (reply_to.deleted or reply_to.chat is not chat):
            raise ValueError("that message is not in this chat")
        topic = topic_of(chat, topic, reply_to)
        self._may_write(user, chat, topic, needs)
        chat.open = True
        if chat.type == "channel":
            content["sender_chat"] = chat
        if anonymous:
            if not chat.is_administrator(user):
                raise ValueError(f"{user.name} cannot hide behind {chat!r}")
            user, content["sender_chat"] = ANONYMOUS, chat
        return self.post(chat, user, text, found_entities(text), reply_to=reply_to, topic=topic, **content)

    def _may_write(self, user: User, chat: Chat, topic: Topic | None, needs: str) -> None:
        if chat.migrated_to is not None:
            raise ValueError(f"{chat!r} has become {chat.migrated_to!r}")
        if not chat.has(user) and chat.user is not user:
            raise ValueError(f"{user.name} is not in {chat!r}")
        if not chat.may(user, needs) or (chat.type == "channel" and not chat.is_administrator(user)):
            raise ValueError(f"{user.name} may not write this in {chat!r}")
        if topic is not None and (topic.id not in chat.topics or (topic.closed and not chat.is_administrator(user))):
            raise ValueError(f"{topic.name} is closed or gone")

    def edit(self, user: User, message: Message, text: str) -> None:
        """Change one's own text or caption."""
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

    def pin(self, user: User, message: Message) -> None:
        """Pin a message; the chat is told."""
        self._may_pin(user, message)
        if message not in message.chat.pins:
            message.chat.pins.append(message)
            self.post(message.chat, user, service="pinned_message", pinned=message, topic=message.topic)

    def unpin(self, user: User, message: Message) -> None:
        """Take a pin away; nobody is told."""
        self._may_pin(user, message)
        if message in message.chat.pins:
            message.chat.pins.remove(message)
            self.touch(message)

    def _may_pin(self, user: User, message: Message) -> None:
        chat = message.chat
        allowed = chat.can(user, "can_pin_messages") or chat.may(user, "can_pin_messages") or chat.user is user
        if message.deleted or not allowed:
            raise ValueError(f"{user.name} cannot pin this message")

    def react(self, user: User, message: Message, *emoji: str) -> None:
        """Set one's reactions to a message; none takes them back. Only a bot that is administrator hears of it."""
        old = message.reactions.get(user.id, [])
        message.reactions[user.id] = list(emoji)
        self.touch(message, "reaction")
        if message.chat.is_private or message.chat.is_administrator(self.bot):
            change = {
                "chat": chat_json(message.chat),
                "message_id": message.id,
                "user": user_json(user),
                "date": unix(self.now()),
                "old_reaction": [{"type": "emoji", "emoji": one} for one in old],
                "new_reaction": [{"type": "emoji", "emoji": one} for one in emoji],
            }
            self.updates.put("message_reaction", change)


def origin_of(message: Message) -> Origin:
    """What a forward tells of the message it was made from."""
    chat, sender = message.chat, message.sender
    if chat.type == "channel":
        return Origin("channel", message.date, chat.title or "", chat=chat, message_id=message.id)
    if message.sender_chat is not None:
        return Origin("chat", message.date, message.sender_chat.title or "", chat=message.sender_chat)
    if sender.hidden:
        return Origin("hidden_user", message.date, sender.name)
    return Origin("user", message.date, sender.name, user=sender)
