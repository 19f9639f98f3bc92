# SPDX-License-Identifier: Apache-2.0
"""Remove operations that do nothing."""

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
class RemoveIdentities(Pass):
    """Remove gates that are the identity up to global phase.

    Rewrites
    --------
    ``id``, ``u0``, ``rz(0)``, ``rz(2 pi)`` (phase -1), ``crz(4 pi)``, ``cp(2 pi)``, ``u(0, a, -a)``, ``r(0, b)``, ...
    and controlled or diagonal operations that are the identity -> nothing.

    Guarantees
    ----------
    Only removes gates. Exact, global phase included: an angle counts as a whole turn only if it is an exact
    multiple of pi. Barriers, delays and everything that is not unitary stay; blocks of control flow are entered.

    Cost
    ----
    O(g) time for g gates, no memory. No randomness.

    References
    ----------
    None: each rule is an identity of the gate's definition.
    """

    name = "remove-identities"
    requires = frozenset()
    relation = "operator"
    preserves = frozenset({UNITARY, LAYOUT, TWO_QUBIT, NATIVE_GATES, TOPOLOGY, PARAMETERS})

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite ``circuit`` in place; say whether it changed."""
        return kernels.remove_identities(circuit)
