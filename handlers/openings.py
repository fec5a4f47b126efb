"""Scheduled polls: the buttons that open or cancel one before its time."""

from typing import Any

from telegram.ext import BaseHandler

from bot.callbacks import DropPoll, OpenPoll
from bot.cards import openings as cards
from bot.services import openings, polls
from handlers.context import BotContext
from handlers.routes import pressed


async def open_now(button: OpenPoll, context: BotContext) -> None:
    """[Open now]"""
    administrator = await context.is_administrator()
    poll = await context.transact(openings.open_now, poll_id=button.poll_id, administrator=administrator)
    context.toast(cards.opened_toast(poll, context.own_reader))


async def drop(button: DropPoll, context: BotContext) -> None:
    """[Cancel]"""
    administrator = await context.is_administrator()
    await context.transact(openings.drop, poll_id=button.poll_id, administrator=administrator)
    context.toast(cards.cancelled_toast(context.own_reader))


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [pressed(OpenPoll, open_now), pressed(DropPoll, drop)]
