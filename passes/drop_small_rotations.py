# SPDX-License-Identifier: Apache-2.0
"""Drop rotations by small angles, within the error the user allows."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
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
class DropSmallRotations(Pass):
    """Drop the rotations whose angles are smallest, as far as the user's error allows.

    Rewrites
    --------
    ``rz``, ``rx``, ``ry``, ``p``, ``cp``, ``rzz``, ``crz``, ``r``, ... by an angle near a whole turn -> a global phase.

    Guarantees
    ----------
    Only removes gates. The operator norm of what is dropped, 2 sin(abs(a) / 4) for an angle a, is summed and
    charged to the ledger: never more than ``error``, and never more than the user's budget, so nothing happens
    without one; what the ledger holds for rounding is left to other passes. Smallest first, ties in the order of the
    circuit; in loops a rotation counts as often as it runs. Rotations with symbols stay.

    Cost
    ----
    O(g log g) time for g gates. No randomness.

    Parameters
    ----------
    error : float, default inf
        Most this pass may spend of the user's budget, in operator norm.

    References
    ----------
    .. [1] Barenco, Ekert, Suominen, Torma, "Approximate quantum Fourier transform and decoherence", Physical
       Review A 54, 139, 1996, doi:10.1103/PhysRevA.54.139
    """

    name = "drop-small-rotations"
    requires = frozenset()
    relation = "operator"
    preserves = frozenset({UNITARY, LAYOUT, TWO_QUBIT, NATIVE_GATES, TOPOLOGY, PARAMETERS})
    error: float = inf

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite ``circuit`` in place; say whether it changed."""
        return kernels.drop_small_rotations(circuit, error=self.error)
