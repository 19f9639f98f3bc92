# SPDX-License-Identifier: Apache-2.0
"""The ansatz in Qiskit: compiled with its parameters, and bound first and compiled."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

SEED = 7


class ByQiskit:
    """Qiskit level 2 on the ansatz.

    Parameters
    ----------
    qubits, layers : int
        Of the ansatz.
    rows, columns : int
        Of the grid.
    basis : list of str
        Its gates.
    """

    def __init__(self, qubits: int, layers: int, rows: int, columns: int, basis: list[str]) -> None:
        from qiskit import QuantumCircuit
        from qiskit.circuit import ParameterVector
        from qiskit.transpiler import CouplingMap
        from qiskit.transpiler.preset_passmanagers import generate_preset_pass_manager

        t = iter(ParameterVector("t", 2 * qubits * (layers + 1)))
        self.source = QuantumCircuit(qubits)
        for layer in range(layers + 1):
            for q in range(qubits):
                self.source.ry(next(t), q)
                self.source.rz(next(t), q)
            if layer < layers:
                for q in range(qubits - 1):
                    self.source.cx(q, q + 1)
        self.passes = generate_preset_pass_manager(
            2,
            coupling_map=CouplingMap.from_grid(rows, columns),
            basis_gates=basis,
            seed_transpiler=SEED,
        )
        self.compiled = self.compile()

    def compile(self) -> Any:
        """Return the ansatz, compiled with its parameters."""
        return self.passes.run(self.source)

    def bind(self, values: np.ndarray) -> Any:
        """Return the compiled ansatz at one assignment."""
        return self.compiled.assign_parameters(values)

    def bound_first(self, values: np.ndarray) -> Any:
        """Return the ansatz at one assignment, compiled."""
        return self.passes.run(self.source.assign_parameters(values))


def counts(circuit: Any) -> Counter[str]:
    """Return how many of each gate there are."""
    return Counter({name: int(count) for name, count in circuit.count_ops().items()})
