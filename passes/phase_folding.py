# SPDX-License-Identifier: Apache-2.0
"""Merge z-rotations that act on the same parity of the inputs."""

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
class PhaseFolding(Pass):
    """Merge z-rotations on equal parities, on whatever wires and however far apart.

    Rewrites
    --------
    ``t p rz rzz ...`` on one parity of the path variables -> one of them: ``t a; cx a,b; cx b,c; ...; t c`` -> ``s a``.
    On the complement of the parity (after an ``x``) angles are subtracted. Sums that are whole turns vanish.

    Guarantees
    ----------
    Never adds a gate: a sum is written only where it takes fewer gates. Sees through ``cx cy x y gpi swap iswap dcx``,
    permutations, and whatever acts diagonally on the wire: controls, ``cz``, conditions, measurement, blocks all of
    whose operations do. Everything else, and a block that may be left by ``break``, is a fence. Exact, global phase
    included; rounding is charged to the ledger; symbols stay symbols; names stay names as in ``merge-rotations``.
    One-qubit gates are kept rather than two-qubit gates.

    Parities are told apart by random tags of 128 bits, made by SipHash-1-3 from a hash of the circuit: for p different
    parities, two are confused with probability at most p^2 / 2^129 (10^-27 for a million), if that hash is a
    random function. The same circuit always gives the same result.

    Cost
    ----
    O(g) time for g gates, about 50 ns each.

    Parameters
    ----------
    keep : {"first", "last"}, default "first"
        Which of the merged rotations stays.

    References
    ----------
    .. [1] Nam, Ross, Su, Childs, Maslov, "Automated optimization of large quantum circuits with continuous
       parameters", npj Quantum Information 4, 23, 2018, doi:10.1038/s41534-018-0072-4
    .. [2] Amy, Maslov, Mosca, "Polynomial-time T-depth optimization of Clifford+T circuits via matroid
       partitioning", IEEE TCAD 33, 1476, 2014, doi:10.1109/TCAD.2014.2341953
    .. [3] tzap, github.com/qqq-wisc/tzap, 2026, arXiv:2605.13929 (one random tag per path variable)
    """

    name = "phase-folding"
    requires = frozenset()
    relation = "operator"
    preserves = frozenset({UNITARY, LAYOUT, TWO_QUBIT, NATIVE_GATES, TOPOLOGY, PARAMETERS})
    keep: str = "first"

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite ``circuit`` in place; say whether it changed."""
        return kernels.phase_folding(circuit, context.target, keep=self.keep)
