"""Proxies: a delegation gives its vote to another."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from bot.cards import proxies as cards
from bot.cards.card import Card
from bot.forms.proxies import read_proxy
from bot.services import proxies
from handlers.context import BotContext
from handlers.routes import Command, subject


async def proxy(update: Update, context: BotContext) -> None:
    """/proxy P-3 Denmark; /proxy P-3, or P-3 nobody, takes it back."""
    _, poll_id, named = await subject(update, context, "/proxy P-3 Denmark", "poll")
    about: dict[str, Any] = {"poll_id": poll_id, "made": context.message.date}
    if (code := read_proxy(named)) is None:
        await context.transact(
            proxies.take_back, answer=lambda given: Card(cards.given(given, context.reader)), **about
        )
        return
    await context.transact(
        proxies.give, answer=lambda given: Card(cards.given(given, context.reader)), code=code, **about
    )


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [Command("proxy", proxy)]
