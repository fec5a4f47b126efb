"""The simulation finds bugs: each that is planted breaks a promise within the seeds of `make test`."""

import pytest

from tests.simulation.bugs import BUGS
from tests.simulation.bugs.hunt import MOST_SEEDS, hunted
from tests.simulation.disk import migrated


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return migrated(tmp_path_factory.mktemp("empty"))


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", BUGS)
def test_is_found(name: str, empty: bytes) -> None:
    assert hunted(name, empty) is not None, f"{MOST_SEEDS} seeds keep every promise although: {name}"
