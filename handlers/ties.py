"""Tied polls, put to the vote again between the tied."""

from typing import Any

from telegram.ext import BaseHandler

from bot.callbacks import ReopenTied
from bot.cards import openings as cards
from bot.cards.card import Card
from bot.services import ties
from handlers.context import BotContext
from handlers.routes import pressed


async def press_reopen(button: ReopenTied, context: BotContext) -> None:
    """[Reopen between the tied]"""
    administrator = await context.is_administrator()
    poll = await context.transact(ties.reopen, poll_id=button.poll_id, administrator=administrator)
    context.toast(cards.opened_toast(poll, context.own_reader))


async def reopen(context: BotContext, poll_id: int) -> None:
    """/reopen P-3. In the group the new card is the answer."""
    await context.transact(
        ties.reopen,
        answer=lambda poll: Card(cards.opened_toast(poll, context.reader)) if context.in_private else None,
        poll_id=poll_id,
        administrator=await context.is_administrator(),
    )


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [pressed(ReopenTied, press_reopen)]
