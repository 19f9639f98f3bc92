# SPDX-License-Identifier: Apache-2.0
"""``python -m tests.sdks [FORMAT…] [--trials N] [--seed N]``: round trips through every format that is installed."""

from __future__ import annotations

import argparse

from .formats import FORMATS
from .specials import specials
from .trips import faults, gate_trips, random_trips


def main() -> int:
    """Run the command; 1 if anything is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.sdks", description=__doc__)
    parser.add_argument("formats", nargs="*", default=list(FORMATS), metavar="FORMAT")
    parser.add_argument("--trials", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    failed = False
    for name in options.formats:
        form = FORMATS[name]
        wrong = gate_trips(form, options.seed)
        for what, circuit in specials(options.seed).items():
            if form.admits is None or form.admits(circuit):
                wrong += [f"{what}: {text}" for text in faults(form, circuit)]
        tried, more = random_trips(form, options.trials, options.seed)
        wrong += more
        failed = failed or bool(wrong)
        print(f"{name}: {tried} random circuits, {len(wrong)} wrong")
        print(*(f"  {text}" for text in wrong[:20]), sep="\n", end="\n" if wrong else "")
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
