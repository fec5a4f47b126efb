"""The bench: our bot beside two bare ones, on this machine.

    python -m tests.benchmarks [--quick] [--json FILE]

Exit code 1 when a gate is missed.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks import closings
from tests.benchmarks.bots import AIOGRAM
from tests.benchmarks.figures import Figures
from tests.benchmarks.gates import Verdict, judged
from tests.benchmarks.machine import described
from tests.benchmarks.plan import QUICK, WHOLE, measured
from tests.benchmarks.table import rendered


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, judge."""
    asked = _read(arguments)
    plan = QUICK if asked.quick else WHOLE
    if not AIOGRAM.installed:
        print("aiogram is not installed (`make bench` does that): its column stays empty.", file=sys.stderr)
    head = described()
    figures = asyncio.run(measured(plan))
    verdicts = judged(figures, quick=asked.quick)
    closed = closings.closings(plan.closings)
    print(rendered(head, figures, verdicts, plan.repetitions))
    print(closings.rendered(closed))
    if asked.json:
        document = _document(head, figures, verdicts) | {"closings_ms": [vars(each) for each in closed]}
        asked.json.write_text(json.dumps(document, indent=1) + "\n")
    missed = [verdict.gate.title for verdict in verdicts if verdict.met is False]
    if missed:
        print(f"Missed: {'; '.join(missed)}.", file=sys.stderr)
    return 1 if missed else 0


def _read(arguments: Sequence[str] | None) -> Any:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="The bot beside two bare ones.")
    parser.add_argument(
        "--quick", action="store_true", help="two to three minutes; what such a run cannot tell is not judged"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every value there as well")
    return parser.parse_args(arguments)


def _document(head: dict[str, str], figures: Figures, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    gates = [
        {"gate": each.gate.title, "wanted": each.gate.wanted, "value": each.value, "met": each.met}
        for each in verdicts
    ]  # fmt: skip
    return {"run": head, "figures": figures.rows(), "gates": gates}


if __name__ == "__main__":
    sys.exit(main())
