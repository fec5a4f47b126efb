"""A bare poll bot on aiogram with its defaults: what a competent newcomer writes in an evening.

    TELEGRAM_TOKEN=... TELEGRAM_API_URL=http://127.0.0.1:8081 .venv/bench/bin/python -m tests.benchmarks.rivals.aiogram_bot

Runs in an environment of its own (requirements-bench.lock), which knows nothing of the bot's packages.
"""

import asyncio
import os

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from tests.benchmarks.rivals.votes import CHOICES, questions, text_of, votes

KEYBOARD = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text=choice, callback_data=choice) for choice in CHOICES]]
)
dispatcher = Dispatcher()


@dispatcher.message(Command("poll"))
async def poll(message: Message, command: CommandObject) -> None:
    """/poll Issue a joint statement?"""
    question = command.args or ""
    card = await message.answer(text_of(question, {}), reply_markup=KEYBOARD)
    questions[card.chat.id, card.message_id] = question


@dispatcher.callback_query()
async def press(query: CallbackQuery) -> None:
    """A choice: kept, answered, shown."""
    if query.data is None or not isinstance(query.message, Message):
        return
    card = query.message.chat.id, query.message.message_id
    votes[card][query.from_user.id] = query.data
    await query.answer(f"Recorded: {query.data}")
    try:
        await query.message.edit_text(text_of(questions[card], votes[card]), reply_markup=KEYBOARD)
    except TelegramBadRequest as error:
        if "not modified" not in error.message:
            raise


async def main() -> None:
    """Serve until SIGTERM."""
    api = TelegramAPIServer.from_base(os.environ["TELEGRAM_API_URL"])
    bot = Bot(os.environ["TELEGRAM_TOKEN"], session=AiohttpSession(api=api))
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main())
