# SPDX-License-Identifier: Apache-2.0
"""Fill the waits of a scheduled circuit with half turns that undo each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .._native import kernels
from ..contract import (
    LAYOUT,
    NATIVE_GATES,
    PARAMETERS,
    TIMING,
    TOPOLOGY,
    TWO_QUBIT,
    UNITARY,
    Context,
    Pass,
)

if TYPE_CHECKING:
    from ..circuit import Circuit


@dataclass(frozen=True, kw_only=True)
class DynamicalDecoupling(Pass):
    """Put half turns into the waits of a scheduled circuit, so that slow noise on the qubits cancels.

    Rewrites
    --------
    ``delay[t] q`` -> shorter delays with half turns between them, whose product is the identity: ``x x``, ``x -x`` or
    ``x y x y``. Turns stand at 1/2n, 3/2n, ... of the wait. With ``staggered``, a neighbour that waits at the same time
    has its turns at 1/n, 2/n, ..., 1, a third one the sequence twice: sign functions whose products average to zero,
    so that the coupling between two waiting qubits cancels too (exactly where their waits coincide). The first qubit of
    an ``ecr``, which that gate turns over halfway, counts as such a neighbour.

    Guarantees
    ----------
    The identity, global phase included, and the same length to the last digit: what rounding leaves over is in the last
    delay. Turns are written in the gates the qubit has on the target, the shortest way (``x``, ``y``, ``gpi``,
    ``r``, ``phxz``, ``u``, ``rx``, ``sx sx``, between ``rz`` or ``p`` where an axis has to be turned).

    Left alone are qubits whose gates or durations do not allow it, and waits: before the qubit has left a basis state
    (at the start, after a reset or a measurement, whatever diagonal gates follow), after its last operation, before a
    reset, and shorter than twice the turns.

    Needs delays: run ``schedule`` first. Later passes treat delays as fences, so that the turns stay. What it gains is
    not in ``fidelity_estimate``, which knows nothing of slow noise and counts the turns as gates. No level runs it; ask
    for it in a pipeline.

    Cost
    ----
    O(g + w c) time for g operations, w waits and c couplings a qubit. No randomness.

    Parameters
    ----------
    sequence : {"xx", "xpxm", "xy4"}, default "xx"
        ``xpxm`` also cancels over-rotation of the turns, ``xy4`` noise about every axis.
    min_idle_ns : float, default 0.0
        Shorter waits are left alone.
    staggered : bool, default True
        Whether coupled neighbours get different sequences. A target that couples every pair has no neighbours.
    dt_ns : float, default 0.0
        The device's time step, as for ``schedule``: turns start on multiples of it.

    References
    ----------
    .. [1] Viola, Knill, Lloyd, "Dynamical decoupling of open quantum systems", Physical Review Letters 82, 2417, 1999,
       doi:10.1103/PhysRevLett.82.2417
    .. [2] Das, Tannu, Dangwal, Qureshi, "ADAPT: mitigating idling errors in qubits via adaptive dynamical decoupling",
       MICRO 2021, doi:10.1145/3466752.3480059
    .. [3] Seif, Liao, Tripathi, Krsulich, Malekakhlagh, Amico, Jurcevic, Javadi-Abhari, "Suppressing correlated noise
       in quantum computers via context-aware compiling", 2024, doi:10.48550/arXiv.2403.06852
    """

    name = "dynamical-decoupling"
    requires = frozenset({TIMING})
    relation = "operator"
    preserves = frozenset({UNITARY, LAYOUT, TWO_QUBIT, NATIVE_GATES, TOPOLOGY, PARAMETERS, TIMING})
    sequence: str = "xx"
    min_idle_ns: float = 0.0
    staggered: bool = True
    dt_ns: float = 0.0

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite ``circuit`` in place; say whether it changed."""
        return kernels.dynamical_decoupling(
            circuit,
            context.target,
            sequence=self.sequence,
            min_idle_ns=self.min_idle_ns,
            staggered=self.staggered,
            dt_ns=self.dt_ns,
        )
