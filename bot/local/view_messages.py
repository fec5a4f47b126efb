"""One message, and one press, as one person's page shows them."""

from collections import Counter
from typing import Any

from bot.local.entities import slice16
from bot.local.images import measured
from bot.local.model import File, Message, Press, User
from bot.local.view_polls import poll_view
from bot.local.wire import Json, unix

EXCERPT = 120  # characters of a message that others are told of


def message_view(viewer: User, message: Message, people: dict[int, User]) -> Json:
    """A message as the viewer's page shows it; `people` by id, for who voted in a poll."""
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
        body["photo"] = _file(message.photo) | _measures(message.photo)
    if message.poll is not None:
        body["poll"] = poll_view(viewer, message.poll, people)
    if message.origin is not None:
        body["forwarded"] = message.origin.name
    if message.topic is not None:
        body["topic"] = message.topic.id
    if message.protected:
        body["protected"] = True
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
    return {"id": message.id, "name": _author(message)["name"], "text": _excerpt(message)}


def _excerpt(message: Message) -> str:
    """What a message is recognised by; empty for a picture without a caption."""
    name = message.document.file_name if message.document else ""
    return (message.text or (message.poll.question if message.poll else name))[:EXCERPT]


def _button(button: dict[str, Any]) -> Json:
    return {
        "text": button["text"],
        "style": button.get("style", ""),
        "url": button.get("url", ""),
        "copy": button.get("copy_text", {}).get("text", ""),
    }


def _file(file: File) -> Json:
    return {"id": file.file_id, "name": file.file_name, "size": len(file.content), "type": file.mime_type}


def _measures(photo: File) -> Json:
    """How large it is, where it says so: the page keeps the room for it free until it is there."""
    return dict(zip(("width", "height"), measured(photo.content) or (), strict=False))


def _service(message: Message) -> Json:
    """What happened and to whom, without words: the page has those of the viewer's language."""
    body: Json = {
        "kind": message.service,
        "by": message.sender.name,
        "names": [user.name for user in message.subjects],
        "alone": message.subjects == [message.sender],
    }
    if message.pinned is not None:
        body |= {"message": message.pinned.id, "text": _excerpt(message.pinned)}
    if isinstance(message.detail, dict):
        body["text"] = message.detail.get("name", "")
    return body
