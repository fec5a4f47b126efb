"""In private, of several groups: which one is meant."""

from typing import Any

from telegram import Message, Update
from telegram.ext import BaseHandler

from bot.callbacks import UseGroup
from bot.domain.errors import Mistake
from handlers.context import BotContext
from handlers.routes import Command, Press, fitting


async def choose(update: Update, context: BotContext) -> None:
    """A group's title: the command the question was an answer to is done, for that group."""
    assert update.callback_query is not None  # noqa: S101 -- the pattern has looked
    button, asked = UseGroup.unpack(update.callback_query.data), update.callback_query.message
    typed = asked.reply_to_message if isinstance(asked, Message) else None
    if button is None or typed is None or not context.in_private:
        raise Mistake("button_old")
    await context.enter(button.group_id)
    command = Update(update.update_id, message=typed)
    meant = fitting(context, command, Command)
    if meant is None:
        raise Mistake("button_old")
    await meant.callback(command, context)


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [Press(UseGroup, choose)]
