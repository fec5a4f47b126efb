"""What its author or an administrator says of a decision: who carries it out, when it is looked at again."""

from bot.cards import decisions as cards
from bot.domain.errors import Mistake
from bot.domain.handles import handle
from bot.forms.decisions import SPANS, OwnerRequest, ReviewRequest
from bot.services import decisions, tasks
from handlers.context import BotContext


async def own(context: BotContext, request: OwnerRequest) -> None:
    """/owner P-3 Brussels"""
    _, poll_id = await context.find(request.handle, "poll")
    await context.transact(
        decisions.set_owner,
        answer=lambda done: cards.owned(*done, context.reader),
        poll_id=poll_id,
        administrator=await context.is_administrator(),
        owner=request.owner,
    )


async def review(context: BotContext, request: ReviewRequest) -> None:
    """/review P-3 1 march"""
    _, poll_id = await context.find(request.handle, "poll")
    await context.transact(
        decisions.set_review,
        answer=lambda poll: cards.reviewed(poll, context.reader),
        poll_id=poll_id,
        administrator=await context.is_administrator(),
        on=request.on,
    )


async def offered(context: BotContext, text: str, field: str) -> list[str]:
    """What is offered for what the form lacks: the last decisions; names; how long to wait. Only to whom it is for."""
    group_id = await context.require_group()
    if field == "poll":
        found = await context.read(decisions.adopted_last, group_id=group_id)
        if not found:
            raise Mistake("none_decided")
        return [handle("poll", poll.number) for poll in found]
    _, poll_id = await context.find(text.split(maxsplit=1)[0], "poll")
    person_id = (context.person and context.person.id) or 0
    await context.read(
        decisions.check, group_id=group_id, person_id=person_id, poll_id=poll_id,
        administrator=await context.is_administrator(),
    )  # fmt: skip
    if field == "date":
        return list(SPANS)
    return cards.offered_owners(await context.read(tasks.assignable, group_id=group_id), context.reader)
