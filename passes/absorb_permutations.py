# SPDX-License-Identifier: Apache-2.0
"""Swaps at the ends of a mapped circuit become part of its layouts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

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
class AbsorbPermutations(Pass):
    """Let the layouts take the swaps at both ends of a mapped circuit, and mirror blocks where that saves gates.

    Rewrites
    --------
    A block of gates on two wires with nothing on more than one wire after it -> the block times a swap, if that takes
    fewer native two-qubit gates; the operations after it change wires, the final layout tells. A ``swap`` vanishes,
    ``cp`` and ``swap`` take two ``cx`` instead of three, ``cx`` on a device with ``iswap`` one instead of two. The same
    for blocks with nothing before them, and the initial layout. A block that vanishes leaves its wires to the one
    before it.

    Guarantees
    ----------
    Fewer native two-qubit gates or no change; gates stay on coupled pairs, in their directions and angle ranges.
    One-qubit gates, measurements, resets, delays, barriers and conditioned gates on one qubit change wires where the
    other wire has the same one-qubit gates; pulses, opaque gates, protected regions and whatever spans several qubits
    do not. Angles are kept as by `two-qubit-fusion`: exactly where that takes as few gates, symbols included, else the
    difference is charged to the ledger.
    Program qubits whose place the user chose start there. Does nothing where all pairs are coupled.

    Cost
    ----
    O(g) time and memory for g gates, two decompositions for each block at an end.

    References
    ----------
    .. [1] Cross, Bishop, Sheldon, Nation, Gambetta, "Validating quantum computers using randomized model circuits",
       Physical Review A 100, 032328, 2019, doi:10.1103/PhysRevA.100.032328 (mirrors of two-qubit gates)
    """

    name: ClassVar[str] = "absorb-permutations"
    requires = frozenset()
    relation: ClassVar[str] = "layout"
    preserves = frozenset({UNITARY, LAYOUT, TWO_QUBIT, NATIVE_GATES, TOPOLOGY, PARAMETERS})

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite ``circuit`` in place; say whether it changed."""
        if not context.target.has_couplings:
            return False
        exact = context.objective in ("t-count", "t-depth")
        return kernels.absorb_permutations(
            circuit, context.target, exact=exact, layout=list(context.layout)
        )
