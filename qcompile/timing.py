# SPDX-License-Identifier: Apache-2.0
"""How long each qubit works and waits on a device; the durations come from the target, the sums from the engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .circuit import Circuit
    from .targets import Target


@dataclass(frozen=True)
class QubitTime:
    """A qubit between its first operation and its last.

    Attributes
    ----------
    qubit : int
        The device's qubit.
    start_ns, end_ns : float
        When its first operation starts and its last one ends.
    busy_ns : float
        Sum of its operations' durations; delays and barriers are waiting.
    """

    qubit: int
    start_ns: float
    end_ns: float
    busy_ns: float

    @property
    def idle_ns(self) -> float:
        """How long it waits between its first operation and its last."""
        return self.end_ns - self.start_ns - self.busy_ns

    @property
    def idle_fraction(self) -> float:
        """The part of its life it waits, 0 to 1."""
        life = self.end_ns - self.start_ns
        return self.idle_ns / life if life else 0.0


def idle_times(circuit: Circuit, target: Target) -> list[QubitTime]:
    """Return how long each qubit in use works and waits.

    Operations start as soon as they can, which in a scheduled circuit is when its delays say. Waiting before a
    qubit's first operation and after its last is not counted, and neither is a reset before its first gate. A branch
    counts as its longer side, a ``for`` loop as all its rounds, a ``while`` loop as one.

    Parameters
    ----------
    circuit : Circuit
        Wire i is the device's qubit i.
    target : Target
        With durations.

    Returns
    -------
    list of QubitTime
        By qubit, ascending; qubits without operations are left out.

    Raises
    ------
    TargetError
        QC307 for an operation whose duration the target does not tell.

    Examples
    --------
    >>> from qcompile import Circuit, Target
    >>> pulses = {("x", (q,)): {"duration_ns": 30.0 + 10 * q} for q in (0, 1)}
    >>> pair = Target("pair", ["cz", "x"], 2, gate_facts={**pulses, ("cz", (0, 1)): {"duration_ns": 60.0}})
    >>> [(t.qubit, t.busy_ns, t.idle_ns) for t in idle_times(Circuit(2).x(0).x(1).cz(0, 1), pair)]
    [(0, 90.0, 10.0), (1, 100.0, 0.0)]
    """
    rows, _ = circuit.usage(target)
    return [QubitTime(*row) for row in rows]
