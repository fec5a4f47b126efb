"""What a look at the bot finds, one line each: "ok", "warning" or "problem", what it is about, what it says."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.settings import hide_tokens

WELL, BROKEN = 0, 1  # exit codes
UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))
KIB = 1024
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+")  # a title may hold anything


class Level(StrEnum):
    """How bad it is. A warning is worth knowing and stops nothing; a problem is something broken."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line."""

    level: Level
    about: str
    says: str

    def __str__(self) -> str:
        return f"{self.level.value:<7}  {hide_tokens(UNPRINTABLE.sub(' ', f'{self.about}: {self.says}'))}"


def ok(about: str, says: str) -> Finding:
    """All is well with it."""
    return Finding(Level.OK, about, says)


def warning(about: str, says: str) -> Finding:
    """Worth knowing; nothing is broken."""
    return Finding(Level.WARNING, about, says)


def problem(about: str, says: str) -> Finding:
    """Broken."""
    return Finding(Level.PROBLEM, about, says)


def exit_code(findings: Iterable[Finding]) -> int:
    """1 where something is broken."""
    return BROKEN if any(finding.level is Level.PROBLEM for finding in findings) else WELL


def summary(findings: Iterable[Finding]) -> str:
    """The last line: how many problems and warnings there are."""
    levels = [finding.level for finding in findings]
    problems, warnings = levels.count(Level.PROBLEM), levels.count(Level.WARNING)
    if not problems and not warnings:
        return "All is well."
    parts = [counted(problems, "problem")] if problems else []
    parts += [counted(warnings, "warning")] if warnings else []
    return f"{' and '.join(parts)}. docs/operations.md says what each line means."


def counted(n: int, noun: str, plural: str = "") -> str:
    """ "1 timer", "2 timers"; `plural` where it is not made by an s."""
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"


def size(count: float) -> str:
    """Bytes in words: "1.2 MB"."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if count < KIB:
            return f"{count:.0f} {unit}" if unit == "bytes" else f"{count:.1f} {unit}"
        count /= KIB
    return f"{count:.1f} TB"


def span(length: timedelta) -> str:
    """A length of time in its largest unit: "3 days"."""
    seconds = int(abs(length.total_seconds()))
    for unit, name in UNITS:
        if seconds >= unit:
            return counted(seconds // unit, name)
    return "no time"
