"""What one person sees, as JSON for the chat page."""

from collections import Counter
from typing import Any

from bot.local.entities import slice16
from bot.local.model import Chat, File, Message, Press, User
from bot.local.native_poll import Poll
from bot.local.wire import Json, unix
from bot.local.world import World

REPLY_EXCERPT = 120


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
        "members": [] if chat.is_private else [member.name for member in members if not member.is_bot],
        "bot": chat.is_private or chat.has(world.bot),
        "menu": world.menu(user, chat) if chat.is_private or chat.has(world.bot) else [],
        "about": world.descriptions.get(("description", user.language_code or ""))
        or world.descriptions.get(("description", ""), ""),
        "messages": [message_view(user, message) for message in chat.messages],
    }


def message_view(viewer: User, message: Message) -> Json:
    body: Json = {
        "id": message.id,
        "chat": message.chat.id,
        "from": _author(message),
        "date": unix(message.date),
        "text": message.text,
        "entities": message.entities,
        "edited": message.edit_date is not None,
        "silent": message.silent,
        "buttons": [[_button(button) for button in row] for row in message.keyboard],
        "reactions": _reactions(viewer, message),
    }
    if message.reply_to is not None and not message.reply_to.deleted:
        body["reply_to"] = _quote(message.reply_to)
    if message.document is not None:
        body["document"] = _file(message.document)
    if message.photo is not None:
        body["photo"] = _file(message.photo)
    if message.poll is not None:
        body["text"] = _poll(message.poll)
    if message.origin is not None:
        body["forwarded"] = message.origin.name
    if message.service is not None:
        body["service"] = _service(message)
    if asks_for_reply(viewer, message):
        body["ask"] = {"placeholder": (message.markup or {}).get("input_field_placeholder", "")}
    return body


def _reactions(viewer: User, message: Message) -> list[Json]:
    """Each emoji with how many gave it and whether the viewer did."""
    given = Counter(emoji for each in message.reactions.values() for emoji in each)
    own = message.reactions.get(viewer.id, [])
    return [{"emoji": emoji, "count": count, "own": emoji in own} for emoji, count in sorted(given.items())]


def asks_for_reply(viewer: User, message: Message) -> bool:
    """Whether this force_reply is meant for the viewer: everyone, or those mentioned and the one replied to."""
    if not message.force_reply:
        return False
    if not (message.markup or {}).get("selective"):
        return True
    if message.reply_to is not None and message.reply_to.sender is viewer:
        return True
    return any(_names(viewer, message, entity) for entity in message.entities)


def _names(viewer: User, message: Message, entity: Json) -> bool:
    if entity["type"] == "text_mention":
        return bool(entity["user"]["id"] == viewer.id)
    mention = slice16(message.text, entity["offset"], entity["length"])
    return entity["type"] == "mention" and mention.lower() == f"@{viewer.username}".lower()


def press_view(press: Press) -> Json:
    return {
        "id": press.id,
        "chat": press.message.chat.id,
        "message": press.message.id,
        "answered": press.answered,
        "text": press.text,
        "alert": press.alert,
        "url": press.url,
    }


def _author(message: Message) -> Json:
    chat = message.sender_chat
    if chat is not None:
        return {"id": chat.id, "name": chat.title, "bot": False}
    return {"id": message.sender.id, "name": message.sender.name, "bot": message.sender.is_bot}


def _quote(message: Message) -> Json:
    text = message.text or (message.document.file_name if message.document else "Photo")
    return {"id": message.id, "name": _author(message)["name"], "text": text[:REPLY_EXCERPT]}


def _poll(poll: Poll) -> str:
    """A native poll as the page shows it: to read, not to vote in."""
    answers = [f"{option.text}: {poll.count(place)}" for place, option in enumerate(poll.options)]
    return "\n".join([f"{poll.question}{' (closed)' if poll.closed else ''}", *answers])


def _button(button: dict[str, Any]) -> Json:
    return {"text": button["text"], "style": button.get("style", ""), "url": button.get("url", "")}


def _file(file: File) -> Json:
    return {"id": file.file_id, "name": file.file_name, "size": len(file.content), "type": file.mime_type}


def _service(message: Message) -> str:
    names = ", ".join(user.name for user in message.subjects)
    alone = message.subjects == [message.sender]
    if message.service == "new_chat_members":
        return f"{names} joined the group" if alone else f"{message.sender.name} added {names}"
    if message.service == "left_chat_member":
        return f"{names} left the group" if alone else f"{message.sender.name} removed {names}"
    if message.service == "pinned_message":
        excerpt = message.pinned.text.partition("\n")[0][:40] if message.pinned else ""
        return f"{message.sender.name} pinned “{excerpt}”"
    named = message.detail.get("name", "") if isinstance(message.detail, dict) else ""
    return {
        "migrate_to_chat_id": "This group became a supergroup",
        "migrate_from_chat_id": "This supergroup was a group before",
        "forum_topic_created": f"{message.sender.name} opened the topic “{named}”",
        "forum_topic_edited": f"{message.sender.name} renamed the topic to “{named}”",
        "forum_topic_closed": f"{message.sender.name} closed the topic",
        "forum_topic_reopened": f"{message.sender.name} reopened the topic",
    }.get(message.service or "", "")
