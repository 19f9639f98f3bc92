# SPDX-License-Identifier: Apache-2.0
"""``python -m benchmarks.mapping [PART…]``: circuits fitted to devices, every goal beside its figure."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from rich.console import Console
from rich.table import Table

from ..floor.figure import Figure
from .store import Store, surroundings

Part = Callable[[Path, argparse.Namespace], Iterator[Figure]]
PARTS = ("peers", "queko", "swapopt", "fitted", "large", "proofs")


def part(name: str) -> Part:
    """Return what measures a part."""
    found: Part = import_module(f"{__package__}.{name}").measure
    return found


def parser() -> argparse.ArgumentParser:
    """Return the options."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mapping", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", choices=[*PARTS, []], metavar="PART", help=", ".join(PARTS)
    )
    parser.add_argument("--devices", nargs="+", metavar="NAME", help="only these devices")
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="PATTERN", help="only these circuits"
    )
    parser.add_argument("--most", type=int, metavar="N", help="only the N smallest circuits")
    parser.add_argument("--level", type=int, default=2, help="our level")
    parser.add_argument("--seed", type=int, default=0, help="our seed")
    parser.add_argument(
        "--seeds", type=int, default=5, help="how many seeds Qiskit has the median of"
    )
    parser.add_argument(
        "--limit", type=float, default=120.0, help="seconds a peer, or a proof, has for a circuit"
    )
    parser.add_argument("--without-tket", action="store_true", help="Qiskit alone")
    parser.add_argument(
        "--peers-from", type=Path, metavar="FILE", help="peers' figures of an earlier run"
    )
    parser.add_argument("--resume", action="store_true", help="keep what --json already has")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every result")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 1 where a goal is missed."""
    options = parser().parse_args(arguments)
    about = surroundings(seed=options.seed, level=options.level)
    print(", ".join(f"{name} {value}" for name, value in about.items()))
    if options.json:
        if not options.resume:
            options.json.unlink(missing_ok=True)
        Store(options.json).write(**about)
    found: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        for name in options.parts or PARTS:
            measure = part(name)
            print(f"\n{name}: {sys.modules[measure.__module__].__doc__}", flush=True)
            for figure in measure(Path(folder), options):
                found.append(figure)
                print(figure, flush=True)
    Console(width=160, emoji=False).print(summary(found))
    return int(any(not figure.met for figure in found))


def summary(figures: list[Figure]) -> Table:
    """Return the goals as a table."""
    table = Table("", "figure", "value", "goal", "behind it")
    for f in figures:
        sign = ">=" if f.least else "<="
        word = "met" if f.met else "MISSED"
        table.add_row(word, f.what, f"{f.value:.3f}", f"{sign} {f.goal:g}", f.note[:200])
    return table


if __name__ == "__main__":
    sys.exit(main())
