"""The Bot API: one table of methods, and the one way a request is served."""

import asyncio
import inspect
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from bot.local import method_chats as chats
from bot.local import method_editing as editing
from bot.local import method_messages as messages
from bot.local import method_polls as polls
from bot.local import method_sending as sending
from bot.local import method_topics as topics
from bot.local.errors import ApiError
from bot.local.faults import Dropped, Ending, Fault, Unreachable
from bot.local.limits import COUNTED
from bot.local.lookups import known_chat
from bot.local.model import Call, Upload
from bot.local.parameters import PARAMETERS, decode
from bot.local.replies import Reply, gateway_page, refusal, success
from bot.local.world import World

METHODS: dict[str, Callable[[World, dict[str, Any]], Any]] = {
    "getMe": chats.get_me,
    "getUpdates": chats.get_updates,
    "setWebhook": chats.set_webhook,
    "deleteWebhook": chats.delete_webhook,
    "getWebhookInfo": chats.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendDocument": sending.send_document,
    "sendPhoto": sending.send_photo,
    "sendPoll": polls.send_poll,
    "stopPoll": polls.stop_poll,
    "forwardMessage": sending.forward_message,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "createForumTopic": topics.create_forum_topic,
    "editForumTopic": topics.edit_forum_topic,
    "closeForumTopic": topics.close_forum_topic,
    "reopenForumTopic": topics.reopen_forum_topic,
    "deleteForumTopic": topics.delete_forum_topic,
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


async def serve(
    world: World, token: str, method: str, raw: Mapping[str, Any], files: Mapping[str, Upload] | None = None
) -> Reply:
    """One Bot API request: parameters as they came (text or JSON values) and the files that came along.

    Every refusal is a Reply. Raises Unreachable or Dropped where a fault of the world's wants the client to get no
    answer. The call is recorded in world.calls. A client that gives up (cancels) stops no call but a getUpdates.
    """
    name = _NAMES.get(method.lower())
    if world.down:
        return gateway_page(503)
    if token != world.token:
        return refusal(ApiError(401, "Unauthorized"))
    if name is None:
        return refusal(ApiError(404, "Not Found"))
    fault = world.faults.take(name)
    call = Call(name, dict(raw), world.now(), fault=fault)
    world.calls.append(call)
    if fault.ending is Ending.REFUSED:
        raise Unreachable
    wait = world.latency / 2 + fault.before
    work = _after(wait, world, call, {**raw, **_attached(raw, files or {})})
    reply = await (world.on_its_own(work) if wait and name != "getUpdates" else work)
    return await _answered(fault, reply, world.latency / 2 + fault.after)


async def _after(wait: float, world: World, call: Call, raw: Mapping[str, Any]) -> Reply:
    if wait:
        await asyncio.sleep(wait)
    if not call.fault.applied:
        return Reply(500, b"")  # never sent: such a fault has an answer or an ending of its own
    world.close_polls()
    try:
        call.parameters = decode(call.method, raw)
        _charge(world, call)
        result = METHODS[call.method](world, call.parameters)
        call.result = await result if inspect.isawaitable(result) else result
    except ApiError as error:
        call.error = error
        return refusal(error)
    return success(call.result)


def _charge(world: World, call: Call) -> None:
    """Count a send or an edit against the flood limits, once it is clear which chat it goes to."""
    chat_id = call.parameters.get("chat_id")
    if call.method in COUNTED and chat_id is not None:
        world.flood_control.charge(known_chat(world, chat_id).id, world.now())


async def _answered(fault: Fault, reply: Reply, wait: float) -> Reply:
    if fault.ending is Ending.HANGING:
        await asyncio.Event().wait()
    if wait:
        await asyncio.sleep(wait)
    if fault.ending is Ending.RESET:
        raise Dropped
    return fault.answer or reply


def _attached(raw: Mapping[str, Any], files: Mapping[str, Upload]) -> dict[str, Upload]:
    """Files by the parameter they belong to: sent under its name, or under another and named attach://other."""
    uploads = {f"attach://{field}": upload for field, upload in files.items()}
    pointed = {name: uploads[value] for name, value in raw.items() if isinstance(value, str) and value in uploads}
    direct = {field: upload for field, upload in files.items() if upload not in pointed.values()}
    return direct | pointed
