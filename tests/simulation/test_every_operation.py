"""Each operation of an evening fails, one evening after the other: nothing is lost, nothing is done twice, and the evening
comes to the same. `make test` tries a fixed share of them, `make soak` every one."""

import os
from functools import cache
from pathlib import Path

import pytest

from tests.simulation.disk import STATEMENT, migrated
from tests.simulation.evening import SAID, WAYS, Played, played

ALL = "SEEDS" in os.environ  # make soak
SHARE = {STATEMENT: 200}  # one in so many; of commits and calls one in twenty
SLICES = 2


@cache
def template(folder: Path) -> bytes:
    """A database of today's version, migrated once."""
    return migrated(folder)


@cache
def calm(folder: Path, way: str) -> Played:
    """The evening on which nothing goes wrong; it counts the operations."""
    (folder / "calm").mkdir(exist_ok=True)
    return played(folder / "calm", template(folder), way, 0)


@pytest.mark.long
@pytest.mark.timeout(1800 if ALL else 120)
@pytest.mark.parametrize("part", range(SLICES), ids=lambda part: f"part {part + 1} of {SLICES}")
@pytest.mark.parametrize("way", WAYS)
def test_whichever_it_is(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, way: str, part: int) -> None:
    base = tmp_path_factory.getbasetemp()
    peaceful = calm(base, way)
    assert peaceful.seen, f"{way}: no operation is watched, so none can fail"
    assert not peaceful.broken
    assert peaceful.facts["dead letters"] == []
    assert len(peaceful.facts["said"]) == len(SAID)
    step = 1 if ALL else SHARE.get(WAYS[way][0], 20)
    for nth in range(1 + part * step, peaceful.seen + 1, step * SLICES):
        found = played(tmp_path, template(base), way, nth)
        assert found.struck, f"the evening has no operation {nth}"
        assert not found.broken, f"{way}, the {nth}.: " + "\n".join(found.broken)
        assert found.facts == peaceful.facts, f"{way}, the {nth}."
