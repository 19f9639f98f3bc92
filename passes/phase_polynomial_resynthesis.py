# SPDX-License-Identifier: Apache-2.0
"""Resynthesis of networks of cx, h and z-rotations."""

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
class PhasePolynomialResynthesis(Pass):
    """Rebuild windows of ``cx``, ``h`` and z-rotations with fewer two-qubit gates.

    Rewrites
    --------
    A window is a run of ``cx``, ``cz``, ``swap``, ``h``, ``x``, ``y`` and z-rotations by any angle on a few wires. It
    is written anew as a shorter sequence of ``cx`` (and ``cz``) that meets the same parities, exchanges the same
    parities at the same number of ``h`` and has the same outputs. Rotations about equal parities become one;
    multiples of pi/2 are spread over the parities that are met anyway, so a ``t`` may become a ``tdg`` and back.

    Guarantees
    ----------
    A window is replaced only by one with fewer two-qubit gates; rotations that are no multiple of pi/2 do not become
    more. Exact, global phase included; symbols stay as they are and angles that are no multiples of pi/4 are moved,
    not added. Once a circuit lies on the target's couplings it stays there: a ``swap`` counts as three ``cx`` unless it
    is native, and the sizes of trees on coupled wires lead the search. Does nothing where ``cx`` is not at hand. Blocks
    of control flow are entered; everything else is a fence.

    Cost
    ----
    Work is counted in states scored, 0.1 us each: 20 to 70 for a window that is at once seen not to gain, some hundreds
    for a search; at most ``states``, and 500 more for each two-qubit gate that goes. So a circuit without structure is
    left alone soon, whatever its size, and another takes time linear in what it gains. Equal windows are searched once;
    at most three passes over the circuit. No randomness.

    Parameters
    ----------
    wires : int, default 5
        Most wires of a window, at most 12; 8 on couplings.
    gates : int, default 24
        Most gates of a window.
    width : int, default 4
        States kept at each depth of the search.
    states : int, default 100000
        States scored before anything is gained; where they are used up, the rest stays as it is.

    References
    ----------
    .. [1] Amy, Azimzadeh, Mosca, "On the controlled-NOT complexity of controlled-NOT-phase circuits", Quantum Science
       and Technology 4, 015002, 2018, doi:10.1088/2058-9565/aad8ca
    .. [2] Nash, Gheorghiu, Mosca, "Quantum circuit optimizations for NISQ architectures", Quantum Science and
       Technology 5, 025010, 2020, doi:10.1088/2058-9565/ab79b1
    .. [3] Nam, Ross, Su, Childs, Maslov, "Automated optimization of large quantum circuits with continuous
       parameters", npj Quantum Information 4, 23, 2018, doi:10.1038/s41534-018-0072-4
    """

    name = "phase-polynomial-resynthesis"
    requires = frozenset()
    relation = "operator"
    preserves = frozenset({UNITARY, LAYOUT, TWO_QUBIT, NATIVE_GATES, TOPOLOGY, PARAMETERS})

    wires: int = 5
    gates: int = 24
    width: int = 4
    states: int = 100_000

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite ``circuit`` in place; say whether it changed."""
        return kernels.phase_polynomial_resynthesis(
            circuit,
            context.target,
            wires=self.wires,
            gates=self.gates,
            width=self.width,
            states=self.states,
        )
