"""Where and with what a run was made: without it a figure means nothing."""

import os
import platform
import statistics
import subprocess
import tempfile
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks.bots import AIOGRAM, ROOT

WRITES, PAGE = 30, b"\0" * 4096
ASK = "import importlib.metadata as m; print(m.version('aiogram'))"


def described() -> dict[str, str]:
    """The head of the table: date, machine, disk and versions, each a line."""
    folder = Path(tempfile.gettempdir())
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "machine": f"{os.cpu_count()} cores ({_processor()}), {_memory()} GiB, Linux {platform.release()}",
        "disk": f"databases in {folder} on {_filesystem(folder)}; writing 4 KiB and fsync takes {_fsync(folder):.1f} ms",
        "load": f"{os.getloadavg()[0]:.1f} before the run",
        "versions": ", ".join(_versions()),
    }


def _versions() -> list[str]:
    names = {"python-telegram-bot": "python-telegram-bot", "aiohttp": "aiohttp", "SQLAlchemy": "SQLAlchemy"}
    found = [f"this bot {_commit()}", f"Python {platform.python_version()}"]
    found += [f"{title} {version(name)}" for name, title in names.items()]
    return [*found, f"aiogram {_aiogram()}"]


def _commit() -> str:
    return _output("git", "-C", str(ROOT), "describe", "--always", "--dirty") or "of unknown commit"


def _aiogram() -> str:
    return _output(str(AIOGRAM.interpreter), "-c", ASK) or "not installed"


def _output(*command: str) -> str:
    """What a program prints; empty where there is none or it fails."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


def _filesystem(folder: Path) -> str:
    """The kind of file system: on tmpfs nothing is durable, whatever the figures say."""
    mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text().splitlines()]
    around = [(point, kind) for point, kind in mounts if folder.is_relative_to(point)]
    return max(around, key=lambda mount: len(mount[0]))[1]


def _fsync(folder: Path) -> float:
    """Milliseconds, median."""
    took = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(WRITES):
            started = time.perf_counter()
            file.write(PAGE)
            file.flush()
            os.fsync(file.fileno())
            took.append((time.perf_counter() - started) * 1000)
    return statistics.median(took)
