"""The silence procedure: circulating a text, seeing it, breaking the silence, objecting to the procedure."""

from typing import Any

from sqlmodel import Session
from telegram import Update
from telegram.ext import BaseHandler

from bot.callbacks import BreakSilence, ObjectToProcedure, Recirculate, SeeSilence
from bot.cards import silence_answers as cards
from bot.cards.card import Card
from bot.cards.drafts import question
from bot.domain.errors import Mistake
from bot.forms.form import Missing
from bot.forms.silences import BreakRequest, SilenceRequest, read_break
from bot.services import cases, silences
from handlers.context import BotContext
from handlers.polls import may_open
from handlers.private import posted
from handlers.routes import Command, pressed, words


async def circulate(context: BotContext, request: SilenceRequest) -> None:
    """A text under silence, read from what was typed."""
    facts = {"text": request.text, "closes_at": request.closes_at, "about": request.about}
    await context.transact(silences.circulate, answer=posted(context, "poll"), **facts)


async def see(button: SeeSilence, context: BotContext) -> None:
    """[Seen]"""
    new = await context.transact(silences.see, poll_id=button.poll_id, made=context.outcome.made_after)
    context.toast(cards.seen_toast(new, context.own_reader))


async def press_break(button: BreakSilence, context: BotContext) -> None:
    """[Break silence]: the reason is asked for; the answer breaks it."""
    await _ask_why(context, button.poll_id, made=context.outcome.made_after)
    context.toast(cards.asked_toast(context.own_reader))


async def type_break(update: Update, context: BotContext) -> None:
    """/break P-3 reason; without a reason it is asked for in the group."""
    try:
        request = read_break(words(update))
    except Missing:
        handle = words(update).split(None, 1)[0]
        if context.in_private:
            raise Mistake("reason_missing", handle=handle) from None
        _, poll_id = await context.find(handle, "poll")
        await _ask_why(context, poll_id, made=context.message.date)
    else:
        await answer_why(context, request)


async def answer_why(context: BotContext, request: BreakRequest) -> None:
    """The silence is broken, for a reason."""
    _, poll_id = await context.find(request.handle, "poll")
    await context.transact(
        silences.break_silence,
        answer=lambda poll: Card(cards.broken(poll, context.reader)) if context.in_private else None,
        poll_id=poll_id,
        reason=request.reason,
        amendment=request.amendment,
        made=context.message.date,
    )


async def object_to_procedure(button: ObjectToProcedure, context: BotContext) -> None:
    """[Object to the procedure]"""
    poll = await context.transact(silences.object_to_procedure, poll_id=button.poll_id, made=context.outcome.made_after)
    context.toast(cards.objected_toast(poll, context.own_reader))


async def recirculate(button: Recirculate, context: BotContext) -> None:
    """[Circulate the amended text]"""
    opener = await may_open(context)
    poll = await context.transact(silences.recirculate, poll_id=button.poll_id, opener=opener)
    context.toast(cards.circulated_toast(poll, context.own_reader))


async def _ask_why(context: BotContext, poll_id: int, **made: Any) -> None:
    await context.transact(
        silences.ask_why, poll_id=poll_id, prompt=lambda draft_id: prompt(context, "break", "reason", draft_id), **made
    )


def prompt(context: BotContext, form: str, field: str, draft_id: int) -> dict[str, Any]:
    """The question a button asks of whoever pressed it, as a reply to the card."""
    payload = question(context.described, form, field, draft_id, [], context.reader).payload()
    if not (context.in_private or context.from_former_chat):
        payload["reply_to"] = context.message.message_id
    return payload


def has(button: SeeSilence, session: Session, group_id: int) -> bool:
    """Whether the text is a group's, so that a reminder can be answered in private."""
    return cases.has(session, group_id=group_id, kind="poll", subject_id=button.poll_id)


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [
        pressed(SeeSilence, see, holds=has),
        pressed(BreakSilence, press_break),
        pressed(ObjectToProcedure, object_to_procedure),
        pressed(Recirculate, recirculate),
        Command("break", type_break),
    ]
