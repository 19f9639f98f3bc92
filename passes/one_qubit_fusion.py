# SPDX-License-Identifier: Apache-2.0
"""Fusion of runs of one-qubit gates."""

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
class OneQubitFusion(Pass):
    """Fuse each run of one-qubit gates into the target's fewest pulses, then fewest gates.

    Rewrites
    --------
    A maximal run of one-qubit gates on a wire -> its best form in the native one-qubit gates: ``h s h`` -> ``sx``,
    ``rz(a) sx rz(b) sx rz(c) rz(d) sx`` -> ``rz sx rz sx rz``. A pulse is a gate that is not diagonal.

    Guarantees
    ----------
    Any basis of ``rz``/``p`` with ``sx``, ``x``, ``rx``, ``ry`` or ``h``; ``u``, ``u2``; ``r``, ``gpi``/``gpi2`` with
    or without ``rz``; ``phxz``; sets of Clifford gates with ``t``. A native run is replaced only by one with fewer
    pulses or gates and no more of either. Angles are added exactly, symbols included. What the basis cannot
    express is left as it stands. The global phase is exact. Every operation on more than a qubit, measurement,
    reset, barrier and delay is a fence; blocks of control flow are entered.

    Cost
    ----
    O(g) time for g gates, about 60 ns each; a table of at most 528 plans per basis. No randomness.

    Parameters
    ----------
    exact_clifford_t : bool, default True
        Keep runs whose angles are all multiples of pi/4 exact, even where floating angles would save a pulse.

    References
    ----------
    .. [1] McKay, Wood, Sheldon, Chow, Gambetta, "Efficient Z gates for quantum computing", Physical Review A 96,
       022330, 2017, doi:10.1103/PhysRevA.96.022330
    """

    name = "one-qubit-fusion"
    requires = frozenset()
    relation = "operator"
    preserves = frozenset({UNITARY, LAYOUT, TWO_QUBIT, NATIVE_GATES, TOPOLOGY, PARAMETERS})
    exact_clifford_t: bool = True

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite ``circuit`` in place; say whether it changed."""
        return kernels.one_qubit_fusion(
            circuit, context.target, exact_clifford_t=self.exact_clifford_t
        )
