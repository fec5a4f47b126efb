"""What getChat tells of a chat."""

from bot.local.model import Chat
from bot.local.wire import Json, chat_json, pinned_json
from bot.local.wire_members import PERMISSIONS


def chat_full_json(chat: Chat) -> Json:
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    body = chat_json(chat) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
        **pinned_json(chat),
    }
    if not chat.is_private:
        body["permissions"] = {permission: permission not in chat.denied for permission in PERMISSIONS}
    return body
