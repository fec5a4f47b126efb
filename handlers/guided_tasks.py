"""A task's guided form: from the words to [Post], one message edited in place."""

from typing import Any

from telegram.ext import BaseHandler

from bot.callbacks import GiveTask, GuideTask
from bot.cards import guided_tasks as cards
from bot.cards.card import Card, cut
from bot.cards.guided import moved_toast
from bot.cards.reader import Reader
from bot.cards.tasks import state_words
from bot.domain.errors import Mistake
from bot.forms import guided_tasks as form
from bot.forms.assignees import Names
from bot.forms.deadlines import Doubtful
from bot.forms.form import Missing
from bot.forms.tasks import LONGEST, OPEN, Circumstances, Taken, TaskRequest, deadline, read_task, take
from bot.services import guided, tasks
from handlers import tasks as typed_tasks
from handlers.context import BotContext, Draft
from handlers.guided import pressed_message, stays
from handlers.own_drafts import own_draft
from handlers.routes import pressed


async def circumstances(context: BotContext) -> Circumstances:
    """What a task is read by, here and now."""
    people = await context.read(tasks.assignable, group_id=await context.require_group())
    return Circumstances(context.now, context.zone, people, context.language)


async def begin(context: BotContext, text: str, step: str | None = None) -> None:
    """Start at the first step that asks for something, or at this one, with what is known filled in."""
    how = await circumstances(context)
    taken = take(text, how)
    at = step or form.following("text", taken, how)

    private = context.in_private

    def panel(draft_id: int) -> dict[str, Any]:
        return _messages(context, draft_id, at, taken, how, private=private)[0]

    await context.transact(guided.begin, form="task", text=taken.written, asks=at, panel=panel, private=private)


async def propose(context: BotContext, text: str, about: str) -> None:
    """Start with words that come from something else: neither who nor when is taken out of them."""
    await begin(context, Taken(cut(text, LONGEST), OPEN, OPEN, about).written, "who")


async def takes(context: BotContext, draft: Draft, typed: str) -> None:
    """Go on with an answer typed to one of the form's questions."""
    how = await circumstances(context)
    taken = take(draft.text, how)
    match draft.asks:
        case "who" | "name":
            taken = form.with_doer(taken, Names(how.people).named(typed))
        case "due" | "moment":
            taken = form.with_moment(taken, typed, how)
        case _:
            taken = form.with_text(taken, typed, how)
    if draft.panel_id is None and form.following("text", taken, how) == "preview":
        await typed_tasks.set_task(context, _read(taken, how))  # all of it was typed: nothing is left to ask
    else:
        await _go_on(context, draft, taken, how)


async def choose(button: GuideTask, context: BotContext) -> None:
    """A button of one of the steps; one of a step that is over does nothing."""
    draft, taken, how = await _own(context, button.draft_id, button.step)
    match button.step, button.choice:
        case _, form.PRIVATE:
            await _move(context, draft, taken, how)
        case _, form.BACK:
            await _show(context, draft, form.preceding(button.step), taken, how)
        case "preview", form.POST:
            await _post(context, draft, taken, how)
        case "who", form.MORE:
            await _show(context, draft, "name", taken, how)
        case "who", form.REWORD:
            await _show(context, draft, "text", taken, how)
        case "who", form.NONE:
            await _go_on(context, draft, form.with_doer(taken, None), how)
        case "due", form.MORE:
            await _show(context, draft, "moment", taken, how)
        case "due", form.NONE:
            await _go_on(context, draft, form.with_deadline(taken, None, how), how)
        case "due", moment:
            await _go_on(context, draft, form.with_deadline(taken, form.pressed_moment(moment, how), how), how)
        case _:
            raise Mistake("button_old")


async def give(button: GiveTask, context: BotContext) -> None:
    """Somebody by name."""
    draft, taken, how = await _own(context, button.draft_id, "who")
    assignee = Names(how.people).named(f"={button.kind[:1]}{button.subject_id}")
    await _go_on(context, draft, form.with_doer(taken, assignee), how)


async def _own(context: BotContext, draft_id: int, step: str) -> tuple[Draft, Taken, Circumstances]:
    draft = await own_draft(context, draft_id)
    if draft.form != "task" or draft.asks != step:
        raise Mistake("button_old")
    how = await circumstances(context)
    return draft, take(draft.text, how), how


async def _go_on(context: BotContext, draft: Draft, taken: Taken, how: Circumstances) -> None:
    await _show(context, draft, form.following(draft.asks, taken, how), taken, how)


async def _post(context: BotContext, draft: Draft, taken: Taken, how: Circumstances) -> None:
    request = _read(taken, how)
    context.finishing = draft.id
    task = await context.transact(
        guided.post_task,
        draft_id=draft.id,
        request=typed_tasks.facts_of(request),
        pressed=pressed_message(context) if stays(context) else None,
    )
    context.toast(state_words(task, context.own_reader))


async def _show(context: BotContext, draft: Draft, step: str, taken: Taken, how: Circumstances) -> None:
    panel, question = _messages(context, draft.id or 0, step, taken, how, private=context.in_private)
    context.finishing = None  # the form goes on
    await context.transact(
        guided.go_on,
        draft_id=draft.id,
        text=taken.written,
        asks=step,
        panel=panel,
        question=question,
        pressed=pressed_message(context),
        replied_to=context.question,
    )


async def _move(context: BotContext, draft: Draft, taken: Taken, how: Circumstances) -> None:
    """[Continue in private]: in the language one reads there."""
    if context.person is None or not context.person.private_open or context.in_private:
        raise Mistake("button_old")
    panel, question = _messages(context, draft.id or 0, draft.asks, taken, how, private=True)
    await context.transact(guided.move, draft_id=draft.id, text=taken.written, panel=panel, question=question)
    context.toast(moved_toast(context.own_reader))


def _messages(
    context: BotContext, draft_id: int, step: str, taken: Taken, how: Circumstances, *, private: bool
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The message at a step, and the question beside it where one is to type; `private`: as they are shown there."""
    movable = not private and context.person is not None and context.person.private_open
    filled = cards.Filled(context.described, draft_id, taken.text, taken.about, private, movable)
    reader = context.own_reader if private else context.reader
    panel = _panel(filled, step, taken, how, reader).payload()
    return panel, cards.asked(filled, step, reader).payload() if step in form.TYPED else None


def _panel(filled: cards.Filled, step: str, taken: Taken, how: Circumstances, reader: Reader) -> Card:
    match step:
        case "who":
            return cards.who_card(filled, how.people, reader)
        case "due":
            doubtful = form.readings(taken, how)
            moments = doubtful or form.offered(how)
            return cards.due_card(filled, form.doer(taken, how), moments, reader, doubtful=bool(doubtful))
        case "preview":
            return cards.preview_card(filled, form.doer(taken, how), deadline(taken, how), reader)
        case _:
            return cards.waiting_card(filled, step, reader)


def _read(taken: Taken, how: Circumstances) -> TaskRequest:
    """The form as it would be typed; a doubt that is left is as old as the button."""
    try:
        return read_task(taken.written, now=how.now, zone=how.zone, people=how.people, language=how.language)
    except (Missing, Doubtful) as doubt:
        raise Mistake("button_old") from doubt


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [pressed(GuideTask, choose, anywhere=True), pressed(GiveTask, give, anywhere=True)]
