# SPDX-License-Identifier: Apache-2.0
"""What an input may cost. Every figure can be changed: ``limits={"qubits": 10}``, ``--limit qubits=10``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._native import Program
from ..errors import PipelineError, quote

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The limits by name, with what they are when nobody asks for others:
#:
#: bytes       of the input, included files counted as often as they are included
#: includes    files included, and `include_depth` of them inside each other
#: qubits      qubits and classical bits declared
#: operations  operations once registers and definitions are expanded
#: operands    operands of all operations; a barrier over n qubits has n
#: depth       definitions that call each other
#: nesting     operators and parentheses open at once in an expression
#: terms       numbers, names and operators in the expressions of one statement
#: list        operands, angles or arguments in one list
#: name        characters of a name or a whole number
LIMITS: dict[str, int] = {
    "bytes": 1 << 29,
    "includes": 10_000,
    "include_depth": 64,
    **dict(Program.default_limits()),
}

#: Limits that the engine keeps.
ENGINE = ("qubits", "operations", "operands", "depth", "nesting", "terms", "list", "name")


def complete(limits: Mapping[str, int] | None) -> dict[str, int]:
    """Return all limits: those given, and the defaults of the others.

    Raises
    ------
    PipelineError
        QC402 for an unknown name or a figure that is no positive number.
    """
    for name, figure in (limits or {}).items():
        if name not in LIMITS:
            raise PipelineError(
                f"there is no limit `{quote(name)}`",
                code="QC402",
                help=f"the limits are {', '.join(LIMITS)}",
            )
        if not 0 < figure < 1 << 31:
            raise PipelineError(
                f"the limit `{name}` must be from 1 to {(1 << 31) - 1}, got {figure}", code="QC402"
            )
    return {**LIMITS, **(limits or {})}
