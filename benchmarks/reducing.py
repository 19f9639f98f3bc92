# SPDX-License-Identifier: Apache-2.0
"""``python -m benchmarks.reducing``: miscompilations planted in large circuits, and what `reduce` makes of them.

The goal stands beside: at most 5 gates in under a minute.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from time import perf_counter, process_time

ROOT = Path(__file__).resolve().parents[1]

#: Gates and seconds.
GOAL = (5, 60.0)
#: The plant, the seed, qubits, and whether the circuit measures and has blocks.
CASES = (
    ("planted-hadamards", 1, 8, False),
    ("planted-hadamards", 2, 12, False),
    ("planted-hadamards", 3, 12, True),
    ("planted-merging", 4, 8, False),
    ("planted-merging", 5, 12, False),
    ("planted-merging", 6, 10, True),
    ("planted-crash", 7, 12, True),
    ("planted-in-blocks", 8, 8, True),
)


def main() -> int:
    """Print a row a case; return 1 if one misses the goal."""
    # `-m` puts the current folder on the path, where the sources would hide the built package.
    sys.path[:] = [p for p in sys.path if Path(p or ".").resolve() != ROOT]
    sys.path.append(str(ROOT / "tests" / "reduction"))
    import plants

    from qcompile import Pipeline
    from qcompile.reduction import reduce_compilation, size
    from qcompile.report import Grid

    parser = argparse.ArgumentParser(prog="python -m benchmarks.reducing", description=__doc__)
    parser.add_argument("--operations", type=int, default=2_000)
    operations = parser.parse_args().operations
    kinds = {p.name: p for p in vars(plants).values() if getattr(p, "name", None)}
    grid = Grid(
        ("plant", "qubits", "blocks", "gates", "left", "goal", "attempts", "s", "CPU s", "goal s")
    )
    missed = 0
    for name, seed, qubits, flow in CASES:
        circuit = plants.large(seed, qubits, operations, flow=flow, hidden=name)
        passes = [
            *Pipeline("cancel-inverses"),
            kinds[name](),
            *Pipeline("decompose, merge-rotations"),
        ]
        start, worked = perf_counter(), process_time()
        small = reduce_compilation(circuit, passes=Pipeline(passes))
        seconds, worked = perf_counter() - start, process_time() - worked
        left = size(small.circuit)
        missed += left > GOAL[0] or max(seconds, worked) > GOAL[1]
        cells = (
            qubits,
            "yes" if flow else "no",
            size(circuit),
            left,
            f"<= {GOAL[0]}",
            small.attempts,
        )
        times = (f"{seconds:.1f}", f"{worked:.1f}", f"< {GOAL[1]:.0f}")
        grid.add(name, *map(str, cells), *times)
    print(grid.to_text())
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
