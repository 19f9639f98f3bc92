# SPDX-License-Identifier: Apache-2.0
"""Comments ``# qcompile: …`` that `emitters.marks` wrote: the global phase and the layouts."""

from __future__ import annotations

import re
from math import pi
from typing import TYPE_CHECKING

from .._native import Angle
from ..errors import ParseError, SemanticError

if TYPE_CHECKING:
    from ..circuit import Circuit
    from ..errors import Span

MARK = "# qcompile: "
_LAYOUT = re.compile(r"initial((?: [0-9]+)*) final((?: [0-9]+)*)\Z")
_TURN = re.compile(r"(-?)(?:([0-9]{1,9})\*)?pi(?:/([0-9]{1,9}))?\Z")


def apply_mark(circuit: Circuit, body: str, span: Span) -> bool:
    """Give a circuit what a comment says, without its ``# qcompile: ``; False for a comment of another kind.

    Raises
    ------
    ParseError
        QC115 for a phase or layout that cannot be understood.
    SemanticError
        QC220 for a layout that does not fit the circuit.
    """
    kind, _, rest = body.strip().partition(" ")
    if kind == "phase":
        angle = angle_said(rest)
        if angle is None:
            raise ParseError("the phase in this comment is no angle", code="QC115", span=span)
        circuit.add_phase(angle)
        return True
    if kind != "layout":
        return False
    match = _LAYOUT.match(rest)
    if match is None:
        raise ParseError(
            "the layout in this comment cannot be understood", code="QC115", span=span,
            help="`# qcompile: layout initial 1 0 final 0 1`",
        )  # fmt: skip
    initial, final = ([int(n) for n in group.split()] for group in match.groups())
    wires = set(range(circuit.num_qubits))
    fits = all(len(set(ws)) == len(ws) and set(ws) <= wires for ws in (initial, final))
    if not fits or len(initial) != len(final):
        raise SemanticError(
            f"the layout does not fit the circuit's {len(wires)} qubits", code="QC220", span=span,
            help="every program qubit has a qubit of its own, at the start and at the end",
        )  # fmt: skip
    circuit.layouts = (initial, final)
    return True


def angle_said(text: str) -> float | Angle | None:
    """Return the angle of a text such as ``-3*pi/4`` or ``0.3``; None if it is none.

    Examples
    --------
    >>> str(angle_said("-3*pi/4")), angle_said("0.3"), angle_said("pie")
    ('-3*pi/4', 0.3, None)
    """
    match = _TURN.match(text)
    if match is not None:
        sign, over, under = match.groups()
        if under is not None and int(under) == 0:
            return None
        return Angle.pi(int(sign + (over or "1")), int(under or 1))
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < 1e9 * pi else None
