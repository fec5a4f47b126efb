"""The front door: python -m bot run | demo | migrate."""

import asyncio
import logging
import signal
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.settings import Settings, SettingsError, load_settings

log = logging.getLogger(__name__)
STOPPED, FAILED, WRONG = 0, 1, 2

cli = typer.Typer(
    help="The Washington Group bot: alerts, joint responses, calls and a weekly digest for a group of allies.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@cli.command()
def run() -> None:
    """Serve on Telegram: TELEGRAM_TOKEN and the other settings come from the environment or from .env."""
    settings = _settings()
    _token(settings)
    from bot.serve import Refusal, serve  # noqa: PLC0415 -- help and mistakes need no half second of imports

    try:
        asyncio.run(serve(settings))
    except Refusal as refusal:
        _end(str(refusal), FAILED)


@cli.command()
def demo(
    port: Annotated[int, typer.Option(help="Port of the chat page; 0 picks a free one.", min=0, max=65535)] = 8080,
) -> None:
    """Try everything in a browser: the bot on a Telegram of this machine. No token, no internet."""
    from bot.local.demo import serve_demo  # noqa: PLC0415 -- as above

    asyncio.run(serve_demo(port))


@cli.command()
def migrate() -> None:
    """Bring the database to the newest version (run does it by itself)."""
    settings = _settings()
    from bot.serve import Refusal, opened  # noqa: PLC0415 -- as above

    try:
        with opened(settings):
            typer.echo("The database is up to date.")
    except Refusal as refusal:
        _end(str(refusal), FAILED)


def _settings() -> Settings:
    try:
        settings = load_settings(Path(".env"))
    except SettingsError as error:
        _end(str(error), WRONG)
    from bot.log import configure  # noqa: PLC0415 -- as above

    configure(settings)
    return settings


def _token(settings: Settings) -> None:
    try:
        settings.token()
    except SettingsError as error:
        _end(str(error), WRONG)


def _end(line: str, code: int) -> NoReturn:
    typer.echo(line, err=True)
    raise typer.Exit(code)


def main() -> None:
    """The console script."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(STOPPED))  # until the bot runs and stops in its own way
    try:
        cli()
    except KeyboardInterrupt:
        sys.exit(STOPPED)


if __name__ == "__main__":
    main()
