"""A person's mistake becomes one sentence; anything else is left for the intake, and at last kept as a dead letter."""

from typing import Any

from sqlmodel import Session
from telegram import Update
from telegram.ext import ApplicationHandlerStop

from bot.cards import mistakes
from bot.cards.card import Card
from bot.domain.errors import Mistake
from bot.intake import Outcome, raw_text
from handlers import anonymous
from handlers.context import AlreadySeen, BotContext
from handlers.house import House
from storage.models import DeadLetter, Seen
from storage.queries import outbox
from storage.queries.news import News
from storage.queries.topics import speak_in


async def on_error(update: object, context: BotContext) -> None:  # noqa: ARG001 -- PTB's signature
    """What a handler raised. (PTB gives this a context of its own; the handlers' one is the outcome's.)"""
    first: BotContext = context.outcome.context
    error = context.error
    if error is None:
        return
    try:
        if isinstance(error, AlreadySeen):
            first.answer_press(repeated=True)
        elif isinstance(error, Mistake):
            await (anonymous.ask(first) if anonymous.can_ask(first, error) else first.finish(error))
        else:
            first.fail(error)
    except Exception as trouble:  # noqa: BLE001 -- PTB would swallow it
        first.fail(trouble)
    raise ApplicationHandlerStop


async def bury(house: House, raw: dict[str, Any], update: Update | None, error: str, outcome: Outcome) -> None:
    """Keep an update nobody could handle, count it as done, and tell the person."""
    context: BotContext | None = outcome.context
    now = house.clock.now()
    group_id = context.group.id if context and context.group and not context.in_private else None
    person_id = context.person.id if context and context.person and context.in_private else None

    def work(session: Session) -> None:
        if session.get(Seen, raw["update_id"]) is None:
            session.add(Seen(update_id=raw["update_id"], at=now))
        session.add(DeadLetter(update_id=raw["update_id"], at=now, raw=raw_text(raw), error=error[-8000:]))
        if context and update and update.message and (group_id or person_id):
            speak_in(session, context.topic if group_id else None)
            payload = Card(mistakes.apology(context.reader)).payload() | {"reply_to": update.message.message_id}
            outbox.post(session, payload=payload, group_id=group_id, person_id=person_id, now=now)

    await house.batch.write(work)
    if context and update and update.callback_query:
        context.toast(mistakes.apology(context.own_reader))
        context.answer_press()
    house.batch.after(lambda: house.committed(News(outbox.REPLY)))
