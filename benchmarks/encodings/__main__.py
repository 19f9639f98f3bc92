# SPDX-License-Identifier: Apache-2.0
"""``python -m benchmarks.encodings [PART…]``: block encodings and synthesis, every goal beside its figure."""

from __future__ import annotations

import argparse
import sys
import warnings
from importlib import import_module

from ..floor.figure import Figure

PARTS = ("table", "planted", "structureless", "speed")


def parser() -> argparse.ArgumentParser:
    """Return the options."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.encodings", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", choices=[*PARTS, []], metavar="PART", help=", ".join(PARTS)
    )
    parser.add_argument("--only", nargs="+", default=[], metavar="WORD", help="rows of the table")
    parser.add_argument("--seed", type=int, default=0, help="of the random inputs")
    parser.add_argument("--without-peers", action="store_true", help="this compiler alone")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 1 where a goal is missed."""
    warnings.simplefilter("ignore")
    options = parser().parse_args(arguments)
    found: list[Figure] = []
    for name in options.parts or PARTS:
        part = import_module(f"{__package__}.{name}")
        print(f"\n{name}: {part.__doc__}", flush=True)
        for figure in part.measure(options):
            found.append(figure)
            print(figure, flush=True)
    return int(any(not figure.met for figure in found))


if __name__ == "__main__":
    sys.exit(main())
