# SPDX-License-Identifier: Apache-2.0
"""Write start times into the circuit, as delays."""

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
class Schedule(Pass):
    """Choose when each operation starts, and write the waiting as delays.

    Rewrites
    --------
    A gap between two operations of a qubit, or before its first, -> a ``delay`` of that many nanoseconds. Read as soon
    as possible, the result starts every operation at the time that was chosen. Nothing is written after a qubit's
    last operation, nor on qubits without any.

    Guarantees
    ----------
    Both kinds have the least duration there is for the order of operations on each wire: the metric ``duration_ns``,
    before and after. Durations come from the target, for each gate on its qubits, measurements and resets; one that is
    missing is an error (QC307), never a guess. Barriers take no time and align their qubits. A condition or loop is a
    fence on its wires, as long as its longest branch or all its rounds (a ``while``: one); its blocks are scheduled by
    themselves, and the decision takes no time. Measured bits are waited for. Delays that were there stay, so that
    scheduling twice in one way changes nothing. Delays count in depth, and OpenQASM 2 has none:
    write the result as OpenQASM 3.

    Cost
    ----
    O(g d) time for g operations in blocks d deep. No randomness.

    Parameters
    ----------
    kind : {"alap", "asap"}, default "alap"
        As late or as soon as possible. Late is the better choice: a qubit not yet touched is in the zero state and
        loses nothing by waiting.
    dt_ns : float, default 0.0
        The device's time step: operations start on multiples of it, and delays given in ``dt`` are understood.
        Durations are whole steps; one that is not is taken rounded up. 0: no step, and waits below a picosecond are
        rounding and not written.
    """

    name = "schedule"
    requires = frozenset()
    relation = "operator"
    preserves = frozenset({UNITARY, LAYOUT, TWO_QUBIT, NATIVE_GATES, TOPOLOGY, PARAMETERS})
    establishes = frozenset({TIMING})
    kind: str = "alap"
    dt_ns: float = 0.0

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite ``circuit`` in place; say whether it changed."""
        return kernels.schedule(circuit, context.target, kind=self.kind, dt_ns=self.dt_ns)
