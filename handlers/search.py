"""/alerts, /search, and turning their pages."""

from dataclasses import asdict
from typing import Any

from sqlmodel import Session
from telegram import Update
from telegram.ext import BaseHandler

from bot.callbacks import TurnPage
from bot.cards.lists import found_card
from bot.forms.search import read_filter, read_words
from bot.services import search
from handlers.context import BotContext
from handlers.routes import Command, pressed, words


async def list_alerts(update: Update, context: BotContext) -> None:
    """/alerts [words] [#topic] [!severity] [open|closed] [7d]"""
    await context.require_group(person=False)
    asked = asdict(read_filter(words(update)))
    await context.transact(search.look, answer=lambda facts: found_card(facts, context.reader), scope="alerts", **asked)


async def find(update: Update, context: BotContext) -> None:
    """/search words"""
    await context.require_group(person=False)
    wanted = read_words(words(update))
    await context.transact(
        search.look, answer=lambda facts: found_card(facts, context.reader), scope="all", words=wanted
    )


async def turn(button: TurnPage, context: BotContext) -> None:
    """[Previous], [Next]"""
    group_id = await context.require_group()
    facts = await context.read(search.turn, group_id=group_id, listing_id=button.listing_id, page=button.page)
    context.edit(found_card(facts, context.reader))


def has(button: TurnPage, session: Session, group_id: int) -> bool:
    """Whether the list is a group's."""
    return search.has(session, group_id=group_id, listing_id=button.listing_id)


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [Command("alerts", list_alerts), Command("search", find), pressed(TurnPage, turn, holds=has)]
