"""/case and /show, and the buttons that show a card or turn a case's pages."""

from typing import Any

from sqlmodel import Session
from telegram import Update
from telegram.ext import BaseHandler

from bot.callbacks import SeeBundle, ShowCard, TurnCase
from bot.cards import alerts as alert_cards
from bot.cards import cases as cards
from bot.services import alerts, cases
from handlers.context import BotContext
from handlers.routes import Command, pressed, subject

KINDS = ("alert", "poll", "call", "task")


async def case(update: Update, context: BotContext) -> None:
    """/case A-17"""
    kind, subject_id, _ = await subject(update, context, "/case A-17", *KINDS)
    group_id = await context.require_group(person=False)
    facts = await context.read(cases.timeline, group_id=group_id, kind=kind, subject_id=subject_id)
    context.reply(cards.case_card(facts, context.reader))


async def turn(button: TurnCase, context: BotContext) -> None:
    """[Previous], [Next]"""
    group_id = await context.require_group()
    facts = await context.read(
        cases.timeline, group_id=group_id, kind=button.kind, subject_id=button.subject_id, page=button.page
    )
    context.edit(cards.case_card(facts, context.reader))


async def show(update: Update, context: BotContext) -> None:
    """/show A-17"""
    kind, subject_id, _ = await subject(update, context, "/show A-17", *KINDS)
    if context.in_private:
        group_id = await context.require_group()
        facts = await context.read(cases.card_facts, group_id=group_id, kind=kind, subject_id=subject_id)
        context.reply(cards.copy_of(facts, context.reader))
        return
    await context.transact(cases.show, kind=kind, subject_id=subject_id)


async def press_show(button: ShowCard, context: BotContext) -> None:
    """[A-25] on alerts that share a message."""
    name = await context.transact(cases.show, kind=button.kind, subject_id=button.subject_id)
    context.toast(cards.shown_toast(name, context.own_reader))


async def see_bundle(button: SeeBundle, context: BotContext) -> None:
    """[All seen]"""
    new = await context.transact(alerts.see_bundle, bundle_id=button.bundle_id)
    context.toast(alert_cards.seen_toast(new, context.own_reader))


def has(button: TurnCase, session: Session, group_id: int) -> bool:
    """Whether the case is a group's."""
    return cases.has(session, group_id=group_id, kind=button.kind, subject_id=button.subject_id)


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [
        Command("case", case),
        Command("show", show),
        pressed(TurnCase, turn, holds=has),
        pressed(ShowCard, press_show),
        pressed(SeeBundle, see_bundle),
    ]
