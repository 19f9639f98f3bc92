# SPDX-License-Identifier: Apache-2.0
"""``python -m benchmarks.floor [PART…]``: every goal beside its figure."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from ..scale import KINDS
from . import counts, folding, held_out, memory, proofs, reading, scaling, startup
from .figure import Figure

PARTS: dict[str, Callable[[Path, argparse.Namespace], Iterator[Figure]]] = {
    "counts": lambda folder, o: counts.measure(
        folder, limit=o.limit, checks=not o.no_checks, most=o.most
    ),
    "reading": lambda folder, o: reading.measure(
        folder, kinds=tuple(o.kinds), gates=max(o.sizes), repeat=o.repeat, limit=o.limit
    ),
    "scaling": lambda folder, o: scaling.measure(
        folder, kinds=tuple(o.kinds), sizes=tuple(o.sizes), repeat=o.repeat, limit=o.limit
    ),
    "memory": lambda folder, o: memory.measure(
        folder, kinds=tuple(o.kinds), sizes=tuple(o.memory_sizes), levels=(1, 2)
    ),
    "folding": lambda folder, o: folding.measure(
        folder, limit=o.limit, repeat=o.repeat, only=o.only, most=o.most, without=o.without
    ),
    "held_out": lambda folder, o: held_out.measure(
        folder, limit=o.limit, repeat=o.repeat, only=o.only, most=o.most
    ),
    "proofs": lambda folder, o: proofs.measure(folder, limit=o.limit, only=o.only, most=o.most),
    "startup": lambda folder, o: startup.measure(folder, repeat=o.rounds),
}


def size(text: str) -> int:
    """Return a number of gates written as 1000000 or 1e6."""
    return int(float(text))


def main() -> int:
    """Run the command; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.floor", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", choices=[*PARTS, []], metavar="PART", help=", ".join(PARTS)
    )
    parser.add_argument("--kinds", nargs="+", choices=list(KINDS), default=list(KINDS))
    parser.add_argument("--sizes", nargs="+", type=size, default=[100_000, 1_000_000])
    parser.add_argument("--memory-sizes", nargs="+", type=size, default=[100_000, 10_000_000])
    parser.add_argument("--repeat", type=int, default=3, help="the shortest of so many counts")
    parser.add_argument("--rounds", type=int, default=20, help="rounds of the start-up figures")
    parser.add_argument("--limit", type=float, default=900.0, help="seconds for each run")
    parser.add_argument("--most", type=int, metavar="N", help="only the N smallest of each suite")
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="NAME", help="circuits of folding and held_out"
    )
    parser.add_argument(
        "--without", nargs="+", default=[], metavar="SIDE", help="sides that folding does not run"
    )
    parser.add_argument("--no-checks", action="store_true", help="do not compare results")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures")
    options = parser.parse_args()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        for part in options.parts or PARTS:
            print(f"\n{part}: {sys.modules[f'{__package__}.{part}'].__doc__}", flush=True)
            for figure in PARTS[part](Path(folder), options):
                figures.append(figure)
                print(figure, flush=True)
                if options.json:
                    options.json.write_text(json.dumps([asdict(f) for f in figures], indent=1))
    missed = [figure for figure in figures if not figure.met]
    print(f"\n{len(figures) - len(missed)} of {len(figures)} goals met")
    for figure in missed:
        print(figure)
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
