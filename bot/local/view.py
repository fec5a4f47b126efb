"""What one person sees, as JSON for the chat page."""

from bot.local.model import Chat, User
from bot.local.reading import read_marks
from bot.local.view_messages import message_view
from bot.local.wire import Json
from bot.local.world import World


def person_view(user: User) -> Json:
    return {
        "id": user.id,
        "name": user.name,
        "username": user.username,
        "language": user.language_code,
        "zone": user.zone,
        "bot": user.is_bot,
    }


def people_view(world: World) -> list[Json]:
    """Everyone there is to be, each with the titles of their groups."""
    groups = [chat for chat in world.chats.values() if not chat.is_private and not chat.migrated_to]
    return [
        person_view(user) | {"groups": [chat.title for chat in groups if chat.has(user)]}
        for user in world.users.values()
        if not user.is_bot
    ]


def visible_chats(world: World, user: User) -> list[Chat]:
    """The groups the person is in, then the private chat with the bot."""
    groups = [chat for chat in world.chats.values() if not chat.is_private and chat.has(user) and not chat.migrated_to]
    return [*groups, world.private(user)]


def state_view(world: World, user: User) -> Json:
    return {
        "me": person_view(user),
        "bot": person_view(world.bot),
        "last": world.changes.last,
        "chats": [chat_view(world, user, chat) for chat in visible_chats(world, user)],
    }


def chat_view(world: World, user: User, chat: Chat) -> Json:
    members = world.members(chat)
    return {
        "id": chat.id,
        "private": chat.is_private,
        "title": world.bot.name if chat.is_private else chat.title,
        "members": [] if chat.is_private else [_member(chat, member) for member in members],
        "bot": chat.is_private or chat.has(world.bot),
        "menu": world.menu(user, chat) if chat.is_private or chat.has(world.bot) else [],
        "about": world.descriptions.get(("description", user.language_code or ""))
        or world.descriptions.get(("description", ""), ""),
        "administrator": chat.is_administrator(user),
        "pinner": chat.is_private or chat.may(user, "can_pin_messages"),
        "topical": chat.may(user, "can_manage_topics"),
        "topics": [{"id": topic.id, "name": topic.name, "closed": topic.closed} for topic in chat.topics.values()],
        "pins": pins_view(chat),
        "read": read_marks(user, chat),
        "messages": [message_view(user, message, world.users) for message in chat.messages],
    }


def pins_view(chat: Chat) -> list[int]:
    """The pinned messages, in the order they were pinned."""
    return [message.id for message in chat.pins]


def _member(chat: Chat, member: User) -> Json:
    return {
        "id": member.id,
        "name": member.name,
        "username": member.username,
        "bot": member.is_bot,
        "role": chat.status(member),
    }
