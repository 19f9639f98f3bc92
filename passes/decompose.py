# SPDX-License-Identifier: Apache-2.0
"""Expansion of everything that is not a library gate on one or two qubits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .._native import kernels
from ..contract import LAYOUT, PARAMETERS, TWO_QUBIT, UNITARY, Context, Pass

if TYPE_CHECKING:
    from ..circuit import Circuit


@dataclass(frozen=True, kw_only=True)
class Decompose(Pass):
    """Expand user gates, matrices and every operation on more than two qubits.

    Rewrites
    --------
    A call of a user's gate -> its body; a gate on three or more qubits, a gate under any controls of either
    polarity, a diagonal, multiplexer, permutation or Pauli evolution -> library gates on one and two qubits.
    Counts of two-qubit gates for X under k controls: 6, 14, 30, 54, 86, ... without ancilla, 12 k - 18 with one idle
    qubit of any state, 8 k - 12 with (k - 2) / 2 of them, 6 k - 6 with one in the zero state; for a rotation 2, 4, 8,
    16, 24, 32, 48, then 12 k - 36. Open controls cost no two-qubit gates.

    Guarantees
    ----------
    Exact, phase included; symbols stay symbols where the algebra allows. For a target without rotations Clifford+T
    stays Clifford+T where idle qubits allow it. Idle qubits are given back as they were. Opaque gates, pulses,
    protected regions and everything that is not unitary stay. What a condition guards becomes a block only if it has
    to be expanded.

    Cost
    ----
    O(size of the result) time, about 20 ns a gate. No randomness.

    Parameters
    ----------
    limit : int, default 100000000
        Most operations in the result; more is a `LimitError`.
    borrow : bool, default True
        Use idle qubits as ancillas where that saves gates.
    assume_zero : bool, default False
        Count on qubits starting in the zero state, so that untouched ones are clean ancillas.

    References
    ----------
    .. [1] Barenco et al., "Elementary gates for quantum computation", Physical Review A 52, 3457, 1995,
       doi:10.1103/PhysRevA.52.3457
    .. [2] Maslov, "Advantages of using relative-phase Toffoli gates with an application to multiple control Toffoli
       optimization", Physical Review A 93, 022311, 2016, doi:10.1103/PhysRevA.93.022311
    .. [3] Khattar, Gidney, "Rise of conditionally clean ancillae for optimizing quantum circuits", 2024,
       arXiv:2407.17966
    .. [4] Zindorf, Bose, "Efficient implementation of multi-controlled quantum gates", 2024, arXiv:2404.02279
    .. [5] Mottonen, Vartiainen, Bergholm, Salomaa, "Quantum circuits for general multiqubit gates", Physical Review
       Letters 93, 130502, 2004, doi:10.1103/PhysRevLett.93.130502
    """

    name = "decompose"
    requires = frozenset()
    relation = "operator"
    preserves = frozenset({LAYOUT, PARAMETERS, UNITARY})
    establishes = frozenset({TWO_QUBIT})
    limit: int = 100_000_000
    borrow: bool = True
    assume_zero: bool = False

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite in place."""
        return kernels.decompose(
            circuit,
            context.target,
            limit=self.limit,
            borrow=self.borrow,
            assume_zero=self.assume_zero,
        )
