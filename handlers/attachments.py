"""Alerts that look alike: attach or keep, by button; /attach by typing."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from bot.callbacks import AttachAlike, KeepAlike
from bot.cards import reports as cards
from bot.cards.card import Card
from bot.forms.alerts import read_attachment
from bot.services import attachments
from handlers.context import BotContext
from handlers.routes import Command, pressed, words


async def attach_alike(button: AttachAlike, context: BotContext) -> None:
    """[Attach to A-16]"""
    target, new = await context.transact(attachments.attach_alike, alert_id=button.alert_id)
    context.toast(cards.attached_toast(target, new, context.own_reader))


async def keep(button: KeepAlike, context: BotContext) -> None:
    """[Keep]"""
    _, new = await context.transact(attachments.keep, alert_id=button.alert_id)
    context.toast(cards.kept_toast(new, context.own_reader))


async def attach(update: Update, context: BotContext) -> None:
    """/attach A-18 A-16"""
    report, about = read_attachment(words(update))
    _, alert_id = await context.find(report, "alert")
    _, to_id = await context.find(about, "alert")
    await context.transact(
        attachments.attach,
        answer=lambda attached: Card(cards.attached_toast(*attached, context.reader)),
        alert_id=alert_id,
        to_id=to_id,
        typed=True,
        administrator=await context.is_administrator(),
    )


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [pressed(AttachAlike, attach_alike), pressed(KeepAlike, keep), Command("attach", attach)]
