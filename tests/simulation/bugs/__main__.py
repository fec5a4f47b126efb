"""Hunt every planted bug: python -m tests.simulation.bugs. A line for each, then the median."""

import functools
import statistics
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.simulation.bugs import BUGS
from tests.simulation.bugs.hunt import MOST_SEEDS, hunted
from tests.simulation.disk import migrated


def main() -> int:
    """Returns how many were not found."""
    with tempfile.TemporaryDirectory() as folder:
        hunt = functools.partial(hunted, empty=migrated(Path(folder)))
    counts = []
    with ProcessPoolExecutor() as workers:
        for name, found in zip(BUGS, workers.map(hunt, BUGS), strict=True):
            print(f"{found.seeds if found else 'never':>5}  {name}: {found.promise[:110] if found else ''}", flush=True)
            counts.append(found.seeds if found else MOST_SEEDS + 1)
    print(f"median: {statistics.median(counts):g} seeds")
    return sum(count > MOST_SEEDS for count in counts)


if __name__ == "__main__":
    sys.exit(main())
