# SPDX-License-Identifier: Apache-2.0
"""Braket's gates as instructions of ours: one by one, by what they are made of, or by their matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._native import Angle, Definition, Instruction
from ..circuit import Circuit
from ..errors import SemanticError

if TYPE_CHECKING:
    from collections.abc import Callable

#: The same gate with the same angles.
_SAME = {
    "I": "id", "X": "x", "Y": "y", "Z": "z", "H": "h", "S": "s", "Si": "sdg", "T": "t", "Ti": "tdg",
    "V": "sx", "Vi": "sxdg", "Rx": "rx", "Ry": "ry", "Rz": "rz", "PhaseShift": "p", "U": "u", "PRx": "r",
    "GPi": "gpi", "GPi2": "gpi2", "MS": "ms", "CNot": "cx", "CY": "cy", "CZ": "cz", "CV": "csx",
    "CPhaseShift": "cp", "Swap": "swap", "ISwap": "iswap", "ECR": "ecr", "XX": "rxx", "YY": "ryy", "ZZ": "rzz",
    "CCNot": "ccx", "CSwap": "cswap",
}  # fmt: skip
#: A phase on one basis state, by the values of the two qubits.
_PHASES = {"CPhaseShift00": (False, False), "CPhaseShift01": (False, True), "CPhaseShift10": (True, False)}  # fmt: skip


def instruction_of(operator: Any, angle: Callable[[Any], float | Angle], width: int) -> Instruction:
    """Return a gate as an instruction.

    Parameters
    ----------
    operator : braket.circuits.Gate
    angle : callable
        Makes an angle of one of Braket's.
    width : int
        Number of its qubits.

    Raises
    ------
    SemanticError
        QC240 for a gate that is none of Braket's own and has no matrix.
    """
    name = type(operator).__name__
    own = type(operator).__module__ == "braket.circuits.gates"
    if own and name == "Unitary":
        return Instruction.unitary(reordered(operator.to_matrix(), width))
    if own and name in _SAME:
        return Instruction.gate(_SAME[name], _angles(operator, angle))
    if own and name in _PHASES:
        return _phase_at(_PHASES[name], angle(operator.angle))
    if own and name in ("XY", "PSwap"):
        body = Circuit(2)
        turn = angle(operator.angle)
        if name == "XY":
            body.rxx(turn * -0.5, 0, 1).ryy(turn * -0.5, 0, 1)
        else:
            # The phase is where the qubits differ: half of it is global, half a rotation about ZZ.
            body.add_phase(turn * 0.5)
            body.rzz(turn, 0, 1).swap(0, 1)
        return _called(name, body)
    return _matrix(operator, width)


def powered(made: Instruction, operator: Any, power: float, width: int) -> Instruction:
    """Return a power of an instruction: repeated or inverted, else by the principal power of its matrix."""
    if power == 1:
        return made
    if float(power).is_integer():
        body = Circuit(width)
        step = made if power > 0 else made.inverse()
        for _ in range(abs(int(power))):
            body.append(step, range(width))
        return _called(f"{type(operator).__name__}_{int(power)}".replace("-", "m"), body)
    from scipy.linalg import fractional_matrix_power

    try:
        matrix = operator.to_matrix()
    except (TypeError, NotImplementedError):
        raise SemanticError(
            "a fractional power of a gate with free parameters",
            code="QC240",
            help="bind its parameters first",
        ) from None
    return Instruction.unitary(reordered(fractional_matrix_power(matrix, power), width))


def reordered(matrix: Any, width: int) -> list[complex]:
    """Return a matrix row by row with the first qubit least significant, which is the most significant there."""
    order = [int(format(i, f"0{width}b")[::-1], 2) for i in range(1 << width)]
    return [complex(matrix[i][j]) for i in order for j in order]


def _angles(operator: Any, angle: Callable[[Any], float | Angle]) -> list[float | Angle]:
    return [angle(value) for value in getattr(operator, "parameters", ())]


def _phase_at(state: tuple[bool, bool], turn: float | Angle) -> Instruction:
    """Return a phase where the first qubit has one value and the second another."""
    body = Circuit(2)
    closed = Instruction.gate("p", [turn]).controlled([state[0]])
    if not state[1]:
        body.x(1)
    body.append(closed, [0, 1])
    if not state[1]:
        body.x(1)
    return _called("phase_at", body)


def _called(name: str, body: Circuit) -> Instruction:
    """Return a call of a body; the symbols in it are its arguments."""
    names = body.parameters
    qubits = [f"q{i}" for i in range(body.num_qubits)]
    return Instruction.call(Definition(name, names, qubits, body), [Angle.symbol(n) for n in names])


def _matrix(operator: Any, width: int) -> Instruction:
    try:
        return Instruction.unitary(reordered(operator.to_matrix(), width))
    except (AttributeError, TypeError, NotImplementedError):
        raise SemanticError(
            "a gate that is none of ours, with no matrix of numbers",
            code="QC240",
            help="decompose it before, or bind its parameters",
        ) from None
