"""Red lines: drawing and removing them, and the agreed steps on an alert's card."""

from dataclasses import asdict
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from bot.callbacks import CallAsAgreed, PollAsAgreed
from bot.cards import red_lines as cards
from bot.domain.errors import Mistake
from bot.forms.polls import read_poll
from bot.forms.red_lines import read_red_line, read_removal
from bot.services import red_lines
from handlers.context import BotContext
from handlers.polls import facts_of
from handlers.routes import Command, pressed, words


async def red_line(update: Update, context: BotContext) -> None:
    """/redline lists; /redline words -> what to do draws one, /redline remove 2 takes one away (administrators)."""
    if not words(update):
        group_id = await context.require_group(person=False)
        context.reply(cards.red_lines_card(await context.read(red_lines.look, group_id=group_id), context.reader))
        return
    await context.require_administrator()
    if number := read_removal(words(update)):
        await context.transact(
            red_lines.remove, answer=lambda line: cards.removed_card(line, context.reader), number=number
        )
        return
    request = read_red_line(words(update), now=context.now, zone=context.zone, language=context.language)
    await context.transact(
        red_lines.draw, answer=lambda line: cards.drawn_card(line, context.reader), **asdict(request)
    )


async def poll_as_agreed(button: PollAsAgreed, context: BotContext) -> None:
    """[Poll as agreed]"""
    group_id = await context.require_group()
    template = await context.read(
        red_lines.template, group_id=group_id, alert_id=button.alert_id, red_line_id=button.red_line_id
    )
    if not template:
        raise Mistake("button_old")
    request = read_poll(template, now=context.now, zone=context.zone, language=context.language)
    poll = await context.transact(
        red_lines.open_poll, request=facts_of(request), alert_id=button.alert_id, red_line_id=button.red_line_id
    )
    context.toast(cards.taken("poll", poll.number, context.own_reader))


async def call_as_agreed(button: CallAsAgreed, context: BotContext) -> None:
    """[Call within ...]"""
    call = await context.transact(red_lines.plan_call, alert_id=button.alert_id, red_line_id=button.red_line_id)
    context.toast(cards.taken("call", call.number, context.own_reader))


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [
        Command("redline", red_line),
        pressed(PollAsAgreed, poll_as_agreed),
        pressed(CallAsAgreed, call_as_agreed),
    ]
