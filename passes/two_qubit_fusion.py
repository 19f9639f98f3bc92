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
    """Rebuild blocks of gates on a pair of qubits with the fewest native two-qubit gates, or the likeliest to be right.

    Rewrites
    --------
    A maximal run of gates on two wires, all angles numbers -> its Weyl (KAK) form: at most 3 ``cx``, ``cz``, ``ecr``,
    ``iswap``; 2 ``siswap`` for 79% of all unitaries, else 3; one ``rzz``, ``rxx``, ``ms``, ``rzx`` or ``cp`` for each
    coordinate that is not zero. Where ``cx``, ``cz``, ``cy`` or ``ecr`` with the block's own rotations between them do
    it with as few, that form: a Clifford block becomes 0 to 3 of them; ``cx rz cx`` on commuting wires becomes ``rz``.

    Guarantees
    ----------
    A block is replaced by one with fewer native two-qubit gates; where the target has errors for its pair, or under
    the objectives ``gates`` and ``depth``, also by one with as many and less error, fewer gates or fewer pulses on
    one qubit, worse in none of these and no deeper between any of its ends. Of several native gates, the error of
    the whole block decides between forms with as many two-qubit gates, where the target has an error for each of
    the pair's; under the objective ``fidelity`` it comes before their number. Then the gates on one qubit decide,
    those that directions and angle ranges take included. ``swap`` stays a gate where it is native. Gates come in
    the directions and angle ranges the target has on that pair, one-qubit gates in those of their qubit.
    Blocks of Clifford gates and rotations keep their angles exactly, symbols included, where that takes as few gates;
    in a basis without rotations by any angle (``clifford+t``), with symbols, and under the objectives ``t-count`` and
    ``t-depth`` this is the only rewrite, so no T gate is ever added; nor does a block in Clifford+T get other angles
    where as many two-qubit gates stay. Elsewhere degenerate and nearly degenerate blocks lose no digits: the measured
    difference, about 1e-15 a block, is charged to the ledger. Everything that is no unitary of one or two qubits is a
    fence; blocks of control flow are entered.

    Cost
    ----
    O(g) time for g gates: 0.1 us a gate and 3 us for a block that gains; about 10 us for any block where forms with
    as many two-qubit gates are asked for. Blocks in parallel, with the same result for any number of threads. The
    exact form of a block is a shortest path over 20 places for each of at most 24 gates, with at most 64 rotations.
    No randomness.

    References
    ----------
    .. [1] Shende, Bullock, Markov, "Recognizing small-circuit structure in two-qubit operators", Physical Review A
       70, 012310, 2004, doi:10.1103/PhysRevA.70.012310
    .. [2] Vatan, Williams, "Optimal quantum circuits for general two-qubit gates", Physical Review A 69, 032315,
       2004, doi:10.1103/PhysRevA.69.032315
    .. [3] Huang et al., "Quantum instruction set design for performance", Physical Review Letters 130, 070601, 2023,
       doi:10.1103/PhysRevLett.130.070601
    .. [4] de Brugiere, Martiel, "Faster and shorter synthesis of Hamiltonian simulation circuits", 2024,
       arXiv:2404.03280
    """

    name = "two-qubit-fusion"
    requires = frozenset()
    relation = "operator"
    preserves = frozenset({UNITARY, LAYOUT, TWO_QUBIT, NATIVE_GATES, TOPOLOGY, PARAMETERS})

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite ``circuit`` in place; say whether it changed."""
        exact = context.objective in ("t-count", "t-depth")
        return kernels.two_qubit_fusion(
            circuit,
            context.target,
            exact=exact,
            as_many=context.objective in ("gates", "depth"),
            likeliest=context.objective == "fidelity",
        )
