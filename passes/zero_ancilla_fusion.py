# SPDX-License-Identifier: Apache-2.0
"""Fusion of two-qubit blocks beside wires that are known to be in the zero state."""

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
class ZeroAncillaFusion(Pass):
    """Rebuild blocks of gates on a pair of qubits of which one is empty: in the zero state, as every spare qubit is.

    Rewrites
    --------
    A wire is empty that no program qubit starts on, that was reset, or that a swap left empty. A block of gates on two
    wires, one of them empty -> a unitary that does the same to that state with the fewest native two-qubit gates: at
    most 2 ``cx``, ``cz``, ``ecr``, ``iswap`` or ``siswap`` where 3 may be needed in general; with both empty 1 ``cx``.
    A ``swap`` into an empty place takes two ``cx``, or one ``iswap``.

    Guarantees
    ----------
    Fewer native two-qubit gates or no change; gates come in the directions and angle ranges the target has on that
    pair. Empty wires are given back as they would have been. Blocks of Clifford gates and rotations keep their angles
    exactly, symbols included, where that takes as few gates; in a basis without rotations by any angle and under the
    objectives ``t-count`` and ``t-depth`` this is the only rewrite. Elsewhere the measured difference is charged to the
    ledger. Without a layout and without resets it does nothing; blocks of control flow are not entered.

    Cost
    ----
    O(g) time and memory for g gates; up to 6 decompositions and 16 exact searches for each block beside an empty wire.

    References
    ----------
    .. [1] Iten, Colbeck, Kukuljan, Home, Christandl, "Quantum circuits for isometries", Physical Review A 93, 032318,
       2016, doi:10.1103/PhysRevA.93.032318
    .. [2] Shende, Bullock, Markov, "Recognizing small-circuit structure in two-qubit operators", Physical Review A
       70, 012310, 2004, doi:10.1103/PhysRevA.70.012310
    """

    name: ClassVar[str] = "zero-ancilla-fusion"
    requires = frozenset()
    relation: ClassVar[str] = "layout"
    preserves = frozenset({UNITARY, LAYOUT, TWO_QUBIT, NATIVE_GATES, TOPOLOGY, PARAMETERS})

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite ``circuit`` in place; say whether it changed."""
        exact = context.objective in ("t-count", "t-depth")
        return kernels.zero_ancilla_fusion(circuit, context.target, exact=exact)
