# SPDX-License-Identifier: Apache-2.0
"""Merge rotations about the same Pauli operator, seen through Clifford gates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .._native import kernels
from ..contract import (
    LAYOUT,
    NATIVE_GATES,
    PARAMETERS,
    TOPOLOGY,
    TWO_QUBIT,
    UNITARY,
    Context,
    Pass,
)

if TYPE_CHECKING:
    from ..circuit import Circuit


@dataclass(frozen=True, kw_only=True)
class PauliFolding(Pass):
    """Merge rotations about equal Pauli operators, through all Clifford gates.

    Rewrites
    --------
    Two rotations (``t p rz rx ry rzz rxx ryy rzx u r``) whose Paulis, carried through the Clifford gates between
    them, are equal up to sign and commute with every rotation between them -> one: ``t a; h a; cx b,a; h a; t a`` ->
    ``s a; h a; cx b,a; h a``. A Clifford rotation (``s``, ``rx(pi/2)``) takes part where that removes a gate.

    Guarantees
    ----------
    Never adds a gate, nor a rotation that is not Clifford. Sees what `phase-folding` sees and Hadamards besides, so the
    T-count is at most that of [1]_ and [2]_. Equal Paulis are found by random names of 128 bits: two of p rotations are
    merged wrongly with a probability of at most p^2 / 2^129, as in ``phase-folding``; in circuits wider than
    ``tableau`` every merge is proved by carrying the Pauli from one place to the other. Other operations
    (multi-controlled gates, measurement, blocks) are passed along the Pauli they commute with on each wire, and are
    fences otherwise. Exact, global phase included; rounding is charged to the ledger; symbols stay symbols; names stay
    names as in ``merge-rotations``. The first of the merged rotations stays, but one-qubit gates rather than two-qubit
    gates.

    Cost
    ----
    O(1) a gate to find the pairs, and O(n / 64) on n qubits for their signs; in wider circuits O(1) and at most
    ``steps`` a gate. No randomness.

    Parameters
    ----------
    steps : int, default 64
        Operands looked at to prove merges where there is no tableau, per operation of the circuit; beyond that
        nothing more is merged.
    tableau : int, default 4096
        Qubits up to which signs are read off a tableau, of at most 8 megabytes.

    References
    ----------
    .. [1] Zhang, Chen, "Optimizing T gates in Clifford+T circuit as pi/4 rotations around Paulis", 2019,
       arXiv:1903.12456
    .. [2] Vandaele, "Lower T-count with faster algorithms", Quantum 9, 1860, 2025, arXiv:2407.08695
    .. [3] Litinski, "A game of surface codes: large-scale quantum computing with lattice surgery", Quantum 3, 128,
       2019, doi:10.22331/q-2019-03-05-128
    """

    name = "pauli-folding"
    requires = frozenset()
    relation = "operator"
    preserves = frozenset({UNITARY, LAYOUT, TWO_QUBIT, NATIVE_GATES, TOPOLOGY, PARAMETERS})
    steps: int = 64
    tableau: int = 4096

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite ``circuit`` in place; say whether it changed."""
        return kernels.pauli_folding(
            circuit, context.target, steps=self.steps, tableau=self.tableau
        )
