# SPDX-License-Identifier: Apache-2.0
"""Parts of a circuit of Cirq's that a transformer has to leave as they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cirq

from ..emitters.to_cirq import BARRIER, LABEL
from ..frontends.from_cirq import PROTECTED


class Kept:
    """Takes parts out of a circuit before it is compiled, and puts them back afterwards.

    In the place of each is a protected region, in which barriers stand for what it does and measurements for those it
    makes. Where a device has to have its gates, they are in it.

    Parameters
    ----------
    circuit : cirq.AbstractCircuit
    context : cirq.TransformerContext, optional
    inner : callable
        The transformer for subcircuits, where the context asks for it.
    placed : bool
        Whether the circuit is for the qubits of a device.
    """

    def __init__(
        self, circuit: Any, context: Any, inner: Callable[..., Any], *, placed: bool
    ) -> None:
        self.context = cirq.TransformerContext() if context is None else context
        self.inner = inner
        self.placed = placed
        self._ignored = set(self.context.tags_to_ignore)
        self._parts: dict[str, Any] = {}
        #: The circuit with a region in the place of each part.
        self.marked = cirq.map_operations(circuit, self._mark)

    def restored(self, made: Any, before: Any, after: Any, qubits: list[Any], on: list[Any]) -> Any:
        """Return a circuit with the parts in it again, each on the qubits it has now.

        Parameters
        ----------
        made : cirq.Circuit
        before, after : Circuit
            The marked circuit as ours, and what became of it.
        qubits, on : list of cirq.Qid
            Cirq's qubits of each.
        """
        if not self._parts:
            return made
        were = dict(_regions(before))
        moved = {
            label: {qubits[a]: on[b] for a, b in zip(were[label], wires, strict=True)}
            for label, wires in _regions(after)
        }

        def back(op: Any, _: int) -> Any:
            labels = (tag.partition(":")[2] for tag in map(str, op.tags))
            label = next((label for label in labels if label in self._parts), None)
            return op if label is None else self._parts[label].transform_qubits(moved[label])

        return cirq.map_operations(made, back, raise_if_add_qubits=False)

    def _mark(self, op: Any, _: int) -> Any:
        part = op
        protected = any(str(tag).partition(":")[0] in PROTECTED for tag in op.tags)
        if not op.qubits:
            return op.untagged
        if not protected and self._ignored.isdisjoint(op.tags):
            if not isinstance(op.untagged, cirq.CircuitOperation):
                return op
            if self.context.deep:
                body = self.inner(op.untagged.circuit, context=self.context)
                part = op.untagged.replace(circuit=body.freeze()).with_tags(*op.tags)
        if not part.qubits:
            return part.untagged  # A subcircuit of which nothing is left but a phase.
        label = f"part {len(self._parts)}"
        self._parts[label] = part
        shown = part.untagged if self.placed else _stand_in(part)
        return shown.with_tags(f"{LABEL}:{label}")


def _stand_in(part: Any) -> Any:
    """Return a subcircuit that is on the same qubits and reads and writes the same keys."""
    fence = cirq.IdentityGate(len(part.qubits)).on(*part.qubits).with_tags(BARRIER)
    # Cirq drops tags under conditions, so that what reads a key is no barrier.
    reads = cirq.wait(part.qubits[0], nanos=0)
    ops = [
        *(reads.with_classical_controls(key) for key in sorted(cirq.control_keys(part))),
        fence,
        *_measurements(part),
    ]
    return cirq.CircuitOperation(cirq.FrozenCircuit(ops), use_repetition_ids=False)


def _measurements(part: Any) -> list[Any]:
    base = part.untagged
    if isinstance(base, cirq.CircuitOperation):
        inside = base.mapped_circuit(deep=True).all_operations()
        return [found for op in inside for found in _measurements(op)]
    if not cirq.is_measurement(base):
        return []
    # Others than Cirq's plain one give one bit.
    on = base.qubits if isinstance(base.gate, cirq.MeasurementGate) else base.qubits[:1]
    return [cirq.measure(*on, key=cirq.measurement_key_obj(base))]


def _regions(circuit: Any) -> list[tuple[str, list[int]]]:
    return [(op.contents["label"], op.qubits) for op in circuit if op.name == "region"]
