# SPDX-License-Identifier: Apache-2.0
"""What a tape of PennyLane is but for its numbers: which operators are read, which are left as they are, and a key.

Every number that is an angle becomes a parameter, whatever it is in the tape: a float, a tensor, the box of a tracer.
Without a device, what simulators run as it is and the compiler would only take apart (operators on many wires, state
preparations, channels, measurements in the middle and what depends on them) stays: a fence, put back as it was.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pennylane as qml

from .._native import Angle, Definition, Instruction
from ..circuit import Circuit
from ..errors import SemanticError, quote
from ..frontends.from_pennylane import MEASURED, Reader
from ..frontends.pennylane_gates import LIBRARY, refused
from . import pennylane_binding as binding

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What a simulator has a kernel or a matrix for and gains nothing from being taken apart.
WHOLE = {
    "AmplitudeEmbedding",
    "Barrier",
    "BasisState",
    "BlockEncode",
    "CCZ",
    "CSWAP",
    "ControlledQubitUnitary",
    "DiagonalQubitUnitary",
    "DoubleExcitation",
    "DoubleExcitationMinus",
    "DoubleExcitationPlus",
    "FermionicSWAP",
    "IsingXY",
    "MultiControlledX",
    "PCPhase",
    "PSWAP",
    "QubitUnitary",
    "SingleExcitation",
    "SingleExcitationMinus",
    "SingleExcitationPlus",
    "Snapshot",
    "StatePrep",
    "Toffoli",
    "WireCut",
}
#: Read on up to two wires, left whole on more.
_WORDS = ("ControlledOp", "MultiRZ", "PauliRot")
#: Scalars in, and nothing else to know.
_PLAIN = {*LIBRARY, "Rot", "GlobalPhase", "Identity"}
#: Of the kinds in it that were met, whether they are controlled ones.
_CONTROLLED: dict[type, bool] = {}
_RECORDED = (*MEASURED, "Conditional")

READ, LEFT, SPLIT, FIXED, RECORDED = "read", "left", "split", "fixed", "recorded"


def _is_plain(kind: type) -> bool:
    return kind.__name__ in _PLAIN and kind.__module__.startswith("pennylane.")


def role(op: Any, device: bool) -> str:
    """Return what becomes of an operator.

    Parameters
    ----------
    op : pennylane.operation.Operator
    device : bool
        Whether there is a device, on which nothing can be left.

    Returns
    -------
    str
        ``READ`` with its scalars as parameters; ``LEFT`` as it is; ``SPLIT`` into its decomposition first; ``FIXED``:
        its numbers have to be known; ``RECORDED``: it needs the record of measurements.
    """
    name = type(op).__name__
    if _is_plain(type(op)):
        return READ
    if name in _RECORDED or (hasattr(op, "kraus_matrices") and not op.has_matrix):
        return RECORDED if device else LEFT
    many = len(op.wires) > 2 and name in _WORDS
    if not device and (many or name in WHOLE or not (op.has_matrix or op.has_decomposition)):
        return LEFT
    if op.batch_size is not None or any(getattr(x, "ndim", 0) for x in op.data):
        # The arrays of a layer become the angles of its gates; those of a matrix or a state do not.
        return SPLIT if name not in WHOLE and op.has_decomposition else FIXED if device else LEFT
    if op.num_params and not op.has_matrix and op.has_decomposition:
        return SPLIT
    return READ


def flat(tape: Any, device: bool) -> tuple[list[Any], bool]:
    """Return the operators with those to be split taken apart, and whether there were any."""
    ops = tape.operations
    if not any(type(op) not in _CONTROLLED and role(op, device) == SPLIT for op in ops):
        return ops, False
    out: list[Any] = []
    queue = list(ops[::-1])
    while queue:
        op = queue.pop()
        if role(op, device) == SPLIT:
            with qml.queuing.QueuingManager.stop_recording():
                queue += op.decomposition()[::-1]
        else:
            out.append(op)
    return out, True


def key_and_values(
    ops: Sequence[Any], measurements: Sequence[Any], device: bool
) -> tuple[Any, list[Any]]:
    """Return what operators are but for the angles, hashable, and the angles in order."""
    key: list[Any] = []
    values: list[Any] = []
    for op in ops:
        kind = type(op)
        base = _CONTROLLED.get(kind)
        if base is None and _is_plain(kind):
            base = _CONTROLLED[kind] = issubclass(kind, qml.ops.Controlled)
        if base is not None:
            # Controlled operators join their wires each time they are asked.
            on = (op.control_wires.labels, op.base.wires.labels) if base else op.wires.labels
            key.append((kind, on))
            values += op.data
            continue
        what = role(op, device)
        key.append((kind, what, wires_of(op), _structure(op, what)))
        if what == READ:
            values += op.data
    key.append(tuple(mp.wires.labels for mp in measurements))
    return tuple(key), values


def wires_of(op: Any) -> tuple[Any, ...]:
    """Return the wires an operator has to stay in order on: those it acts on, and those it is told of."""
    wires = list(op.wires)
    if type(op).__name__ == "Conditional":
        for measured in op.meas_val.measurements:
            wires += [wire for wire in measured.wires if wire not in wires]
    return tuple(wires)


def _structure(op: Any, what: str) -> Any:
    if what == LEFT:
        return None
    leaves, structure = qml.pytrees.flatten(op)
    told = _told(structure)
    if what == READ:
        return told
    return told, tuple(_fixed(op, leaf) for leaf in leaves)


def _told(structure: Any) -> Any:
    return structure.type_, structure.metadata, tuple(_told(child) for child in structure.children)


def _fixed(op: Any, value: Any) -> Any:
    import numpy as np

    if binding.is_traced(value) or qml.math.requires_grad(value):
        raise SemanticError(
            f"`{quote(op.name)}` has trained numbers that are not angles of gates, and a device has no such operation",
            code="QC245",
            help="compile without a target, or make them not trainable",
        )
    array = np.asarray(qml.math.unwrap([value])[0])
    return array.shape, array.dtype.str, array.tobytes()


def symbols(ops: Sequence[Any], device: bool) -> list[list[Any]]:
    """Return the parameters of each operator: ``p[k]`` for the k-th angle, nothing for what is not read."""
    out: list[list[Any]] = []
    count = 0
    for op in ops:
        if role(op, device) == READ:
            out.append([Angle.symbol(f"p[{count + k}]") for k in range(op.num_params)])
            count += op.num_params
        else:
            out.append([])
    return out


class TapeReader(Reader):
    """Reads the operators of a tape with given parameters.

    Parameters
    ----------
    ops : sequence of pennylane.operation.Operator
    parameters : sequence of list of Angle or float
        Of each operator, those that are read.
    wires : sequence
        The order of the wires.
    device : bool
        Whether nothing can be left as it is.
    """

    def __init__(
        self,
        ops: Sequence[Any],
        parameters: Sequence[list[Any]],
        wires: Sequence[Any],
        device: bool,
    ) -> None:
        super().__init__(qml.tape.QuantumScript([]), True, None)
        self.ops, self.parameters, self.device = ops, parameters, device
        self.wires = {wire: i for i, wire in enumerate(wires)}
        #: The index of the operator each opaque definition stands for, by its name.
        self.left: dict[str, int] = {}

    def circuit(self) -> Circuit:
        """Return the circuit."""
        out = Circuit(len(self.wires))
        for index, (op, params) in enumerate(zip(self.ops, self.parameters, strict=True)):
            self._index = index
            self.located(out, op, params, index)
        return out

    def operation(self, out: Circuit, op: Any, params: list[Any]) -> None:
        """Append one operation, or what stands for it."""
        name = type(op).__name__
        what = role(op, self.device)
        if what == LEFT:
            self.leave(out, op, params)
        elif _is_plain(type(op)) and name in LIBRARY:
            on = [self.wires[wire] for wire in op.wires]
            out.append(Instruction.gate(LIBRARY[name], params), on)
        elif name in ("MultiRZ", "PauliRot"):
            letters = op.hyperparameters.get("pauli_word", "Z" * len(op.wires))
            _append_word(out, letters, params[0], [self.wires[wire] for wire in op.wires])
        elif not (op.has_matrix or op.has_decomposition) and name != "Barrier":
            raise refused(op)
        else:
            fixed = what == FIXED
            plain = op if fixed or not op.num_params else _at_numbers(op)
            try:
                super().operation(out, plain, list(op.data) if fixed else params)
            except SemanticError:
                if self.device:
                    raise
                self.leave(out, op, params)

    def leave(self, out: Circuit, op: Any, params: list[Any]) -> None:
        """Append a fence with the operator's angles that are given."""
        wires = wires_of(op) or tuple(self.wires)
        name = f"left_{len(self.left)}"
        self.left[name] = self._index
        given = [p for p in params if isinstance(p, Angle)]
        names = [f"a{i}" for i in range(len(given))]
        definition = Definition(name, names, [f"q{i}" for i in range(len(wires))])
        out.append(Instruction.call(definition, given), [self.wires[wire] for wire in wires])


def _append_word(out: Circuit, letters: str, angle: Any, on: Sequence[int]) -> None:
    """Append a rotation about a word of Pauli operators, in gates."""
    acted = [(letter, q) for letter, q in zip(letters, on, strict=True) if letter != "I"]
    if not acted:
        out.add_phase(angle * -0.5)
        return
    for letter, q in acted:
        if letter == "Y":
            out.sdg(q)
        if letter != "Z":
            out.h(q)
    wires = [q for _, q in acted]
    ladder = list(pairwise(wires[:-1]))
    for a, b in ladder:
        out.cx(a, b)
    if len(wires) == 1:
        out.rz(angle, wires[0])
    else:
        out.rzz(angle, *wires[-2:])
    for a, b in ladder[::-1]:
        out.cx(a, b)
    for letter, q in acted:
        if letter != "Z":
            out.h(q)
        if letter == "Y":
            out.s(q)


def _at_numbers(op: Any) -> Any:
    """Return an operator at numbers that are nothing special, so that it can be asked for its parts."""
    numbers = [0.3 + 0.17 * k for k in range(op.num_params)]
    return qml.ops.functions.bind_new_parameters(op, numbers)
