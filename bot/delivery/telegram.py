"""What the courier asks of Telegram, in the outbox's own terms."""

import asyncio
import base64
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from markupsafe import Markup
from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter

from bot.points import reach
from storage.models import Census

log = logging.getLogger(__name__)
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)  # a preview would make Telegram fetch what members post
TOAST_RETRY_SECONDS, TOAST_PATIENCE = 2.0, 10.0  # after which nobody looks any more


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that is there; of one with a poll, Telegram's id of that."""

    message_id: int
    tg_poll_id: str = ""


class Telegram:
    """Payloads (bot.cards.card.Card.payload) out; errors come back as PTB raises them."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._toasts: set[asyncio.Task[None]] = set()
        self.plain_fallbacks = 0
        self.unanswered = 0  # presses that got no toast
        self.sleep: Callable[[float], Awaitable[object]] = asyncio.sleep

    async def send(self, chat_id: int, payload: dict[str, Any], *, plain: bool = False) -> Sent:
        """Post a message. `plain`: the markup was refused, send the words."""
        common: dict[str, Any] = {"disable_notification": payload.get("silent", False)}
        if topic := payload.get("topic"):
            common["message_thread_id"] = topic
        if forwarded := payload.get("forward"):
            message = await self._bot.forward_message(chat_id, chat_id, forwarded, **common)
            return Sent(message.message_id)
        if reply_to := payload.get("reply_to"):
            common["reply_parameters"] = ReplyParameters(reply_to, allow_sending_without_reply=True)
        if poll := payload.get("poll"):
            message = await self._bot.send_poll(
                chat_id,
                poll["question"],
                poll["options"],
                is_anonymous=False,
                allows_multiple_answers=poll["several"],
                **common,
            )
            return Sent(message.message_id, message.poll.id if message.poll else "")
        common |= {"parse_mode": None if plain else ParseMode.HTML, "reply_markup": _markup(payload)}
        text = _text(payload, plain=plain)
        if document := payload.get("document"):
            content = base64.b64decode(document["content"])
            file = InputFile(content, filename=document["name"])
            message = await self._bot.send_document(chat_id, file, caption=text, **common)
        elif picture := payload.get("picture"):
            file = InputFile(picture, filename="picture.png")
            message = await self._bot.send_photo(chat_id, file, caption=text, **common)
        else:
            message = await self._bot.send_message(chat_id, text, link_preview_options=NO_PREVIEW, **common)
        return Sent(message.message_id)

    async def edit(self, chat_id: int, message_id: int, payload: dict[str, Any], *, plain: bool = False) -> None:
        """Replace a message's text and buttons."""
        await self._bot.edit_message_text(
            _text(payload, plain=plain),
            chat_id=chat_id,
            message_id=message_id,
            parse_mode=None if plain else ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_markup=_markup(payload),  # type: ignore[arg-type]  # cards that are edited do not ask
        )

    async def stop_poll(self, chat_id: int, message_id: int) -> None:
        """Nobody can answer in a poll any more."""
        await self._bot.stop_poll(chat_id, message_id)

    async def delete(self, chat_id: int, message_id: int) -> None:
        """Take a message away."""
        await self._bot.delete_message(chat_id, message_id)

    async def leave(self, chat_id: int) -> None:
        """Leave a chat the bot may not serve."""
        await self._bot.leave_chat(chat_id)

    async def census(self, chat_id: int) -> Census:
        """How many are in a chat, and who administers it."""
        count = await self._bot.get_chat_member_count(chat_id)
        heads = await self._bot.get_chat_administrators(chat_id)
        return Census(
            count=count - 1,
            administrator=any(head.user.id == self._bot.id for head in heads),
            administrators={
                head.user.id: bool(getattr(head, "is_anonymous", False)) for head in heads if not head.user.is_bot
            },
        )

    def toast(self, query_id: str, text: str | None = None, url: str | None = None, alert: bool = False) -> None:
        """Answer a press, beside everything else: tried twice, then forgotten (the card shows what counts)."""
        task = asyncio.get_running_loop().create_task(self._toast(query_id, text, url, alert=alert))
        self._toasts.add(task)
        task.add_done_callback(self._toasts.discard)

    async def _toast(self, query_id: str, text: str | None, url: str | None, *, alert: bool) -> None:
        reach("toast.sending")
        for _ in range(2):
            try:
                await self._bot.answer_callback_query(query_id, text, url=url, show_alert=alert or None)
            except Exception as error:  # noqa: BLE001 -- an answer PTB cannot read is no TelegramError
                wait = self._wait(error, linked=url is not None)
                log.debug("a press could not be answered: %s", error)
                if wait is None:
                    break
                url = None if isinstance(error, BadRequest) else url  # a link it does not take: at least the words
                await self.sleep(wait)
            else:
                reach("toast.sent")
                return
        self.unanswered += 1

    def _wait(self, error: Exception, *, linked: bool) -> float | None:
        """Seconds until the other try; None where that is in vain: too old, too long a wait, a token refused."""
        if isinstance(error, BadRequest):
            return 0.0 if linked else None
        if isinstance(error, RetryAfter):
            wait = error.retry_after
            seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
            return seconds if seconds <= TOAST_PATIENCE else None
        return None if isinstance(error, InvalidToken | Forbidden) else TOAST_RETRY_SECONDS

    async def settle(self) -> None:
        """Wait until every press has been answered or given up."""
        while self._toasts:
            await asyncio.wait(self._toasts)


def _text(payload: dict[str, Any], *, plain: bool) -> str:
    html: str = payload["html"]
    return "\n".join(Markup(line).striptags() for line in html.split("\n")) if plain else html  # noqa: S704 -- read only


def _markup(payload: dict[str, Any]) -> InlineKeyboardMarkup | ForceReply | None:
    if keyboard := payload.get("keyboard"):
        return InlineKeyboardMarkup([[InlineKeyboardButton(**button) for button in row] for row in keyboard])
    if asks := payload.get("asks"):
        return ForceReply(selective=True, input_field_placeholder=asks)
    return None
