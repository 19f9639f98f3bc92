# SPDX-License-Identifier: Apache-2.0
"""Translation to the native gates of a target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .._native import kernels
from ..contract import (
    LAYOUT,
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
class BasisTranslation(Pass):
    """Write every one- and two-qubit gate in the target's native gates.

    Rewrites
    --------
    A gate that is not native -> native ones, each gate for itself: ``cz`` -> ``h cx h``, ``swap`` -> three ``cx`` or
    three ``siswap``, ``cp(a)`` -> one ``rzz`` or two ``cx``, ``cp(pi)`` -> one ``cz``. Native gates stay as they stand.

    Guarantees
    ----------
    Any two-qubit native of ``cx cy cz ecr``, ``rzz rxx ryy rzx ms``, ``cp crx cry crz``, ``cs csdg csx``, ``iswap
    siswap`` and their inverses, several at once, in the direction and angle range the pair has; any one-qubit basis
    that can express the gate. Exact, phase included; multiples of pi stay exact; symbols stay symbols (their range
    is seen to when they are bound). A gate the basis cannot express is a `TargetError` at its place. A pair that is not
    coupled is written as if it had all of the target's gates. Everything but gates stays.

    Cost
    ----
    O(g) time for g gates, about 60 ns each; a template per gate, angle and kind of pair. No randomness.

    Parameters
    ----------
    one_qubit : bool, default True
        Translate gates on one qubit as well; off, where `one-qubit-fusion` follows, which writes whole runs at once.

    References
    ----------
    .. [1] Zhang, Vala, Sastry, Whaley, "Geometric theory of nonlocal two-qubit operations", Physical Review A 67,
       042313, 2003, doi:10.1103/PhysRevA.67.042313
    """

    name = "basis-translation"
    relation = "operator"
    requires = frozenset({TWO_QUBIT})
    preserves = frozenset({LAYOUT, PARAMETERS, TOPOLOGY, TWO_QUBIT, UNITARY})
    one_qubit: bool = True

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite in place."""
        return kernels.basis_translation(circuit, context.target, one_qubit=self.one_qubit)
