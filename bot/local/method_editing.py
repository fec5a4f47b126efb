"""The methods that change and remove messages."""

from datetime import timedelta

from bot.local.errors import NOT_MODIFIED, bad_request
from bot.local.formatting import LONGEST_CAPTION, check_preview, formatted
from bot.local.keyboards import read_inline
from bot.local.lookups import Parameters, inside, message_in
from bot.local.model import Markup, Message
from bot.local.wire import Json, message_json
from bot.local.world import World

DELETABLE = timedelta(hours=48)


def edit_message_text(world: World, p: Parameters) -> Json:
    if p.get("rich_message"):
        raise bad_request("rich_message is not supported here")
    text, entities = formatted(world, p)
    if not text:
        raise bad_request("message text is empty")
    check_preview(p.get("link_preview_options"))
    message = _editable(world, p)
    if message.document or message.photo or message.poll:
        raise bad_request("there is no text in the message to edit")
    markup = read_inline(p.get("reply_markup"))
    if (text, entities, markup) == (message.text, message.entities, message.markup):
        raise bad_request(NOT_MODIFIED)
    message.text, message.entities, message.html = text, entities, p["text"]
    return _edited(world, message, markup)


def edit_message_caption(world: World, p: Parameters) -> Json:
    text, entities = formatted(world, p, "caption", LONGEST_CAPTION)
    message = _editable(world, p)
    if not message.document and not message.photo:
        raise bad_request("there is no caption in the message to edit")
    markup = read_inline(p.get("reply_markup"))
    if (text, entities, markup) == (message.text, message.entities, message.markup):
        raise bad_request(NOT_MODIFIED)
    message.text, message.entities, message.html = text, entities, p.get("caption")
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
    """Own messages of the last 48 hours; in a group others' too, by whoever has the right to."""
    chat = inside(world, p.get("chat_id"))
    message = message_in(chat, p.get("message_id"), "delete")
    if not chat.can(world.bot, "can_delete_messages"):
        if message.sender is not world.bot and not chat.is_private:
            raise bad_request("message can't be deleted")
        if world.now() - message.date > DELETABLE:
            raise bad_request("message can't be deleted for everyone")
    if message.service in {"forum_topic_created", "migrate_from_chat_id"}:
        raise bad_request("message can't be deleted")
    world.remove(message)
    return True
