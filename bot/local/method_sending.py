"""The methods that send messages."""

from typing import Any

from bot.local.errors import bad_request
from bot.local.formatting import LONGEST_CAPTION, check_preview, formatted
from bot.local.keyboards import read_markup
from bot.local.lookups import Parameters, message_in, readable, replied, thread, writable
from bot.local.model import Entity, Message
from bot.local.uploads import file_of
from bot.local.wire import Json, message_json
from bot.local.world import World
from bot.local.writing import origin_of


def send_message(world: World, p: Parameters) -> Json:
    text, entities = formatted(world, p)
    if not text:
        raise bad_request("message text is empty")
    check_preview(p.get("link_preview_options"))
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


def forward_message(world: World, p: Parameters) -> Json:
    """Forward a message; a poll stays the same poll, in which people answer here as there."""
    source = message_in(readable(world, p.get("from_chat_id")), p.get("message_id"), "forward")
    if source.service or source.protected:
        raise bad_request("message can't be forwarded")
    permission = "can_send_polls" if source.poll else "can_send_messages"
    content = {"photo": source.photo, "document": source.document, "poll": source.poll}
    where: Parameters = {
        name: p[name]
        for name in ("chat_id", "message_thread_id", "disable_notification", "protect_content")
        if name in p
    }
    origin = source.origin or origin_of(source)
    return message_json(
        post(world, where, permission, source.text, source.entities, html=source.html, origin=origin, **content)
    )


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
