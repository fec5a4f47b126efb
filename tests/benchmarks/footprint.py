"""What a process takes while it does nothing: memory and CPU time, from /proc."""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """Resident memory in MiB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    (kibibytes,) = (line.split()[1] for line in lines if line.startswith("VmRSS:"))
    return int(kibibytes) / 1024


def cpu_seconds(pid: int) -> float:
    """User and system time of the process so far, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


async def idle_cpu(pids: Sequence[int], seconds: float) -> list[float]:
    """Percent of one core that each process takes while nothing happens."""
    before = [cpu_seconds(pid) for pid in pids]
    await asyncio.sleep(seconds)
    return [(cpu_seconds(pid) - start) / seconds * 100 for pid, start in zip(pids, before, strict=True)]
