# SPDX-License-Identifier: Apache-2.0
"""Remove diagonal gates that only a measurement follows."""

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
class RemoveDiagonalsBeforeMeasure(Pass):
    """Remove diagonal gates whose qubits are all measured next and not used again.

    Rewrites
    --------
    ``rz``, ``cz``, ``cp``, ``rzz``, ``ccz``, ... and then a measurement of each of its qubits -> the measurements.
    Operations in between may act on those qubits too if they are block diagonal there (``t`` before the control of a
    ``cx``).

    Guarantees
    ----------
    Only removes gates. Keeps the classical record and the state left with it for every input, hence the relation
    ``instrument``; amplitudes of different records may change their relative phase, which nothing can observe. Blocks
    of control flow are left alone, and qubits they use are not touched.

    Cost
    ----
    O(g) time for g gates, two bytes a qubit. No randomness.

    References
    ----------
    .. [1] Nielsen, Chuang, "Quantum Computation and Quantum Information", section 4.4 (deferred and implicit
       measurement), 2010, doi:10.1017/CBO9780511976667
    """

    name = "remove-diagonals-before-measure"
    requires = frozenset()
    relation = "instrument"
    preserves = frozenset({UNITARY, LAYOUT, TWO_QUBIT, NATIVE_GATES, TOPOLOGY, PARAMETERS})

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite ``circuit`` in place; say whether it changed."""
        return kernels.remove_diagonals_before_measure(circuit)
