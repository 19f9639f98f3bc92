# SPDX-License-Identifier: Apache-2.0
"""``python -m benchmarks.training [PART…]``: templates, every goal beside its figure."""

from __future__ import annotations

import argparse
import json
import sys
import warnings
from importlib import import_module
from pathlib import Path

from ..floor.figure import Figure
from ..mapping.store import surroundings

PARTS = ("ansatz", "blocks", "many", "qnode")
#: Run when it is asked for.
LONG = ("stress",)


def parser() -> argparse.ArgumentParser:
    """Return the options."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.training", description=__doc__)
    parser.add_argument(
        "parts",
        nargs="*",
        choices=[*PARTS, *LONG, []],
        metavar="PART",
        help=", ".join([*PARTS, *LONG]),
    )
    parser.add_argument("--qubits", type=int, default=10, help="of the ansatz")
    parser.add_argument("--layers", type=int, default=10, help="of the ansatz")
    parser.add_argument("--repeats", type=int, default=30, help="how often each time is taken")
    parser.add_argument("--seed", type=int, default=0, help="of the angles")
    parser.add_argument("--circuits", type=int, default=1000, help="of many")
    parser.add_argument("--minutes", type=float, default=5.0, help="of the stress test")
    parser.add_argument("--without-peers", action="store_true", help="this compiler alone")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 1 where a goal is missed."""
    warnings.simplefilter("ignore")
    options = parser().parse_args(arguments)
    about = surroundings(seed=options.seed)
    print(", ".join(f"{name} {value}" for name, value in about.items()))
    found: dict[str, list[Figure]] = {}
    for name in options.parts or PARTS:
        part = import_module(f"{__package__}.{name}")
        print(f"\n{name}: {part.__doc__}", flush=True)
        for figure in part.measure(options):
            found.setdefault(name, []).append(figure)
            print(figure, flush=True)
    if options.json:
        rows = {name: [vars(f) | {"met": f.met} for f in own] for name, own in found.items()}
        options.json.write_text(json.dumps({"about": about, **rows}, indent=1) + "\n")
    return int(any(not figure.met for own in found.values() for figure in own))


if __name__ == "__main__":
    sys.exit(main())
