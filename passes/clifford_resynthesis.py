# SPDX-License-Identifier: Apache-2.0
"""Resynthesis of regions of Clifford gates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .._native import kernels
from ..contract import LAYOUT, PARAMETERS, TOPOLOGY, TWO_QUBIT, UNITARY, Context, Pass

if TYPE_CHECKING:
    from ..circuit import Circuit


@dataclass(frozen=True, kw_only=True)
class CliffordResynthesis(Pass):
    """Rebuild regions of Clifford gates with fewer two-qubit gates.

    Rewrites
    --------
    A maximal convex region of Clifford gates, given by name or by exact angles -> ``cx`` (``cz`` where that is native)
    between ``h``, ``s``, ``sdg``, ``x``, ``z``. Parts on three qubits get as few two-qubit gates as there can be, at
    most 6; whole regions are made anew from their operator, greedily.

    Guarantees
    ----------
    A region is replaced only by one with fewer two-qubit gates as the target counts them; or with as many, fewer gates
    and no more depth, where the target has all gates written. Exact, global phase included. Where the target couples
    only some pairs and a region keeps to them, so does what replaces it. Everything that is not Clifford is a fence
    on its wires; blocks of control flow are entered. Gates are the library's: a translation to the target's follows.

    Cost
    ----
    O(g) time for g gates: 0.1 us a gate that is in no region with two pairs, else 2 to 5 us. Regions are made anew as
    long as a budget of steps lasts, which is linear in g, those with most two-qubit gates for their qubits first. No
    randomness; the same result for any number of threads.

    Parameters
    ----------
    qubits : int, default 12
        Qubits a region may have, from 2 to 64; wider ones are cut.

    References
    ----------
    .. [1] Bravyi, Shaydulin, Hu, Maslov, "Clifford circuit optimization with templates and symbolic Pauli gates",
       Quantum 5, 580, 2021, doi:10.22331/q-2021-11-16-580
    .. [2] Bravyi, Latone, Maslov, "6-qubit optimal Clifford circuits", npj Quantum Information 8, 79, 2022,
       doi:10.1038/s41534-022-00583-7
    """

    name = "clifford-resynthesis"
    requires = frozenset()
    relation = "operator"
    preserves = frozenset({UNITARY, LAYOUT, TWO_QUBIT, TOPOLOGY, PARAMETERS})
    qubits: int = 12

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite ``circuit`` in place; say whether it changed."""
        return kernels.clifford_resynthesis(circuit, context.target, qubits=self.qubits)
