"""Seeing an alert by 👀."""

from typing import Any

from telegram import ReactionTypeEmoji, Update
from telegram.ext import BaseHandler, MessageReactionHandler

from bot.domain.errors import Mistake
from bot.services import reactions
from handlers.context import BotContext

EYES = "👀"


async def react(update: Update, context: BotContext) -> None:
    """👀 on an alert's card, its reminder, or the message it was logged from. Taking it back changes nothing; a
    reaction without a person behind it (an anonymous administrator, a channel) is nobody's."""
    change = update.message_reaction
    assert change is not None  # noqa: S101 -- the handler's kind
    given = [each.emoji for each in change.new_reaction if isinstance(each, ReactionTypeEmoji)]
    if EYES not in given or change.user is None or context.in_private:
        return
    try:
        group_id = await context.require_group()
    except Mistake:  # somebody from outside, or a group not served: a reaction is no question that wants an answer
        return
    found = await context.read(
        reactions.alerts_of_message, group_id=group_id, tg_message_id=change.message_id, era=context.era
    )
    if found:
        await context.transact(reactions.acknowledge, alert_ids=found)


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    persons = MessageReactionHandler.MESSAGE_REACTION_UPDATED
    return [MessageReactionHandler(react, message_reaction_types=persons, block=True)]
