# SPDX-License-Identifier: Apache-2.0
"""Merge rotations about one axis through commuting gates."""

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
class MergeRotations(Pass):
    """Add up rotations about one axis, through everything that commutes with them.

    Rewrites
    --------
    Gates of one family on the same wires -> fewer of that family: ``rz(a) ... rz(b)`` -> ``rz(a + b)``,
    ``t ... t`` -> ``s``, ``cs ... cs`` -> ``cz``, ``siswap ... siswap`` -> ``iswap``; angles that add up to a
    whole turn vanish. Controlled operations on the same wires, controls in any order and of equal polarity, multiply
    their bases (a power of Z counts its target among the controls), and diagonals add up. Also cancels
    inverse pairs as ``cancel-inverses`` does, since that brings rotations together.

    Guarantees
    ----------
    Never adds a gate: a product is rewritten only where it takes fewer gates. Multiples of pi/4 are written as named
    gates where those are at hand: the target's gates if the circuit is made of them, else those of the
    circuit and their powers. Exact, global phase included (a turn of ``rz`` by 2 pi is -1); rounding of angles that
    are no multiples of pi is charged to the ledger. Symbols stay symbols. Fences as for ``cancel-inverses``.

    Cost
    ----
    O(g) time for g gates, as for ``cancel-inverses``. Sums of more than 64 symbols are not made. No randomness.

    References
    ----------
    .. [1] Nam, Ross, Su, Childs, Maslov, "Automated optimization of large quantum circuits with continuous
       parameters", npj Quantum Information 4, 23, 2018, doi:10.1038/s41534-018-0072-4
    """

    name = "merge-rotations"
    requires = frozenset()
    relation = "operator"
    preserves = frozenset({UNITARY, LAYOUT, TWO_QUBIT, NATIVE_GATES, TOPOLOGY, PARAMETERS})

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite ``circuit`` in place; say whether it changed."""
        return kernels.merge_rotations(circuit, context.target)
