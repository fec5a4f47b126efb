"""The one wizard for all forms: /alert, /poll and /call read what was typed, and ask for what is missing."""

import functools
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, NamedTuple

from telegram import Update
from telegram.ext import BaseHandler, MessageHandler, filters

from bot.callbacks import ChooseGroup, DropDraft, StartForm, UseDraft
from bot.cards import drafts as cards
from bot.cards.alerts import did_you_mean
from bot.domain.errors import Mistake
from bot.domain.handles import LETTERS
from bot.forms import alerts as alert_form
from bot.forms import calls as call_form
from bot.forms import consents as consent_form
from bot.forms import decisions as decision_form
from bot.forms import extensions as extension_form
from bot.forms import polls as poll_form
from bot.forms import silences as silence_form
from bot.forms import tasks as task_form
from bot.forms.deadlines import Doubtful
from bot.forms.form import Form, Missing, Uncertain, answered, without
from bot.services import drafts
from handlers import (
    alerts,
    calls,
    consents,
    decisions,
    guided,
    guided_tasks,
    poll_clock,
    polls,
    private,
    reasons,
    silences,
    tasks,
)  # fmt: skip
from handlers.context import BotContext, Draft
from handlers.messages import reported, text_of
from handlers.own_drafts import own_draft
from handlers.routes import Command, pressed, words


class Flow(NamedTuple):
    """A form, how it is read, what is done with the request, and how what is typed after the command is kept until then."""

    form: Form
    read: Callable[..., Any]
    act: Callable[[BotContext, Any], Awaitable[None]]
    kept: Callable[[str], str] = str


FLOWS = {
    "alert": Flow(alert_form.FORM, alert_form.read_alert, alerts.log),
    "poll": Flow(poll_form.FORM, poll_form.read_poll, polls.open_poll),
    "call": Flow(call_form.FORM, call_form.read_call, calls.plan),
    "task": Flow(task_form.FORM, task_form.read_task, tasks.set_task),
    "silence": Flow(silence_form.FORM, silence_form.read_silence, silences.circulate),
}
CLOCK = {  # about a poll that is open; typed in private too
    "extend": Flow(extension_form.FORM, extension_form.read_extension, poll_clock.extend, extension_form.in_lines),
    "remind": Flow(extension_form.REMINDER, extension_form.read_reminder, poll_clock.remind),
}
DECISIONS = {  # about a poll that has adopted something; typed in private too
    "owner": Flow(
        decision_form.OWNER, decision_form.read_owner, decisions.own, functools.partial(decision_form.in_lines, "owner")
    ),
    "review": Flow(
        decision_form.REVIEW,
        decision_form.read_review,
        decisions.review,
        functools.partial(decision_form.in_lines, "review"),
    ),
}
ABOUT_A_POLL = CLOCK | DECISIONS
REASONS = {  # what a button asks for by itself
    "break": Flow(silence_form.BREAK, silence_form.read_break, silences.answer_why),
    "object": Flow(silence_form.BREAK, consent_form.read_objection, consents.answer_why),
    "propose": Flow(silence_form.BREAK, consent_form.read_proposal, consents.answer_amendment),
}


async def begin(update: Update, context: BotContext, *, form: str) -> None:
    """/alert, /poll, /call with whatever follows."""
    if form == "alert":
        context.told = reported(context)
    text = (FLOWS | ABOUT_A_POLL)[form].kept(words(update))
    if not context.in_private:
        await submit(context, form, text)
    elif form == "alert":
        await private.place(context, text)
    elif (form in ABOUT_A_POLL and await poll_clock.entered(context, text)) or await private.meant(context, form, text):
        await submit(context, form, text)


async def start(button: StartForm, context: BotContext) -> None:
    """[Poll], [Call], [Owner]: the form, with what it follows from filled in."""
    if button.form not in FLOWS.keys() | DECISIONS.keys() or button.about_kind not in LETTERS:
        raise Mistake("button_old")
    group_id = await context.require_group()
    about = await context.read(drafts.source_of, group_id=group_id, kind=button.about_kind, subject_id=button.about_id)
    if button.form in DECISIONS:
        await submit(context, button.form, about.handle)
        return
    if button.form == "task":
        await guided_tasks.propose(context, about.text, about.handle)
        return
    if button.form == "poll" and about.asked:
        await guided.prefilled(context, *about.asked, about=about.handle)
        return
    title = about.title if button.form == "call" else ""
    await submit(context, button.form, f"{title}\nabout: {about.handle}")


async def submit(context: BotContext, form: str, text: str, *, asked: bool = False) -> None:
    """Do what the form asks for, or ask for what it lacks; `asked`: this answers one."""
    await context.require_group()
    flow = FLOWS.get(form) or ABOUT_A_POLL.get(form) or REASONS[form]
    facts: dict[str, Any] = {"language": context.language}
    if form in {"poll", "silence"}:
        await polls.require_opener(context)
    if form == "poll":
        facts["rule"] = context.group.rule if context.group else ""
    if form == "silence":
        facts["guided"] = asked
    if form in {"task", "owner"}:
        facts["people"] = (await guided_tasks.circumstances(context)).people
    facts |= (
        {"quoted": context.told.text if context.told else ""}
        if form == "alert"
        else {"now": context.now, "zone": context.zone}
    )
    try:
        request = flow.read(text, **facts)
    except Missing as missing:
        await ask(context, form, text, missing.asks)
    except Doubtful:
        await guided_tasks.begin(context, text)
    except Uncertain as doubt:
        await ask(context, form, without(flow.form, text, doubt.asks, context.language), doubt.asks, doubt)
    else:
        if hint := did_you_mean(request.near, context.reader):
            context.reply(hint)
        await flow.act(context, request)


