"""The methods that write, edit and remove messages."""

import re
from typing import Any

from telegram.constants import ChatAction, ReactionEmoji

from bot.local.errors import NOT_MODIFIED, TOO_OLD, bad_request
from bot.local.keyboards import read_inline, read_markup
from bot.local.lookups import LONGEST_CAPTION, Parameters, formatted, inside, message_in, replied
from bot.local.model import Entity, File, Markup, Message, Upload
from bot.local.wire import Json, message_json
from bot.local.world import World

LONGEST_ANSWER = 200


def send_message(world: World, p: Parameters) -> Json:
    text, entities = formatted(world, p)
    if not text:
        raise bad_request("message text is empty")
    return message_json(_send(world, p, text, entities, html=p["text"]))


def send_document(world: World, p: Parameters) -> Json:
    text, entities = formatted(world, p, "caption", LONGEST_CAPTION)
    inside(world, p.get("chat_id"))
    document = _document(world, p.get("document"))
    return message_json(_send(world, p, text, entities, html=p.get("caption"), document=document))


def _send(world: World, p: Parameters, text: str, entities: list[Entity], **content: Any) -> Message:
    chat = inside(world, p.get("chat_id"))
    markup = read_markup(p.get("reply_markup"))
    reply_to = replied(world, chat, p.get("reply_parameters"))
    silent = p.get("disable_notification", False)
    return world.post(chat, world.bot, text, entities, markup=markup, reply_to=reply_to, silent=silent, **content)


def _document(world: World, value: Any) -> File:
    """An upload becomes a new file; a string is the id of one already here."""
    if isinstance(value, Upload):
        if not value.content:
            raise bad_request("file must be non-empty")
        return world.store(value.file_name, value.content, value.mime_type)
    if value in world.files:
        return world.files[value]
    if not value:
        raise bad_request("there is no document in the request")
    raise bad_request("wrong remote file identifier specified: Wrong string length")


def edit_message_text(world: World, p: Parameters) -> Json:
    text, entities = formatted(world, p)
    if not text:
        raise bad_request("message text is empty")
    message = _editable(world, p)
    if message.document is not None:
        raise bad_request("there is no text in the message to edit")
    markup = read_inline(p.get("reply_markup"))
    if (text, entities, markup) == (message.text, message.entities, message.markup):
        raise bad_request(NOT_MODIFIED)
    message.text, message.entities, message.html = text, entities, p["text"]
    return _edited(world, message, markup)


def edit_message_reply_markup(world: World, p: Parameters) -> Json:
    message = _editable(world, p)
    markup = read_inline(p.get("reply_markup"))
    if markup == message.markup:
        raise bad_request(NOT_MODIFIED)
    return _edited(world, message, markup)


def _editable(world: World, p: Parameters) -> Message:
    chat = inside(world, p.get("chat_id"))
    message = message_in(chat, p.get("message_id"), "edit")
    if message.sender is not world.bot or message.service or (message.markup and not message.keyboard):
        raise bad_request("message can't be edited")
    return message


def _edited(world: World, message: Message, markup: Markup | None) -> Json:
    message.markup = markup
    message.edited += 1
    message.edit_date = world.now()
    world.touch(message)
    return message_json(message)


def delete_message(world: World, p: Parameters) -> bool:
    chat = inside(world, p.get("chat_id"))
    message = message_in(chat, p.get("message_id"), "delete")
    if message.sender is not world.bot and not chat.is_private and not chat.is_administrator(world.bot):
        raise bad_request("message can't be deleted")
    world.remove(message)
    return True


def answer_callback_query(world: World, p: Parameters) -> bool:
    """Only the first answer shows; a later one within the time is accepted and changes nothing."""
    text = p.get("text", "")
    if len(text) > LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
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
    chat = inside(world, p.get("chat_id"))
    message = message_in(chat, p.get("message_id"), "pin")
    if not chat.is_private and not chat.is_administrator(world.bot):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    if message not in chat.pins:
        chat.pins.append(message)
        silent = p.get("disable_notification", False)
        world.post(chat, world.bot, service="pinned_message", pinned=message, silent=silent)
    return True


def unpin_chat_message(world: World, p: Parameters) -> bool:
    chat = inside(world, p.get("chat_id"))
    if not chat.is_private and not chat.is_administrator(world.bot):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    wanted = p.get("message_id", chat.pins[-1].id if chat.pins else None)
    message = next((message for message in chat.pins if message.id == wanted), None)
    if message is None:
        raise bad_request("message to unpin not found")
    chat.pins.remove(message)
    world.touch(message)
    return True


def set_message_reaction(world: World, p: Parameters) -> bool:
    chat = inside(world, p.get("chat_id"))
    message = message_in(chat, p.get("message_id"), "react")
    reactions = p.get("reaction") or []
    if not isinstance(reactions, list) or not all(isinstance(one, dict) for one in reactions):
        raise bad_request("can't parse reaction types JSON object")
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    emoji = [one.get("emoji", "") for one in reactions]
    if not set(emoji) <= set(ReactionEmoji):
        raise bad_request("REACTION_INVALID")
    message.reactions[world.bot.id] = emoji
    world.touch(message, "reaction")
    return True


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
