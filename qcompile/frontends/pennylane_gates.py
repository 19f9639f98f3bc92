# SPDX-License-Identifier: Apache-2.0
"""PennyLane's operators as instructions on its wires: of the library by their class, others by what they are made of.

PennyLane's matrices have the first wire as the most significant one, ours the last, so what is given by a matrix goes
on the wires reversed. Its global phase is ``exp(-i phi)``.
"""

from __future__ import annotations

from cmath import phase
from typing import TYPE_CHECKING, Any

from .._native import Angle, Definition, Instruction
from ..errors import SemanticError, quote
from .controlled_phases import controlled_phase
from .pennylane_parts import parts_of, unitary_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    #: Instructions with the wires they are on, and the phase beside them.
    Steps: TypeAlias = "tuple[list[tuple[Instruction, list[Any]]], float | Angle]"
    Params: TypeAlias = "list[Any]"

#: Our names of operators, by their classes'.
LIBRARY = {
    "PauliX": "x",
    "PauliY": "y",
    "PauliZ": "z",
    "Hadamard": "h",
    "S": "s",
    "T": "t",
    "SX": "sx",
    "RX": "rx",
    "RY": "ry",
    "RZ": "rz",
    "PhaseShift": "p",
    "U1": "p",
    "U2": "u2",
    "U3": "u",
    "CNOT": "cx",
    "CY": "cy",
    "CZ": "cz",
    "CH": "ch",
    "CRX": "crx",
    "CRY": "cry",
    "CRZ": "crz",
    "ControlledPhaseShift": "cp",
    "CPhase": "cp",
    "SWAP": "swap",
    "ISWAP": "iswap",
    "SISWAP": "siswap",
    "ECR": "ecr",
    "IsingXX": "rxx",
    "IsingYY": "ryy",
    "IsingZZ": "rzz",
    "Toffoli": "ccx",
    "CCZ": "ccz",
    "CSWAP": "cswap",
}
#: Further from unitary than this, a matrix is no gate.
_TOLERANCE = 1e-7


class Gates:
    """Reads the operators of one tape."""

    def __init__(self, qml: Any) -> None:
        self.qml = qml
        #: Operators that nothing is known of, by the name of the definition that stands for them.
        self.opaque: dict[str, Any] = {}

    def steps(self, op: Any, params: Params) -> Steps | None:
        """Return what a unitary operator does, with these values of its parameters; None for what is none.

        Raises
        ------
        SemanticError
            QC240 for parameters that are batches, and for symbols where only numbers can be read.
        """
        if op.batch_size is not None:
            raise SemanticError(
                "a batch of parameters", code="QC240", help="use `qml.transforms.broadcast_expand`"
            )
        name = type(op).__name__
        if not type(op).__module__.startswith("pennylane."):
            return self._unknown(op, params)
        if name in LIBRARY:
            return [(Instruction.gate(LIBRARY[name], _angles(params)), list(op.wires))], 0.0
        maker = _SPECIAL.get(name)
        made = None if maker is None else maker(self, op, params)
        return self._unknown(op, params) if made is None else made

    def sequence(self, ops: Sequence[Any], params: Sequence[Params]) -> Steps | None:
        """Return what operators do one after the other."""
        items: list[tuple[Instruction, list[Any]]] = []
        total: float | Angle = 0.0
        for op, own in zip(ops, params, strict=True):
            steps = self.steps(op, own)
            if steps is None:
                return None
            items += steps[0]
            total = total + steps[1]
        return items, total

    def opaque_call(self, op: Any) -> Instruction:
        """Return a call of an operator nothing is known of."""
        name = op.name if op.name.isidentifier() else type(op).__name__
        number, known = 1, name
        while known in self.opaque:
            number += 1
            known = f"{name}_{number}"
        self.opaque[known] = op
        return Instruction.call(Definition(known, [], [f"q{i}" for i in range(len(op.wires))]))

    def _unknown(self, op: Any, params: Params) -> Steps | None:
        qml = self.qml
        found = parts_of(qml, op, params)
        if found is not None:
            ops, values, missing = found
            steps = self.sequence(ops, values)
            if steps is not None:
                return steps[0], steps[1] + missing
        if any(isinstance(p, Angle) for p in params):
            if op.has_matrix:
                raise SemanticError(
                    "a parameter that no decomposition has as an angle",
                    code="QC240",
                    help="make it not trainable, or read the tape without `symbolic`",
                )
            return None
        matrix = unitary_of(qml, op)
        if matrix is None:
            return None
        return [(Instruction.unitary(matrix), list(op.wires)[::-1])], 0.0