async def ask(context: BotContext, form: str, text: str, field: str, doubt: Uncertain | None = None) -> None:
    """Post the question for a field, as a reply to whoever typed or mentioning whoever pressed."""
    offered = await _offered(context, form, text, field)  # who may not is told before they are asked
    choices = doubt.readings if doubt else offered
    if field == "poll" and len(choices) == 1:
        await submit(context, form, answered(text, field, choices[0]))
        return
    person, reader = context.described, context.reader

    def prompt(draft_id: int) -> dict[str, Any]:
        if doubt and isinstance(doubt.meaning, datetime):
            card = cards.confirmation(person, draft_id, doubt.meaning, doubt.instead, reader, more=doubt.more)
        else:
            card = cards.question(person, form, field, draft_id, choices, reader, private=context.in_private, text=text)
        payload = card.payload()
        if context.source and context.source.message:
            payload["reply_to"] = context.source.message.message_id
        return payload

    await context.transact(
        drafts.ask, form=form, text=text, asks=field, choices=choices, prompt=prompt, private=context.in_private
    )


async def _offered(context: BotContext, form: str, text: str, field: str) -> list[str]:
    if form in CLOCK:
        return await poll_clock.offered(context, form, text, field)
    if form in DECISIONS:
        return await decisions.offered(context, text, field)
    if field == "when":
        return call_form.suggestions(context.now, context.zone)
    return list(silence_form.SPANS) if (form, field) == ("silence", "closes") else []


async def answer(update: Update, context: BotContext) -> None:  # noqa: ARG001 -- PTB's signature
    """A reply to one of the wizard's questions."""
    reply_to = context.message.reply_to_message
    assert reply_to is not None  # noqa: S101 -- the filter has looked
    if context.in_private:
        await answer_privately(context)
        return
    if context.group is None or context.group.id is None:
        return
    person_id = context.person.id if context.person else None
    draft_id = await context.read(drafts.draft_asked_by, group_id=context.group.id, tg_message_id=reply_to.message_id)
    if draft_id is None and await reasons.given(context):
        return
    if draft_id is None and person_id and reply_to.from_user and reply_to.from_user.id == context.bot.id:
        # Answered before the courier has noted that the question is there, or its first copy was thought lost.
        draft_id = await context.read(drafts.draft_on_its_way, group_id=context.group.id, person_id=person_id)
        context.question = reply_to.message_id
    if draft_id is None:
        return
    draft = await context.read(drafts.draft_by_id, group_id=context.group.id, draft_id=draft_id, now=context.now)
    if draft is None:
        raise Mistake("question_expired")
    context.require_person()
    if draft.person_id == person_id:
        await proceed(context, draft, text_of(context.message))


async def answer_privately(context: BotContext) -> None:
    """Whatever is written in private and is no command: the answer to what was asked there last."""
    draft = await private.awaiting(context)
    if draft is None:
        return
    if draft.form == "alert":
        await private.answer_alert(context, draft)
    else:
        await context.enter(draft.group_id)
        await proceed(context, draft, text_of(context.message))


async def choose_group(button: ChooseGroup, context: BotContext) -> None:
    """Which of one's groups something begun in private is for."""
    draft = await private.chosen(button, context)
    if draft.form == "alert":
        await private.log(context, draft)
    else:
        await submit(context, draft.form, draft.text)


async def choose(button: UseDraft, context: BotContext) -> None:
    """One of the answers offered."""
    draft = await own_draft(context, button.draft_id)
    if not 0 <= button.choice < len(draft.choices):
        raise Mistake("button_old")
    await proceed(context, draft, draft.choices[button.choice])


async def drop(button: DropDraft, context: BotContext) -> None:
    """[Cancel] on a question."""
    if context.in_private:
        await private.drop(context, button.draft_id)
    else:
        draft = await own_draft(context, button.draft_id)
        await context.transact(drafts.drop, draft_id=draft.id)
    context.toast(cards.dropped(context.own_reader))


async def cancel(update: Update, context: BotContext) -> None:
    """/cancel alone ends what one has begun; with a handle it cancels that."""
    if words(update):
        await calls.cancel(update, context)
        return
    if context.in_private:
        await private.cancel(context)
        return
    await context.require_group()
    await context.transact(drafts.drop, answer=lambda count: cards.dropped_card(count, context.reader))


async def proceed(context: BotContext, draft: Draft, typed: str) -> None:
    """Read the form again with the answer in it."""
    context.finishing = draft.id
    if draft.form == "poll" and await guided.takes(context, draft, typed):
        return
    if draft.form == "task":
        await guided_tasks.takes(context, draft, typed)
        return
    await submit(context, draft.form, answered(draft.text, draft.asks, typed), asked=True)


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [
        *(Command(form, functools.partial(begin, form=form)) for form in FLOWS | ABOUT_A_POLL),
        Command("cancel", cancel),
        pressed(StartForm, start),
        pressed(UseDraft, choose, anywhere=True),
        pressed(ChooseGroup, choose_group, anywhere=True),
        pressed(DropDraft, drop, anywhere=True),
    ]


def replies() -> BaseHandler[Any, BotContext, Any]:
    """Asked after every command."""
    return MessageHandler(
        filters.UpdateType.MESSAGE & filters.REPLY & (filters.TEXT | filters.CAPTION), answer, block=True
    )
