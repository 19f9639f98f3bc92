# SPDX-License-Identifier: Apache-2.0
"""A compiled tape whose angles are filled in: native operators made once, copied with new numbers.

Most angles of a circuit that is compiled for a simulator are numbers of the source as they are: those pass through,
tensors and all. The others are computed by `Template.bind`, whose derivative rule belongs to the tensors' framework.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pennylane as qml
from pennylane.ops.functions import bind_new_parameters

from ..emitters.pennylane_gates import LIBRARY
from ..emitters.to_pennylane import Writer
from . import pennylane_binding as binding

if TYPE_CHECKING:
    from ..training import Template

#: What an operator finds out about its numbers when it is asked, as it is before.
_UNASKED = {name: vars(qml.RX(0.0, 0))[name] for name in ("_batch_size", "_ndim_params")}
#: What PennyLane has one operator for.
_TURNS = ("rz", "ry", "rz")


class Step:
    """One operator of the compiled tape.

    Parameters
    ----------
    operator : pennylane.operation.Operator or None
        At any numbers; None for one that is taken from the source.
    slots : sequence
        What each of its numbers is: a slot; an array of slots; None for what it is in ``operator``.
    source : int, default -1
        Which one of the source.
    gate : str
        Its name in the circuit.
    """

    __slots__ = ("fixed", "gate", "kind", "operator", "plain", "scalar", "slots", "source")

    def __init__(
        self, operator: Any, slots: Sequence[Any] = (), source: int = -1, gate: str = ""
    ) -> None:
        self.operator, self.slots, self.source, self.gate = operator, tuple(slots), source, gate
        self.kind = type(operator)
        #: Whether the operator can be used again as it is.
        self.fixed = operator is not None and all(slot is None for slot in self.slots)
        #: What a copy starts from, where operators of the kind hold their numbers themselves.
        self.plain: dict[str, Any] | None = None
        own = vars(operator) if operator is not None else {}
        if "data" in own and _UNASKED.keys() <= own.keys() and len(slots) == len(own["data"]):
            self.plain = own | _UNASKED
        #: The same where it is known that its numbers are scalars.
        self.scalar: dict[str, Any] | None = None
        if self.plain is not None and len(slots) == 1 and type(slots[0]) is int:
            self.scalar = self.plain | {"_batch_size": None, "_ndim_params": (0,)}

    def at(self, angles: Sequence[Any]) -> Any:
        """Return the operator with its numbers."""
        data = tuple(
            number if s is None else angles[s] if type(s) is int else _array(s, angles)
            for s, number in zip(self.slots, self.operator.data, strict=True)
        )
        if self.plain is None:
            return bind_new_parameters(self.operator, data)
        made = object.__new__(self.kind)
        made.__dict__ = {**self.plain, "data": data}
        return made


class Plan:
    """The operators of a template, and where their numbers are from.

    Parameters
    ----------
    template : Template
        Of a circuit whose parameters are numbered: ``p[k]`` is the k-th value.
    labels : sequence
        PennyLane's wire for each qubit of the compiled circuit.
    left : mapping of str to callable
        For opaque definitions, by name: makes the step, given the slots of the angles.
    phase : bool
        Whether the global phase can be seen.
    ends : mapping, optional
        Where the wires of the source end, on a device.
    """

    def __init__(
        self,
        template: Template,
        labels: Sequence[Any],
        left: Mapping[str, Callable[[list[Any]], Step]],
        phase: bool,
        ends: Mapping[Any, Any] | None = None,
    ) -> None:
        self.ends = None if ends is None else dict(ends)
        self.template = template
        self.labels = list(labels)
        #: The number of the value in each column of the template.
        self.columns = [int(name[2:-1]) for name in template.parameters]
        numbers = dict(zip(template.parameters, self.columns, strict=True))
        circuit = template.circuit
        slots = {(slot.operation, slot.angle): k for k, slot in enumerate(template.slots)}
        #: For each slot, the value that it is; -1 where it is computed.
        self.through = [-1] * len(template.slots)
        self.steps: list[Step] = []
        writer = Writer(circuit, self.labels, {}, {})
        with qml.queuing.QueuingManager.stop_recording():
            for op in circuit:
                own = [slots.get((op.index, k)) for k in range(len(op.parameters))]
                for slot, angle in zip(own, op.parameters, strict=True):
                    if slot is not None:
                        self.through[slot] = _alone(angle, numbers)
                if op.name in left:
                    self.steps.append(left[op.name](own))
                else:
                    self.steps += _made(writer, op, own)
            if phase:
                self._add_phase(circuit.phase, numbers)
        #: With turns joined, which derivatives would take apart again.
        self.joined = _turns_joined(self.steps)
        used = {s for step in self.steps for s in _slots(step)}
        #: The slots that pass through, with the numbers of their values, and those that have to be computed.
        self.passing = [(s, self.through[s]) for s in sorted(used) if self.through[s] >= 0]
        self.computed = [s for s in sorted(used) if self.through[s] < 0]
        #: Which numbers of the compiled tape are trained, by which of the source are.
        self.trained: dict[Any, list[int]] = {}

    def _add_phase(self, phase: Any, numbers: dict[str, int]) -> None:
        value = getattr(phase, "value", phase)
        if value is None:
            slot = len(self.through) - 1
            self.through[slot] = _alone(phase, numbers)
            self.steps.append(_Phase(slot))
        elif value:
            self.steps.append(Step(qml.GlobalPhase(-value), [None]))

    def operators(
        self, values: Sequence[Any], source: Sequence[Any] = (), joined: bool = False
    ) -> list[Any]:
        """Return the operators at some values.

        Parameters
        ----------
        values : sequence of tensor_like
            Numbered as the template's parameters are; scalars, or batches of one length.
        source : sequence of pennylane.operation.Operator
            Where those come from that were left.
        joined : bool, default False
            Join turns, where nothing is differentiated.
        """
        angles: list[Any] = [None] * len(self.through)
        for slot, number in self.passing:
            angles[slot] = values[number]
        if self.computed:
            self._compute(angles, [values[k] for k in self.columns])
        scalar = not any(map(_ndim, values))
        return self.filled(angles, source, scalar=scalar, joined=joined)

    def filled(
        self,
        angles: Sequence[Any],
        source: Sequence[Any] = (),
        *,
        scalar: bool = False,
        joined: bool = False,
    ) -> list[Any]:
        """Return the operators, given the angle of each slot, and whether it is known that all are scalars."""
        out: list[Any] = []
        for step in self.joined if joined else self.steps:
            if scalar and step.scalar is not None:
                made = _new(step.kind)
                made.__dict__ = step.scalar | {"data": (angles[step.slots[0]],)}
                out.append(made)
            elif step.fixed:
                out.append(step.operator)
            else:
                out.append(source[step.source] if step.operator is None else step.at(angles))
        return out

    def _compute(self, angles: list[Any], values: list[Any]) -> None:
        interface = binding.interface_of(values)
        x = binding.vector(values, interface)
        out = binding.apart(binding.angles(self.template, x, interface), interface)
        batched = (
            {k for k, v in enumerate(values) if getattr(v, "ndim", 0)} if x.ndim > 1 else set()
        )
        trained = {k for k, v in enumerate(values) if getattr(v, "requires_grad", False)}
        for slot in self.computed:
            angle = out[slot]
            needs = self.depends[slot] if batched or trained else set()
            if batched and not batched & needs:
                angle = angle[0]
            if interface == "autograd" and isinstance(angle, np.ndarray):
                angle = qml.numpy.tensor(angle, requires_grad=bool(trained & needs))
            angles[slot] = angle

    @cached_property
    def depends(self) -> list[set[int]]:
        """For each slot, the columns of the template it changes with."""
        width = len(self.columns)
        here = np.tile(np.linspace(0.3, 1.9, width), (width, 1))
        slopes = self.template.jvp(here, np.eye(width))
        return [set(np.flatnonzero(column).tolist()) for column in slopes.T]

    def trained_given(self, values: set[int], source: Sequence[list[bool]]) -> list[int]:
        """Return which numbers of the compiled tape are trained, turns not joined.

        Parameters
        ----------
        values : set of int
            The values that are.
        source : sequence of list of bool
            Which numbers of each operator of the source are.
        """
        columns = {c for c, k in enumerate(self.columns) if k in values}
        out: list[bool] = []
        for step in self.steps:
            if step.operator is None:
                out += source[step.source]
                continue
            own = [[] if s is None else [s] if type(s) is int else s.ravel() for s in step.slots]
            out += [any(self.depends[s] & columns for s in some) for some in own]
        return [k for k, flag in enumerate(out) if flag]


def _ndim(value: Any) -> int:
    return getattr(value, "ndim", 0)


_new = object.__new__


class _Phase(Step):
    """PennyLane's global phase, which has the other sign."""

    __slots__ = ()

    def __init__(self, slot: int) -> None:
        super().__init__(qml.GlobalPhase(0.3), [slot])
        self.scalar = None

    def at(self, angles: Sequence[Any]) -> Any:
        return qml.GlobalPhase(-angles[self.slots[0]])


