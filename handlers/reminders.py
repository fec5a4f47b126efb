"""What answers a question about an alert that is waited on."""

from typing import Any

from telegram.ext import BaseHandler

from bot.callbacks import SayStillOpen
from bot.cards import reminders as cards
from bot.services import reminders
from handlers.context import BotContext
from handlers.routes import pressed


async def still_open(button: SayStillOpen, context: BotContext) -> None:
    """[Still open]"""
    new = await context.transact(reminders.still_open, alert_id=button.alert_id)
    context.toast(cards.still_open_toast(new, context.own_reader))


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [pressed(SayStillOpen, still_open)]
