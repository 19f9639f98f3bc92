# SPDX-License-Identifier: Apache-2.0
"""Unitary instructions as pytket's gates and boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from .._native import Angle
from ..errors import PipelineError
from .lowering import lowered, swaps, width_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from .._native import Instruction, Operation
    from .to_pytket import _Writer

    Step: TypeAlias = "tuple[Any, list[Any]]"

#: The same gate with the same angles, half turns there.
_SAME = {
    "id": "noop", "x": "X", "y": "Y", "z": "Z", "h": "H", "s": "S", "sdg": "Sdg", "t": "T", "tdg": "Tdg",
    "sx": "SX", "sxdg": "SXdg", "rx": "Rx", "ry": "Ry", "rz": "Rz", "p": "U1", "u2": "U2", "u": "U3",
    "r": "PhasedX", "gpi": "GPI", "gpi2": "GPI2", "cx": "CX", "cy": "CY", "cz": "CZ", "ch": "CH", "cs": "CS",
    "csdg": "CSdg", "csx": "CSX", "crx": "CRx", "cry": "CRy", "crz": "CRz", "cp": "CU1", "cu3": "CU3",
    "ccx": "CCX", "cswap": "CSWAP", "swap": "SWAP", "ecr": "ECR", "iswap": "ISWAPMax", "rxx": "XXPhase",
    "ryy": "YYPhase", "rzz": "ZZPhase", "ccz": "CnZ", "c3x": "CnX", "c4x": "CnX",
}  # fmt: skip
#: Others: pytket's gate, its angles in half turns from ours in radians, and its wires, in order.
_MADE: dict[str, Callable[..., list[tuple[str, list[Any], list[int]]]]] = {
    "u0": lambda _: [("noop", [], [0])],
    "iswapdg": lambda: [("ISWAP", [-1.0], [0, 1])],
    "siswap": lambda: [("ISWAP", [0.5], [0, 1])],
    "siswapdg": lambda: [("ISWAP", [-0.5], [0, 1])],
    "dcx": lambda: [("CX", [], [0, 1]), ("CX", [], [1, 0])],
    "ms": lambda a, b, t: [("AAMS", [t, a, b], [0, 1])],
    "rzx": lambda t: [("H", [], [1]), ("ZZPhase", [t], [0, 1]), ("H", [], [1])],
    "cu": lambda t, a, b, g: [("U1", [g], [0]), ("CU3", [t, a, b], [0, 1])],
    "phxz": lambda x, z, a: [
        ("Phase", [x * 0.5], []),
        ("U1", [-a], [0]),
        ("Rx", [x], [0]),
        ("U1", [z + a], [0]),
    ],
}
_BOXES = {1: "Unitary1qBox", 2: "Unitary2qBox", 3: "Unitary3qBox"}


class Gates:
    """pytket's operations for instructions of ours."""

    def __init__(self, package: Any, writer: _Writer) -> None:
        self._package = package
        self._writer = writer

    def plain(self, kind: str, angles: list[Any] | None = None, width: int | None = None) -> Any:
        """Return an operation by its name."""
        package = self._package
        kind_of = getattr(package.OpType, kind)
        if kind in ("CnX", "CnZ"):
            # Only a circuit makes one of a given width.
            holder = package.Circuit(width).add_gate(kind_of, list(range(width or 0)))
            return holder.get_commands()[0].op
        return package.Op.create(kind_of, angles or [])

    def steps(self, what: Operation, on: list[Any]) -> list[Step]:
        """Return what to apply and where, for an operation on these wires."""
        return [(gate, [on[w] for w in wires]) for gate, wires in self._steps(what, len(on))]

    def _steps(self, what: Operation | Instruction, width: int) -> list[tuple[Any, list[int]]]:
        name = what.name
        wires = list(range(width))
        contents = what.contents
        if "definition" in contents:
            return [(self._call(what, contents["definition"]), wires)]
        if name in _SPECIAL:
            return _SPECIAL[name](self, contents, wires)
        angles = [self._writer.angle(p) for p in what.parameters]
        if name in _SAME:
            return [(self.plain(_SAME[name], angles, width), wires)]
        if name in _MADE:
            return [
                (self.plain(kind, own), [wires[w] for w in at])
                for kind, own, at in _MADE[name](*angles)
            ]
        return self._lowered(what, wires)

    def _lowered(self, what: Any, wires: list[int]) -> list[tuple[Any, list[int]]]:
        inner = lowered(getattr(what, "instruction", what), len(wires), _SAME)
        return [(self._package.CircBox(self._writer.inner(inner)), wires)]

    def _gate(self, what: Instruction, width: int) -> Any:
        """Return one operation, a box where it takes several."""
        steps = self._steps(what, width)
        if len(steps) == 1 and steps[0][1] == list(range(width)):
            return steps[0][0]
        inner = self._package.Circuit(width)
        for gate, wires in steps:
            self._writer.add(inner, gate, wires, {})
        return self._package.CircBox(inner)

    def _call(self, what: Any, definition: Any) -> Any:
        body = definition.body
        if body is None:
            if definition.name == "DummyBox":
                return self._dummy(definition.num_qubits)
            raise PipelineError(
                f"pytket has no gate without a definition, as `{definition.name}` is",
                code="QC409",
                help="give it a definition or a matrix",
            )
        if definition.parameters:
            body = body.bind(
                dict(zip(definition.parameters, map(Angle, what.parameters), strict=True))
            )
        inner = self._writer.inner(body)
        inner.name = definition.name
        return self._package.CircBox(inner)

    def _dummy(self, width: int) -> Any:
        package = self._package
        bounds = package.ResourceBounds(0)
        data = package.ResourceData(
            op_type_count={}, gate_depth=bounds, op_type_depth={}, two_qubit_gate_depth=bounds
        )
        return package.DummyBox(width, 0, data)

    def _controlled(self, contents: Any, wires: list[int]) -> list[tuple[Any, list[int]]]:
        polarity = [bool(p) for p in contents["polarity"]]
        controls = len(polarity)
        base = self._gate(contents["base"], len(wires) - controls)
        return [(self._package.QControlBox(base, controls, polarity), wires)]

    def _unitary(self, contents: Any, wires: list[int]) -> list[tuple[Any, list[int]]]:
        import numpy as np

        side = 1 << len(wires)
        matrix = np.array(contents["matrix"]).reshape(side, side)
        if len(wires) in _BOXES:
            # Big-endian over the wires in the other order.
            order = wires[::-1]
            return [(getattr(self._package, _BOXES[len(wires)])(matrix), order)]
        from .._native import Instruction

        return self._lowered(Instruction.unitary(contents["matrix"]), wires)

    def _diagonal(self, contents: Any, wires: list[int]) -> list[tuple[Any, list[int]]]:
        import numpy as np

        entries = np.exp(1j * np.array(contents["phases"]))
        return [(self._package.DiagonalBox(entries), wires[::-1])]

    def _multiplexer(self, contents: Any, wires: list[int]) -> list[tuple[Any, list[int]]]:
        selects = contents["selects"]
        made = []
        for state, case in enumerate(contents["cases"]):
            polarity = [bool(state >> k & 1) for k in range(selects)]
            width = width_of(case, len(wires) - selects)
            base = self._gate(case, width)
            on = wires[: selects + width]
            made.append((self._package.QControlBox(base, selects, polarity), on))
        return made

    def _evolution(self, contents: Any, wires: list[int]) -> list[tuple[Any, list[int]]]:
        """Return one box a term, in the order written."""
        from pytket.pauli import Pauli

        made: list[tuple[Any, list[int]]] = []
        for letters, coefficient in contents["strings"]:
            turned = coefficient * contents["time"]
            if set(letters) == {"I"}:
                made.append((self.plain("Phase", [self._writer.angle(-turned)]), []))
                continue
            paulis = [getattr(Pauli, letter) for letter in letters]
            box = self._package.PauliExpBox(paulis, self._writer.angle(turned * 2))
            made.append((box, wires))
        return made

    def _permutation(self, contents: Any, wires: list[int]) -> list[tuple[Any, list[int]]]:
        return [(self.plain("SWAP"), [wires[a], wires[b]]) for a, b in swaps(contents["image"])]


_SPECIAL: dict[str, Callable[[Gates, Any, list[int]], list[tuple[Any, list[int]]]]] = {
    "controlled": Gates._controlled,
    "unitary": Gates._unitary,
    "diagonal": Gates._diagonal,
    "permutation": Gates._permutation,
    "multiplexer": Gates._multiplexer,
    "pauli_evolution": Gates._evolution,
}
