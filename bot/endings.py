"""How a process of the bot begins and ends: its settings, its signals, one clear line where it cannot go on, its exit code."""

import contextlib
import logging
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from bot.refusals import Refusal, Wrong
from bot.settings import Settings, SettingsError, hide_tokens, load_settings

STOPPED, FAILED, WRONG = 0, 1, 2
STOPPING = {signal.SIGINT, signal.SIGTERM}
PRIVATE = 0o077  # what the bot writes is for its own user: no other one of the machine may read it


def begin() -> None:
    """Stop when asked to, and write what nobody else may read."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(STOPPED))  # until the bot runs and stops in its own way
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
    os.umask(PRIVATE)


def settings_or_end(*, quiet: bool = False) -> Settings:
    """The settings, with logging as they say; `quiet`: of an errand only warnings are of interest, its answer says the rest."""
    try:
        settings = load_settings(Path(".env"))
    except SettingsError as error:
        end(str(error), WRONG)
    from bot.log import configure  # noqa: PLC0415 -- a mistake in the settings needs no import of Telegram's library

    configure(settings)
    if quiet:
        logging.getLogger().setLevel(max(logging.WARNING, logging.getLogger().level))
    return settings


@contextlib.contextmanager
def ending() -> Iterator[None]:
    """What cannot be done ends with one clear line and its exit code."""
    try:
        yield
    except (SettingsError, Wrong) as error:
        end(str(error), WRONG)
    except Refusal as error:
        end(str(error), FAILED)


@contextlib.contextmanager
def errand() -> Iterator[None]:
    """The same for what is done once: stopped half way, it is not done, and a schedule has to hear of it."""
    with ending():
        try:
            yield
        except (SystemExit, KeyboardInterrupt) as stop:
            if isinstance(stop, SystemExit) and stop.code != STOPPED:
                raise
            end("Stopped before it was done.", FAILED)
        except OSError as error:  # such as a folder that is closed to this user
            end(f"{error.filename or 'It'} cannot be reached: {error.strerror}", FAILED)


def end(line: str, code: int) -> NoReturn:
    """Say why, and be gone."""
    print(hide_tokens(line), file=sys.stderr)  # noqa: T201 -- the operator's terminal
    raise SystemExit(code)
