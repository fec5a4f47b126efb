"""Templates of polls: /templates, /template, and their buttons."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from bot.callbacks import DropTemplate
from bot.cards import templates as cards
from bot.domain.errors import Mistake
from bot.forms.templates import read_removal, read_template
from bot.services import templates
from handlers import polls
from handlers.context import BotContext
from handlers.routes import Command, pressed, words

OWN = 10  # in a guided form the group's own are chosen by this and their id, the others by their place


async def list_templates(update: Update, context: BotContext) -> None:  # noqa: ARG001 -- PTB's signature
    """/templates"""
    group_id = await context.require_group(person=False)
    context.reply(cards.templates_card(await context.read(templates.look, group_id=group_id), context.reader))


async def save(update: Update, context: BotContext) -> None:
    """/template NAME as a reply to a poll's card, or with the poll below it; /template remove NAME"""
    await polls.require_opener(context)
    if gone := read_removal(words(update)):
        await context.require_administrator()
        await context.transact(
            templates.remove, answer=lambda template: cards.removed_card(template, context.reader), folded=gone
        )
        return
    request = read_template(words(update), now=context.now, zone=context.zone, language=context.language)
    replied = context.message.reply_to_message
    await context.transact(
        templates.save,
        answer=lambda template: cards.saved_card(template, context.reader),
        name=request.name,
        folded=request.folded,
        text=request.text,
        shown_in=replied.message_id if replied and not context.in_private else None,
    )


async def drop(button: DropTemplate, context: BotContext) -> None:
    """[Delete]"""
    await context.require_administrator()
    own = await context.read(templates.look, group_id=await context.require_group())
    left = [each for each in own if each.id != button.template_id]
    context.edit(cards.templates_card(left, context.reader))
    gone = await context.transact(templates.drop, template_id=button.template_id)
    context.toast(cards.removed_toast(gone.name, context.own_reader))


async def choices(context: BotContext) -> list[tuple[int, str]]:
    """Number and name of each, as a guided form offers them."""
    own = await context.read(templates.look, group_id=await context.require_group())
    known = [(number, str(cards.built_in(name, context.reader)[0])) for number, name in enumerate(cards.BUILT_IN)]
    return known + [(OWN + (each.id or 0), each.name) for each in own]


async def text_of_choice(context: BotContext, choice: int) -> str:
    """The poll of the one chosen, as it would be typed."""
    if choice >= OWN:
        return await text_of_own(context, choice - OWN)
    if not 0 <= choice < len(cards.BUILT_IN):
        raise Mistake("button_old")
    return cards.built_in(cards.BUILT_IN[choice], context.reader)[1]


async def text_of_own(context: BotContext, template_id: int) -> str:
    """The poll of one of the group's own, as it would be typed."""
    return (await context.read(templates.find, group_id=await context.require_group(), template_id=template_id)).text


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [Command("templates", list_templates), Command("template", save), pressed(DropTemplate, drop)]
