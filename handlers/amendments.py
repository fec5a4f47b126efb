"""Putting right and taking back: /amend, /retract, and edits of the message behind an alert."""

from typing import Any

from telegram import Message, Update
from telegram.ext import BaseHandler, MessageHandler, filters

from bot.callbacks import DecideOffer
from bot.cards import alerts as alert_cards
from bot.cards import reports as cards
from bot.cards.card import Card
from bot.domain.errors import Mistake
from bot.forms.alerts import named_in, read_alert, read_amendment
from bot.forms.folding import blank
from bot.forms.form import Missing
from bot.services import alerts, amendments
from bot.services.origins import logged_from
from handlers import corrections
from handlers.context import BotContext
from handlers.messages import text_of
from handlers.routes import Command, command_of, pressed, subject, words


async def amend(update: Update, context: BotContext) -> None:
    """/amend A-17 text; as a reply to a message, with its text; /amend P-3 text."""
    typed = words(update)
    if len(typed.split()) == 1:
        typed = f"{typed} {text_of(context.message.reply_to_message)}"
    named, _, rest = typed.strip().partition(" ")
    if named and (await context.find(named, "alert", "poll"))[0] == "poll":
        await corrections.amend(context, (await context.find(named, "poll"))[1], rest)
        return
    handle, text = read_amendment(typed)
    _, alert_id = await context.find(handle, "alert")
    topic, source = named_in(text)
    await context.transact(
        amendments.amend,
        answer=lambda alert: Card(cards.amended_toast(alert, context.reader)),
        alert_id=alert_id,
        text=text,
        topic=topic,
        source=source,
        administrator=await context.is_administrator(),
    )


async def retract(update: Update, context: BotContext) -> None:
    """/retract A-18 [reason]"""
    _, alert_id, reason = await subject(update, context, "/retract A-18", "alert")
    await context.transact(
        alerts.retract,
        answer=lambda alert: Card(alert_cards.state_toast(alert, context.reader)),
        alert_id=alert_id,
        reason=reason,
        administrator=await context.is_administrator(),
    )


async def edited(update: Update, context: BotContext) -> None:
    """Somebody edited the message behind an alert: offer the new wording; or of a poll. No others come here."""
    message = context.message
    if poll_id := await corrections.concerns(update, context):
        await corrections.edited(context, poll_id)
        return

    def prompt(offer_id: int, alert: Any, text: str) -> dict[str, Any]:
        card = cards.offer_card(alert, text, offer_id, context.reader)
        return card.payload() | {"reply_to": message.message_id}

    said = text_of(message)
    place: dict[str, Any] = {"tg_chat_id": context.chat.id, "tg_message_id": message.message_id}
    texts: dict[str, Any] = {"said": "" if blank(said) else said.strip(), "typed": _read(message, context.language)}
    await context.transact(amendments.offer, prompt=prompt, **place, **texts)


async def decide(button: DecideOffer, context: BotContext) -> None:
    """[Amend] / [Leave it]"""
    if button.decision not in amendments.DECISIONS:
        raise Mistake("button_old")
    offer = await context.read(amendments.offered, await context.require_group(), button.offer_id)
    topic, source = named_in(offer.text)
    alert, new = await context.transact(
        amendments.decide,
        offer_id=button.offer_id,
        decision=button.decision,
        topic=topic,
        source=source,
        administrator=await context.is_administrator(),
    )
    context.toast(cards.decided_toast(alert, button.decision, new, context.own_reader))


async def concerns(update: Update, context: BotContext) -> bool:
    """Whether an edited message is one behind an alert or a poll that can be put right; nothing else is learnt from edits."""
    message = update.edited_message
    if message is None:
        return False
    if await context.read(logged_from, tg_chat_id=message.chat.id, tg_message_id=message.message_id):
        return True
    return await corrections.concerns(update, context) is not None


def _read(message: Message, language: str) -> str:
    """What an alert typed in the message, as a command or as an answer, would say; empty where it would be none."""
    command = command_of(message)
    try:
        return read_alert(command[1] if command else text_of(message), language=language).text
    except (Missing, Mistake):
        return ""


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [
        MessageHandler(filters.UpdateType.EDITED_MESSAGE, edited, block=True),
        pressed(DecideOffer, decide),
        Command("amend", amend),
        Command("retract", retract),
    ]
