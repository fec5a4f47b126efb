"""Members, their rights and changes of both, as Bot API JSON."""

from datetime import datetime
from typing import Any

from bot.local.model import Chat, User
from bot.local.wire_basics import Json, chat_json, unix, user_json

RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
    "can_pin_messages", "can_manage_topics", "can_manage_tags",
)  # fmt: skip


def member_json(chat: Chat, user: User) -> Json:
    status = "member" if chat.is_private and user.id not in chat.statuses else chat.status(user)
    body: Json = {"status": status, "user": user_json(user)}
    if status in {"creator", "administrator"}:
        body["is_anonymous"] = user.id in chat.anonymous
    if status == "administrator":
        body |= {"can_be_edited": False, **{right: chat.can(user, right) for right in RIGHTS}}
    elif status == "restricted":
        permissions: dict[str, Any] = {permission: chat.may(user, permission) for permission in PERMISSIONS}
        body |= {"is_member": True, "until_date": 0, **permissions}
    elif status == "kicked":
        body["until_date"] = 0
    return body


def member_change_json(chat: Chat, by: User, old: Json, new: Json, at: datetime) -> Json:
    return {
        "chat": chat_json(chat),
        "from": user_json(by),
        "date": unix(at),
        "old_chat_member": old,
        "new_chat_member": new,
    }


PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_react_to_messages", "can_edit_tag", "can_change_info", "can_invite_users",
    "can_pin_messages", "can_manage_topics",
)  # fmt: skip
