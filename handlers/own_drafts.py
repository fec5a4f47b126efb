"""Whose a form is that somebody presses a button of."""

from bot.domain.errors import Mistake
from bot.services import drafts, private
from handlers.context import BotContext, Draft


async def own_draft(context: BotContext, draft_id: int) -> Draft:
    """The draft, if it is the presser's."""
    if context.in_private:
        return await _private_draft(context, draft_id)
    group_id = await context.require_group()
    draft = await context.read(drafts.draft_by_id, group_id=group_id, draft_id=draft_id, now=context.now)
    if draft is None:
        raise Mistake("button_old")
    if context.person is None or draft.person_id != context.person.id:
        raise Mistake("somebody_elses_form")
    return draft


async def _private_draft(context: BotContext, draft_id: int) -> Draft:
    """One filled in in private: what follows is about its group."""
    user_id = context.described.tg_user_id
    draft = await context.read(private.draft_of, tg_user_id=user_id, draft_id=draft_id, now=context.now)
    if draft is None:
        raise Mistake("button_old")
    await context.enter(draft.group_id)
    return draft
