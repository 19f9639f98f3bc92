# SPDX-License-Identifier: Apache-2.0
"""Fusion of blocks of gates on pairs of qubits."""

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
class TwoQubitFusion(Pass):
    """Rebuild blocks of gates on a pair of qubits with the fewest native two-qubit gates.

    Rewrites
    --------
    A maximal run of gates on two wires, all angles numbers -> its Weyl (KAK) form: at most 3 ``cx``, ``cz``, ``ecr``,
    ``iswap``; 2 ``siswap`` for 79% of all unitaries, else 3; one ``rzz``, ``rxx``, ``ms``, ``rzx`` or ``cp`` for each
    coordinate that is not zero.

    Guarantees
    ----------
    A block is replaced only by one with fewer native two-qubit gates; ``swap`` stays a gate where it is native.
    Gates come in the directions and angle ranges the target has on that pair, one-qubit gates in its basis.
    Degenerate and nearly degenerate blocks lose no digits: the measured difference, about 1e-15 a block, is
    charged to the ledger. Symbols and everything that is no unitary of one or two qubits are fences; blocks of
    control flow are entered.

    Cost
    ----
    O(g) time for g gates: 0.1 us a gate, 3 us for a block that gains; blocks in parallel, with the same result for any
    number of threads. No randomness.

    References
    ----------
    .. [1] Shende, Bullock, Markov, "Recognizing small-circuit structure in two-qubit operators", Physical Review A
       70, 012310, 2004, doi:10.1103/PhysRevA.70.012310
    .. [2] Vatan, Williams, "Optimal quantum circuits for general two-qubit gates", Physical Review A 69, 032315,
       2004, doi:10.1103/PhysRevA.69.032315
    .. [3] Huang et al., "Quantum instruction set design for performance", Physical Review Letters 130, 070601, 2023,
       doi:10.1103/PhysRevLett.130.070601
    """

    name = "two-qubit-fusion"
    requires = frozenset()
    relation = "operator"
    preserves = frozenset({UNITARY, LAYOUT, TWO_QUBIT, NATIVE_GATES, TOPOLOGY, PARAMETERS})

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite ``circuit`` in place; say whether it changed."""
        return kernels.two_qubit_fusion(circuit, context.target)
