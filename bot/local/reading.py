"""How far somebody has read a chat: what unread counts and the line above new messages are made of."""

from bot.local.model import GENERAL, Chat, Message, User


def mark_read(user: User, message: Message, *, everywhere: bool = False) -> bool:
    """Everything up to this message is read: in its topic, or in all topics. Whether that was news; it never goes back."""
    chat = message.chat
    marks = chat.read.setdefault(user.id, {})
    topics = {*chat.topics, GENERAL} if everywhere else {_topic(message)}
    news = [topic for topic in topics if marks.get(topic, 0) < message.id]
    marks.update(dict.fromkeys(news, message.id))
    return bool(news)


def read_marks(user: User, chat: Chat) -> dict[int, int]:
    """The newest message read, by topic; a chat without topics has General alone."""
    return chat.read.get(user.id, {})


def _topic(message: Message) -> int:
    return message.topic.id if message.topic is not None else GENERAL
