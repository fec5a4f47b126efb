"""What a method needs before it can do anything: the chat, the topic, the message, the message replied to."""

from typing import Any

from bot.local.errors import ApiError, bad_request, forbidden
from bot.local.fields import only
from bot.local.model import GENERAL, Chat, Message, Topic
from bot.local.topics import topic_of
from bot.local.world import World

Parameters = dict[str, Any]
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
    """A chat the bot is in and may write to; refused with the reason if it may not."""
    chat = known_chat(world, chat_id)
    if chat.migrated_to is not None:
        moved = {"migrate_to_chat_id": chat.migrated_to.id}
        raise ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", moved)
    status = chat.statuses.get(world.bot.id)
    if chat.is_private:
        if status == "kicked":
            raise forbidden("bot was blocked by the user")
        if not chat.open:
            raise forbidden("bot can't initiate conversation with a user")
        return chat
    if chat.deleted and chat.type == "group":
        raise forbidden("the group chat was deleted")
    if status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    if not chat.has(world.bot):
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    return chat


def readable(world: World, chat_id: int | str | None) -> Chat:
    """A chat the bot may look at: every one it knows, but no supergroup it is not in."""
    chat = known_chat(world, chat_id)
    return inside(world, chat.id) if chat.type == "supergroup" else chat


RIGHT_TO_SEND = {
    "can_send_messages": "text messages", "can_send_documents": "documents", "can_send_photos": "photos",
    "can_send_polls": "polls",
}  # fmt: skip


def writable(world: World, chat_id: int | str | None, permission: str) -> Chat:
    """A chat the bot may send this kind of message to."""
    chat = inside(world, chat_id)
    if not chat.may(world.bot, permission):
        raise bad_request(f"not enough rights to send {RIGHT_TO_SEND[permission]} to the chat")
    return chat


def thread(world: World, chat: Chat, thread_id: int | None, reply_to: Message | None) -> Topic | None:
    """The topic a message goes to: the one named, else that of the message replied to, else General.

    General cannot be named: it is where a message without message_thread_id goes.
    """
    if thread_id and (thread_id == GENERAL or thread_id not in chat.topics):
        raise bad_request("message thread not found")
    topic = topic_of(chat, chat.topics.get(thread_id or 0), reply_to)
    if topic is not None and topic.closed and not chat.can(world.bot, "can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")
    return topic


def message_in(chat: Chat, message_id: int | None, purpose: str, what: str = "message") -> Message:
    """The message with that id; refused as "<what> to <purpose> not found"."""
    for message in reversed(chat.messages):
        if message.id == message_id:
            return message
    raise bad_request(f"{what} to {purpose} not found")


def replied(world: World, chat: Chat, parameters: Any) -> Message | None:
    """The message of `reply_parameters`; None if it is gone and that was said not to matter."""
    if not parameters:
        return None
    if not isinstance(parameters, dict) or not isinstance(parameters.get("message_id"), int):
        raise bad_request("can't parse reply parameters JSON object")
    only(parameters, REPLY_FIELDS, "reply parameters")
    where = known_chat(world, parameters.get("chat_id", chat.id))
    found = next((message for message in where.messages if message.id == parameters["message_id"]), None)
    if found is None and not parameters.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return found
