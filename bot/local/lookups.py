"""What a method needs before it can do anything: the chat, the message, the text, the message replied to."""

from typing import Any

from bot.local.entities import declared_entities, finish, utf16
from bot.local.errors import bad_request, forbidden
from bot.local.markup import parse_html
from bot.local.model import Chat, Entity, Message
from bot.local.wire import user_json
from bot.local.world import World

Parameters = dict[str, Any]
LONGEST_CAPTION = 1024
REPLY_FIELDS = {
    "message_id", "chat_id", "allow_sending_without_reply", "quote", "quote_parse_mode", "quote_entities",
    "quote_position", "checklist_task_id", "poll_option_id",
}  # fmt: skip


def known_chat(world: World, chat_id: int | str | None) -> Chat:
    """The chat, if the bot has ever been told of it."""
    if chat_id is None:
        raise bad_request("chat_id is empty")
    chat = world.chats.get(chat_id) if isinstance(chat_id, int) else _public(world, chat_id)
    if chat is None or (not chat.is_private and chat.username is None and world.bot.id not in chat.statuses):
        raise bad_request("chat not found")
    return chat


def _public(world: World, name: str) -> Chat | None:
    return next((chat for chat in world.chats.values() if chat.username and f"@{chat.username}" == name), None)


def inside(world: World, chat_id: int | str | None) -> Chat:
    """A chat the bot is in and may write to; 403 with the reason if it may not."""
    chat = known_chat(world, chat_id)
    status = chat.statuses.get(world.bot.id)
    if chat.is_private:
        if status == "kicked":
            raise forbidden("bot was blocked by the user")
        if not chat.open:
            raise forbidden("bot can't initiate conversation with a user")
    elif status == "kicked":
        raise forbidden("bot was kicked from the supergroup chat")
    elif not chat.has(world.bot):
        raise forbidden("bot is not a member of the supergroup chat")
    return chat


def message_in(chat: Chat, message_id: int | None, purpose: str) -> Message:
    """The message with that id; refused as "message to <purpose> not found"."""
    for message in reversed(chat.messages):
        if message.id == message_id:
            return message
    raise bad_request(f"message to {purpose} not found")


def replied(world: World, chat: Chat, parameters: Any) -> Message | None:
    """The message of `reply_parameters`; None if it is gone and that was said not to matter."""
    if not parameters:
        return None
    if not isinstance(parameters, dict) or not isinstance(parameters.get("message_id"), int):
        raise bad_request("can't parse reply parameters JSON object")
    unknown = sorted(set(parameters) - REPLY_FIELDS)
    if unknown:
        raise bad_request(f"unknown field {unknown[0]} of reply parameters")
    where = known_chat(world, parameters.get("chat_id", chat.id))
    found = next((message for message in where.messages if message.id == parameters["message_id"]), None)
    if found is None and not parameters.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return found


def formatted(world: World, p: Parameters, field: str = "text", limit: int = 4096) -> tuple[str, list[Entity]]:
    """The parsed text or caption; refused when it is longer than `limit` UTF-16 units after parsing."""
    source = p.get(field, "")
    mode = p.get("parse_mode", "")
    declared = p.get("entities" if field == "text" else "caption_entities")
    if mode.lower() not in {"", "html"}:
        raise bad_request("unsupported parse_mode")
    if mode:
        text, entities = parse_html(source)
    elif declared:
        text, entities = declared_entities(source, declared)
    else:
        text, entities = finish(source, [])
    if utf16(text) > limit:
        raise bad_request("message is too long" if field == "text" else "message caption is too long")
    return text, [entity for entity in entities if _resolve(world, entity)]


def _resolve(world: World, entity: Entity) -> bool:
    """Put the person into a text_mention; one the bot has never met stays plain text."""
    if entity["type"] != "text_mention":
        return True
    user = world.users.get((entity.get("user") or {}).get("id", 0))
    if user is not None:
        entity["user"] = user_json(user)
    return user is not None
