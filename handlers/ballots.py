"""One's own ballot, everybody's in private, and votes typed where they must not be read."""

from typing import Any

from sqlmodel import Session
from telegram.ext import BaseHandler
from telegram.helpers import create_deep_linked_url

from bot.callbacks import CastBallot, ShowBallot, ShowDetails, WithdrawBallot
from bot.cards import ballots as cards
from bot.cards import mistakes
from bot.cards.details import details_cards
from bot.domain.errors import Mistake
from bot.services import ballots, details
from handlers.context import BotContext
from handlers.routes import pressed


async def show_own(button: ShowBallot, context: BotContext) -> None:
    """[My ballot]: in a window that only who presses sees."""
    poll, held = await context.transact(ballots.own, poll_id=button.poll_id)
    context.toast(cards.own_ballot(poll, held, context.own_reader), alert=True)


async def show_details(button: ShowDetails, context: BotContext) -> None:
    """[Details]: the whole list in private, or how to open the private chat; nothing in the group."""
    group_id = await context.require_group()
    facts = await context.read(details.of, group_id=group_id, poll_id=button.poll_id)
    if not context.in_private and (context.person is None or not context.person.private_open):
        url = create_deep_linked_url(context.bot.username, "details")
        context.toast(cards.open_private_first(context.own_reader), url=url)
        return
    payloads = [card.payload() for card in details_cards(facts, context.own_reader)]
    await context.transact(details.send, person_id=context.person.id if context.person else 0, payloads=payloads)
    context.toast(cards.details_sent(context.own_reader))


def has(button: CastBallot | WithdrawBallot | ShowBallot | ShowDetails, session: Session, group_id: int) -> bool:
    """Whether the poll is a group's."""
    return details.has(session, group_id=group_id, poll_id=button.poll_id)


async def secret_in_public(context: BotContext, poll_id: int) -> bool:
    """Refuse a vote in a secret poll that was typed in the group, and take the message away where that is possible."""
    if context.in_private or context.group is None:
        return False
    name = await context.read(ballots.secret_one, group_id=context.group.id or 0, poll_id=poll_id)
    if not name:
        return False
    administers = context.group.administrator
    refusal = mistakes.answer(Mistake("vote_secret", handle=name), [], context.reader)
    context.reply(refusal, to_message=not administers)
    await context.transact(ballots.take_away, tg_message_id=context.message.message_id if administers else None)
    return True


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [pressed(ShowBallot, show_own, holds=has), pressed(ShowDetails, show_details, holds=has)]