def _angles(params: Params) -> list[float | Angle]:
    return [p if isinstance(p, Angle) else float(p) for p in params]


def _identity(gates: Gates, op: Any, params: Params) -> Steps:
    return [(Instruction.gate("id"), [wire]) for wire in op.wires], 0.0


def _phase(gates: Gates, op: Any, params: Params) -> Steps:
    return [], -_angles(params)[0]


def _rot(gates: Gates, op: Any, params: Params) -> Steps:
    phi, theta, omega = _angles(params)
    turns = (("rz", phi), ("ry", theta), ("rz", omega))
    return [(Instruction.gate(name, [angle]), list(op.wires)) for name, angle in turns], 0.0


def _multi_rz(gates: Gates, op: Any, params: Params) -> Steps:
    return _evolution("Z" * len(op.wires), op, params)


def _pauli_rot(gates: Gates, op: Any, params: Params) -> Steps:
    return _evolution(op.hyperparameters["pauli_word"], op, params)


def _evolution(letters: str, op: Any, params: Params) -> Steps:
    (theta,) = _angles(params)
    if not letters.strip("I"):
        return [], -theta / 2
    return [(Instruction.pauli_evolution([(letters, 0.5)], theta), list(op.wires))], 0.0


def _unitary(gates: Gates, op: Any, params: Params) -> Steps | None:
    matrix = unitary_of(gates.qml, op)
    return None if matrix is None else ([(Instruction.unitary(matrix), list(op.wires)[::-1])], 0.0)


def _diagonal(gates: Gates, op: Any, params: Params) -> Steps:
    phases = [phase(complex(x)) for x in op.data[0]]
    return [(Instruction.diagonal(phases), list(op.wires)[::-1])], 0.0


def _multi_controlled(gates: Gates, op: Any, params: Params) -> Steps:
    closed = [bool(v) for v in op.control_values]
    return [(Instruction.gate("x").controlled(closed), list(op.wires))], 0.0


def _adjoint(gates: Gates, op: Any, params: Params) -> Steps | None:
    steps = gates.steps(op.base, params)
    if steps is None:
        return None
    return [(item.inverse(), on) for item, on in reversed(steps[0])], -steps[1]


def _controlled(gates: Gates, op: Any, params: Params) -> Steps | None:
    steps = gates.steps(op.base, params)
    if steps is None:
        return None
    controls, closed = list(op.control_wires), [bool(v) for v in op.control_values]
    items = [(item.controlled(closed), [*controls, *on]) for item, on in steps[0]]
    return [*items, *controlled_phase(steps[1], controls, closed)], 0.0


def _power(gates: Gates, op: Any, params: Params) -> Steps | None:
    if op.z != int(op.z) or abs(op.z) > 64:
        return None
    steps = gates.steps(op.base, params)
    if steps is None:
        return None
    times = int(op.z)
    items, total = steps
    if times < 0:
        items = [(item.inverse(), on) for item, on in reversed(items)]
    return items * abs(times), total * times


def _product(gates: Gates, op: Any, params: Params) -> Steps | None:
    # The last factor acts first.
    shares = []
    for factor in op.operands:
        shares.append(params[: factor.num_params])
        params = params[factor.num_params :]
    return gates.sequence(op.operands[::-1], shares[::-1])


def _scaled(gates: Gates, op: Any, params: Params) -> Steps | None:
    scalar = params[0]
    if isinstance(scalar, Angle) or abs(abs(complex(scalar)) - 1) > _TOLERANCE:
        return None
    steps = gates.steps(op.base, params[1:])
    return None if steps is None else (steps[0], steps[1] + phase(complex(scalar)))


_SPECIAL = {
    "Adjoint": _adjoint,
    "AdjointOperation": _adjoint,
    "Controlled": _controlled,
    "ControlledOp": _controlled,
    "DiagonalQubitUnitary": _diagonal,
    "GlobalPhase": _phase,
    "Identity": _identity,
    "MultiControlledX": _multi_controlled,
    "MultiRZ": _multi_rz,
    "PauliRot": _pauli_rot,
    "Pow": _power,
    "PowOperation": _power,
    "Prod": _product,
    "QubitUnitary": _unitary,
    "Rot": _rot,
    "SProd": _scaled,
}


def refused(op: Any) -> SemanticError:
    """Return the error for an operator nothing can be said of."""
    return SemanticError(
        f"`{quote(op.name)}` is no gate, channel or measurement that is known",
        code="QC240",
        help="give it a decomposition or a matrix",
    )
