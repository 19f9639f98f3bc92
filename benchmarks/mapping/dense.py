# SPDX-License-Identifier: Apache-2.0
"""Small circuits multiplied out, both layouts applied: plain numpy, no code of any compiler."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .. import openqasm
from .matrices import Matrix, applied, matrix
from .text import ALIASES

#: Program qubits, and wires that something happens to.
MOST = (8, 14)


class TooLargeError(Exception):
    """More qubits than are multiplied out, or more than gates."""


def distance(source: str, mapped: str, initial: Sequence[int], final: Sequence[int]) -> float:
    """Return the largest difference of two circuits as operators on the program's qubits, up to the global phase.

    Parameters
    ----------
    source : str
        The circuit as it was, OpenQASM 2, its qubit q being program qubit q.
    mapped : str
        The circuit on the device, OpenQASM 2.
    initial, final : sequence of int
        Wires on which the program's qubits start and end. All other wires start in zero and must end in zero.

    Raises
    ------
    TooLargeError
        Past `MOST`, or with measurement, reset or a condition.
    """
    program = openqasm.read(source)
    plain = range(program.num_qubits)
    return apart(block(program, plain, plain), block(openqasm.read(mapped), initial, final))


def apart(a: Matrix, b: Matrix) -> float:
    """Return the largest difference of entries, the phase between the two taken out."""
    if a.shape != b.shape:
        return float("inf")
    overlap = np.vdot(a, b)
    turn = overlap / abs(overlap) if abs(overlap) > 1e-12 else 1.0
    return float(np.abs(a * turn - b).max(initial=0.0))


def block(program: openqasm.Program, initial: Sequence[int], final: Sequence[int]) -> Matrix:
    """Return what a circuit does to the program's qubits where all other wires go from zero to zero.

    Where they do not, columns are shorter than one, and no unitary equals the result.
    """
    n = len(initial)
    used = sorted(
        {*initial, *final, *(q for op in program.ops for q in op.qubits if op.name != "barrier")}
    )
    if n > MOST[0] or len(used) > MOST[1]:
        raise TooLargeError(f"{n} qubits on {len(used)} wires")
    axis = {wire: k for k, wire in enumerate(used)}
    wires = len(used)
    # One axis for each wire in use, then one for the column: the state the program starts in.
    state = np.zeros((2,) * wires + (1 << n,), dtype=np.complex128)
    for column in range(1 << n):
        place = [0] * wires
        for q, wire in enumerate(initial):
            place[axis[wire]] = column >> q & 1
        entry = (*place, column)
        state[entry] = 1
    for op in program.ops:
        if op.name == "barrier":
            continue
        if op.name in ("measure", "reset") or op.reads:
            raise TooLargeError("more than gates")
        gate = matrix(ALIASES.get(op.name, op.name), op.params)
        state = applied(state, gate, [axis[q] for q in op.qubits])
    kept = [axis[wire] for wire in final]
    # Rows with the last program qubit as most significant; of the other wires, what is in zero.
    state = np.moveaxis(state, list(reversed(kept)), range(n))
    rest = (0,) * (wires - n)
    return state[(slice(None),) * n + rest].reshape(1 << n, 1 << n)
