"""The methods that send messages."""

from typing import Any

from bot.local.errors import bad_request
from bot.local.formatting import LONGEST_CAPTION, formatted
from bot.local.keyboards import read_markup
from bot.local.lookups import Parameters, replied, thread, writable
from bot.local.model import Entity, Message
from bot.local.uploads import file_of
from bot.local.wire import Json, message_json
from bot.local.world import World


def send_message(world: World, p: Parameters) -> Json:
    text, entities = formatted(world, p)
    if not text:
        raise bad_request("message text is empty")
    return message_json(post(world, p, "can_send_messages", text, entities, html=p["text"]))


def send_document(world: World, p: Parameters) -> Json:
    return _send_file(world, p, "document")


def send_photo(world: World, p: Parameters) -> Json:
    return _send_file(world, p, "photo")


def _send_file(world: World, p: Parameters, what: str) -> Json:
    text, entities = formatted(world, p, "caption", LONGEST_CAPTION)
    permission = f"can_send_{what}s"
    writable(world, p.get("chat_id"), permission)
    file = file_of(world, p.get(what), what)
    return message_json(post(world, p, permission, text, entities, html=p.get("caption"), **{what: file}))


def post(
    world: World, p: Parameters, permission: str, text: str = "", entities: list[Entity] | None = None, **content: Any
) -> Message:
    """Put what a method made of its own parameters where the common ones say."""
    chat = writable(world, p.get("chat_id"), permission)
    markup = read_markup(p.get("reply_markup"))
    reply_to = replied(world, chat, p.get("reply_parameters"))
    return world.post(
        chat,
        world.bot,
        text,
        entities or [],
        markup=markup,
        reply_to=reply_to,
        topic=thread(world, chat, p.get("message_thread_id"), reply_to),
        silent=p.get("disable_notification", False),
        protected=p.get("protect_content", False),
        **content,
    )
