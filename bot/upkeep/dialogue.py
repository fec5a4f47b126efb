"""What a restore says to the operator before and after."""

import sys
from collections.abc import Callable
from pathlib import Path

import typer

from bot.refusals import Wrong
from bot.upkeep.findings import counted
from bot.upkeep.restores import Swap


def agreement(backup: Path, *, yes: bool) -> Callable[[Swap], bool]:
    """How the operator is asked; with `yes` not at all. Wrong: there is no terminal to ask on."""
    if yes:
        return lambda _: True
    if not sys.stdin.isatty():
        raise Wrong("There is no terminal to ask on: add --yes if the database is to be replaced.")

    def ask(swap: Swap) -> bool:
        typer.echo(f"{backup} holds {_contents(swap)}.")
        if swap.kept:
            typer.echo(f"It will replace {swap.database}, which is kept as {swap.kept.name}.")
        return typer.confirm("Restore it?")

    return ask


def told(swap: Swap) -> str:
    """What was done, and what it means."""
    facts = swap.facts
    lines = [f"Restored {swap.database}: {_contents(swap)}."]
    if swap.kept:
        lines.append(f"What was there before is kept as {swap.kept}.")
    if facts.unsent:
        lines.append(
            f"{counted(facts.unsent, 'message')} that waited when the backup was made may have been sent since, and will "
            "not be sent again: `python -m bot check` lists them as undelivered."
        )
    lines.append(f"{counted(facts.cards, 'card')} will be shown as on record now, once the bot runs.")
    if facts.overdue:
        lines.append(f"{counted(facts.overdue, 'timer')} overdue: they fire once the bot runs.")
    return "\n".join(lines)


def _contents(swap: Swap) -> str:
    as_of = swap.facts.as_of
    when = f"as of {as_of:%Y-%m-%d %H:%M:%S} UTC, when Telegram last answered" if as_of else "never yet run on Telegram"
    return f"{counted(swap.facts.groups, 'group')}, {when}"
