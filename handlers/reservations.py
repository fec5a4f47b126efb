"""Reservations: what is stated beside a ballot."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from bot.cards import reservations as cards
from bot.forms.reservations import read_reservation
from bot.services import reservations
from handlers.context import BotContext
from handlers.routes import Command, subject


async def reserve(update: Update, context: BotContext) -> None:
    """/reserve P-3 text; /reserve P-3 withdraw takes it back."""
    _, poll_id, typed = await subject(update, context, "/reserve P-3", "poll")
    text = read_reservation(typed)
    await context.transact(
        reservations.reserve, answer=lambda elector: cards.reserved(elector, context.reader, stated=bool(text)),
        poll_id=poll_id, text=text, made=context.message.date,
    )  # fmt: skip


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [Command("reserve", reserve)]
