"""Consent: objecting with a reason, resolving objections, proposing and accepting amendments."""

from typing import Any

from telegram.ext import BaseHandler

from bot.callbacks import AcceptAmendment, RaiseObjection, ResolveObjection
from bot.cards import ballots, silence_answers
from bot.cards import consents as cards
from bot.domain.procedures import AGAINST
from bot.forms.consents import ObjectionRequest, ProposalRequest
from bot.services import consents, polls
from handlers.context import BotContext
from handlers.routes import pressed
from handlers.silences import prompt


async def press_object(button: RaiseObjection, context: BotContext) -> None:
    """[Object]: the risk is asked for; the answer is the objection."""
    await context.transact(
        consents.ask_why,
        poll_id=button.poll_id,
        prompt=lambda draft_id: prompt(context, "object", "reason", draft_id),
        made=context.outcome.made_after,
    )
    context.toast(silence_answers.asked_toast(context.own_reader))


async def answer_why(context: BotContext, request: ObjectionRequest) -> None:
    """The objection, with its reason."""
    _, poll_id = await context.find(request.handle, "poll")
    await context.transact(
        polls.cast_ballot,
        answer=lambda recorded: ballots.typed(recorded, poll_id, context.reader),
        poll_id=poll_id,
        choices=(AGAINST,),
        reason=request.reason,
        made=context.message.date,
    )


async def resolve(button: ResolveObjection, context: BotContext) -> None:
    """[Resolved], by whoever objects; by the author it asks for an amendment."""
    done = await context.transact(
        consents.resolve,
        poll_id=button.poll_id,
        elector_id=button.elector_id,
        prompt=lambda draft_id: prompt(context, "propose", "amendment", draft_id),
        made=context.outcome.made_after,
    )
    context.toast(cards.resolve_toast(done, context.own_reader))


async def answer_amendment(context: BotContext, request: ProposalRequest) -> None:
    """The amendment that the author proposes."""
    _, poll_id = await context.find(request.handle, "poll")
    await context.transact(
        consents.propose,
        poll_id=poll_id,
        elector_id=request.elector_id,
        amendment=request.amendment,
        made=context.message.date,
    )


async def accept(button: AcceptAmendment, context: BotContext) -> None:
    """[Accept]"""
    new = await context.transact(
        consents.accept,
        objection_id=button.objection_id,
        proposal=button.proposal,
        made=context.outcome.made_after,
    )
    context.toast(cards.accepted_toast(new, context.own_reader))


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [
        pressed(RaiseObjection, press_object),
        pressed(ResolveObjection, resolve),
        pressed(AcceptAmendment, accept),
    ]
