# SPDX-License-Identifier: Apache-2.0
"""The command line. Nothing here does what the library cannot: commands read options, call it, and print.

``` text
main -> session.run      exit status, signals, errors
          -> arguments   which command, its parser; environment and configuration fill what was not said
          -> compile.py, stats.py, ...   one file a command, imported when it is asked for
               -> inputs, outputs, talk  circuits in, files out whole or not at all, words on standard error
```

A command's file has ``OPTIONS`` (names from `options.TABLE`), ``add_arguments`` for what is its own, and
``run(options, talk) -> exit status``.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Every command and what it does in one line; its module has its name. ``qcompile --help`` prints this table.
COMMANDS = {
    "compile": "optimise circuits and translate them to a target (the default command)",
    "stats": "width, gates by name, two-qubit gates, depths, T-count; on a device also duration and fidelity",
    "check": "the circuits of a project against their baseline and budgets, for CI",
    "diff": "metrics of two circuits side by side",
    "verify": "is B the same circuit as A? says how it knows",
    "convert": "change the format, optimise nothing, say what would be lost",
    "explain": "the pipeline stage by stage: what each pass did to which lines, and what it cost",
    "reduce": "make a failing circuit small: a crash, a wrong result, or what a command of yours says",
    "replace": "move a mapped circuit to a better place on the device, no re-routing",
    "synth": "a circuit from a matrix, a vector, blocks or phases",
    "bind": "fill the parameters of a compiled circuit or template, once or many times",
    "batch": "thousands of circuits: parallel, resumable",
    "draw": "circuits as text, SVG or LaTeX; maps of devices; what a compilation did",
    "passes": "list passes, or print one pass's contract, options and references",
    "target": "devices, built in or from a file: list, show, import, validate",
    "cache": "where compiled results are kept: dir, info, clear",
    "completions": "print the completion script of a shell",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status.

    Parameters
    ----------
    arguments : sequence of str, optional
        What follows ``qcompile``; ``sys.argv[1:]`` by default.

    Returns
    -------
    int
        The exit status; the table is in ``docs/cli.md``.
    """
    from .session import run

    return run(list(sys.argv[1:] if arguments is None else arguments))
