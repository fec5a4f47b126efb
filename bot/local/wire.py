"""Messages and presses as Bot API JSON: exactly the shapes a client library reads."""

from bot.local.images import size_of
from bot.local.model import Chat, File, Message, Origin, Press
from bot.local.wire_basics import Json, chat_json, unix, user_json
from bot.local.wire_polls import poll_json

__all__ = ["Json", "chat_json", "message_json", "press_json", "unix", "user_json"]


def message_json(message: Message, *, nested: bool = False) -> Json:
    """A message; the one it replies to comes along one level deep, as Telegram sends it."""
    body: Json = {
        "message_id": message.id,
        "chat": chat_json(message.chat),
        "date": unix(message.date),
        **_content(message),
        **_thread(message),
    }
    if message.chat.type != "channel":
        body["from"] = user_json(message.sender)
    if message.sender_chat is not None:
        body["sender_chat"] = chat_json(message.sender_chat)
    if message.origin is not None:
        body["forward_origin"] = origin_json(message.origin)
    replied = replied_to(message)
    if replied is not None and not nested:
        body["reply_to_message"] = message_json(replied, nested=True)
    if message.edit_date is not None:
        body["edit_date"] = unix(message.edit_date)
    if message.album is not None:
        body["media_group_id"] = message.album
    if message.protected:
        body["has_protected_content"] = True
    if message.keyboard:
        body["reply_markup"] = {"inline_keyboard": message.keyboard}
    return body


def replied_to(message: Message) -> Message | None:
    """What a message replies to; one in a topic replies to the message that made the topic, if to nothing else."""
    if message.reply_to is not None:
        return None if message.reply_to.deleted else message.reply_to
    if message.in_topic and message.topic is not None and message.topic.root is not message:
        return message.topic.root
    return None


def _thread(message: Message) -> Json:
    """The topic; or, in a supergroup without topics, the message at the root of a chain of replies."""
    if message.in_topic and message.topic is not None:
        return {"message_thread_id": message.topic.id, "is_topic_message": True}
    if message.chat.type != "supergroup" or message.chat.is_forum or message.reply_to is None:
        return {}
    root = message.reply_to
    while root.reply_to is not None:
        root = root.reply_to
    return {"message_thread_id": root.id}


def _content(message: Message) -> Json:
    if message.service is not None:
        return _service(message)
    if message.poll is not None:
        return {"poll": poll_json(message.poll)}
    if message.document is None and message.photo is None:
        return {"text": message.text, **({"entities": message.entities} if message.entities else {})}
    body: Json = {}
    if message.document is not None:
        body["document"] = {**file_json(message.document), **_described(message.document)}
    if message.photo is not None:
        width, height = size_of(message.photo.content)
        body["photo"] = [{**file_json(message.photo), "width": width, "height": height}]
    if message.text:
        body["caption"] = message.text
    if message.entities:
        body["caption_entities"] = message.entities
    return body


def _service(message: Message) -> Json:
    if message.service == "new_chat_members":
        return {"new_chat_members": [user_json(user) for user in message.subjects]}
    if message.service == "left_chat_member":
        return {"left_chat_member": user_json(message.subjects[0])}
    if message.service == "pinned_message" and message.pinned is not None:
        return {"pinned_message": message_json(message.pinned, nested=True)}
    return {str(message.service): message.detail}


def origin_json(origin: Origin) -> Json:
    body: Json = {"type": origin.kind, "date": unix(origin.date)}
    if origin.kind == "user" and origin.user is not None:
        return body | {"sender_user": user_json(origin.user)}
    if origin.kind == "hidden_user" or origin.chat is None:
        return body | {"sender_user_name": origin.name}
    if origin.kind == "channel":
        return body | {"chat": chat_json(origin.chat), "message_id": origin.message_id}
    return body | {"sender_chat": chat_json(origin.chat)}


def file_json(file: File) -> Json:
    return {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_size": len(file.content)}


def _described(file: File) -> Json:
    return {"file_name": file.file_name, "mime_type": file.mime_type}


def press_json(press: Press) -> Json:
    return {
        "id": press.id,
        "from": user_json(press.user),
        "message": _still_there(press.message),
        "chat_instance": str(-(press.message.chat.id**2 % (2**62)) - 1),
        "data": press.data,
    }


def _still_there(message: Message) -> Json:
    """A deleted message is told as one that cannot be read: its place only, and a date of 0."""
    if not message.deleted:
        return message_json(message)
    return {"chat": chat_json(message.chat), "message_id": message.id, "date": 0}


def pinned_json(chat: Chat) -> Json:
    return {"pinned_message": message_json(chat.pins[-1], nested=True)} if chat.pins else {}
