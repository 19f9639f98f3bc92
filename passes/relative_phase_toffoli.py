# SPDX-License-Identifier: Apache-2.0
"""Pairs of Toffoli gates written up to a relative phase."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .._native import kernels
from ..contract import LAYOUT, PARAMETERS, UNITARY, Context, Pass

if TYPE_CHECKING:
    from ..circuit import Circuit


@dataclass(frozen=True, kw_only=True)
class RelativePhaseToffoli(Pass):
    """Write pairs of Toffoli gates that undo each other with half the gates.

    Rewrites
    --------
    Two ``ccx`` or ``ccz`` on the same wires, as gates or spelt out in ``cx``, ``cz``, ``x`` and T gates, with
    operations between them that are diagonal on two of the wires: -> 3 ``cx`` and 4 T each if the third wire has the
    axis of the target as well, seen through Hadamard gates; 4 ``cx`` and 4 T each whatever is done to the third wire;
    one ``cz`` for both if it is flipped; nothing if all is diagonal. A Toffoli alone takes 6 and 7.

    Guarantees
    ----------
    The operator is kept exactly: the relative phase is diagonal on two wires and commutes with all between the
    two. Never more two-qubit gates and never more T gates; a Toffoli without a partner stays as it is. Nothing is
    done for targets that have ``ccx`` or ``ccz``, or that have neither T gates nor rotations. Gates written are ``h``,
    ``t``, ``tdg``, ``cx``, ``cz``, and ``s``, ``sdg``, ``z`` left over, so the pass belongs before the translation to a
    basis. Blocks of control flow are entered.

    Cost
    ----
    O(g) time for g gates: at most 40 operations are read from each ``cx`` on, and at most 512 on each wire between the
    two of a pair. No randomness.

    References
    ----------
    .. [1] Maslov, "Advantages of using relative-phase Toffoli gates with an application to multiple control Toffoli
       optimization", Physical Review A 93, 022311, 2016, doi:10.1103/PhysRevA.93.022311
    .. [2] Selinger, "Quantum circuits of T-depth one", Physical Review A 87, 042302, 2013,
       doi:10.1103/PhysRevA.87.042302
    """

    name = "relative-phase-toffoli"
    requires = frozenset()
    relation = "operator"
    preserves = frozenset({UNITARY, LAYOUT, PARAMETERS})

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite ``circuit`` in place; say whether it changed."""
        return kernels.relative_phase_toffoli(circuit, context.target)
