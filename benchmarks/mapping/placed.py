# SPDX-License-Identifier: Apache-2.0
"""Are two texts one circuit under both layouts? Large ones, by Pauli rotations or by mqt.qcec.

By rotations (`benchmarks.rotations`): the inverse of the source on the wires where its qubits start, then the mapped
circuit. If every rotation cancels, what is left is a Clifford operator, which must carry each program qubit from its
first wire to its last, and wires in zero to wires in zero: for Clifford circuits this is a comparison of tableaus.

Where qubits are measured at their end, the two may differ by what is diagonal on those: no record and no state tells
of it. By rotations that is what may be left; mqt.qcec, which compares operators, is then asked about what each circuit
makes of every qubit's Z (and X of those that are not measured), seen from its end.

By a state: a random one of the program's qubits, all other wires in zero, goes through both.

By mqt.qcec: the layouts are made explicit, the source written on its wires and the mapped circuit followed by swaps
that bring each qubit home; all other wires are declared ancillas that start in zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..openqasm import Op, Program, write
from ..rotations import Pauli, Row, inverted
from .matrices import applied, matrix

QCEC_SECONDS = 30.0
#: Most wires of a state that is followed.
MOST_WIRES = 18
#: How far the overlap of two equal states may be from one.
SAME = 1e-9
#: A coupler that `rotations` does not know, in gates that it does; up to the global phase.
ECR = (("s", 0), ("sx", 1), ("cx", 0, 1), ("x", 0))


class UndecidedError(Exception):
    """Neither way knows; the words say why."""


@dataclass(frozen=True)
class Pair:
    """Gates of a source on the wires where its qubits start, and of what it was mapped to, wires numbered anew.

    Parameters
    ----------
    wires : int
        How many are in use.
    source, mapped : list of Op
        Gates alone.
    initial, final : tuple of int
        Where each program qubit starts and ends.
    measured : frozenset of int
        Where the program qubits start that are measured at their end.
    """

    wires: int
    source: list[Op]
    mapped: list[Op]
    initial: tuple[int, ...]
    final: tuple[int, ...]
    measured: frozenset[int] = frozenset()


def pair(source: Program, mapped: Program, initial: Sequence[int], final: Sequence[int]) -> Pair:
    """Return the two on common wires, final measurements compared and taken off.

    Raises
    ------
    UndecidedError
        Conditions, resets, or gates after a measurement.
    ValueError
        Measurements that disagree.
    """
    left, told = _unmeasured(source)
    right, found = _unmeasured(mapped)
    if {bit: final[q] for bit, q in told.items()} != found:
        raise ValueError("another qubit is measured")
    used = sorted({*initial, *final, *(q for op in right for q in op.qubits)})
    at = {wire: k for k, wire in enumerate(used)}
    starts = tuple(at[w] for w in initial)
    return Pair(
        len(used),
        [op._replace(qubits=tuple(starts[q] for q in op.qubits)) for op in left],
        [op._replace(qubits=tuple(at[q] for q in op.qubits)) for op in right],
        starts,
        tuple(at[w] for w in final),
        frozenset(starts[q] for q in told.values()),
    )


def _unmeasured(program: Program) -> tuple[list[Op], dict[int, int]]:
    gates: list[Op] = []
    measured: dict[int, int] = {}
    for op in program.ops:
        if op.name == "barrier":
            continue
        if op.reads or op.name == "reset" or set(measured.values()).intersection(op.qubits):
            raise UndecidedError("more than gates and final measurements")
        if op.name == "measure":
            measured[op.bits[0]] = op.qubits[0]
        elif op.name == "ecr":
            gates += (Op(name, (), tuple(op.qubits[k] for k in on)) for name, *on in ECR)
        else:
            gates.append(op)
    return gates, measured


def by_rotations(pair: Pair) -> bool:
    """Return True if every rotation cancels and the layouts are as told; False says nothing.

    Raises
    ------
    UnsupportedError
        A gate that is neither Clifford nor a z rotation.
    """
    row = Row(pair.wires)
    for op in (*inverted(pair.source), *pair.mapped):
        row.apply(op)
    # What is seen here are the ends of the source's qubits, on the wires where those start.
    fixed = sum(1 << start for start in pair.initial if start not in pair.measured)
    if any(x or z & fixed for x, z in row.strings):
        return False
    carried = all(
        _same_x(row.x[end], start, fixed, start in pair.measured)
        and row.z[end] == (0, 1 << start, 0)
        for start, end in zip(pair.initial, pair.final, strict=True)
    )
    inside = sum(1 << start for start in pair.initial)
    others = (row.z[w] for w in range(pair.wires) if w not in pair.final)
    return carried and all(x == 0 and sign == 0 and not z & inside for x, z, sign in others)


def _same_x(found: Pauli, start: int, fixed: int, measured: bool) -> bool:
    """Return whether an X is carried as it should be; that of a measured qubit up to what is diagonal there."""
    x, z, _ = found
    return x == 1 << start and not z & fixed if measured else found == (1 << start, 0, 0)


def by_state(pair: Pair) -> bool | None:
    """Return whether one random state of the program's qubits goes the same way; None for too many wires.

    Different operators agree on it with probability zero. Of measured qubits, each record's state is compared by
    itself.
    """
    if pair.wires > MOST_WIRES:
        return None
    random = np.random.default_rng(0)
    start = np.zeros((2,) * pair.wires + (1,), dtype=np.complex128)
    inside = tuple(slice(None) if w in pair.initial else 0 for w in range(pair.wires))
    shape = start[inside].shape
    start[inside] = random.normal(size=shape) + 1j * random.normal(size=shape)
    start /= np.linalg.norm(start)
    a, b = start, start
    for op in pair.source:
        a = applied(a, matrix(op.name, op.params), op.qubits)
    for op in _home(pair):
        b = applied(b, matrix(op.name, op.params), op.qubits)
    other = tuple(w for w in range(pair.wires + 1) if w not in pair.measured)
    return bool(abs((a.conj() * b).sum(axis=other)).sum() > 1 - SAME)


def by_qcec(pair: Pair, seconds: float = QCEC_SECONDS) -> str:
    """Return mqt.qcec's verdict."""
    home = _home(pair)
    told = _compared(pair, pair.source, home, seconds)
    if told == "not_equivalent" and pair.wires > len(pair.initial):
        # It compares what happens to other states of the empty wires as well, which nobody promised.
        return "no_information"
    if told != "not_equivalent" or not pair.measured:
        return told
    back, off = inverted(pair.source), inverted(home)
    for start in pair.initial:
        for name in ("z",) if start in pair.measured else ("z", "x"):
            seen = Op(name, (), (start,))
            told = _compared(
                pair, [*pair.source, seen, *back], [*home, seen, *off], seconds / len(pair.initial)
            )
            if told != "equivalent":
                # Up to a phase is not enough: a sign is an outcome turned round.
                return "no_information" if told.startswith("equivalent") else told
    return "equivalent"


def _home(pair: Pair) -> list[Op]:
    """Return the mapped circuit with each qubit brought back to where it started."""
    home = list(pair.mapped)
    at = list(range(pair.wires))  # the wire that holds what ended on each wire
    for start, end in zip(pair.initial, pair.final, strict=True):
        now = at[end]
        if now != start:
            home.append(Op("swap", (), (now, start)))
            at = [{now: start, start: now}.get(wire, wire) for wire in at]
    return home


def _compared(pair: Pair, a: list[Op], b: list[Op], seconds: float) -> str:
    from mqt import qcec
    from mqt.core import load

    first, second = (load(write(Program(pair.wires, 0, ops))) for ops in (a, b))
    for circuit in (first, second):
        for wire in set(range(pair.wires)).difference(pair.initial):
            circuit.set_circuit_qubit_ancillary(wire)
            circuit.set_circuit_qubit_garbage(wire)
    return str(qcec.verify(first, second, timeout=seconds, nthreads=1).equivalence.name)
