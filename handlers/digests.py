"""The digest on demand."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from bot.cards.digests import digest_card
from bot.domain.errors import Mistake
from bot.forms.moments import read_span
from bot.services.digests import LONGEST, WEEK, look_back
from handlers.context import BotContext
from handlers.routes import Command, words


async def digest(update: Update, context: BotContext) -> None:
    """/digest, /digest 3d"""
    group_id = await context.require_group(person=False)
    span = read_span(words(update)) if words(update) else WEEK
    if span > LONGEST:
        raise Mistake("span_too_long", text=words(update)[:40])
    facts = await context.read(look_back, group_id=group_id, span=span, now=context.now)
    context.reply(digest_card(facts, context.reader))


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [Command("digest", digest)]
