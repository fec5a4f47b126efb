"""The front door: python -m bot run | demo | migrate | check | export | backup | restore."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.endings import FAILED, STOPPED, WRONG, begin, end, ending, errand, settings_or_end
from bot.run import become, lean
from bot.run import run as serve

INTERRUPTED = 130  # what typer makes of Ctrl-C

cli = typer.Typer(
    help="The Washington Group bot: alerts, joint responses, calls and a weekly digest for a group of allies.",
    epilog="Settings come from the environment and from .env in the working directory. Exit codes: 0 stopped as asked, "
    "or all is well; 1 it could not be done, or something is broken; 2 a setting or an argument is wrong.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: it is read in logs and over slow lines as well
)


@cli.callback(invoke_without_command=True)
def front(context: typer.Context) -> None:
    """Without a command: what there is."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(WRONG)


@cli.command(short_help="serve on Telegram until stopped")
def run() -> None:
    """Serve on Telegram: TELEGRAM_TOKEN and the other settings come from the environment or from .env."""
    if not lean():
        become()
    serve()


@cli.command(short_help="try everything in a browser, without Telegram")
def demo(
    port: Annotated[int, typer.Option(help="Port of the chat page; 0 picks a free one.", min=0, max=65535)] = 8080,
    folder: Annotated[Path, typer.Option(metavar="DIR", help="Where the chat is kept.")] = Path("data/demo"),
    reset: Annotated[bool, typer.Option("--reset", help="Start afresh: what was kept is deleted.")] = False,
    replay: Annotated[bool, typer.Option("--replay", help="Begin with the Greenland week, played again.")] = False,
) -> None:
    """Try everything in a browser: the bot on a Telegram of this machine. No token, no internet.

    Ctrl-C stops it; started again, it goes on where it was. A second one beside it has a port and a chat of its own.
    """
    with ending():
        from bot.local.demo import serve_demo  # noqa: PLC0415 -- help and mistakes need no half second of imports

        asyncio.run(serve_demo(port, folder, reset=reset, replay=replay))


@cli.command(short_help="bring the database to the newest version")
def migrate() -> None:
    """Bring the database to the newest version (run does it by itself)."""
    settings = settings_or_end()
    with ending():
        from bot.serve import opened  # noqa: PLC0415 -- as above

        with opened(settings):
            typer.echo("The database is up to date.")


@cli.command(short_help="look whether all is well")
def check(
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what is no ok; nothing if all is.")] = False,
) -> None:
    """Look whether all is well: settings, token, groups, database, record, timers, outbox.

    One line a finding, beginning with ok, warning or problem. It reads and asks Telegram, changes nothing and works
    beside a running bot. Exit code 1 if there is a problem, 0 if there are warnings at most, 2 if a setting is wrong.
    """
    settings = settings_or_end(quiet=True)
    with errand():
        from bot.clock import Clock  # noqa: PLC0415 -- as above
        from bot.upkeep.check import look  # noqa: PLC0415
        from bot.upkeep.findings import Level, exit_code, summary  # noqa: PLC0415

        findings = asyncio.run(look(settings, Clock()))
        told = [finding for finding in findings if not quiet or finding.level is not Level.OK]
        for line in [*told, summary(findings)] if told else []:
            typer.echo(line)
        raise typer.Exit(exit_code(findings))


@cli.command(short_help="write all that is on record of a group")
def export(
    chat: Annotated[
        int,
        typer.Option(metavar="ID", help="Telegram's id of the group; a wrong one is answered with those there are."),
    ],
    form: Annotated[
        Literal["json", "csv"],
        typer.Option("--format", metavar="json|csv", help="One JSON file, or a zip of CSV files."),
    ],
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write to this file, replacing it; else to standard output.")
    ] = None,
) -> None:
    """Write all that is on record of a group: alerts, polls with their ballots, calls, the journal with its hashes.

    It is taken from one moment and works beside a running bot. docs/operations.md describes the format and how a
    stranger verifies the journal. Example:

    python -m bot export --chat -1001234567890 --format json --output group.json
    """
    settings = settings_or_end(quiet=True)
    with errand():
        from bot.upkeep.exports import exported  # noqa: PLC0415 -- as above
        from bot.upkeep.output import encoded, write  # noqa: PLC0415

        write(encoded(exported(settings, chat), form), output, binary=form == "csv")


@cli.command(short_help="copy the database into a file, beside a running bot")
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it, on another disk best of all.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
) -> None:
    """Copy the database as it is now into one file, beside a running bot.

    The file appears once the copy is complete and found sound, or not at all. Example:

    python -m bot backup /backups/bot-$(date +%F).db
    """
    settings = settings_or_end(quiet=True)
    with errand():
        from bot.upkeep.backups import back_up  # noqa: PLC0415 -- as above
        from bot.upkeep.findings import size  # noqa: PLC0415

        made = back_up(settings, file, force=force)
        typer.echo(f"Backed up {made.source} to {made.path}: {size(made.size)}, complete and sound.")


@cli.command(short_help="put a backup in the place of the database")
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What backup has written.", exists=True, dir_okay=False)],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; needed where there is no terminal.")] = False,
) -> None:
    """Put a backup in the place of the database. The bot must be stopped.

    The present database is kept beside it under a dated name. Messages that were waiting when the backup was made are
    not sent again. docs/operations.md says what a restore cannot bring back.
    """
    settings = settings_or_end(quiet=True)
    with errand():
        from bot.clock import Clock  # noqa: PLC0415 -- as above
        from bot.upkeep.dialogue import agreement, told  # noqa: PLC0415
        from bot.upkeep.restores import restore as put_back  # noqa: PLC0415

        done = put_back(settings, file, now=Clock().now(), agreed=agreement(file, yes=yes))
        if done is None:
            end("Nothing was changed.", FAILED)
        typer.echo(told(done))


def _usage(message: str, command: str) -> str:
    """What is wrong with the arguments, in one line."""
    return f"{' '.join(message.split()).rstrip('.')}. `{command} --help` says what it takes."


def main() -> None:
    """The console script."""
    begin()
    try:
        code = cli(standalone_mode=False)
        sys.exit(STOPPED if code == INTERRUPTED else code)
    except typer.TyperException as error:  # arguments that cannot be read
        context = getattr(error, "ctx", None)  # where the library knows which command it was
        typer.echo(_usage(error.format_message(), context.command_path if context else "python -m bot"), err=True)
        sys.exit(error.exit_code)
    except typer.Abort:  # at a question
        sys.exit(FAILED)


if __name__ == "__main__":
    main()
