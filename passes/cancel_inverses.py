# SPDX-License-Identifier: Apache-2.0
"""Cancel inverse pairs through commuting gates."""

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
class CancelInverses(Pass):
    """Remove pairs of inverse gates, through everything that commutes with them.

    Rewrites
    --------
    ``g ... g^-1`` -> nothing, where on every wire the two share with a gate between them that gate has the same
    Pauli axis as they have (``t`` and the control of ``cx``: Z; ``x`` and its target: X). Operands may be exchanged
    where the gate allows it, controls may be open or closed, angles may be symbols.

    Guarantees
    ----------
    One sweep reaches the fixed point: a pair that a cancelled pair stood between cancels too. Only removes
    gates, so nothing grows. Exact, global phase included. Everything that is not unitary, calls of the
    user's gates and protected regions are fences; blocks of control flow are entered.

    Cost
    ----
    O(g) time for g gates; 4 bytes a gate while it runs, up to 40 for those among more than twelve that commute on all
    their wires. At most eight gates on the same wires in one commuting group are tried as partners. A group uncovered
    more than four changes of axis deep is searched again, up to 4096 gates of it. No randomness.

    References
    ----------
    .. [1] Nam, Ross, Su, Childs, Maslov, "Automated optimization of large quantum circuits with continuous
       parameters", npj Quantum Information 4, 23, 2018, doi:10.1038/s41534-018-0072-4
    """

    name = "cancel-inverses"
    requires = frozenset()
    relation = "operator"
    preserves = frozenset({UNITARY, LAYOUT, TWO_QUBIT, NATIVE_GATES, TOPOLOGY, PARAMETERS})

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite ``circuit`` in place; say whether it changed."""
        return kernels.cancel_inverses(circuit)
