# SPDX-License-Identifier: Apache-2.0
"""``python -m tests.fuzz``: run trials, print the table, reduce what is found."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# `-m` puts the current folder on the path, where the sources would hide the built package.
sys.path[:] = [p for p in sys.path if Path(p or ".").resolve() != ROOT]


def main() -> int:
    """Return 0 if every law held."""
    from .generator import KINDS
    from .runner import run
    from .shrinker import save, shrunk

    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--trials", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="index of the first trial")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--pipeline", default="all", help="O0, O2, all, or pipeline text")
    parser.add_argument("--kind", choices=tuple(KINDS), help="only this kind")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--save", type=int, default=3, help="reduce and save so many findings")
    options = parser.parse_args()
    summary = run(
        options.trials,
        options.seed,
        options.pipeline,
        kind=options.kind,
        jobs=options.jobs,
        first=options.first,
    )
    for line in summary.lines():
        print(line)
    seen: set[tuple[str, str]] = set()
    for index, kind, finding in summary.findings:
        if len(seen) == options.save or (finding.law, kind) in seen:
            continue
        seen.add((finding.law, kind))
        small = shrunk(options.seed, index, kind, finding)
        print(f"reduced to {len(small.circuit)} operations: {save(small, finding, ROOT)}")
    return 1 if summary.findings else 0


if __name__ == "__main__":
    sys.exit(main())
