"""Polls: opening, voting by button and by typing, closing."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from bot.callbacks import CastBallot, WithdrawBallot
from bot.cards import ballots as ballot_cards
from bot.cards import proxies as proxy_cards
from bot.cards.card import Card
from bot.domain.errors import Mistake
from bot.forms.polls import PollRequest, read_vote
from bot.services import polls, proxies
from handlers.ballots import has, secret_in_public
from handlers.context import BotContext
from handlers.private import posted
from handlers.routes import Command, pressed, subject, words


async def cast(button: CastBallot, context: BotContext) -> None:
    """[For], [Against], [Abstain], an option."""
    recorded = await context.transact(
        polls.cast_ballot,
        poll_id=button.poll_id,
        choices=(button.choice,),
        adds=True,
        made=context.outcome.made_after,
    )
    context.toast(ballot_cards.pressed(recorded, context.own_reader))


async def withdraw(button: WithdrawBallot, context: BotContext) -> None:
    """[Withdraw]"""
    stands = await context.transact(polls.withdraw_ballot, poll_id=button.poll_id, made=context.outcome.made_after)
    context.toast(ballot_cards.withdrawn(stands, context.own_reader))


async def vote(update: Update, context: BotContext) -> None:
    """/vote P-3 for"""
    request = read_vote(words(update))
    _, poll_id = await context.find(request.handle, "poll")
    if await secret_in_public(context, poll_id):
        return
    about: dict[str, Any] = {"poll_id": poll_id, "made": context.message.date}
    vote: dict[str, Any] = {"choices": request.choices, "ranks": request.ranks, **about}
    if request.behalf:
        code, reason = request.behalf
        await context.transact(
            proxies.cast_as, answer=lambda done: proxy_cards.cast_as(*done, poll_id, context.reader),
            code=code, reason=reason, words=request.reason, **vote,
        )  # fmt: skip
    elif request.choices is None:
        await context.transact(
            polls.withdraw_ballot, answer=lambda stands: Card(ballot_cards.withdrawn(stands, context.reader)), **about
        )
    else:
        await context.transact(
            polls.cast_ballot, answer=lambda done: ballot_cards.typed(done, poll_id, context.reader),
            reason=request.reason, **vote,
        )  # fmt: skip


async def close(update: Update, context: BotContext) -> None:
    """/close P-3"""
    _, poll_id, _ = await subject(update, context, "/close P-3", "poll")
    await context.transact(polls.close_early, poll_id=poll_id, administrator=await context.is_administrator())


async def require_opener(context: BotContext) -> None:
    """A Mistake unless the person may open polls in this group, from the first question of the form on."""
    if not await may_open(context):
        raise Mistake("polls_by_administrators")


async def may_open(context: BotContext) -> bool:
    """Whether the person may open polls in this group."""
    await context.require_group()
    everyone = context.group is None or context.group.polls_by == "everyone"
    return everyone or await context.is_administrator()


async def open_poll(context: BotContext, request: PollRequest) -> None:
    """A poll, read from what was typed."""
    message = context.source.message if context.source else None
    typed_in = message.message_id if message and not context.in_private else None
    await context.transact(
        polls.open_poll,
        answer=posted(context, "poll"),
        **facts_of(request),
        about=request.about,
        tg_message_id=typed_in,
    )


def facts_of(request: PollRequest) -> dict[str, Any]:
    """What services.polls.open_poll takes of a request, its subject aside."""
    return {
        "question": request.question,
        "options": request.options,
        "rule": request.rule,
        "quorum": request.quorum,
        "closes_at": request.closes_at,
        "opens_at": request.opens_at,
        "lasts": request.lasts,
        "secret": request.secret,
        "hidden": request.hidden,
        "early": request.early,
        "choices": request.choices,
        "native": request.native,
    }


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [
        pressed(CastBallot, cast, holds=has),
        pressed(WithdrawBallot, withdraw, holds=has),
        Command("vote", vote),
        Command("close", close),
    ]
