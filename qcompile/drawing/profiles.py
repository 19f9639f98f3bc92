# SPDX-License-Identifier: Apache-2.0
"""How many two-qubit gates are in each two-qubit layer, as the metric ``two_qubit_depth`` counts layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import LimitError
from .layout import BLOCKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .._native import CoreCircuit, Operation

#: On two qubits, and no gates.
_NO_GATES = frozenset("barrier delay channel pulse reset allocate release measure".split())
#: Operations looked at, those of expanded gates and rounds of loops included.
MOST_OPERATIONS = 5_000_000


def profile(circuit: CoreCircuit) -> list[int]:
    """Return how many two-qubit gates are in each two-qubit layer.

    Each gate is in the first layer it can be in; gates on other numbers of qubits take no layer, but wait for those
    before them. Calls of user gates are expanded, a ``for`` loop counts as all its rounds, a ``while`` loop as one; of
    several blocks the one with the most layers counts.

    Raises
    ------
    LimitError
        QC604 beyond five million operations.

    Examples
    --------
    >>> from qcompile import Circuit
    >>> profile(Circuit(4).cx(0, 1).cz(2, 3).h(1).cx(1, 2).barrier())
    [2, 1]
    """
    return _Sweep([MOST_OPERATIONS]).over(circuit)


class _Sweep:
    """One walk over a circuit, or over a block of it."""

    def __init__(self, budget: list[int]) -> None:
        self.levels: list[int] = []
        self.budget = budget
        self.qubits: dict[int, int] = {}
        #: Of each bit the layer of the last write, and of the last read since: reads do not order each other.
        self.bits: dict[int, tuple[int, int]] = {}
        #: Bits that were written.
        self.written: set[int] = set()

    def over(self, circuit: CoreCircuit) -> list[int]:
        """Walk a circuit and return its profile."""
        self.run(circuit, range(circuit.num_qubits), range(circuit.num_bits))
        return self.levels

    def run(self, circuit: CoreCircuit, qubits: Sequence[int], bits: Sequence[int]) -> None:
        """Walk a circuit that stands on these wires."""
        for op in circuit:
            self._spend(1)
            on, reads = [qubits[q] for q in op.qubits], [bits[b] for b in op.bits]
            definition = op.contents.get("definition") if on else None
            if definition is not None and definition.body is not None:
                self.run(definition.body, on, ())
            elif op.name in BLOCKS:
                layers, written = self._blocks(op)
                self._place(on, reads, {reads[b] for b in written}, layers)
            else:
                gates = [1] if len(on) == 2 and op.name not in _NO_GATES else []
                writes = set() if op.name == "barrier" else set(reads)
                self._place(on, reads, writes, gates)

    def _blocks(self, op: Operation) -> tuple[list[int], set[int]]:
        """Return the layers of the longest block, as often as it runs, and the bits that blocks write."""
        layers: list[int] = []
        written: set[int] = set()
        for body in op.blocks:
            inner = _Sweep(self.budget)
            layers = max(layers, inner.over(body), key=len)
            written |= inner.written
        rounds = len(op.contents["values"]) if op.name == "for" else 1
        self._spend(len(layers) * max(rounds - 1, 0))
        return layers * rounds, written

    def _place(
        self, qubits: Sequence[int], bits: Sequence[int], writes: set[int], layers: Sequence[int]
    ) -> None:
        starts = [self.qubits.get(q, 0) for q in qubits]
        for bit in bits:
            write, read = self.bits.get(bit, (0, 0))
            starts.append(max(write, read) if bit in writes else write)
        start = max(starts, default=0)
        end = start + len(layers)
        self.levels += [0] * (end - len(self.levels))
        for k, gates in enumerate(layers):
            self.levels[start + k] += gates
        self.qubits.update(dict.fromkeys(qubits, end))
        for bit in bits:
            write, read = self.bits.get(bit, (0, 0))
            self.bits[bit] = (end, read) if bit in writes else (write, max(read, end))
        self.written |= writes

    def _spend(self, operations: int) -> None:
        self.budget[0] -= operations
        if self.budget[0] < 0:
            raise LimitError(
                f"the circuit has more than {MOST_OPERATIONS} operations once expanded",
                code="QC604",
                help="draw the profile of a part of it",
            )
