"""Topics of forums: made, closed, reopened, renamed, deleted, by people and by the bot."""

from typing import Any

from bot.local.groups import Groups
from bot.local.model import GENERAL, Chat, Message, Topic, User


class Topics(Groups):
    """The part of the world that keeps topics. What people may do is checked here; what the bot may, by its methods."""

    def make_forum(self, chat: Chat) -> None:
        """Turn topics on in a supergroup: what was written so far stands in General."""
        if chat.type != "supergroup":
            raise ValueError(f"{chat!r} is no supergroup")
        general = chat.topics.setdefault(GENERAL, Topic(GENERAL, "General", chat=chat))
        for message in chat.messages:
            message.topic = message.topic or general
            self.touch(message)
        self.changes.add("members", chat_id=chat.id)

    def create_topic(
        self, by: User, chat: Chat, name: str, *, icon_color: int = 0x6FB9F0, icon_custom_emoji_id: str | None = None
    ) -> Topic:
        """A new topic; its id is that of the service message that opens it."""
        if not chat.is_forum or not chat.may(by, "can_manage_topics"):
            raise ValueError(f"{by.name} cannot make a topic in {chat!r}")
        topic = Topic(0, name, icon_color, icon_custom_emoji_id, by, chat=chat)
        detail: dict[str, Any] = {"name": name, "icon_color": icon_color}
        if icon_custom_emoji_id:
            detail["icon_custom_emoji_id"] = icon_custom_emoji_id
        topic.root = self.post(chat, by, topic=topic, service="forum_topic_created", detail=detail)
        self.changes.add("members", chat_id=chat.id)
        return topic

    def rename_topic(self, by: User, chat: Chat, topic: Topic, name: str) -> None:
        self._allowed(by, chat, topic)
        topic.name = name
        self.post(chat, by, topic=topic, service="forum_topic_edited", detail={"name": name})

    def close_topic(self, by: User, chat: Chat, topic: Topic) -> None:
        """From now on only administrators write in it."""
        self._allowed(by, chat, topic)
        topic.closed = True
        self.post(chat, by, topic=topic, service="forum_topic_closed", detail={})

    def reopen_topic(self, by: User, chat: Chat, topic: Topic) -> None:
        self._allowed(by, chat, topic)
        topic.closed = False
        self.post(chat, by, topic=topic, service="forum_topic_reopened", detail={})

    def delete_topic(self, by: User, chat: Chat, topic: Topic) -> None:
        """The topic and all in it are gone; the bot hears nothing of it. General cannot be deleted."""
        if topic.id == GENERAL or not chat.can(by, "can_delete_messages"):
            raise ValueError(f"{by.name} cannot delete {topic.name}")
        del chat.topics[topic.id]
        for message in [message for message in chat.messages if message.topic is topic]:
            self.remove(message)

    def _allowed(self, by: User, chat: Chat, topic: Topic) -> None:
        if topic.id not in chat.topics:
            raise ValueError(f"there is no topic {topic.name} any more")
        if not chat.can(by, "can_manage_topics") and topic.creator is not by:
            raise ValueError(f"{by.name} cannot change {topic.name}")


def topic_of(chat: Chat, topic: Topic | None, reply_to: Message | None) -> Topic | None:
    """Where a message goes: the topic named, else that of the message replied to, else General."""
    return topic or (reply_to.topic if reply_to else None) or chat.topics.get(GENERAL)
