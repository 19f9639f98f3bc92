# SPDX-License-Identifier: Apache-2.0
"""Resynthesis of regions of linear reversible gates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .._native import kernels
from ..contract import LAYOUT, PARAMETERS, TOPOLOGY, TWO_QUBIT, UNITARY, Context, Pass

if TYPE_CHECKING:
    from ..circuit import Circuit


@dataclass(frozen=True, kw_only=True)
class LinearResynthesis(Pass):
    """Rebuild regions of ``cx``, ``swap`` and ``x`` with fewer two-qubit gates.

    Rewrites
    --------
    A maximal convex region of ``cx``, ``swap`` and ``x`` with four two-qubit gates or more -> ``cx``, and ``x`` in
    front of them or behind. The region is made anew from its matrix of parities: by elimination in sections of
    columns [1]_ and by greedy steps that make the matrix and its inverse sparser [2]_, on the matrix, its transpose and
    its inverse; the shortest circuit found is taken.

    Guarantees
    ----------
    A region is replaced only by one with fewer two-qubit gates as the target counts them: a swap is three where it is
    not native. Exact, global phase included. Where the target couples only some pairs and a region keeps to them, so
    does what replaces it. Everything else is a fence on its wires; blocks of control flow are entered.

    Cost
    ----
    O(g) time for g gates and a fixed number of wires: regions are rebuilt as long as a budget of steps lasts, which is
    linear in g, those with most two-qubit gates for their wires first. No randomness; the same result for any number
    of threads.

    Parameters
    ----------
    wires : int, default 64
        Wires a region may have, from 2 to 64; wider ones are cut.

    References
    ----------
    .. [1] Patel, Markov, Hayes, "Optimal synthesis of linear reversible circuits", Quantum Information and
       Computation 8(3), 282-294, 2008, doi:10.26421/QIC8.3-4-4
    .. [2] Goubault de Brugiere, Baboulin, Valiron, Martiel, Allouche, "Gaussian elimination versus greedy methods for
       the synthesis of linear reversible circuits", ACM Transactions on Quantum Computing 2(3), 2021,
       doi:10.1145/3474226
    """

    name = "linear-resynthesis"
    requires = frozenset()
    relation = "operator"
    preserves = frozenset({UNITARY, LAYOUT, TWO_QUBIT, TOPOLOGY, PARAMETERS})
    wires: int = 64

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite ``circuit`` in place; say whether it changed."""
        return kernels.linear_resynthesis(circuit, context.target, wires=self.wires)
