"""Start, help, and what a group or a person can choose."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from bot.callbacks import SetOwn, SetSetting, ShowSetting
from bot.cards import group_settings as group_cards
from bot.cards import help as help_cards
from bot.cards import settings as cards
from bot.cards.card import Card
from bot.domain.errors import Mistake
from bot.domain.presets import COLUMNS, GENERAL, HERE, preset
from bot.forms.moments import find_zone
from bot.forms.settings import read_language, read_settings
from bot.services import settings
from handlers.context import BotContext
from handlers.routes import Command, pressed, words


async def start(update: Update, context: BotContext) -> None:  # noqa: ARG001 -- PTB's signature
    """/start: in private the bot may write to the person from now on."""
    if context.in_private:
        await context.transact(
            settings.nothing, answer=lambda _: cards.private_welcome(context.bot.username, context.reader)
        )
        return
    await context.require_group(person=False)
    if context.group:
        context.reply(cards.greeting(context.group, context.reader))


async def show_help(update: Update, context: BotContext) -> None:
    """/help, /help poll"""
    context.reply(help_cards.help_card(words(update), context.reader))


async def language(update: Update, context: BotContext) -> None:
    """/language fr: the group's (administrators), in private one's own."""
    if not words(update):
        raise Mistake("language_missing")
    await _speak(context, language=read_language(words(update)))


async def timezone(update: Update, context: BotContext) -> None:
    """/timezone Europe/Kyiv: the group's (administrators), in private one's own."""
    if not words(update):
        raise Mistake("zone_missing")
    await _speak(context, timezone=find_zone(words(update)).key)


async def _speak(context: BotContext, **values: str) -> None:
    if context.in_private:
        await context.transact(settings.set_own, answer=lambda _: cards.own_settings(context.reader), **values)
        return
    await context.require_administrator()
    await context.transact(settings.set_group, answer=lambda group: cards.group_settings(group, context.now), **values)


async def show_settings(update: Update, context: BotContext) -> None:
    """/settings: the group's, which everyone may see; /settings digest monday 08:00: changes them (administrators).
    In private both are about one's own."""
    typed = words(update)
    if context.in_private:
        values = read_settings(typed, own=True)
        await context.transact(
            settings.set_own,
            answer=lambda _: cards.own_settings(context.reader) if values else own_card(context),
            **values,
        )
    elif not typed:
        await context.require_group(person=False)
        await context.transact(settings.show)
    else:
        values = read_settings(typed)
        await context.require_administrator()
        names = [name for name, columns in COLUMNS.items() if values.keys() & set(columns)]
        await context.transact(
            settings.set_group,
            answer=lambda group: group_cards.changed_card(group, names, context.reader),
            **placed(values, context),
        )


async def unfold(button: ShowSetting, context: BotContext) -> None:
    """A setting, to see its presets; [Back]"""
    if button.name and button.name not in COLUMNS:
        raise Mistake("button_old")
    await context.require_administrator()
    await context.transact(settings.unfold, name=button.name)


async def choose(button: SetSetting, context: BotContext) -> None:
    """One of a setting's presets."""
    values = preset(button.name, button.preset)
    if values is None:
        raise Mistake("button_old")
    await context.require_administrator()
    group = await context.transact(settings.set_group, **placed(values, context))
    context.toast(group_cards.set_toast(button.name, group_cards.chosen(button.name, group), context.own_reader))


async def choose_own(button: SetOwn, context: BotContext) -> None:
    """One of the presets of one's own language or zone."""
    values = preset(button.name, button.preset)
    if values is None or button.name not in group_cards.OWN or not context.in_private:
        raise Mistake("button_old")
    await context.transact(settings.set_own, answer=lambda _: context.edit(own_card(context)), **values)
    context.toast(group_cards.set_toast(button.name, tuple(values.values()), context.own_reader))


def own_card(context: BotContext) -> Card:
    """The person's own settings, as they are now."""
    zone = context.person.timezone if context.person else None
    return group_cards.own_card(context.own_language, zone, context.own_reader)


def placed(values: dict[str, Any], context: BotContext) -> dict[str, Any]:
    """The values, with the topic where this is typed or pressed for "here"."""
    if values.get("tg_topic_id") != HERE:
        return values
    if not context.chat.is_forum:
        raise Mistake("no_topics")
    return values | {"tg_topic_id": context.topic or GENERAL}


def handlers() -> list[BaseHandler[Any, BotContext, Any]]:
    """In the order they are asked."""
    return [
        Command("start", start),
        Command("help", show_help),
        Command("language", language),
        Command("timezone", timezone),
        Command("settings", show_settings),
        pressed(ShowSetting, unfold),
        pressed(SetSetting, choose),
        pressed(SetOwn, choose_own, anywhere=True),
    ]
