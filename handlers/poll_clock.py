"""What its author or an administrator does with a poll's time: reminding those who have not voted."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from bot.cards import poll_reminders as cards
from bot.cards.card import Card
from bot.domain.errors import Mistake
from bot.domain.handles import handle, read_handle
from bot.services import poll_reminders
from bot.services.poll_reminders import Reminded
from handlers.context import BotContext
from handlers.routes import Command, subject, words


async def remind(update: Update, context: BotContext) -> None:
    """/remind P-3"""
    kind, poll_id, _ = await subject(update, context, "/remind P-3", "poll", "alert", "call")
    if kind != "poll":
        raise Mistake("remind_what", handle=handle(*read_handle(words(update).split()[0], kind)))

    def told(done: Reminded) -> Card | None:
        seen_here = not context.in_private and not (done.private or done.morning)
        return (
            None
            if seen_here
            else cards.reminded_card(done.handle, done.private, done.morning, done.group, context.reader)
        )

    administrator = await context.is_administrator()
    await context.transact(poll_reminders.remind_now, answer=told, poll_id=poll_id, administrator=administrator)


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [Command("remind", remind)]
