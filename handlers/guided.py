"""A poll's guided form: from the question to [Post], one message edited in place."""

from collections.abc import Awaitable, Callable
from dataclasses import fields
from typing import Any

from telegram.ext import BaseHandler

from bot.callbacks import GuidePoll, UseBuiltIn, UseTemplate
from bot.cards import guided as cards
from bot.cards import openings as opening_cards
from bot.cards import templates as template_cards
from bot.cards.card import Card
from bot.cards.reader import Reader
from bot.domain.errors import Mistake
from bot.domain.presets import GENERAL
from bot.forms import guided as form
from bot.forms.form import Missing, Uncertain
from bot.forms.polls import PollRequest, check_question, read_poll
from bot.forms.ways import NATIVE, WAYS
from bot.services import guided
from handlers import polls, templates
from handlers.context import BotContext, Draft
from handlers.own_drafts import own_draft
from handlers.routes import pressed

SWITCHES = (*WAYS, NATIVE)  # on the preview, in this order


async def takes(context: BotContext, draft: Draft, typed: str) -> bool:
    """Go on with an answer typed to one of the form's questions; False where the whole form was typed instead."""
    language, text = context.language, draft.text
    match draft.asks:
        case "question":
            text = form.with_question(text, typed)
            if draft.panel_id is None and not form.is_bare(text, language):
                return False
            await polls.require_opener(context)
            if not (question := form.parts(text, language).text):
                return False
            check_question(question)
        case "options":
            text = form.with_options(text, form.read_options(typed), language)
        case "deadline":
            text = form.with_value(text, "closes", form.fixed(typed, context.now, context.zone, language), language)
        case _:
            return False
    await _show(context, draft, form.following(draft.asks, text, language), text)
    return True


async def choose(button: GuidePoll, context: BotContext) -> None:
    """A button of one of the steps; one of a step that is over does nothing."""
    draft = await own_draft(context, button.draft_id)
    if draft.form != "poll" or draft.asks != button.step:
        raise Mistake("button_old")
    if button.choice == form.PRIVATE:
        await _move(context, draft)
    elif button.choice == form.BACK:
        await _show(context, draft, form.preceding(button.step), draft.text)
    else:
        await CHOICES[button.step](context, draft, button.choice)


async def _choose_answers(context: BotContext, draft: Draft, choice: int) -> None:
    if choice == form.PLAIN:
        text = form.with_options(draft.text, (), context.language)
        await _show(context, draft, form.following("answers", text, context.language), text)
    else:
        await _show(context, draft, "options" if choice == form.OWN_OPTIONS else "templates", draft.text)


async def _choose_template(context: BotContext, draft: Draft, choice: int) -> None:
    text = form.with_template(draft.text, await templates.text_of_choice(context, choice), context.language)
    await _show(context, draft, "preview", text)


async def _choose_rule(context: BotContext, draft: Draft, choice: int) -> None:
    if choice == form.MORE:
        await _show(context, draft, "rules", draft.text)
        return
    offered = form.rules(options=bool(form.parts(draft.text, context.language).options))
    if not 0 <= choice < len(offered):
        raise Mistake("button_old")
    text = form.with_value(draft.text, "rule", offered[choice].key, context.language)
    await _show(context, draft, form.following("rule", text, context.language), text)


async def _choose_closing(context: BotContext, draft: Draft, choice: int) -> None:
    if choice == form.MORE:
        await _show(context, draft, "deadline", draft.text)
        return
    if not 0 <= choice < len(form.CLOSINGS):
        raise Mistake("button_old")
    closes = form.fixed(form.CLOSINGS[choice], context.now, context.zone, context.language)
    text = form.with_value(draft.text, "closes", closes, context.language)
    await _show(context, draft, "preview", text)


async def _choose_last(context: BotContext, draft: Draft, choice: int) -> None:
    """[Post], or one of the switches on the preview."""
    if choice == 0:
        await _post(context, draft)
        return
    if not 1 <= choice <= len(SWITCHES):
        raise Mistake("button_old")
    way = SWITCHES[choice - 1]
    on = not getattr(_read(context, draft.text), way)
    text = form.with_way(draft.text, way, on=on, language=context.language)
    _read(context, text)
    await _show(context, draft, "preview", text)


async def use_built_in(button: UseBuiltIn, context: BotContext) -> None:
    """A template that every group has."""
    if button.name not in template_cards.BUILT_IN:
        raise Mistake("button_old")
    await _start(context, template_cards.built_in(button.name, context.reader)[1])


async def use_template(button: UseTemplate, context: BotContext) -> None:
    """One of the group's own."""
    await _start(context, await templates.text_of_own(context, button.template_id))


async def prefilled(context: BotContext, question: str, options: tuple[str, ...], *, about: str) -> None:
    """[Poll] on a sense check: the same question and options, for which a rule is to be chosen."""
    text = form.with_options(form.with_question("", question), options, context.language)
    await _start(context, form.with_value(text, "about", about, context.language), "rule")


