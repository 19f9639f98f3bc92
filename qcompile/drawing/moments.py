# SPDX-License-Identifier: Apache-2.0
"""When operations run: the step of each, or the time on a device; drawn as the heads of columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import PipelineError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .._native import CoreCircuit, Operation
    from ..targets import Target

    Head = tuple[float, str]

#: Where a target keeps what else than gates takes time.
_MEASURE, _RESET = 3, 4


def moments(circuit: CoreCircuit) -> list[int]:
    """Return the step of each operation, from 0: the first at which all its wires are free.

    Barriers stand with the operations before them and take no step.

    Examples
    --------
    >>> from qcompile import Circuit
    >>> moments(Circuit(3).h(0).cx(0, 1).x(2).cx(1, 2))
    [0, 1, 0, 2]
    """
    return [int(start) for start in _starts(circuit, _one_step)]


def starts_ns(circuit: CoreCircuit, target: Target) -> list[float]:
    """Return when each operation starts on a device, in ns: as soon as all its wires are free.

    Parameters
    ----------
    circuit : Circuit
        Wire i is the device's qubit i.
    target : Target
        With durations.

    Raises
    ------
    PipelineError
        QC461 for an operation whose duration the target does not tell.
    """
    clock = _Clock(target)
    return _starts(circuit, lambda op: clock.duration(op, op.qubits))


def _starts(circuit: CoreCircuit, duration: Callable[[Operation], float]) -> list[float]:
    free: dict[int, float] = {}
    found = []
    for op in circuit:
        # Bits stand below qubits in one numbering.
        wires = [*op.qubits, *(~b for b in op.bits)]
        start = max((free.get(wire, 0.0) for wire in wires), default=0.0)
        free.update(dict.fromkeys(wires, start + duration(op)))
        found.append(start)
    return found


def _one_step(op: Operation) -> float:
    return 0.0 if op.name == "barrier" else 1.0


class _Clock:
    """Durations of operations on a device."""

    def __init__(self, target: Target) -> None:
        self.name = target.name
        self.gates: dict[tuple[str, tuple[int, ...]], float] = {
            (gate, (a,) if a == b else (a, b)): duration
            for gate, a, b, _, duration in target.gate_rows()
            if duration is not None
        }
        self.qubits = target.qubit_rows()

    def duration(self, op: Operation, places: Sequence[int]) -> float:
        """Return how long an operation takes on these qubits of the device, in ns."""
        if op.name == "barrier":
            return 0.0
        if op.name == "delay" and op.contents["unit"] == "ns":
            return float(op.contents["duration"])
        if op.blocks:
            return max(self.block(body, places) for body in op.blocks)
        on = tuple(places)
        found = self.gates.get((op.name, on))
        if found is None:
            found = self.gates.get((op.name, on[::-1]))
        if op.name in ("measure", "reset") and on[0] < len(self.qubits):
            found = self.qubits[on[0]][_MEASURE if op.name == "measure" else _RESET]
        if found is None:
            raise PipelineError(
                f"target `{self.name}` does not tell how long `{op.name}` takes on {list(on)}",
                code="QC461",
                help="draw moments instead of times, or compile for a target with durations",
            )
        return found

    def block(self, body: CoreCircuit, places: Sequence[int]) -> float:
        """Return how long a block takes once; its qubits are those of the operation, numbered anew."""

        def duration(op: Operation) -> float:
            return self.duration(op, [places[q] for q in op.qubits])

        starts = _starts(body, duration)
        ends = (start + duration(op) for start, op in zip(starts, body, strict=True))
        return max(ends, default=0.0)


def _moments(circuit: CoreCircuit, target: Target | None) -> list[Head]:
    return [(step, str(step)) for step in moments(circuit)]


def _times(circuit: CoreCircuit, target: Target | None) -> list[Head]:
    if target is None:
        raise PipelineError(
            "times of what device?", code="QC461", help="give a target that has durations"
        )
    return [(start, f"{start:g} ns") for start in starts_ns(circuit, target)]


#: What stands in one column, and the function that gives each operation's head: what it is sorted by, and the text.
HEADS: dict[str, Callable[[CoreCircuit, Target | None], list[Head] | None]] = {
    "packed": lambda circuit, target: None,
    "moments": _moments,
    "times": _times,
}
