"""Alerts: the card's buttons, and what is typed about an alert."""

from dataclasses import asdict
from typing import Any

from sqlmodel import Session
from telegram import Update
from telegram.ext import BaseHandler

from bot.callbacks import FullText, SeeAlert, SetAlertState, SetKind, SetSeverity, ShowSeverities
from bot.cards import alerts as cards
from bot.cards.card import Card
from bot.cards.severity import SEVERITIES
from bot.domain.errors import Mistake
from bot.forms.alerts import AlertRequest
from bot.services import alerts, cases
from handlers.context import BotContext
from handlers.messages import own_words
from handlers.routes import Command, pressed, subject


async def see(button: SeeAlert, context: BotContext) -> None:
    """[Seen]"""
    new = await context.transact(alerts.acknowledge, alert_id=button.alert_id)
    context.toast(cards.seen_toast(new, context.own_reader))


async def set_kind(button: SetKind, context: BotContext) -> None:
    """[Words] / [Action]"""
    if button.kind not in {"words", "action"}:
        raise Mistake("button_old")
    await context.transact(alerts.set_kind, alert_id=button.alert_id, kind=button.kind)
    context.toast(cards.kind_toast(button.kind, context.own_reader))


async def show_severities(button: ShowSeverities, context: BotContext) -> None:
    """[Severity], [Back]"""
    await context.transact(alerts.show_severities, alert_id=button.alert_id, shown=bool(button.shown))


async def set_severity(button: SetSeverity, context: BotContext) -> None:
    """One of the severities."""
    if button.severity not in SEVERITIES:
        raise Mistake("button_old")
    await context.transact(alerts.set_severity, alert_id=button.alert_id, severity=button.severity)
    context.toast(cards.severity_toast(button.severity, context.own_reader))


async def set_state(button: SetAlertState, context: BotContext) -> None:
    """[Resolve] / [Reopen]"""
    if button.state not in {"open", "resolved"}:
        raise Mistake("button_old")
    administrator = await may_reopen(context, button.alert_id)
    alert = await context.transact(
        alerts.set_state, alert_id=button.alert_id, state=button.state, administrator=administrator
    )
    context.toast(cards.state_toast(alert, context.own_reader))


async def full_text(button: FullText, context: BotContext) -> None:
    """[Full text]"""
    group_id = await context.require_group()
    alert = await context.read(alerts.get, group_id=group_id, alert_id=button.alert_id)
    for card in cards.full_text_cards(alert):
        context.reply(card)


async def acknowledge(update: Update, context: BotContext) -> None:
    """/ack A-17"""
    _, alert_id, _ = await subject(update, context, "/ack A-17", "alert")
    await context.transact(
        alerts.acknowledge, answer=lambda new: Card(cards.seen_toast(new, context.reader)), alert_id=alert_id
    )


async def resolve(update: Update, context: BotContext) -> None:
    """/resolve A-17 [note]"""
    await _type_state(update, context, "resolved", "/resolve A-17")


async def reopen(update: Update, context: BotContext) -> None:
    """/reopen A-17, as handlers.tasks hands it over"""
    await _type_state(update, context, "open", "/reopen A-17")


async def _type_state(update: Update, context: BotContext, state: str, example: str) -> None:
    _, alert_id, note = await subject(update, context, example, "alert")
    await context.transact(
        alerts.set_state,
        answer=lambda alert: Card(cards.state_toast(alert, context.reader)),
        alert_id=alert_id,
        state=state,
        note=note,
        administrator=await may_reopen(context, alert_id),
    )


async def log(context: BotContext, request: AlertRequest) -> None:
    """An alert, read from what was typed."""
    facts = {name: value for name, value in asdict(request).items() if name not in {"near", "judged"}}
    guided = context.finishing is not None and not request.judged
    title, reader = context.group.title if context.group else "", context.reader
    answer = (lambda alert: cards.logged_in(alert, title, reader)) if context.in_private else None
    await context.transact(alerts.log, answer=answer, told=context.told or own_words(context), guided=guided, **facts)


async def may_reopen(context: BotContext, alert_id: int) -> bool:
    """Whether the person is an administrator, which matters (and is asked of Telegram) for what was retracted only."""
    group_id = await context.require_group()
    alert = await context.read(alerts.get, group_id=group_id, alert_id=alert_id)
    return alert.retracted_at is not None and await context.is_administrator()


def has_alert(button: SeeAlert, session: Session, group_id: int) -> bool:
    """Whether the alert on the button is the group's."""
    return cases.has(session, group_id=group_id, kind="alert", subject_id=button.alert_id)


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [
        pressed(SeeAlert, see, holds=has_alert),
        pressed(SetKind, set_kind),
        pressed(ShowSeverities, show_severities),
        pressed(SetSeverity, set_severity),
        pressed(SetAlertState, set_state),
        pressed(FullText, full_text),
        Command("ack", acknowledge),
        Command("resolve", resolve),
    ]
