# SPDX-License-Identifier: Apache-2.0
"""Templates in PennyLane: `qnode_transform` for tapes and QNodes, `qnode` for one that is traced only once.

Tested with PennyLane 0.45 on default.qubit and lightning.qubit, with autograd, PyTorch and JAX.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from typing import Any

from ..errors import PipelineError, SemanticError

try:
    import pennylane as qml
except ImportError:
    raise PipelineError(
        "PennyLane is not installed", code="QC411", help='pip install "qcompile[pennylane]"'
    ) from None

from ..compiler import compile as compile_circuit
from ..emitters.to_pennylane import moved
from ..training import template
from .pennylane_binding import is_differentiated
from .pennylane_plan import Plan, Step
from .pennylane_tapes import READ, RECORDED, TapeReader, flat, key_and_values, role, symbols

__all__ = ["qnode", "qnode_transform"]

#: What the simulators run as it is, in whose terms a circuit without a device is optimised.
SIMULATED = "rx,ry,rz,p,h,x,y,z,s,t,sx,cx,cy,cz,swap,rxx,ryy,rzz,crx,cry,crz,cp"
#: How many structures are remembered.
REMEMBERED = 256

_plans: OrderedDict[Any, Plan] = OrderedDict()
_lock = Lock()


def _transformed(
    tape: Any, target: Any = None, **options: Any
) -> tuple[list[Any], Callable[[Any], Any]]:
    """Compile a tape on the first call, and bind what was compiled afterwards.

    Use it as any of PennyLane's transforms: on a QNode, a quantum function or a tape. What was compiled is known again
    by the operators, their wires and what they are told besides their angles; new angles are bound, a matter of
    microseconds. Gradients are those of the tape, with every ``diff_method``.

    Parameters
    ----------
    tape : QNode, quantum function or pennylane.tape.QuantumScript
    target : optional
        A device, as for `qcompile.compile`: wires are then the device's numbers, and observables are measured where the
        wires end. By default circuits are made smaller for a simulator, on the wires they have.
    **options
        As for `qcompile.template`: ``level``, ``basis``, ``objective``, ``seed`` and so on.

    Returns
    -------
    the same as ``tape``

    Raises
    ------
    SemanticError
        QC245 with a target, for trained numbers that are not angles, and for the state of a device's wires; QC246 for
        second derivatives through merged runs of gates.

    Notes
    -----
    Without a target, operators on many wires, matrices, state preparations, channels, measurements in the middle and
    what depends on them are left as they are, and the global phase is kept only where the state is measured. Batches
    of parameters stay batches. With a target, tapes with measurements in the middle are compiled each time.

    Examples
    --------
    >>> import pennylane as qml
    >>> import qcompile as qc
    >>> @qc.qnode_transform
    ... @qml.qnode(qml.device("default.qubit"))
    ... def circuit(x):
    ...     qml.RX(x, 0)
    ...     qml.RX(2 * x, 0)
    ...     return qml.expval(qml.Z(0))
    >>> print(qml.draw(circuit)(0.5))
    0: ──RX(1.50)─┤  <Z>
    """
    new = compiled(tape, target, options)
    return [new], _first


def _first(results: Any) -> Any:
    return results[0]


qnode_transform = qml.transform(_transformed)


def qnode(
    function: Any = None,
    device: Any = None,
    *,
    target: Any = None,
    compile: Mapping[str, Any] | None = None,
    **settings: Any,
) -> Any:
    """Return a QNode whose function is traced once, compiled, and bound for each call.

    PennyLane runs the quantum function for each call, to make the same operators again. This one runs it with unknown
    numbers in place of the real ones in its arguments, once for each structure: shapes, and the values of everything
    that is no real number. Calls bind the template; gradients are PennyLane's by ``diff_method``, through the template.

    Parameters
    ----------
    function : callable or pennylane.QNode
        The quantum function. Without it, a decorator is returned.
    device : pennylane.devices.Device
        What runs it; not for a QNode, which has one.
    target : optional
        As for `qnode_transform`.
    compile : mapping, optional
        Options of `qcompile.template`: ``level``, ``basis``, ``objective``, ``seed`` and so on.
    **settings
        Those of `pennylane.QNode`: ``diff_method``, ``shots`` and so on.

    Returns
    -------
    TracedQNode
        A `pennylane.QNode`: transforms, drawings and layers take it as one.

    Warns
    -----
    QCompileWarning
        QC253, once for each reason, where a function cannot be traced: it branches on a value, or does with its
        arguments what numpy does not do with objects. It is then run for each call, and its tapes go through
        `qnode_transform`.

    Notes
    -----
    What the function reads besides its arguments is read when it is traced. What it branches on has to be an
    argument that is no real number, int, str or bool for instance.

    Examples
    --------
    >>> import pennylane as qml
    >>> import qcompile as qc
    >>> @qc.qnode(device=qml.device("default.qubit"))
    ... def circuit(x, layers: int):
    ...     for _ in range(layers):
    ...         qml.RX(x[0], 0)
    ...         qml.RY(x[1], 1)
    ...         qml.CNOT([0, 1])
    ...     return qml.expval(qml.Z(1))
    >>> x = qml.numpy.array([0.1, 0.2], requires_grad=True)
    >>> print(round(float(circuit(x, layers=2)), 4), qml.grad(circuit)(x, layers=2).shape)
    0.9186 (2,)
    """
    from .pennylane_qnode import TracedQNode

    if function is None:
        return lambda function: qnode(function, device, target=target, compile=compile, **settings)
    if isinstance(function, qml.QNode):
        if device is not None or settings:
            raise SemanticError(
                "a QNode has its device and settings", code="QC230", help="use `QNode.update`"
            )
        plain = function
    else:
        if device is None:
            raise SemanticError("a quantum function without a device", code="QC230")
        plain = qml.QNode(function, device, **settings)
    return TracedQNode(plain, target, compile or {})


def compiled(tape: Any, target: Any, options: Mapping[str, Any]) -> Any:
    """Return a tape compiled, or bound if one of its structure was."""
    device = target is not None
    ops, was_split = flat(tape, device)
    if device and any(role(op, True) == RECORDED for op in ops):
        return _each_time(tape, target, options)
    key, values = key_and_values(ops, tape.measurements, device)
    phase = phase_seen(tape.measurements)
    told = tuple((name, _hashable(value)) for name, value in sorted(options.items()))
    plan = _found(
        (key, phase, _hashable(target), told), lambda: _planned(ops, tape, target, options)
    )
    new = plan.operators(values, ops, joined=not tape.trainable_params)
    measured = tape.measurements
    if device:
        measured = [moved(qml, mp, plan.ends, {}) for mp in measured]
    trained = _trained(tape, ops, was_split, plan, new)
    return type(tape)(new, measured, shots=tape.shots, trainable_params=trained)


def phase_seen(measurements: Sequence[Any]) -> bool:
    """Return whether the global phase of a tape can be seen in what it gives."""
    return not measurements or any(type(mp).__name__ == "StateMP" for mp in measurements)


def _found(key: Any, make: Callable[[], Any]) -> Any:
    with _lock:
        found = _plans.get(key)
        if found is not None:
            _plans.move_to_end(key)
            return found
    made = make()
    with _lock:
        _plans[key] = made
        while len(_plans) > REMEMBERED:
            _plans.popitem(last=False)
    return made


def _planned(ops: Sequence[Any], tape: Any, target: Any, options: Mapping[str, Any]) -> Plan:
    wires = list(tape.wires)
    device = target is not None
    reader = TapeReader(ops, symbols(ops, device), wires, device)
    circuit = reader.circuit()
    left = {name: _taken(ops, index) for name, index in reader.left.items()}
    return plan_of(circuit, wires, left, tape.measurements, target, options)


def plan_of(
    circuit: Any,
    wires: list[Any],
    left: Mapping[str, Callable[[list[Any]], Step]],
    measurements: Sequence[Any],
    target: Any,
    options: Mapping[str, Any],
) -> Plan:
    """Return the plan of a circuit over numbered parameters, on these wires."""
    if target is not None and phase_seen(measurements):
        raise SemanticError(
            "the state of a device's wires, which are others than the program's",
            code="QC245",
            help="measure probabilities or a density matrix on wires that are named",
        )
    if target is None and "basis" not in options:
        # Simulators gain little by merged blocks, and gradients at all zeros would lose by them.
        options = {"blocks": "keep", **options, "basis": SIMULATED}
    made = template(circuit, target, **options)
    count = made.circuit.num_qubits
    labels = wires if count == len(wires) else list(range(count))
    final = made.circuit.layouts[1] if made.circuit.layouts else range(len(wires))
    ends = {wire: labels[place] for wire, place in zip(wires, final, strict=False)}
    return Plan(made, labels, left, phase_seen(measurements), None if target is None else ends)


def _taken(ops: Sequence[Any], index: int) -> Callable[[list[Any]], Step]:
    return lambda slots: Step(None, source=index)


def _trained(
    tape: Any, ops: Sequence[Any], was_split: bool, plan: Plan, new: list[Any]
) -> list[int]:
    """Return which numbers of the compiled tape are trained, given which of the source are."""
    trained = tape.trainable_params
    if not trained:
        return []
    key = None if was_split else tuple(trained)
    found = plan.trained.get(key)
    if found is None:
        device = plan.ends is not None
        flags = _flags(tape, ops, was_split, set(trained))
        values = [
            f for op, own in zip(ops, flags, strict=True) if role(op, device) == READ for f in own
        ]
        found = plan.trained_given({k for k, flag in enumerate(values) if flag}, flags)
        before = sum(op.num_params for op in tape.operations)
        after = sum(op.num_params for op in new)
        found += [k - before + after for k in trained if k >= before]
        if key is not None:
            plan.trained[key] = found
    return found


def _flags(tape: Any, ops: Sequence[Any], was_split: bool, trained: set[int]) -> list[list[bool]]:
    if was_split:
        # Numbers have others' places: what their tensors say counts, or that all are trained.
        whole = len(trained) == len(tape.get_parameters(trainable_only=False))
        return [[whole or bool(qml.math.requires_grad(x)) for x in op.data] for op in ops]
    out, place = [], 0
    for op in ops:
        out.append([place + k in trained for k in range(op.num_params)])
        place += op.num_params
    return out


def _each_time(tape: Any, target: Any, options: Mapping[str, Any]) -> Any:
    """Compile a tape that needs the record of measurements, at the numbers it has."""
    params = tape.get_parameters(trainable_only=False)
    if any(map(is_differentiated, params)):
        raise SemanticError(
            "gradients of a tape with measurements in the middle, on a device",
            code="QC245",
            help="compile without a target",
        )
    return compile_circuit(tape, target=target, **options).to_same()


class _Same:
    """An object that is the same only as itself, kept alive while it is remembered."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.value is self.value

    def __hash__(self) -> int:
        return id(self.value)


def _hashable(value: Any) -> Any:
    if isinstance(value, (str, int, float, type(None))):
        return value
    if isinstance(value, (list, tuple)):
        return tuple(_hashable(x) for x in value)
    return _Same(value)