def _array(slots: Any, angles: Sequence[Any]) -> Any:
    return qml.math.reshape(qml.math.stack([angles[s] for s in slots.ravel()]), slots.shape)


def _alone(angle: Any, numbers: dict[str, int]) -> int:
    """Return the number of the value that an angle is; -1 if it is anything else."""
    form = angle.form
    if form is None or form[0] != "sum" or len(form[2]) != 1 or form[1].value != 0.0:
        return -1
    name, num, den = form[2][0]
    return numbers.get(name, -1) if num == den == 1 else -1


def _made(writer: Writer, op: Any, slots: list[Any]) -> list[Step]:
    """Return the steps of an operation: one where it has angles that are not known."""
    on = [writer.wires[q] for q in op.qubits]
    if all(slot is None for slot in slots):
        made, _phase = writer.gates.made(op, on)
        return [Step(one, [None] * one.num_params, gate=op.name) for one in made]
    numbers = [
        0.3 + 0.17 * k if s is not None else float(a)
        for k, (s, a) in enumerate(zip(slots, op.parameters, strict=True))
    ]
    kind = getattr(qml, LIBRARY[op.name])
    return [Step(kind(*numbers, wires=on), slots, gate=op.name)]


def _slots(step: Step) -> list[int]:
    out: list[int] = []
    for slot in step.slots:
        if slot is not None:
            out += [slot] if type(slot) is int else slot.ravel().tolist()
    return out


def _turns_joined(steps: list[Step]) -> list[Step]:
    """Join turns about z, y and z that follow each other on a wire, which simulators do at once."""
    out: list[Step | None] = []
    last: dict[Any, list[int]] = {}
    for step in steps:
        out.append(step)
        wires = [] if step.operator is None else list(step.operator.wires)
        if len(wires) != 1 or step.gate not in _TURNS:
            if step.operator is None or not wires:
                last.clear()
            for wire in wires:
                last.pop(wire, None)
            continue
        run = last.setdefault(wires[0], [])
        run.append(len(out) - 1)
        del run[:-3]
        three = [out[k] for k in run]
        if tuple(s.gate for s in three if s is not None) == _TURNS:
            slots = [slot for s in three if s is not None for slot in s.slots]
            numbers = [x for s in three if s is not None for x in s.operator.data]
            out[run[0]] = Step(qml.Rot(*numbers, wires=wires), slots, gate="rot")
            out[run[1]] = out[run[2]] = None
            last.pop(wires[0])
    return [step for step in out if step is not None]
