"""Where Telegram comes in: read the form or unpack the button, call one service, answer."""

from typing import Any

from telegram import Update
from telegram.ext import ApplicationHandlerStop, BaseHandler, CallbackQueryHandler, MessageHandler, TypeHandler, filters

from bot.domain.errors import Mistake
from handlers import (
    alerts,
    amendments,
    anonymous,
    attachments,
    ballots,
    calls,
    cases,
    consents,
    digests,
    drafts,
    groups,
    guided,
    guided_tasks,
    members,
    openings,
    polls,
    proxies,
    reactions,
    red_lines,
    reminders,
    reservations,
    search,
    sense,
    settings,
    silences,
    status,
    tasks,
    templates,
    ties,
)
from handlers.context import BotContext
from handlers.routes import FEATURES, AnyCommand

FIRST, LAST = FEATURES - 1, FEATURES + 1
ANONYMOUS_ADMINISTRATOR = 1087968824  # Telegram's stand-in for an administrator who does not show who they are


async def arrive(update: Update, context: BotContext) -> None:
    """Before every handler: who and where; bots and channels are not listened to."""
    if update.effective_chat is None and not await sense.found(update, context):
        raise ApplicationHandlerStop
    user, message = update.effective_user, update.effective_message
    told = update.my_chat_member or update.poll_answer  # of which who did it may be a bot, also one that is a stand-in
    if user and user.is_bot and user.id != ANONYMOUS_ADMINISTRATOR and told is None:
        raise ApplicationHandlerStop
    if message and (
        message.is_automatic_forward or (message.sender_chat and message.sender_chat.id != message.chat.id)
    ):
        raise ApplicationHandlerStop  # a channel speaks
    if message and message.via_bot:
        raise ApplicationHandlerStop
    if update.edited_message and not await amendments.concerns(update, context):
        raise ApplicationHandlerStop
    await context.arrive()
    if update.message:
        context.house.albums.note(update.message)
    if context.group and context.group.state == "refused" and update.my_chat_member is None:
        raise ApplicationHandlerStop


async def finish(update: Update, context: BotContext) -> None:  # noqa: ARG001 -- PTB's signature
    """After every handler: say and learn what is left, answer the press."""
    await context.finish()


async def unknown_button(update: Update, context: BotContext) -> None:  # noqa: ARG001 -- PTB's signature
    """A button of another time, or a forged one."""
    raise Mistake("button_old")


async def private_word(update: Update, context: BotContext) -> None:  # noqa: ARG001 -- PTB's signature
    """Whatever else is written in private."""
    await drafts.answer_privately(context)


async def unknown_command(update: Update, context: BotContext) -> None:  # noqa: ARG001 -- PTB's signature
    """What nobody has taught the bot; in a group others may be meant, so only in private is it answered."""
    if context.in_private:
        raise Mistake("command_unknown")


def all_handlers() -> list[tuple[BaseHandler[Any, BotContext, Any], int]]:
    """Every handler with its group: first who and where, then the one that fits, last what is left."""
    features = [
        *drafts.handlers(),
        *anonymous.handlers(),
        *alerts.handlers(),
        *red_lines.handlers(),
        *reactions.handlers(),
        *reminders.handlers(),
        *amendments.handlers(),
        *attachments.handlers(),
        *polls.handlers(),
        *ballots.handlers(),
        *openings.handlers(),
        *ties.handlers(),
        *guided.handlers(),
        *guided_tasks.handlers(),
        *sense.handlers(),
        *templates.handlers(),
        *silences.handlers(),
        *consents.handlers(),
        *proxies.handlers(),
        *reservations.handlers(),
        *calls.handlers(),
        *tasks.handlers(),
        *search.handlers(),
        *cases.handlers(),
        *members.handlers(),
        *digests.handlers(),
        *settings.handlers(),
        *status.handlers(),
        *groups.handlers(),
        AnyCommand(unknown_command, block=True),
        drafts.replies(),
        MessageHandler(
            filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL, private_word, block=True
        ),
        CallbackQueryHandler(unknown_button, block=True),
    ]
    return [
        (TypeHandler(Update, arrive, block=True), FIRST),
        *((handler, FEATURES) for handler in features),
        (TypeHandler(Update, finish, block=True), LAST),
    ]
