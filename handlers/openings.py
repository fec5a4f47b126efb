"""/polls, and the buttons that open or cancel a scheduled poll before its time."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from bot.callbacks import DropPoll, OpenPoll
from bot.cards import openings as cards
from bot.cards.poll_lists import polls_card
from bot.services import openings, poll_lists
from handlers.context import BotContext
from handlers.routes import Command, pressed


async def list_polls(update: Update, context: BotContext) -> None:  # noqa: ARG001 -- PTB's signature
    """/polls"""
    group_id = await context.require_group(person=False)
    context.reply(polls_card(await context.read(poll_lists.look, group_id=group_id), context.reader))


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
    return [Command("polls", list_polls), pressed(OpenPoll, open_now), pressed(DropPoll, drop)]