async def _start(context: BotContext, text: str, step: str = "preview") -> None:
    """A form that a template, or a poll before it, has filled in: its preview, or the step at which it goes on."""
    await polls.require_opener(context)
    _read(context, text)

    def panel(draft_id: int) -> dict[str, Any]:
        filled, reader = _filled(context, draft_id, text, private=context.in_private), context.reader
        card = _preview(context, filled, text, reader) if step == "preview" else _rules(filled, step, reader)
        return card.payload()

    await context.transact(guided.begin, text=text, asks=step, panel=panel, private=context.in_private)


Choose = Callable[[BotContext, Draft, int], Awaitable[None]]
CHOICES: dict[str, Choose] = {
    "answers": _choose_answers,
    "templates": _choose_template,
    "rule": _choose_rule,
    "rules": _choose_rule,
    "closes": _choose_closing,
    "preview": _choose_last,
}


async def _post(context: BotContext, draft: Draft) -> None:
    await polls.require_opener(context)
    request = _read(context, draft.text)
    context.finishing = draft.id
    poll = await context.transact(
        guided.post,
        draft_id=draft.id,
        request=polls.facts_of(request),
        about=request.about,
        pressed=pressed_message(context) if stays(context) else None,
    )
    context.toast(opening_cards.posted_toast(poll, context.own_reader))


async def _move(context: BotContext, draft: Draft) -> None:
    """[Continue in private]: in the language one reads there; what was typed in the group's is put in ours."""
    if context.person is None or not context.person.private_open or context.in_private:
        raise Mistake("button_old")
    typed, step = form.parts(draft.text, context.language), draft.asks
    text = form.with_value(draft.text, "about", typed.values.get("about", ""), context.language)
    panel, question = await _messages(context, draft.id or 0, step, text, private=True)
    await context.transact(guided.move, draft_id=draft.id, text=text, panel=panel, question=question)
    context.toast(cards.moved_toast(context.own_reader))


async def _show(context: BotContext, draft: Draft, step: str, text: str) -> None:
    panel, question = await _messages(context, draft.id or 0, step, text, private=context.in_private)
    context.finishing = None  # the form goes on
    await context.transact(
        guided.go_on,
        draft_id=draft.id,
        text=text,
        asks=step,
        panel=panel,
        question=question,
        pressed=pressed_message(context),
        replied_to=context.question,
    )


async def _messages(
    context: BotContext, draft_id: int, step: str, text: str, *, private: bool
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The message at a step, and the question beside it where one is to type; `private`: as they are shown there."""
    filled = _filled(context, draft_id, text, private=private)
    reader = context.own_reader if private else context.reader
    panel = await _panel(context, filled, step, text, reader)
    return panel.payload(), cards.asked(filled, step, reader).payload() if step in form.TYPED else None


async def _panel(context: BotContext, filled: cards.Filled, step: str, text: str, reader: Reader) -> Card:
    match step:
        case "answers":
            return cards.answers_card(filled, reader)
        case "rule" | "rules":
            return _rules(filled, step, reader)
        case "closes":
            return cards.closes_card(filled, reader)
        case "templates":
            return cards.templates_card(filled, await templates.choices(context), reader)
        case "preview":
            return _preview(context, filled, text, reader)
        case _:
            return cards.waiting_card(filled, step, reader)


def _rules(filled: cards.Filled, step: str, reader: Reader) -> Card:
    offered = list(enumerate(form.rules(options=bool(filled.options))))
    shown = [(number, rule) for number, rule in offered if form.usual(rule) == (step == "rule")]
    return cards.rules_card(filled, step, shown, reader, more=step == "rule" and len(shown) < len(offered))


def _preview(context: BotContext, filled: cards.Filled, text: str, reader: Reader) -> Card:
    asked = _read(context, text)
    kept = {each.name: getattr(asked, each.name) for each in fields(opening_cards.Preview)}
    return cards.preview_card(filled, opening_cards.Preview(**kept), reader)


def _read(context: BotContext, text: str) -> PollRequest:
    """The form as it would be typed; a doubt that is left is as old as the button."""
    rule = context.group.rule if context.group else ""
    try:
        return read_poll(text, now=context.now, zone=context.zone, language=context.language, rule=rule)
    except (Missing, Uncertain) as doubt:
        raise Mistake("button_old") from doubt


def _filled(context: BotContext, draft_id: int, text: str, *, private: bool) -> cards.Filled:
    typed = form.parts(text, context.language)
    movable = not private and context.person is not None and context.person.private_open
    return cards.Filled(context.described, draft_id, typed.text, typed.options, private, movable)


def pressed_message(context: BotContext) -> int | None:
    """The message pressed, where that stands in the chat of today."""
    press = context.source.callback_query if context.source else None  # [It is me] speaks for a message
    return context.message.message_id if press and not context.from_former_chat else None


def stays(context: BotContext) -> bool:
    """Whether the card is to stand where the form does: a group may have chosen one topic for all cards."""
    if context.in_private:
        return False
    chosen = context.group.tg_topic_id if context.group else None
    return chosen is None or chosen == (context.topic or GENERAL)


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [
        pressed(GuidePoll, choose, anywhere=True),
        pressed(UseBuiltIn, use_built_in),
        pressed(UseTemplate, use_template),
    ]
