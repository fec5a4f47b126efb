"""Moments, people and chats as Bot API JSON."""

from datetime import datetime
from typing import Any

from bot.local.model import Chat, User

Json = dict[str, Any]


def unix(moment: datetime) -> int:
    return int(moment.timestamp())


def user_json(user: User) -> Json:
    body: Json = {"id": user.id, "is_bot": user.is_bot, "first_name": user.name}
    if user.username:
        body["username"] = user.username
    if user.language_code and not user.is_bot:
        body["language_code"] = user.language_code
    return body


def chat_json(chat: Chat) -> Json:
    body: Json = {"id": chat.id, "type": chat.type}
    if chat.user is not None:
        body["first_name"] = chat.user.name
        username = chat.user.username
    else:
        body["title"] = chat.title
        username = chat.username
    if username:
        body["username"] = username
    if chat.is_forum:
        body["is_forum"] = True
    return body
