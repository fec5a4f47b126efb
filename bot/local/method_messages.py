"""The methods about messages that are there: answers to presses, pins, reactions, actions, files."""

import re
from typing import Any

from telegram.constants import ChatAction, ReactionEmoji

from bot.local.errors import TOO_OLD, bad_request
from bot.local.fields import an_object, kind_of, needed
from bot.local.lookups import Parameters, inside, message_in
from bot.local.model import Chat, File
from bot.local.wire import Json
from bot.local.world import World

LONGEST_ANSWER = 200
REACTIONS: dict[str, set[str]] = {"emoji": {"emoji"}, "custom_emoji": {"custom_emoji_id"}, "paid": set()}
LARGEST_DOWNLOAD = 20_000_000
DEEP_LINK = r"(?:https?://)?t\.me/{}\?start(?:group)?=[A-Za-z0-9_-]{{1,64}}"


def answer_callback_query(world: World, p: Parameters) -> bool:
    """Only the first answer shows; a later one within the time is accepted and changes nothing."""
    text = p.get("text", "")
    if len(text) > LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    if p.get("url") and not re.fullmatch(DEEP_LINK.format(world.bot.username), p["url"], re.IGNORECASE):
        raise bad_request("URL_INVALID")
    press = world.open_press(p.get("callback_query_id", ""))
    if press is None:
        raise bad_request(TOO_OLD)
    if not press.answered:
        press.answered, press.text, press.alert = True, text or None, p.get("show_alert", False)
        press.url = p.get("url")
        chat, message = press.message.chat, press.message
        world.changes.add("press", chat_id=chat.id, message_id=message.id, user_id=press.user.id, press_id=press.id)
    return True


def pin_chat_message(world: World, p: Parameters) -> bool:
    chat = _pinnable(world, p)
    message = message_in(chat, p.get("message_id"), "pin")
    if message not in chat.pins:
        chat.pins.append(message)
        silent = p.get("disable_notification", False)
        topic = message.topic
        world.post(chat, world.bot, service="pinned_message", pinned=message, silent=silent, topic=topic)
    return True


def unpin_chat_message(world: World, p: Parameters) -> bool:
    chat = _pinnable(world, p)
    wanted = p.get("message_id", chat.pins[-1].id if chat.pins else None)
    message = next((message for message in chat.pins if message.id == wanted), None)
    if message is None:
        raise bad_request("message to unpin not found")
    chat.pins.remove(message)
    world.touch(message)
    return True


def _pinnable(world: World, p: Parameters) -> Chat:
    chat = inside(world, p.get("chat_id"))
    if not chat.is_private and not chat.can(world.bot, "can_pin_messages"):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat


def set_message_reaction(world: World, p: Parameters) -> bool:
    chat = inside(world, p.get("chat_id"))
    message = message_in(chat, p.get("message_id"), "react")
    reactions = p.get("reaction") or []
    if not isinstance(reactions, list):
        raise bad_request("can't parse reaction types JSON object")
    emoji = [_emoji(reaction) for reaction in reactions]
    if len(emoji) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    message.reactions[world.bot.id] = emoji
    world.touch(message, "reaction")
    return True


def _emoji(reaction: Any) -> str:
    """The emoji of a reaction; the custom and the paid ones are not for bots."""
    what = "ReactionType"
    kind = kind_of(an_object(reaction, what), REACTIONS, what, "invalid reaction type specified")
    emoji = needed(reaction, "emoji", str, what) if kind == "emoji" else ""
    if emoji not in set(ReactionEmoji):
        raise bad_request("REACTION_INVALID")
    return emoji


def send_chat_action(world: World, p: Parameters) -> bool:
    chat = inside(world, p.get("chat_id"))
    if p.get("action") not in set(ChatAction):
        raise bad_request("wrong parameter action in request")
    world.changes.add("typing", chat_id=chat.id)
    return True


def get_file(world: World, p: Parameters) -> Json:
    file = world.files.get(p.get("file_id", ""))
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(file.content) > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.content),
        "file_path": file.path,
    }


def file_at(world: World, path: str) -> File | None:
    """The file that getFile described by this path."""
    if not re.fullmatch(r"\w+/[\w.-]+", path):
        return None
    return next((file for file in world.files.values() if file.path == path), None)
