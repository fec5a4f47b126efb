"""Calls: planning, answering, calendar, cancelling."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler
from telegram.helpers import create_deep_linked_url

from bot.callbacks import AnswerCall, SendCalendar
from bot.cards import calls as cards
from bot.cards.card import Card
from bot.domain.errors import Mistake
from bot.forms.calls import CallRequest, read_answer
from bot.services import calls, polls
from handlers import tasks
from handlers.context import BotContext
from handlers.private import posted
from handlers.routes import Command, pressed, subject, words


async def answer(button: AnswerCall, context: BotContext) -> None:
    """[Coming], [Late], [Cannot]"""
    if button.answer not in {"yes", "late", "no"}:
        raise Mistake("button_old")
    given = await context.transact(calls.answer, call_id=button.call_id, given=button.answer)
    context.toast(cards.answered(given, context.own_reader))


async def send_calendar(button: SendCalendar, context: BotContext) -> None:
    """[Calendar]: the file in private, or how to open the private chat."""
    if context.person is None or not context.person.private_open:
        context.toast(
            cards.open_private_first(context.own_reader), url=create_deep_linked_url(context.bot.username, "calendar")
        )
        return
    await context.transact(calls.calendar_for, call_id=button.call_id, person_id=context.person.id)
    context.toast(cards.calendar_sent(context.own_reader))


async def rsvp(update: Update, context: BotContext) -> None:
    """/rsvp C-5 yes"""
    handle, given = read_answer(words(update))
    _, call_id = await context.find(handle, "call")
    await context.transact(
        calls.answer, answer=lambda said: Card(cards.answered(said, context.reader)), call_id=call_id, given=given
    )


async def cancel(update: Update, context: BotContext) -> None:
    """/cancel C-5 [reason], also /cancel P-3, /cancel T-9"""
    kind, subject_id, reason = await subject(update, context, "/cancel C-5", "call", "poll", "task")
    if kind == "task":
        await tasks.cancel(context, subject_id, reason)
        return
    administrator = await context.is_administrator()
    if kind == "call":
        await context.transact(calls.cancel, call_id=subject_id, administrator=administrator, reason=reason)
    else:
        await context.transact(polls.withdraw, poll_id=subject_id, administrator=administrator, reason=reason)


async def plan(context: BotContext, request: CallRequest) -> None:
    """A call, read from what was typed."""
    await context.transact(
        calls.plan,
        answer=posted(context, "call"),
        title=request.title,
        starts_at=request.starts_at,
        minutes=request.minutes,
        link=request.link,
        remind=request.remind,
        about=request.about,
    )


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [pressed(AnswerCall, answer), pressed(SendCalendar, send_calendar), Command("rsvp", rsvp)]
