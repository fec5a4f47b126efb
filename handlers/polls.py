"""Polls: opening, voting by button and by typing, closing."""

from datetime import datetime
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from bot.callbacks import CastBallot, WithdrawBallot
from bot.cards import polls as cards
from bot.cards import proxies as proxy_cards
from bot.cards.card import Card
from bot.domain.errors import Mistake
from bot.forms.polls import PollRequest, read_vote
from bot.services import polls, proxies
from handlers.context import BotContext
from handlers.routes import Command, pressed, subject, words


async def cast(button: CastBallot, context: BotContext) -> None:
    """[For], [Against], [Abstain], an option."""
    recorded = await context.transact(
        polls.cast_ballot, poll_id=button.poll_id, choice=button.choice, made=context.outcome.made_after
    )
    context.toast(cards.recorded(recorded, context.own_reader))


async def withdraw(button: WithdrawBallot, context: BotContext) -> None:
    """[Withdraw]"""
    stands = await context.transact(polls.withdraw_ballot, poll_id=button.poll_id, made=context.outcome.made_after)
    context.toast(cards.withdrawn(stands, context.own_reader))


async def vote(update: Update, context: BotContext) -> None:
    """/vote P-3 for"""
    request = read_vote(words(update))
    _, poll_id = await context.find(request.handle, "poll")
    made: datetime = context.message.date
    if request.behalf:
        code, reason = request.behalf
        about = {"poll_id": poll_id, "choice": request.choice, "words": request.reason}
        await context.transact(
            proxies.cast_as, answer=lambda done: Card(proxy_cards.cast_as(*done, context.reader)),
            code=code, reason=reason, made=made, **about,
        )  # fmt: skip
        return
    if request.choice is None:
        await context.transact(
            polls.withdraw_ballot,
            answer=lambda stands: Card(cards.withdrawn(stands, context.reader)),
            poll_id=poll_id,
            made=made,
        )
        return
    await context.transact(
        polls.cast_ballot,
        answer=lambda recorded: Card(cards.recorded(recorded, context.reader)),
        poll_id=poll_id,
        choice=request.choice,
        reason=request.reason,
        made=made,
    )


async def close(update: Update, context: BotContext) -> None:
    """/close P-3"""
    _, poll_id, _ = await subject(update, context, "/close P-3", "poll")
    await context.transact(polls.close_early, poll_id=poll_id, administrator=await context.is_administrator())


async def require_opener(context: BotContext) -> None:
    """A Mistake unless the person may open polls in this group, from the first question of the form on."""
    await context.require_group()
    everyone = context.group is None or context.group.polls_by == "everyone"
    if not everyone and not await context.is_administrator():
        raise Mistake("polls_by_administrators")


async def open_poll(context: BotContext, request: PollRequest) -> None:
    """A poll, read from what was typed."""
    await context.transact(polls.open_poll, **facts_of(request), about=request.about)


def facts_of(request: PollRequest) -> dict[str, Any]:
    """What services.polls.open_poll takes of a request, its subject aside."""
    return {
        "question": request.question,
        "options": request.options,
        "rule": request.rule,
        "quorum": request.quorum,
        "closes_at": request.closes_at,
    }


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [
        pressed(CastBallot, cast),
        pressed(WithdrawBallot, withdraw),
        Command("vote", vote),
        Command("close", close),
    ]
