"""How the bot is doing."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from bot.cards.status import status_card
from bot.services.status import look
from handlers.context import BotContext
from handlers.routes import Command


async def status(update: Update, context: BotContext) -> None:  # noqa: ARG001 -- PTB's signature
    """/status"""
    group_id = await context.require_group(person=False)
    trouble, past = context.house.condition()
    facts = await context.read(look, group_id=group_id, trouble=trouble, past=past, now=context.now)
    context.reply(status_card(facts, context.reader))


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [Command("status", status)]
