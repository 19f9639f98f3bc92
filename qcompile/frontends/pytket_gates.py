# SPDX-License-Identifier: Apache-2.0
"""pytket's gates and boxes as gates of ours: one by one, by what they are made of, or by their matrix."""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING, Any, TypeAlias

from .._native import Angle, Definition, Instruction
from ..circuit import Circuit
from ..errors import SemanticError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .from_pytket import Reader

#: One gate: its name, angles and wires.
Step: TypeAlias = "tuple[str, list[Any], list[int]]"

#: Matrices are asked for up to this many qubits.
_MATRIX_QUBITS = 8

#: The same gate with the same angles, half turns there.
_SAME = {
    "noop": "id", "X": "x", "Y": "y", "Z": "z", "H": "h", "S": "s", "Sdg": "sdg", "T": "t", "Tdg": "tdg",
    "SX": "sx", "SXdg": "sxdg", "Rx": "rx", "Ry": "ry", "Rz": "rz", "U1": "p", "U2": "u2", "U3": "u",
    "PhasedX": "r", "GPI": "gpi", "GPI2": "gpi2", "CX": "cx", "CY": "cy", "CZ": "cz", "CH": "ch", "CS": "cs",
    "CSdg": "csdg", "CSX": "csx", "CRx": "crx", "CRy": "cry", "CRz": "crz", "CU1": "cp", "CU3": "cu3",
    "CCX": "ccx", "CSWAP": "cswap", "SWAP": "swap", "ECR": "ecr", "ISWAPMax": "iswap", "XXPhase": "rxx",
    "YYPhase": "ryy", "ZZPhase": "rzz",
}  # fmt: skip

#: Gates made of several, in order; an entry named `phase` is a factor of the whole.
_MADE: dict[str, Callable[..., list[Step]]] = {
    "TK1": lambda a, b, c: [("rz", [c], [0]), ("rx", [b], [0]), ("rz", [a], [0])],
    "TK2": lambda a, b, c: [("rxx", [a], [0, 1]), ("ryy", [b], [0, 1]), ("rzz", [c], [0, 1])],
    "V": lambda: [("rx", [pi / 2], [0])],
    "Vdg": lambda: [("rx", [-pi / 2], [0])],
    "CV": lambda: [("crx", [pi / 2], [0, 1])],
    "CVdg": lambda: [("crx", [-pi / 2], [0, 1])],
    "CSXdg": lambda: [("p", [-pi / 4], [0]), ("crx", [-pi / 2], [0, 1])],
    "ZZMax": lambda: [("rzz", [pi / 2], [0, 1])],
    "ISWAP": lambda a: [("rxx", [a * -0.5], [0, 1]), ("ryy", [a * -0.5], [0, 1])],
    "PhasedISWAP": lambda a, b: [
        ("p", [a * -2], [1]),
        ("rxx", [b * -0.5], [0, 1]),
        ("ryy", [b * -0.5], [0, 1]),
        ("p", [a * 2], [1]),
    ],
    # The exchange is half of I + XX + YY + ZZ.
    "ESWAP": lambda a: [
        ("phase", [a * -0.25], []),
        *((name, [a * 0.5], [0, 1]) for name in ("rxx", "ryy", "rzz")),
    ],
    "FSim": lambda a, b: [("rxx", [a], [0, 1]), ("ryy", [a], [0, 1]), ("cp", [-b], [0, 1])],
    "Sycamore": lambda: [
        ("rxx", [pi / 2], [0, 1]),
        ("ryy", [pi / 2], [0, 1]),
        ("cp", [-pi / 6], [0, 1]),
    ],
    "AAMS": lambda a, b, c: [("ms", [b, c, a], [0, 1])],
    "XXPhase3": lambda a: [("rxx", [a], [0, 1]), ("rxx", [a], [1, 2]), ("rxx", [a], [0, 2])],
    "BRIDGE": lambda: [("cx", [], [0, 2])],
    "PhasedXX": lambda a, b: [("ms", [b, b, a], [0, 1])],
    "TwinPhasedX": lambda a, b: [("r", [a, b], [0]), ("r", [a, b], [1])],
}
_CONTROLLED = {"CnX": "x", "CnY": "y", "CnZ": "z", "CnRx": "rx", "CnRy": "ry", "CnRz": "rz"}


