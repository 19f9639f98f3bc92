# SPDX-License-Identifier: Apache-2.0
"""A quantum function traced once for all values of its arguments, and the tape it makes of some of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import autoray
import numpy as np
import pennylane as qml
from pennylane.ops.functions import bind_new_parameters

from ..emitters.to_pennylane import moved
from . import pennylane_binding as binding
from .pennylane_plan import Plan, Step
from .pennylane_tapes import LEFT, RECORDED, TapeReader, flat, role
from .pennylane_unknown import Unknown, Untraceable, angles_in, is_unknown, unknowns

# PennyLane's own functions of numbers ask whose they are.
autoray.register_backend(Unknown, "numpy")

#: What an argument is that is not unknown: part of the structure.
_STATIC = (str, bytes, bool, int, complex, type(None), type)


def arguments(args: Any, kwargs: Mapping[str, Any]) -> tuple[Any, list[Any]]:
    """Return the structure of arguments, hashable, and the real numbers in them, scalars and arrays.

    Raises
    ------
    Untraceable
        For arguments that are neither real numbers nor known by their value.
    """
    leaves: list[Any] = []

    def told(value: Any) -> Any:
        if isinstance(value, (tuple, list)):
            return type(value), tuple(told(x) for x in value)
        if isinstance(value, dict):
            return dict, tuple((name, told(x)) for name, x in value.items())
        if isinstance(value, _STATIC):
            return type(value), value
        shape, kind = _shape_and_kind(value)
        if kind == "f":
            leaves.append(value)
            owner = type(value).__module__.partition(".")[0]
            return "f", owner if owner in ("torch", "jax", "jaxlib") else "numpy", shape
        if isinstance(value, np.ndarray) and kind in "bui":
            return kind, shape, value.dtype.str, value.tobytes()
        if isinstance(value, (np.integer, np.bool_)):
            return kind, value.item()
        raise Untraceable(f"an argument of type `{type(value).__name__}`")

    return (told(tuple(args)), told(dict(kwargs))), leaves


def _shape_and_kind(value: Any) -> tuple[tuple[int, ...], str]:
    """Return the shape and "f" for real numbers, whatever holds them; another letter for anything else."""
    while hasattr(value, "_value") and hasattr(value, "_node"):  # the box of autograd's tracer
        value = value._value
    if isinstance(value, (float, np.floating)):
        return (), "f"
    dtype = getattr(value, "dtype", None)
    if dtype is None or not hasattr(value, "shape"):
        return (), "?"
    kind = getattr(dtype, "kind", None)
    if kind is None:
        kind = "f" if getattr(dtype, "is_floating_point", False) else "?"
    return tuple(value.shape), kind


def _placed(value: Any, leaves: list[Any]) -> Any:
    """Return arguments with the real numbers replaced, in order."""
    if isinstance(value, (tuple, list)):
        made = [_placed(x, leaves) for x in value]
        return type(value)(*made) if hasattr(value, "_fields") else type(value)(made)
    if isinstance(value, dict):
        return {name: _placed(x, leaves) for name, x in value.items()}
    if isinstance(value, _STATIC) or _shape_and_kind(value)[1] != "f":
        return value
    return leaves.pop(0)


class Trace:
    """What a function does, whatever the real numbers in its arguments are.

    Parameters
    ----------
    function : callable
        The quantum function.
    args, kwargs
        Arguments of the structure.
    leaves : sequence
        The real numbers in them.
    plain : pennylane.tape.QuantumScript
        What the function does at those, to compare with.
    make : callable
        Makes a plan of a circuit: given that, the wires, the steps for what is left, and the measurements.
    device : bool
        Whether there is a device.

    Raises
    ------
    Untraceable
        If what it does depends on the numbers, or cannot be said without them.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        args: Any,
        kwargs: Mapping[str, Any],
        leaves: Sequence[Any],
        plain: Any,
        make: Callable[..., Plan],
        device: bool,
    ) -> None:
        unknown, count = [], 0
        for leaf in leaves:
            shape = _shape_and_kind(leaf)[0]
            unknown.append(unknowns(shape, count))
            count += int(np.prod(shape, dtype=int))
        try:
            tape = self._recorded(function, *_placed((tuple(args), dict(kwargs)), unknown))
            ops, _ = flat(tape, device)
            self._compare(tape, plain, leaves)
            if any(
                is_unknown(x) for mp in tape.measurements for x in (mp.obs.data if mp.obs else ())
            ):
                raise Untraceable("an observable depends on the arguments")
            if device and any(role(op, True) == RECORDED for op in ops):
                raise Untraceable("measurements in the middle, on a device")
            parameters, left = _parameters(ops, device)
            reader = TapeReader(ops, parameters, list(tape.wires), device)
            circuit = reader.circuit()
        except Untraceable:
            raise
        except Exception as error:
            # Whatever a function does with numbers that are none: the plain way says what is wrong, if anything is.
            raise Untraceable(f"{type(error).__name__}: {error}") from error
        steps = {name: left[index] for name, index in reader.left.items()}
        self.plan = make(circuit, list(tape.wires), steps, tape.measurements)
        self.ops = ops
        #: What is measured, where the wires end.
        self.ends = tape.measurements
        if self.plan.ends is not None:
            self.ends = [moved(qml, mp, self.plan.ends, {}) for mp in tape.measurements]
        #: How a device runs the tapes where nothing is differentiated, if it takes them as they are.
        self.direct: Any = None
        self.columns = np.array(self.plan.columns, dtype=int)
        #: Whether every number is used, in order.
        self.whole = np.array_equal(self.columns, np.arange(count))
        self._used = sorted({s for s, _ in self.plan.passing} | set(self.plan.computed))

    def _recorded(self, function: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        with qml.queuing.AnnotatedQueue() as queue:
            self.output = function(*args, **kwargs)
        return qml.tape.QuantumScript.from_queue(queue)

    def _compare(self, tape: Any, plain: Any, leaves: Sequence[Any]) -> None:
        """Compare what was traced with what the function does at some values."""
        same = len(tape.operations) == len(plain.operations) and len(tape.measurements) == len(
            plain.measurements
        )
        pairs = list(zip(tape.operations, plain.operations, strict=False))
        pairs += zip(tape.measurements, plain.measurements, strict=False)
        if not same or any(type(a) is not type(b) or a.wires != b.wires for a, b in pairs):
            raise Untraceable("the operators depend on the values of the arguments")
        if any(map(binding.is_traced, leaves)):
            return
        numbers = [float(x) for leaf in leaves for x in np.ravel(_numbers(leaf))]
        values = {f"p[{k}]": x for k, x in enumerate(numbers)}
        for one, other in zip(tape.operations, plain.operations, strict=True):
            for a, b in zip(one.data, other.data, strict=True):
                if not is_unknown(a):
                    continue
                known: Any = [
                    x if isinstance(x, float) else x.bind(values).value for x in angles_in(a)
                ]
                if not np.allclose(known, np.ravel(_numbers(b)), rtol=1e-6, atol=1e-6):
                    raise Untraceable("an angle depends on a value in a way that is not traced")

    def numbers(self, leaves: Sequence[Any]) -> Any:
        """Return the columns of the template, of numpy's numbers."""
        flat = [np.ravel(leaf) for leaf in leaves]
        x = np.concatenate(flat).astype(np.float64, copy=False) if flat else np.empty(0)
        return x if self.whole else x[self.columns]

    def operators(self, leaves: Sequence[Any]) -> list[Any]:
        """Return the operators at some values of the arguments; gradients flow through."""
        interface = binding.interface_of(leaves)
        if interface == "numpy" or not leaves:
            angles = self.plan.template.bind(self.numbers(leaves)).tolist()
            return self.plan.filled(angles, scalar=True, joined=True)
        parts = [qml.math.reshape(qml.math.asarray(x, like=interface), (-1,)) for x in leaves]
        x = qml.math.concatenate(parts) if len(parts) > 1 else parts[0]
        if not self.whole:
            x = x[self.columns]
        out = binding.apart(binding.angles(self.plan.template, x, interface), interface)
        angles = [None] * len(self.plan.through)
        for slot in self._used:
            angles[slot] = out[slot]
        if interface == "autograd":
            self._own(angles, leaves)
        return self.plan.filled(angles, scalar=True)

    def _own(self, angles: list[Any], leaves: Sequence[Any]) -> None:
        """Make numbers PennyLane's tensors, trained where they depend on a trained argument."""
        trained: list[bool] = []
        for leaf in leaves:
            flag = bool(qml.math.requires_grad(leaf))
            trained += [flag] * int(np.prod(_shape_and_kind(leaf)[0], dtype=int))
        columns = {c for c, k in enumerate(self.columns) if trained[k]}
        for slot in self._used:
            if isinstance(angles[slot], (float, np.ndarray, np.floating)):
                flag = bool(self.plan.depends[slot] & columns)
                angles[slot] = qml.numpy.tensor(angles[slot], requires_grad=flag)


def _numbers(value: Any) -> Any:
    return np.asarray(qml.math.toarray(qml.math.unwrap([value])[0]))


def _parameters(
    ops: Sequence[Any], device: bool
) -> tuple[list[list[Any]], dict[int, Callable[[list[Any]], Step]]]:
    """Return the angles of each operator, and how those that are left are put back."""
    parameters: list[list[Any]] = []
    left: dict[int, Callable[[list[Any]], Step]] = {}
    for index, op in enumerate(ops):
        own = [angles_in(x) if is_unknown(x) else None for x in op.data]
        if role(op, device) != LEFT:
            parameters.append(
                [x for v, known in zip(op.data, own, strict=True) for x in known or angles_in(v)]
            )
        else:
            given = [x for known in own for x in known or ()]
            if any(isinstance(x, float) for x in given):
                raise Untraceable(
                    "an operator has some numbers that are known and some that are not"
                )
            parameters.append(given)
        left[index] = _put_back(op, own)
    return parameters, left


def _put_back(op: Any, own: Sequence[Any]) -> Callable[[list[Any]], Step]:
    shapes = [None if known is None else np.shape(x) for known, x in zip(own, op.data, strict=True)]

    def step(slots: list[Any]) -> Step:
        rest = list(slots)
        spec: list[Any] = []
        for shape in shapes:
            if shape is None:
                spec.append(None)
                continue
            some = [rest.pop(0) for _ in range(int(np.prod(shape, dtype=int)))]
            spec.append(np.array(some).reshape(shape) if shape else some[0])
        if all(shape is None for shape in shapes):
            return Step(op, spec)
        data = [
            x if s is None else np.full(s, 0.3) if s else 0.3
            for s, x in zip(shapes, op.data, strict=True)
        ]
        return Step(bind_new_parameters(op, data), spec)

    return step
