"""Administrators who write as the group: what needs a person waits for a press on [It is me], which carries the person.

One mechanism for every command and every answer to a question: the message is kept as it came, and is handled again as
if the person had written it.
"""

import contextlib
from typing import Any

from telegram.ext import BaseHandler

from bot.callbacks import SignMessage
from bot.cards.anonymous import question
from bot.domain.errors import Mistake
from bot.services import anonymous
from handlers.context import AlreadySeen, BotContext
from handlers.routes import fitting, pressed


def can_ask(context: BotContext, mistake: Mistake) -> bool:
    """Whether what is wrong is only that a message's author is not known."""
    return mistake.code == "anonymous" and bool(context.source and context.source.message)


async def ask(context: BotContext) -> None:
    """Keep what was written and ask who it was."""
    message = context.message

    def prompt(unsigned_id: int) -> dict[str, Any]:
        return question(unsigned_id, context.reader).payload() | {"reply_to": message.message_id}

    with contextlib.suppress(AlreadySeen):  # delivered twice, it is asked once
        await context.transact(anonymous.ask, message=message.to_dict(), prompt=prompt)


async def sign(button: SignMessage, context: BotContext) -> None:
    """[It is me]: what was written is done as the presser's, who must administer the group now."""
    group_id = await context.require_group()
    message = await context.read(anonymous.waiting, group_id=group_id, unsigned_id=button.unsigned_id, now=context.now)
    if message is None or context.in_private:
        raise Mistake("button_old")
    if not await context.is_administrator():
        raise Mistake("administrators_only")
    written = context.speak(message, button.unsigned_id)
    if handler := fitting(context, written):
        await handler.callback(written, context)


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [pressed(SignMessage, sign)]
