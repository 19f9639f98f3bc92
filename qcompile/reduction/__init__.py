# SPDX-License-Identifier: Apache-2.0
"""Smaller circuits that fail as large ones do.

`reduce` takes any check in Python, `reduce_compilation` faults of the compiler, `reduce_text` what is no circuit.
`lists` has delta debugging, `search` the budget and what has been tried, `program` circuits that can be cut, `circuits`
the order of the steps, `simpler` what stands for one operation; `faults`, `pipelines` and `commands` say what fails.
"""

from .circuits import Reduction, reduce, size
from .commands import Command
from .compilations import CompilationReduction, reduce_compilation
from .faults import Compilation, Fault
from .texts import TextReduction, reduce_lines, reduce_text

__all__ = [
    "Command",
    "Compilation",
    "CompilationReduction",
    "Fault",
    "Reduction",
    "TextReduction",
    "reduce",
    "reduce_compilation",
    "reduce_lines",
    "reduce_text",
    "size",
]
