"""Putting a poll's words right: /amend P-3, and editing the message that a poll was typed in."""

from telegram import Update

from bot.cards import corrections as cards
from bot.forms.corrections import read_wording
from bot.services import corrections
from handlers.context import BotContext
from handlers.messages import text_of
from handlers.routes import command_of


async def amend(context: BotContext, poll_id: int, words: str) -> None:
    """/amend P-3 text"""
    wording = read_wording(words, context.language)
    voted = await context.read(corrections.has_ballots, poll_id=poll_id)
    await context.transact(
        corrections.correct,
        answer=lambda poll: None if voted else cards.corrected_card(poll, context.reader),
        poll_id=poll_id,
        question=wording.question,
        options=wording.options,
        administrator=await context.is_administrator(),
    )


async def edited(context: BotContext, poll_id: int) -> None:
    """The message that a poll was typed in says something else now: free until somebody has voted."""
    if context.member is None:  # an administrator who edits as the group: nobody can tell whose poll it is
        return
    command = command_of(context.message)
    wording = read_wording(command[1] if command else text_of(context.message), context.language)
    await context.transact(
        corrections.follow,
        answer=lambda done: cards.followed_card(*done, context.reader),
        poll_id=poll_id,
        question=wording.question,
        options=wording.options,
    )


async def concerns(update: Update, context: BotContext) -> int | None:
    """The poll that was typed in the message edited."""
    message = update.edited_message
    if message is None:
        return None
    return await context.read(corrections.typed_in, tg_chat_id=message.chat.id, tg_message_id=message.message_id)
