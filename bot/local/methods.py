"""The Bot API: one table of methods, and the one way a request is served."""

import inspect
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.local import method_chats as chats
from bot.local import method_messages as messages
from bot.local.errors import ApiError
from bot.local.model import Call, Upload
from bot.local.parameters import PARAMETERS, decode
from bot.local.world import World

METHODS: dict[str, Callable[[World, dict[str, Any]], Any]] = {
    "getMe": chats.get_me,
    "getUpdates": chats.get_updates,
    "setWebhook": chats.set_webhook,
    "deleteWebhook": chats.delete_webhook,
    "getWebhookInfo": chats.get_webhook_info,
    "sendMessage": messages.send_message,
    "sendDocument": messages.send_document,
    "editMessageText": messages.edit_message_text,
    "editMessageReplyMarkup": messages.edit_message_reply_markup,
    "deleteMessage": messages.delete_message,
    "pinChatMessage": messages.pin_chat_message,
    "unpinChatMessage": messages.unpin_chat_message,
    "setMessageReaction": messages.set_message_reaction,
    "sendChatAction": messages.send_chat_action,
    "answerCallbackQuery": messages.answer_callback_query,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getChatAdministrators": chats.get_chat_administrators,
    "getChatMemberCount": chats.get_chat_member_count,
    "leaveChat": chats.leave_chat,
    "getFile": messages.get_file,
    "setMyCommands": chats.set_my_commands,
    "getMyCommands": chats.get_my_commands,
    "deleteMyCommands": chats.delete_my_commands,
    **{
        f"{verb}My{name}": partial(chats.set_text if verb == "set" else chats.get_text, field=field)
        for verb in ("set", "get")
        for name, field in (
            ("Name", "name"), ("Description", "description"), ("ShortDescription", "short_description"),
        )
    },
}  # fmt: skip
_NAMES = {name.lower(): name for name in PARAMETERS}
_GATEWAY = {502: "Bad Gateway", 503: "Service Temporarily Unavailable", 504: "Gateway Time-out"}


@dataclass(frozen=True)
class Reply:
    """What goes back over the wire. `body` is JSON, or HTML if the gateway in front of Telegram answered."""

    status: int
    body: bytes
    content_type: str = "application/json"
    retry_after: int | None = None


def gateway_page(status: int) -> Reply:
    """The page of an unreachable Telegram, as nginx words it."""
    title = f"{status} {_GATEWAY[status]}"
    html = (
        f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n"
        "<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"
    )
    return Reply(status, html.encode(), "text/html")


async def serve(
    world: World, token: str, method: str, raw: Mapping[str, Any], files: Mapping[str, Upload] | None = None
) -> Reply:
    """One Bot API request: parameters as they came (text or JSON values) and the files that came along.

    Never raises for what the caller did wrong: every refusal is a Reply. The call is recorded in world.calls.
    """
    name = _NAMES.get(method.lower())
    if token != world.token:
        return _refused(ApiError(401, "Unauthorized"))
    if name is None:
        return _refused(ApiError(404, "Not Found"))
    call = Call(name, dict(raw), world.now())
    world.calls.append(call)
    try:
        call.result = await _carried_out(world, call, {**raw, **_attached(raw, files or {})})
    except ApiError as error:
        call.error = error
        return _refused(error)
    return Reply(200, json.dumps({"ok": True, "result": call.result}).encode())


async def _carried_out(world: World, call: Call, raw: Mapping[str, Any]) -> Any:
    error, applied = world.take_fault(call.method) or (None, False)
    if error is not None and not applied:
        raise error
    call.parameters = decode(call.method, raw)
    result = METHODS[call.method](world, call.parameters)
    if inspect.isawaitable(result):
        result = await result
    if error is not None:
        raise error
    return result


def _attached(raw: Mapping[str, Any], files: Mapping[str, Upload]) -> dict[str, Upload]:
    """Files by the parameter they belong to: sent under its name, or under another and named attach://other."""
    uploads = {f"attach://{field}": upload for field, upload in files.items()}
    pointed = {name: uploads[value] for name, value in raw.items() if isinstance(value, str) and value in uploads}
    direct = {field: upload for field, upload in files.items() if upload not in pointed.values()}
    return direct | pointed


def _refused(error: ApiError) -> Reply:
    if error.code in _GATEWAY:
        return gateway_page(error.code)
    wait = (error.parameters or {}).get("retry_after")
    return Reply(error.code, json.dumps(error.body()).encode(), retry_after=wait)