class Gates:
    """Instructions of gates and boxes."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def is_inlined(self, box: Any, to: Sequence[int]) -> bool:
        """Return whether a box holds more than gates."""
        if box.type.name in ("CustomGate", "QControlBox"):
            return False
        return bool(to) or any(
            command.op.type.name in ("Reset", "Measure", "Collapse", "Barrier", "Conditional")
            for command in box.get_circuit().get_commands()
        )

    def place(self, out: Circuit, op: Any, on: list[int]) -> None:
        """Append a unitary operation."""
        steps = self._steps(op, len(on))
        if steps is None:
            out.append(self.instruction(op, len(on)), on)
            return
        _put(out, steps, on)

    def instruction(self, op: Any, width: int) -> Instruction:
        """Return an operation as one instruction."""
        steps = self._steps(op, width)
        if steps is not None:
            if len(steps) == 1 and steps[0][2] == list(range(width)):
                return Instruction.gate(*steps[0][:2])
            body = Circuit(width)
            _put(body, steps, list(range(width)))
            return _called(op.type.name, body)
        special = _SPECIAL.get(op.type.name)
        if special is not None:
            return special(self, op, width)
        if hasattr(op, "get_circuit"):
            name = getattr(op, "circuit_name", None) or op.type.name
            return _called(name, self._reader.inner(op.get_circuit()))
        return _matrix(op, width)

    def _steps(self, op: Any, width: int) -> list[Step] | None:
        kind = op.type.name
        if kind not in _SAME and kind not in _MADE and kind != "NPhasedX":
            return None
        angles = [self._reader.angle(p) for p in op.params]
        if kind == "NPhasedX":
            return [("r", angles, [q]) for q in range(width)]
        if kind in _SAME:
            return [(_SAME[kind], angles, list(range(width)))]
        return _MADE[kind](*angles)

    def _many(self, op: Any, width: int) -> Instruction:
        angles = [self._reader.angle(p) for p in op.params]
        base = Instruction.gate(_CONTROLLED[op.type.name], angles)
        return base if width == 1 else base.controlled([True] * (width - 1))

    def _control(self, op: Any, width: int) -> Instruction:
        controls = op.get_n_controls()
        base = self.instruction(op.get_op(), width - controls)
        return base.controlled([bool(b) for b in op.get_control_state_bits()])

    def _gadget(self, op: Any, width: int) -> Instruction:
        return Instruction.pauli_evolution([("Z" * width, 0.5)], self._reader.angle(op.params[0]))

    def _pauli(self, op: Any, width: int) -> Instruction:
        letters = "".join(pauli.name for pauli in op.get_paulis())
        return Instruction.pauli_evolution([(letters, 0.5)], self._reader.angle(op.get_phase()))

    def _diagonal(self, op: Any, width: int) -> Instruction:
        from cmath import phase

        entries = op.get_diagonal()
        order = _reversed(width)
        return Instruction.diagonal([phase(complex(entries[i])) for i in order])

    def _custom(self, op: Any, width: int) -> Instruction:
        made = op.gate
        body = self._reader.inner(made.definition)
        qubits = [f"q{i}" for i in range(width)]
        definition = Definition(made.name, [str(a) for a in made.args], qubits, body)
        return Instruction.call(definition, [self._reader.value(p) for p in op.params])

    def _dummy(self, op: Any, width: int) -> Instruction:
        return Instruction.call(Definition("DummyBox", [], [f"q{i}" for i in range(width)]))

    def _unitary(self, op: Any, width: int) -> Instruction:
        return _matrix(op, width)


def _put(out: Circuit, steps: list[Step], on: list[int]) -> None:
    for name, angles, wires in steps:
        if name == "phase":
            out.add_phase(angles[0])
        else:
            out.append_gate(name, angles, [on[w] for w in wires])


def _called(name: str, body: Circuit) -> Instruction:
    """Return a call of a body; the symbols in it are its arguments."""
    names = body.parameters
    qubits = [f"q{i}" for i in range(body.num_qubits)]
    return Instruction.call(Definition(name, names, qubits, body), [Angle.symbol(n) for n in names])


def _matrix(op: Any, width: int) -> Instruction:
    try:
        rows = op.get_unitary() if width <= _MATRIX_QUBITS else None
    except (RuntimeError, NotImplementedError):  # symbols in it, or no unitary
        rows = None
    if rows is None:
        raise SemanticError(
            "a gate that is none of ours, with no matrix of numbers",
            code="QC240",
            help="decompose it before, or bind its symbols",
        )
    order = _reversed(width)
    return Instruction.unitary([complex(rows[i][j]) for i in order for j in order])


def _reversed(width: int) -> list[int]:
    """Return each index with its bits in the other order: big-endian there, little-endian here."""
    return [int(format(i, f"0{width}b")[::-1], 2) if width else 0 for i in range(1 << width)]


_SPECIAL: dict[str, Callable[[Gates, Any, int], Instruction]] = {
    **dict.fromkeys(_CONTROLLED, Gates._many),
    "QControlBox": Gates._control,
    "PhaseGadget": Gates._gadget,
    "PauliExpBox": Gates._pauli,
    "DiagonalBox": Gates._diagonal,
    "CustomGate": Gates._custom,
    "DummyBox": Gates._dummy,
    "Unitary1qBox": Gates._unitary,
    "Unitary2qBox": Gates._unitary,
    "Unitary3qBox": Gates._unitary,
}
