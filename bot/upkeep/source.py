"""The database an operator's command is about."""

from pathlib import Path

from bot.refusals import Refusal
from bot.settings import Settings
from storage.database import database_file


def database_at(settings: Settings) -> Path:
    """The database's file; Refusal where there is none, or where this user may not even look."""
    file = database_file(settings.database_url)
    try:
        there = file.is_file()
    except OSError as error:
        raise Refusal(f"{file} cannot be reached: {error.strerror}") from error
    if not there:
        raise Refusal(f"There is no database at {file}: set DATABASE_URL, or run the bot first.")
    return file
