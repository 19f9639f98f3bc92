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

    Qubits that both measure at their end may differ by a phase for each outcome: no record and no state tells of it.

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
        Past `MOST`, or with a reset, a condition, or a gate after a measurement.
    """
    program, device = openqasm.read(source), openqasm.read(mapped)
    plain = range(program.num_qubits)
    a, b = block(program, plain, plain), block(device, initial, final)
    told = {op.bits[0]: op.qubits[0] for op in program.ops if op.name == "measure"}
    found = {op.bits[0]: op.qubits[0] for op in device.ops if op.name == "measure"}
    if {bit: final[q] for bit, q in told.items()} != found:
        return float("inf")
    mask = sum(1 << q for q in set(told.values()))
    rows = np.arange(len(a)) & mask
    return max(apart(a[rows == record], b[rows == record]) for record in np.unique(rows))


def apart(a: Matrix, b: Matrix) -> float:
    """Return the largest difference of entries, the phase between the two taken out."""
    if a.shape != b.shape:
        return float("inf")
    overlap = np.vdot(a, b)
    turn = overlap / abs(overlap) if abs(overlap) > 1e-12 else 1.0
    return float(np.abs(a * turn - b).max(initial=0.0))


def block(program: openqasm.Program, initial: Sequence[int], final: Sequence[int]) -> Matrix:
    """Return what a circuit does to the program's qubits where all other wires go from zero to zero.

    Where they do not, columns are shorter than one, and no unitary equals the result. Measurements are left out.
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
    measured: set[int] = set()
    for op in program.ops:
        if op.name == "barrier":
            continue
        if op.name == "reset" or op.reads or measured.intersection(op.qubits):
            raise TooLargeError("more than gates and final measurements")
        if op.name == "measure":
            measured.update(op.qubits)
            continue
        gate = matrix(ALIASES.get(op.name, op.name), op.params)
        state = applied(state, gate, [axis[q] for q in op.qubits])
    kept = [axis[wire] for wire in final]
    # Rows with the last program qubit as most significant; of the other wires, what is in zero.
    state = np.moveaxis(state, list(reversed(kept)), range(n))
    rest = (0,) * (wires - n)
    return state[(slice(None),) * n + rest].reshape(1 << n, 1 << n)
