# SPDX-License-Identifier: Apache-2.0
"""Unitary instructions as Braket's gates, with control modifiers."""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING, Any

from .._native import Angle, Instruction
from ..errors import PipelineError
from .lowering import lowered, swaps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .to_braket import _Writer

#: The same gate with the same angles.
_SAME = {
    "id": "I", "x": "X", "y": "Y", "z": "Z", "h": "H", "s": "S", "sdg": "Si", "t": "T", "tdg": "Ti",
    "sx": "V", "sxdg": "Vi", "rx": "Rx", "ry": "Ry", "rz": "Rz", "p": "PhaseShift", "u": "U", "r": "PRx",
    "gpi": "GPi", "gpi2": "GPi2", "ms": "MS", "cx": "CNot", "cy": "CY", "cz": "CZ", "csx": "CV",
    "cp": "CPhaseShift", "swap": "Swap", "iswap": "ISwap", "ecr": "ECR", "rxx": "XX", "ryy": "YY", "rzz": "ZZ",
    "ccx": "CCNot", "cswap": "CSwap",
}  # fmt: skip
#: A gate under so many closed controls.
_CONTROLLED = {
    "ch": ("h", 1), "cs": ("s", 1), "csdg": ("sdg", 1), "crx": ("rx", 1), "cry": ("ry", 1), "crz": ("rz", 1),
    "cu3": ("u", 1), "ccz": ("z", 2), "c3x": ("x", 3), "c4x": ("x", 4), "c3sx": ("sx", 3),
}  # fmt: skip
#: Others: gates of ours, their angles and wires, in order; `phase` is a factor of the whole.
_MADE: dict[str, Callable[..., list[tuple[str, list[Any], list[int]]]]] = {
    "u0": lambda _: [("id", [], [0])],
    "u2": lambda a, b: [("u", [pi / 2, a, b], [0])],
    "dcx": lambda: [("cx", [], [0, 1]), ("cx", [], [1, 0])],
    "rzx": lambda t: [("h", [], [1]), ("rzz", [t], [0, 1]), ("h", [], [1])],
    "cu": lambda t, a, b, g: [("p", [g], [0]), ("cu3", [t, a, b], [0, 1])],
    "phxz": lambda x, z, a: [
        ("phase", [x * 0.5], []),
        ("p", [-a], [0]),
        ("rx", [x], [0]),
        ("p", [z + a], [0]),
    ],
}
#: Angles of Braket's exchange in the plane of X and Y.
_EXCHANGES = {"iswapdg": -pi, "siswap": pi / 2, "siswapdg": -pi / 2}
#: Matrices stay matrices up to this many qubits.
_MATRIX_QUBITS = 4


class Gates:
    """Writes unitary operations."""

    def __init__(self, package: Any, writer: _Writer) -> None:
        self._package = package
        self._writer = writer

    def write(self, out: Any, what: Any, on: list[int]) -> None:
        """Append what an operation or instruction does, on these qubits of Braket's."""
        name, contents = what.name, what.contents
        made = self._one(name, list(what.parameters))
        if "definition" in contents:
            self._call(out, what, on)
        elif made is not None:
            gate, controls = made
            self._writer.add(out, gate, on[controls:], on[:controls], [True] * controls)
        elif name in _MADE:
            for part, angles, wires in _MADE[name](*map(Angle, what.parameters)):
                if part == "phase":
                    self._writer.phase = self._writer.phase + angles[0]
                else:
                    self.write(out, Instruction.gate(part, angles), [on[w] for w in wires])
        elif name == "permutation":
            for a, b in swaps(contents["image"]):
                self._writer.add(out, self._package.Gate.Swap(), [on[a], on[b]])
        elif name == "unitary" and len(on) <= _MATRIX_QUBITS:
            self._unitary(out, contents["matrix"], on)
        elif name == "controlled" and self._controlled(out, contents, on):
            return
        else:
            self._writer.body(out, self._lowered(what, len(on)), on, [])

    def _one(self, name: str, angles: list[Any]) -> tuple[Any, int] | None:
        """Return the gate of a name with the number of its controls; None if there is no single one."""
        base, controls = _CONTROLLED.get(name, (name, 0))
        if base in _SAME:
            values = [self._writer.angle(a) for a in angles]
            return getattr(self._package.Gate, _SAME[base])(*values), controls
        if base in _EXCHANGES:
            return self._package.Gate.XY(_EXCHANGES[base]), controls
        return None

    def _controlled(self, out: Any, contents: Any, on: list[int]) -> bool:
        """Append a gate under controls; False if it is not one of Braket's."""
        base, polarity = contents["base"], [bool(p) for p in contents["polarity"]]
        if "definition" in base.contents:
            return False
        made = self._one(base.name, list(base.parameters))
        if made is None:
            return False
        gate, inner = made
        controls = len(polarity) + inner
        closed = [*polarity, *([True] * inner)]
        self._writer.add(out, gate, on[controls:], on[:controls], closed)
        return True

    def _call(self, out: Any, what: Any, on: list[int]) -> None:
        definition = what.contents["definition"]
        body = definition.body
        if body is None:
            raise PipelineError(
                f"Braket has no gate without a definition, as `{definition.name}` is",
                code="QC409",
                help="give it a definition or a matrix",
            )
        if definition.parameters:
            values = map(Angle, what.parameters)
            body = body.bind(dict(zip(definition.parameters, values, strict=True)))
        self._writer.body(out, body, on, [])

    def _unitary(self, out: Any, matrix: Sequence[complex], on: list[int]) -> None:
        import numpy as np

        side = 1 << len(on)
        gate = self._package.Gate.Unitary(np.array(matrix).reshape(side, side))
        # Big-endian over the qubits in the other order.
        self._writer.add(out, gate, on[::-1])

    def _lowered(self, what: Any, width: int) -> Any:
        inner = lowered(getattr(what, "instruction", what), width, _SAME)
        for op in inner:
            if op.name not in _SAME:
                raise PipelineError(
                    f"Braket has no gate for `{op.name}`, which a gate under controls is made of",
                    code="QC409",
                    help="give it a definition or a matrix",
                )
        return inner
