"""What is begun in the private chat: it goes to the only group one is in, or to the one chosen."""

from collections.abc import Callable
from typing import Any

from bot.callbacks import ChooseGroup
from bot.cards import drafts as cards
from bot.cards.alerts import did_you_mean
from bot.cards.card import Card
from bot.domain.errors import Mistake
from bot.forms.alerts import read_alert
from bot.forms.form import Missing, answered
from bot.services import private
from bot.services.origins import Told
from handlers import alerts
from handlers.context import BotContext, Draft
from handlers.messages import text_of, told_by


async def place(context: BotContext, text: str, *, draft_id: int | None = None) -> None:
    """Log what was typed (or `context.told`), or ask for what is missing; `draft_id` is what this goes on with."""
    mine = await context.own_groups()
    if not mine:
        raise Mistake("no_group", titles=[])
    asks = "group"
    try:
        request = read_alert(text, quoted=context.told.text if context.told else "", language=context.language)
    except Missing:
        asks = "text"
    else:
        if hint := did_you_mean(request.near, context.reader):
            context.reply(hint)
        if len(mine) == 1:
            await context.enter(mine[0].id)
            context.finishing = draft_id
            await alerts.log(context, request)
            return
    reader = context.reader

    def prompt(new_id: int) -> dict[str, Any]:
        titles = [group.title for group in mine]
        return (cards.which_group(titles, new_id, reader) if asks == "group" else cards.what_happened(reader)).payload()

    told = context.told.kept() if context.told else {}
    groups = [group.id for group in mine]
    await context.transact(
        private.ask, form="alert", text=text, asks=asks, groups=groups, told=told, replaces=draft_id, prompt=prompt
    )


async def meant(context: BotContext, form: str, text: str) -> bool:
    """Whether it is clear which group a form is for, which then is entered; otherwise that is asked."""
    mine = await context.own_groups()
    if not mine:
        raise Mistake("no_group", titles=[])
    if len(mine) == 1:
        await context.enter(mine[0].id)
        return True
    reader, titles = context.reader, [group.title for group in mine]
    await context.transact(
        private.ask,
        form=form,
        text=text,
        asks="group",
        groups=[group.id for group in mine],
        told={},
        replaces=None,
        prompt=lambda new_id: cards.which_group(titles, new_id, reader).payload(),
    )
    return False


async def chosen(button: ChooseGroup, context: BotContext) -> Draft:
    """What is for one of the groups offered, which is entered."""
    draft = await context.read(private.draft_of, **_mine(context), draft_id=button.draft_id)
    if draft is None or draft.asks != "group" or not 0 <= button.choice < len(draft.choices):
        raise Mistake("button_old")
    await context.enter(int(draft.choices[button.choice]))
    context.finishing = draft.id
    return draft


async def log(context: BotContext, draft: Draft) -> None:
    """The alert that waited for its group."""
    context.told = Told.restored(draft.told)
    quoted = context.told.text if context.told else ""
    await alerts.log(context, read_alert(draft.text, quoted=quoted, language=context.language))


async def awaiting(context: BotContext) -> Draft | None:
    """The form to which whatever is written in private, and is no command, is an answer; a Mistake for what is none."""
    draft, message = await context.read(private.awaiting, **_mine(context)), context.message
    if draft is None:
        forwarded = message.forward_origin is not None
        if forwarded or text_of(message):
            raise Mistake("forward_alone" if forwarded else "command_unknown")
    return draft


async def answer_alert(context: BotContext, draft: Draft) -> None:
    """The text asked for, if one was."""
    message = context.message
    typed = text_of(message)
    if message.forward_origin or not typed:
        context.told = told_by(message, context.reader, reporter_id=context.described.tg_user_id, here=False)
        typed = ""
    await place(context, answered(draft.text, "text", typed), draft_id=draft.id)


async def drop(context: BotContext, draft_id: int) -> None:
    """[Cancel] on a question asked in private."""
    await context.transact(private.drop, draft_id=draft_id)


async def cancel(context: BotContext) -> None:
    """/cancel alone, in private."""
    await context.transact(private.drop, answer=lambda count: cards.dropped_card(count, context.reader))


def posted(context: BotContext, kind: str) -> Callable[[Any], Card] | None:
    """What to answer in private to what was posted in the group from there; there its card is the answer."""
    if not context.in_private or context.group is None:
        return None
    title, reader = context.group.title, context.reader
    return lambda row: cards.posted_in(kind, row.number, title, reader)


def _mine(context: BotContext) -> dict[str, Any]:
    if not context.in_private:
        raise Mistake("button_old")
    return {"tg_user_id": context.described.tg_user_id, "now": context.now}
