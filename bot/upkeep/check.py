"""A look at everything the bot depends on. Beside a running bot: it reads and asks, and changes nothing."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import inspect

from bot.clock import Clock
from bot.settings import NAMES, Settings
from bot.upkeep.findings import Finding, ok, problem, warning
from bot.upkeep.machine import of_file
from bot.upkeep.telegram import of_telegram
from bot.upkeep.work import LATE, of_work
from storage.database import Unavailable, database_file
from storage.files import snapshot
from storage.migrations import Age, age
from storage.models import metadata
from storage.models.upkeep import UpkeepFacts
from storage.queries.upkeep import upkeep_facts

LATELY = timedelta(days=7)


async def look(settings: Settings, clock: Clock) -> list[Finding]:
    """All findings, in the order an operator reads them: settings, Telegram, groups, database, work."""
    machine, facts = of_database(settings, clock)
    groups = facts.groups if facts else ()
    told = [*of_settings(settings), *await of_telegram(settings, groups, clock), *machine]
    return told + (list(of_work(facts, clock.now(), LATELY)) if facts else [])


def of_settings(settings: Settings) -> Iterator[Finding]:
    """What is set. Wrong values never come this far."""
    given = sorted(name for name in NAMES if name.lower() in settings.model_fields_set)
    yield ok("settings", f"set: {', '.join(given)}; the rest as by default" if given else "all as by default")
    if not settings.allowed_chats and not settings.owners:
        yield warning("settings", "ALLOWED_CHATS and OWNERS are empty: whoever finds the bot can add it to a group")


def of_database(settings: Settings, clock: Clock) -> tuple[list[Finding], UpkeepFacts | None]:
    """The database as a file, and how the work stands where it can be read."""
    file = database_file(settings.database_url)
    if trouble := _out_of_reach(file):
        return [trouble], None
    found, sound = of_file(file)
    if not sound:
        return found, None
    try:
        with snapshot(file) as session:
            standing, version = age(session.connection())
            found.append(_of_version(standing, version))
            if standing is not Age.CURRENT:
                return found, None
            if missing := metadata.tables.keys() - inspect(session.connection()).get_table_names():
                return [*found, problem("database", f"tables are missing: {', '.join(sorted(missing))}")], None
            now = clock.now()
            return found, upkeep_facts(session, now=now, since=now - LATELY, grace=LATE)
    except Unavailable as error:
        return [*found, problem("database", f"{file} cannot be read: {error}")], None


def _out_of_reach(file: Path) -> Finding | None:
    """Why the file cannot be looked at; None where it can."""
    try:
        if file.exists():
            closed = not os.access(file, os.R_OK)
            return (
                problem("database", f"{file} cannot be read by this user: run check as the bot's") if closed else None
            )
        if file.with_name(f"{file.name}.lock").exists():
            return problem("database", f"{file} is gone, though a bot has used it: restore a backup")
    except OSError as error:
        return problem("database", f"{file} cannot be reached: {error.strerror}")
    return warning("database", f"there is none at {file} yet: run makes it")


def _of_version(standing: Age, version: str) -> Finding:
    if standing is Age.CURRENT:
        return ok("migrations", f"up to date, at {version}")
    if standing is Age.NEWER:
        return problem("migrations", f"at {version}, written by a newer version: update the bot")
    now = f"at {version}, older" if standing is Age.OLDER else "not begun"
    return warning("migrations", f"{now}: run brings it up to date; what it holds was not looked at")
