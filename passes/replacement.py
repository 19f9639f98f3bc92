# SPDX-License-Identifier: Apache-2.0
"""A mapped circuit moves to the best place of its device."""

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
class Replacement(Pass):
    """Move a mapped circuit, as it is, to the qubits of the device where it is likeliest to go right.

    Parameters
    ----------
    steps : int, default 5000
        Placements of one qubit tried at most.

    Rewrites
    --------
    Wires of the device are renamed, all at once; the layouts tell. Places are looked for by subgraph search: every
    gate has to be native where it lands, in its direction and on its pair, and no excluded qubit is used. Of the places
    found the one with the largest product of (1 - error) over gates and measurements, and of the decay of waiting
    qubits, is taken; an error that is not known counts as the worst known of its kind.

    Guarantees
    ----------
    Exact, and no gate is added, removed or changed. Nothing moves that would not gain. What acts on pulses, opaque
    gates and protected regions stays where it is. Does nothing on a target without calibration or couplings, before
    placement, or where the user chose places.

    Cost
    ----
    O(g) for g operations, and at most ``steps`` placements of a qubit, each in O(n m / 64) for n qubits in use on a
    device of m.

    References
    ----------
    .. [1] Nation, Treinish, "Suppressing quantum circuit errors due to system variability", PRX Quantum 4, 010327,
       2023, doi:10.1103/PRXQuantum.4.010327 (moving a routed circuit to the best subgraph)
    .. [2] Cordella, Foggia, Sansone, Vento, "A (sub)graph isomorphism algorithm for matching large graphs", 2004,
       doi:10.1109/TPAMI.2004.75
    .. [3] McCreesh, Prosser, Trimble, "The Glasgow subgraph solver: using constraint programming to tackle hard
       subgraph isomorphism problem variants", 2020, doi:10.1007/978-3-030-51372-6_19
    """

    name: ClassVar[str] = "replacement"
    requires = frozenset()
    relation: ClassVar[str] = "layout"
    preserves = frozenset({UNITARY, LAYOUT, TWO_QUBIT, NATIVE_GATES, TOPOLOGY, PARAMETERS})

    steps: int = 5_000

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite ``circuit`` in place; say whether it moved."""
        if any(place is not None for place in context.layout):
            return False
        return kernels.replacement(circuit, context.target, steps=self.steps)
