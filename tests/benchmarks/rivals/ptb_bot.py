"""A bare poll bot on python-telegram-bot with its defaults: what a competent newcomer writes in an evening.

TELEGRAM_TOKEN=... TELEGRAM_API_URL=http://127.0.0.1:8081 python -m tests.benchmarks.rivals.ptb_bot
"""

import os

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.error import BadRequest
from telegram.ext import ApplicationBuilder, CallbackQueryHandler, CommandHandler, ContextTypes

from tests.benchmarks.rivals.votes import CHOICES, questions, text_of, votes

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton(choice, callback_data=choice) for choice in CHOICES]])


async def poll(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/poll Issue a joint statement?"""
    if update.message is None:
        return
    question = " ".join(context.args or [])
    card = await update.message.reply_text(text_of(question, {}), reply_markup=KEYBOARD)
    questions[card.chat_id, card.message_id] = question


async def press(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """A choice: kept, answered, shown."""
    query = update.callback_query
    if query is None or query.data is None or not isinstance(query.message, Message):
        return
    card = query.message.chat_id, query.message.message_id
    votes[card][query.from_user.id] = query.data
    await query.answer(f"Recorded: {query.data}")
    try:
        await query.edit_message_text(text_of(questions[card], votes[card]), reply_markup=KEYBOARD)
    except BadRequest as error:
        if "not modified" not in error.message:
            raise


def main() -> None:
    """Serve until SIGTERM."""
    url = os.environ["TELEGRAM_API_URL"]
    application = ApplicationBuilder().token(os.environ["TELEGRAM_TOKEN"]).base_url(f"{url}/bot").build()
    application.add_handler(CommandHandler("poll", poll))
    application.add_handler(CallbackQueryHandler(press))
    application.run_polling()


if __name__ == "__main__":
    main()
