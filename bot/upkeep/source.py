"""The database an operator's command is about."""

from pathlib import Path

from bot.refusals import Refusal
from bot.settings import Settings
from storage.database import database_file


def database_at(settings: Settings) -> Path:
    """The database's file; Refusal where there is none."""
    file = database_file(settings.database_url)
    if not file.is_file():
        raise Refusal(f"There is no database at {file}: set DATABASE_URL, or run the bot first.")
    return file
