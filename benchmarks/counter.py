# SPDX-License-Identifier: Apache-2.0
"""The one counter behind every figure: counts and depths of an OpenQASM 2 text."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .openqasm import Op, Program

#: Rotations whose odd multiples of pi/4 are T gates.
Z_ROTATIONS = frozenset({"rz", "p", "u1"})
#: How far from a multiple of pi/4 an angle may lie, in units of pi/4: the digits compilers print.
ANGLE_TOLERANCE = 1e-9


@dataclass(frozen=True)
class Counts:
    """What a circuit costs.

    Parameters
    ----------
    gates : int
        Unitary gates; neither measurement nor reset.
    two_qubit, multi_qubit : int
        Gates on exactly two, and on three or more qubits.
    depth, two_qubit_depth : int
        Longest chain of operations (barriers order nothing and cost nothing), and of gates on two or more qubits.
    t_count : int or None
        Odd multiples of pi/4 about z; None where some angle is no multiple of pi/4 (or none about z).
    names : dict of str to int
        Gates by name.
    """

    gates: int
    two_qubit: int
    multi_qubit: int
    depth: int
    two_qubit_depth: int
    t_count: int | None
    names: dict[str, int]


def count(program: Program) -> Counts:
    """Count a program.

    Parameters
    ----------
    program : Program
        As `openqasm.read` gives it.

    Returns
    -------
    Counts
    """
    gates = [op for op in program.ops if op.name not in ("measure", "reset", "barrier")]
    return Counts(
        gates=len(gates),
        two_qubit=sum(len(op.qubits) == 2 for op in gates),
        multi_qubit=sum(len(op.qubits) > 2 for op in gates),
        depth=_depth(program, program.ops, everything=True),
        two_qubit_depth=_depth(program, program.ops, everything=False),
        t_count=_t_count(gates),
        names=dict(sorted(Counter(op.name for op in gates).items())),
    )


def _depth(program: Program, ops: Iterable[Op], *, everything: bool) -> int:
    """Return the longest path; an operation that costs nothing still orders the wires it joins."""
    qubits = [0] * program.num_qubits
    bits = [0] * program.num_bits
    for op in ops:
        if op.name == "barrier":
            continue
        start = max(qubits[qubit] for qubit in op.qubits)
        if op.bits or op.reads:
            start = max(start, *(bits[bit] for bit in (*op.bits, *op.reads)))
        end = start + (everything or len(op.qubits) > 1)
        for qubit in op.qubits:
            qubits[qubit] = end
        for bit in op.bits:
            bits[bit] = end
    return max(qubits, default=0)


def _t_count(gates: Iterable[Op]) -> int | None:
    total = 0
    for op in gates:
        if op.name in ("t", "tdg"):
            total += 1
        for angle in op.params:
            eighths = angle / (math.pi / 4)
            steps = round(eighths)
            if abs(eighths - steps) > ANGLE_TOLERANCE * max(1, abs(steps)):
                return None
            if steps % 2:
                if op.name not in Z_ROTATIONS:
                    return None
                total += 1
    return total
