# SPDX-License-Identifier: Apache-2.0
"""Rewrite Pauli rotations with the fewest Hadamards between the first and the last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .._native import kernels
from ..contract import LAYOUT, PARAMETERS, TWO_QUBIT, UNITARY, Context, Pass

if TYPE_CHECKING:
    from ..circuit import Circuit


@dataclass(frozen=True, kw_only=True)
class InternalHadamardOptimization(Pass):
    """Rewrite the rotations of a circuit with the fewest Hadamards between the first and the last.

    Rewrites
    --------
    A run of Clifford gates and one-qubit rotations by any angles is read as a sequence of Pauli rotations and a
    Clifford operator, and written as a Clifford circuit, the rotations about z between ``cx``, ``s`` and the least
    number of ``h`` for which the order of the rotations stays, and a Clifford circuit. Hadamards in the first and
    last part are not internal: methods that give each internal one an ancilla (T-count reduction) do not pay for them.

    Guarantees
    ----------
    The number of internal Hadamards is the least there is for the sequence of rotations: the rank of the matrix that
    says which rotations anticommute with which later one. A run is rewritten only if that is fewer than it has;
    T gates and rotations stay as many. Two-qubit gates usually become many more, so no level runs this pass. Fold
    rotations before it, and run Clifford and phase-polynomial resynthesis after it. Exact, global phase included;
    symbols stay symbols. Everything that is neither a rotation, a one-qubit Clifford gate, ``cx``, ``cy``, ``cz``
    nor ``swap`` ends a run, and so does a 65th qubit.

    Cost
    ----
    O(n m + n g) words of 64 bits for n qubits, m rotations and g gates read and written; the choice of the next
    rotation in a run without Hadamards takes 128 n more for each. No randomness.

    References
    ----------
    .. [1] Vandaele, Martiel, Perdrix, Vuillot, "Optimal Hadamard gate count for Clifford+T synthesis of Pauli
       rotations sequences", ACM Transactions on Quantum Computing 5(1), 2024, doi:10.1145/3639062
    """

    name = "internal-hadamard-optimization"
    requires = frozenset()
    relation = "operator"
    preserves = frozenset({UNITARY, LAYOUT, TWO_QUBIT, PARAMETERS})

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite ``circuit`` in place; say whether it changed."""
        return kernels.internal_hadamard_optimization(circuit, context.target)
