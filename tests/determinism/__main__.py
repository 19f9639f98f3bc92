# SPDX-License-Identifier: Apache-2.0
"""``python -m tests.determinism``: the corpus with other threads, hashes, orders and jobs, byte by byte."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from time import perf_counter

from ..conftest import shared_folder

ROOT = Path(__file__).resolve().parents[2]

# `-m` puts the current folder on the path, where the sources would hide the built package.
sys.path[:] = [p for p in sys.path if Path(p or ".").resolve() != ROOT]


def main() -> int:
    """Return 0 if all of it was the same."""
    from .cases import cases, corpus
    from .runner import WAYS, differing, explain, run

    parser = argparse.ArgumentParser(prog="python -m tests.determinism", description=__doc__)
    parser.add_argument("--circuits", type=int, default=200)
    parser.add_argument("--gates", type=int, default=2000, help="of the largest circuit")
    parser.add_argument("--levels", default="0,1,2")
    parser.add_argument("--show", type=int, default=5, help="differences shown")
    options = parser.parse_args()
    folder = shared_folder()
    if folder is None:
        print("no shared data; set QCOMPILE_TEST_SHARED", file=sys.stderr)
        return 2
    circuits = corpus(folder / "corpus", options.circuits, options.gates)
    asked = cases(circuits, [int(level) for level in options.levels.split(",")])
    print(
        f"{len(circuits)} circuits of up to {max(c.gates for c in circuits)} gates, {len(asked)} cases: "
        f"levels {options.levels}, {sum(case.device is not None for case in asked)} on a device"
    )
    print(
        f"{'way':<12}{'cases':>7}{'texts differ':>14}{'reports differ':>16}{'CPU s':>8}{'wall s':>8}"
    )
    first, found = None, []
    for way in WAYS:
        begun = perf_counter()
        outcome = run(way, asked)
        first = first or outcome
        parted = differing(first, outcome)
        texts = sum(what == "text" for _, what in parted)
        print(
            f"{way.name:<12}{len(outcome.texts):>7}{texts:>14}{len(parted) - texts:>16}{outcome.cpu:>8.1f}"
            f"{perf_counter() - begun:>8.1f}",
            flush=True,
        )
        found += [(asked[number], way, what) for number, what in parted]
    for case, way, what in found[: options.show]:
        print(f"\n{case}: {what} differs, {first.way.name} and {way.name}")
        print(explain(case, first.way, way, what).shown)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
