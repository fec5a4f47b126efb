"""Telegram's own polls, which stand for sense checks: what people answer in them, and which of ours one stands for."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, PollAnswerHandler, PollHandler

from bot.cards.sense import is_of
from bot.services import sense
from handlers.context import BotContext


async def found(update: Update, context: BotContext) -> bool:
    """Whether an update without a chat is about a poll of a group's, which then is its place."""
    if update.poll_answer:
        group = await context.read(sense.place_of, tg_poll_id=update.poll_answer.poll_id)
    elif update.poll:
        group = await context.read(sense.group_meant, poll_id=await _meant(update, context))
    else:
        group = None
    if group is not None:
        context.place(group)
    return group is not None


async def answered(update: Update, context: BotContext) -> None:
    """Somebody has chosen, or taken back what they had; through a forward anybody can."""
    given = update.poll_answer
    assert given is not None  # noqa: S101 -- the handler's kind
    as_group = given.voter_chat is not None and given.voter_chat.id == context.chat.id
    await context.transact(
        sense.answer,
        tg_poll_id=given.poll_id,
        places=given.option_ids,
        update_id=update.update_id,
        present=context.present,
        signed=not as_group,
        made=context.outcome.made_after,
    )


async def told(update: Update, context: BotContext) -> None:
    """How a poll stands, with its words: one that nobody has said the id of is known by them."""
    assert update.poll is not None  # noqa: S101 -- the handler's kind
    if poll_id := await _meant(update, context):
        await context.transact(sense.recognise, tg_poll_id=update.poll.id, poll_id=poll_id)


async def _meant(update: Update, context: BotContext) -> int | None:
    """The sense check that a poll not known (for sure) stands for, by its words."""
    assert update.poll is not None  # noqa: S101 -- the caller has looked
    poll, unsure = update.poll, await context.read(sense.unsure, tg_poll_id=update.poll.id)
    fitting = [facts.poll.id for facts in unsure if is_of(facts, poll.question, len(poll.options))]
    return fitting[0] if len(fitting) == 1 else None


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [PollAnswerHandler(answered, block=True), PollHandler(told, block=True)]
