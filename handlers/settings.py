"""Start, help, language and time zone."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from bot.cards import help as help_cards
from bot.cards import settings as cards
from bot.domain.errors import Mistake
from bot.forms.moments import find_zone
from bot.forms.settings import read_language
from bot.services import settings
from handlers.context import BotContext
from handlers.routes import Command, words


async def start(update: Update, context: BotContext) -> None:  # noqa: ARG001 -- PTB's signature
    """/start: in private the bot may write to the person from now on."""
    if context.in_private:
        await context.transact(
            settings.nothing, answer=lambda _: cards.private_welcome(context.bot.username, context.reader)
        )
        return
    await context.require_group(person=False)
    if context.group:
        context.reply(cards.greeting(context.group, context.reader))


async def show_help(update: Update, context: BotContext) -> None:
    """/help, /help poll"""
    context.reply(help_cards.help_card(words(update), context.reader))


async def language(update: Update, context: BotContext) -> None:
    """/language fr: the group's (administrators), in private one's own."""
    if not words(update):
        raise Mistake("language_missing")
    chosen = read_language(words(update))
    if context.in_private:
        await context.transact(settings.set_own, answer=lambda _: cards.own_settings(context.reader), language=chosen)
        return
    await context.require_administrator()
    await context.transact(
        settings.set_group, answer=lambda group: cards.group_settings(group, context.now), language=chosen
    )


async def timezone(update: Update, context: BotContext) -> None:
    """/timezone Europe/Kyiv: the group's (administrators), in private one's own."""
    if not words(update):
        raise Mistake("zone_missing")
    zone = find_zone(words(update)).key
    if context.in_private:
        await context.transact(settings.set_own, answer=lambda _: cards.own_settings(context.reader), timezone=zone)
        return
    await context.require_administrator()
    await context.transact(
        settings.set_group, answer=lambda group: cards.group_settings(group, context.now), timezone=zone
    )


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [
        Command("start", start),
        Command("help", show_help),
        Command("language", language),
        Command("timezone", timezone),
    ]
