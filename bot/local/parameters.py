"""The parameters every served method knows, and how their values are read from a request.

Values arrive as text (forms, query strings) or as JSON; both are accepted. The real Bot API ignores a parameter it
does not know; this one refuses it, so that a typing mistake shows.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from bot.local.errors import ApiError, bad_request
from bot.local.model import Upload

_COMMON = (
    "chat_id:chat message_thread_id:int business_connection_id:str disable_notification:bool protect_content:bool "
    "allow_paid_broadcast:bool message_effect_id:str reply_parameters:json reply_markup:json"
)
_SENDING = f"{_COMMON} direct_messages_topic_id:int suggested_post_parameters:json"
_CAPTION = "caption:str parse_mode:str caption_entities:json"
_TOPIC = "chat_id:chat message_thread_id:int"
_EDITING = "business_connection_id:str chat_id:chat message_id:int inline_message_id:str reply_markup:json"
_SCOPED = "scope:json language_code:str"

_TABLE = {
    "getMe": "",
    "getUpdates": "offset:int limit:int timeout:int allowed_updates:json",
    "setWebhook": "url:str certificate:file ip_address:str max_connections:int allowed_updates:json "
    "drop_pending_updates:bool secret_token:str",
    "deleteWebhook": "drop_pending_updates:bool",
    "getWebhookInfo": "",
    "sendMessage": f"{_SENDING} text:str parse_mode:str entities:json link_preview_options:json",
    "sendDocument": f"{_SENDING} {_CAPTION} document:file thumbnail:file disable_content_type_detection:bool",
    "sendPhoto": f"{_SENDING} {_CAPTION} photo:file show_caption_above_media:bool has_spoiler:bool",
    "sendPoll": f"{_COMMON} question:str question_parse_mode:str question_entities:json options:json "
    "is_anonymous:bool type:str allows_multiple_answers:bool allows_revoting:bool shuffle_options:bool "
    "allow_adding_options:bool hide_results_until_closes:bool members_only:bool country_codes:json "
    "correct_option_ids:json explanation:str explanation_parse_mode:str explanation_entities:json "
    "explanation_media:json open_period:int close_date:int is_closed:bool description:str "
    "description_parse_mode:str description_entities:json media:json",
    "stopPoll": "business_connection_id:str chat_id:chat message_id:int reply_markup:json",
    "forwardMessage": "chat_id:chat message_thread_id:int direct_messages_topic_id:int from_chat_id:chat "
    "video_start_timestamp:int disable_notification:bool protect_content:bool message_effect_id:str "
    "suggested_post_parameters:json message_id:int",
    "editMessageText": f"{_EDITING} text:str parse_mode:str entities:json link_preview_options:json rich_message:json",
    "editMessageCaption": f"{_EDITING} {_CAPTION} show_caption_above_media:bool",
    "editMessageReplyMarkup": _EDITING,
    "deleteMessage": "chat_id:chat message_id:int",
    "pinChatMessage": "business_connection_id:str chat_id:chat message_id:int disable_notification:bool",
    "unpinChatMessage": "business_connection_id:str chat_id:chat message_id:int",
    "setMessageReaction": "chat_id:chat message_id:int reaction:json is_big:bool",
    "sendChatAction": "business_connection_id:str chat_id:chat message_thread_id:int action:str",
    "answerCallbackQuery": "callback_query_id:str text:str show_alert:bool url:str cache_time:int",
    "createForumTopic": "chat_id:chat name:str icon_color:int icon_custom_emoji_id:str",
    "editForumTopic": f"{_TOPIC} name:str icon_custom_emoji_id:str",
    "closeForumTopic": _TOPIC,
    "reopenForumTopic": _TOPIC,
    "deleteForumTopic": _TOPIC,
    "getChat": "chat_id:chat",
    "getChatMember": "chat_id:chat user_id:int",
    "getChatAdministrators": "chat_id:chat return_bots:bool",
    "getChatMemberCount": "chat_id:chat",
    "leaveChat": "chat_id:chat",
    "getFile": "file_id:str",
    "setMyCommands": f"commands:json {_SCOPED}",
    "getMyCommands": _SCOPED,
    "deleteMyCommands": _SCOPED,
    "setMyDescription": "description:str language_code:str",
    "getMyDescription": "language_code:str",
    "setMyShortDescription": "short_description:str language_code:str",
    "getMyShortDescription": "language_code:str",
    "setMyName": "name:str language_code:str",
    "getMyName": "language_code:str",
}
PARAMETERS: dict[str, dict[str, str]] = {
    method: dict(field.split(":") for field in fields.split()) for method, fields in _TABLE.items()
}


def decode(method: str, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The typed values of a request; raises ApiError 400 for an unknown name or a value of the wrong kind."""
    known = PARAMETERS[method]
    for name in raw:
        if name not in known:
            raise bad_request(f"unknown parameter {name} of {method}")
    return {name: _decoded(name, known[name], value) for name, value in raw.items() if value is not None}


def _decoded(name: str, kind: str, value: Any) -> Any:
    try:
        return _READERS[kind](value)
    except (ValueError, TypeError, RecursionError):
        raise _unreadable(name, kind) from None


def _unreadable(name: str, kind: str) -> ApiError:
    if kind == "json":
        return bad_request(f"can't parse {name.replace('_', ' ')} JSON object")
    return bad_request(f"invalid {name} specified")


def _integer(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError
    return int(value)


def _text(value: Any) -> str:
    if not isinstance(value, str | int):
        raise TypeError
    text = str(value)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    return text


def _boolean(value: Any) -> bool:
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "": False}
    word = str(value).lower()
    if word not in words:
        raise ValueError(value)
    return words[word]


def _structure(value: Any) -> Any:
    """JSON, or what was made of it already; neither NaN nor half a surrogate pair counts as JSON."""
    found = json.loads(value) if isinstance(value, str) else value
    json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
    return found


def _file(value: Any) -> Upload | str:
    return value if isinstance(value, Upload) else _text(value)


def read_chat(value: Any) -> int | str:
    """A number, or @username of a public group; raises ValueError or TypeError for anything else."""
    return value if isinstance(value, str) and value.startswith("@") else _integer(value)


_READERS: dict[str, Callable[[Any], Any]] = {
    "int": _integer,
    "str": _text,
    "bool": _boolean,
    "json": _structure,
    "chat": read_chat,
    "file": _file,
}
