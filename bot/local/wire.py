"""The nouns as Bot API JSON: exactly the shapes a client library reads."""

from datetime import datetime
from typing import Any

from bot.local.model import Chat, File, Message, Press, User

Json = dict[str, Any]
RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
    "can_pin_messages", "can_manage_topics", "can_manage_tags",
)  # fmt: skip


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
    return body


def message_json(message: Message, *, nested: bool = False) -> Json:
    """A message; the one it replies to comes along one level deep, as Telegram sends it."""
    body: Json = {
        "message_id": message.id,
        "from": user_json(message.sender),
        "chat": chat_json(message.chat),
        "date": unix(message.date),
        **_content(message),
    }
    if message.sender_chat is not None:
        body["sender_chat"] = chat_json(message.sender_chat)
    if message.origin is not None:
        body["forward_origin"] = origin_json(message.origin)
    if message.reply_to is not None and not message.reply_to.deleted and not nested:
        body["reply_to_message"] = message_json(message.reply_to, nested=True)
    if message.edit_date is not None:
        body["edit_date"] = unix(message.edit_date)
    if message.keyboard:
        body["reply_markup"] = {"inline_keyboard": message.keyboard}
    return body


def _content(message: Message) -> Json:
    if message.service is not None:
        return _service(message)
    if message.document is None and message.photo is None:
        return {"text": message.text, **({"entities": message.entities} if message.entities else {})}
    body: Json = {}
    if message.document is not None:
        body["document"] = {**file_json(message.document), **_described(message.document)}
    if message.photo is not None:
        body["photo"] = [{**file_json(message.photo), "width": 320, "height": 240}]
    if message.text:
        body["caption"] = message.text
    if message.entities:
        body["caption_entities"] = message.entities
    return body


def _service(message: Message) -> Json:
    if message.service == "new_chat_members":
        return {"new_chat_members": [user_json(user) for user in message.subjects]}
    if message.service == "left_chat_member":
        return {"left_chat_member": user_json(message.subjects[0])}
    if message.service == "pinned_message" and message.pinned is not None:
        return {"pinned_message": message_json(message.pinned, nested=True)}
    return {}


def origin_json(origin: Message) -> Json:
    return {"type": "user", "date": unix(origin.date), "sender_user": user_json(origin.sender)}


def file_json(file: File) -> Json:
    return {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_size": len(file.content)}


def _described(file: File) -> Json:
    return {"file_name": file.file_name, "mime_type": file.mime_type}


def member_json(user: User, status: str) -> Json:
    body: Json = {"status": status, "user": user_json(user)}
    if status == "creator":
        body["is_anonymous"] = False
    elif status == "administrator":
        body |= {"can_be_edited": False, "is_anonymous": False, **dict.fromkeys(RIGHTS, True)}
    elif status == "kicked":
        body["until_date"] = 0
    return body


def member_change_json(chat: Chat, by: User, subject: User, old: str, new: str, at: datetime) -> Json:
    return {
        "chat": chat_json(chat),
        "from": user_json(by),
        "date": unix(at),
        "old_chat_member": member_json(subject, old),
        "new_chat_member": member_json(subject, new),
    }


def press_json(press: Press) -> Json:
    return {
        "id": press.id,
        "from": user_json(press.user),
        "message": message_json(press.message),
        "chat_instance": str(-(press.message.chat.id**2 % (2**62)) - 1),
        "data": press.data,
    }


def chat_full_json(chat: Chat) -> Json:
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    body = chat_json(chat) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
    if chat.pins:
        body["pinned_message"] = message_json(chat.pins[-1], nested=True)
    if not chat.is_private:
        body["permissions"] = dict.fromkeys(_PERMISSIONS, True)
    return body


_PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics",
)  # fmt: skip
