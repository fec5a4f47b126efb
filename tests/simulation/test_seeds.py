"""200 seeds of people and trouble (`make test`), or as many as SEEDS says (`make soak`): every promise is kept in each,
and together they come through every kind of trouble and every way out of it."""

import hashlib
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.simulation.disk import migrated
from tests.simulation.paths import EVERY
from tests.simulation.seed import played

USUAL, SHARD = 200, 10
SEEDS = int(os.environ.get("SEEDS", USUAL))
SHARDS = range(0, SEEDS, SHARD)


@cache
def template(folder: Path) -> bytes:
    """A database of today's version, migrated once."""
    return migrated(folder)


@pytest.fixture
def empty(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return template(tmp_path_factory.getbasetemp())


@pytest.fixture
def together(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "came-through"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.mark.long
@pytest.mark.parametrize("first", SHARDS, ids=lambda first: f"seeds {first} to {min(first + SHARD, SEEDS) - 1}")
def test_every_promise_is_kept(first: int, empty: bytes, together: Path) -> None:
    reached: set[str] = set()
    for seed in range(first, min(first + SHARD, SEEDS)):
        report = played(seed, empty)
        assert not report.broken, str(report)
        reached |= report.reached
    (together / f"{first}.json").write_text(json.dumps(sorted(reached)))
    parts = list(together.glob("*.json"))
    if len(parts) == len(SHARDS) and SEEDS >= USUAL:  # the last of them asks for all
        came_through = {each for part in parts for each in json.loads(part.read_text())}
        assert came_through >= EVERY, f"no seed came through {sorted(EVERY - came_through)}"


@pytest.mark.parametrize("seed", [3, 17, 40])
def test_a_seed_is_the_same_every_time(seed: int, empty: bytes) -> None:
    one, other = played(seed, empty), played(seed, empty)
    assert one.log == other.log
    assert one.dump == other.dump


def test_a_seed_is_the_same_in_another_process(empty: bytes) -> None:
    """Whatever the order of its sets and hashes."""
    logs = []
    for hashing in ("1", "2"):
        command = [sys.executable, "-m", "tests.simulation", "8"]
        done = subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": hashing}, capture_output=True, check=True)
        logs.append(hashlib.sha256(done.stdout).hexdigest())
    assert logs[0] == logs[1]
