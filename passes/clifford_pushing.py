# SPDX-License-Identifier: Apache-2.0
"""Push one-qubit Cliffords out of the way of everything that could cancel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .._native import kernels
from ..contract import LAYOUT, PARAMETERS, TWO_QUBIT, UNITARY, Context, Pass

if TYPE_CHECKING:
    from ..circuit import Circuit


@dataclass(frozen=True, kw_only=True)
class CliffordPushing(Pass):
    """Push one-qubit Cliffords to the ends of their wires, cancel what they kept apart, write them back.

    Rewrites
    --------
    With every ``h``, ``s``, ``x`` and their like carried along as a frame, ``cx``, ``cy`` and ``cz`` become C(P, Q),
    "Q where P is -1" for Paulis P and Q, and rotations turn about a Pauli. Then, through everything that
    commutes: two equal C vanish; C(P, Q) C(P, Q') on a pair -> one C and a quarter turn; C(P, Q) C'(R, S) C(P, Q) over
    three wires -> C'(R, S) C"(P, S), also where the Cliffords between hide it; rotations about one axis by
    multiples of pi add up. Each C is written as ``cx``, either way round, or ``cz``, whichever takes the fewest
    Hadamards.

    Guarantees
    ----------
    Two-qubit gates and T gates never grow, and gates by no more than one for each two-qubit gate that goes; where the
    whole circuit does not gain, it stays as it was. Exact, global phase included; angles are negated and multiples of
    pi added without rounding; symbols stay symbols. Every operation other than ``cx``, ``cy``, ``cz`` and one-qubit
    rotations and Cliffords is a fence on its wires. Writes ``h``, z-rotations, ``x``, ``cx`` and ``cz``, so it runs
    before gates are translated: a circuit that is native to a target without ``h``, with limited angles or with a
    topology is left alone.

    Cost
    ----
    O(g) time for g gates; about 150 bytes a gate while it runs. No randomness.

    References
    ----------
    .. [1] Nam, Ross, Su, Childs, Maslov, "Automated optimization of large quantum circuits with continuous
       parameters", npj Quantum Information 4, 23, 2018, doi:10.1038/s41534-018-0072-4
    .. [2] Bravyi, Shaydulin, Hu, Maslov, "Clifford circuit optimization with templates and symbolic Pauli gates",
       Quantum 5, 580, 2021, doi:10.22331/q-2021-11-16-580
    """

    name = "clifford-pushing"
    requires = frozenset()
    relation = "operator"
    preserves = frozenset({UNITARY, LAYOUT, TWO_QUBIT, PARAMETERS})

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite ``circuit`` in place; say whether it changed."""
        return kernels.clifford_pushing(circuit, context.target)
