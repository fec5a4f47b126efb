"""Play seeds again: python -m tests.simulation 17 [18 ...]. The log goes to standard output, all of it."""

import sys
import tempfile
from pathlib import Path

from tests.simulation.disk import migrated
from tests.simulation.seed import played


def main() -> int:
    """Returns how many seeds have broken a promise."""
    with tempfile.TemporaryDirectory() as folder:
        template = migrated(Path(folder))
    failed = 0
    for seed in map(int, sys.argv[1:]):
        report = played(seed, template)
        print("\n".join(report.log))
        print("\n".join(report.broken) or f"seed {seed}: every promise is kept")
        failed += bool(report.broken)
    return failed


if __name__ == "__main__":
    sys.exit(main())
