# SPDX-License-Identifier: Apache-2.0
"""Unitary instructions as PennyLane's operators, and the phase they leave out.

PennyLane's matrices have the first wire as the most significant one: what is given by a matrix goes on the wires
reversed. What PennyLane has no operator for is written in those it has.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .._native import Angle
from .controls import controlled, multiplexer
from .lowering import lowered, swaps

if TYPE_CHECKING:
    from typing import TypeAlias

    from .._native import Definition, Instruction, Operation

    What: TypeAlias = "Operation | Instruction"
    #: Operators in order, and the global phase that belongs to them, both in PennyLane's terms.
    Made: TypeAlias = "tuple[list[Any], Any]"

#: PennyLane's classes by our names.
LIBRARY = {
    "id": "Identity",
    "x": "PauliX",
    "y": "PauliY",
    "z": "PauliZ",
    "h": "Hadamard",
    "s": "S",
    "t": "T",
    "sx": "SX",
    "p": "PhaseShift",
    "rx": "RX",
    "ry": "RY",
    "rz": "RZ",
    "u2": "U2",
    "u": "U3",
    "cx": "CNOT",
    "cy": "CY",
    "cz": "CZ",
    "ch": "CH",
    "cp": "ControlledPhaseShift",
    "crx": "CRX",
    "cry": "CRY",
    "crz": "CRZ",
    "swap": "SWAP",
    "iswap": "ISWAP",
    "siswap": "SISWAP",
    "ecr": "ECR",
    "rxx": "IsingXX",
    "ryy": "IsingYY",
    "rzz": "IsingZZ",
    "ccx": "Toffoli",
    "ccz": "CCZ",
    "cswap": "CSWAP",
}
#: Inverses that have a name of their own here.
ADJOINTS = {"sdg": "S", "tdg": "T", "sxdg": "SX", "iswapdg": "ISWAP", "siswapdg": "SISWAP"}
#: Gates that are others under closed controls.
_CONTROLLED = {
    "cs": ("s", 1),
    "csx": ("sx", 1),
    "c3x": ("x", 3),
    "c3sx": ("sx", 3),
    "c4x": ("x", 4),
    "cu3": ("u", 1),
}


class Gates:
    """Writes the gates of one circuit.

    Parameters
    ----------
    qml : module
    angle : callable
        Makes PennyLane's value of an angle.
    opaque : dict of str to pennylane.operation.Operator
        Operators of definitions without a body.
    """

    def __init__(self, qml: Any, angle: Callable[[Any], Any], opaque: dict[str, Any]) -> None:
        self.qml = qml
        self.angle = angle
        self.opaque = opaque

    def made(self, what: What, on: list[Any]) -> Made:
        """Return the operators a unitary instruction is on these wires.

        Raises
        ------
        KeyError
            For an opaque gate that PennyLane has no operator for; the name is its argument.
        """
        name, contents = what.name, what.contents
        if "definition" in contents:
            return self._call(contents["definition"], what.parameters, on)
        maker = _SPECIAL.get(name)
        if maker is not None:
            return maker(self, contents, on)
        params = [self.angle(p) for p in what.parameters]
        if name in LIBRARY:
            return [getattr(self.qml, LIBRARY[name])(*params, wires=on)], 0.0
        if name in ADJOINTS:
            return [self.qml.adjoint(getattr(self.qml, ADJOINTS[name])(wires=on))], 0.0
        if name in _CONTROLLED:
            base, count = _CONTROLLED[name]
            inner = [getattr(self.qml, LIBRARY[base])(*params, wires=on[count:])]
            return self.controlled((inner, 0.0), on[:count], [True] * count), 0.0
        instruction: Any = getattr(what, "instruction", what)
        return self.body(lowered(instruction, len(on), [*LIBRARY, *ADJOINTS]), on)

    def body(self, circuit: Any, on: list[Any]) -> Made:
        """Return what a circuit of gates alone is on these wires."""
        ops: list[Any] = []
        phase = self.angle(circuit.phase)
        for op in circuit:
            if op.name == "barrier":
                continue
            inner, more = self.made(op, [on[q] for q in op.qubits])
            ops += inner
            phase = phase + more
        return ops, phase

    def controlled(self, made: Made, controls: list[Any], closed: list[bool]) -> list[Any]:
        """Return operators under controls; the phase they leave out is one on the controls."""
        qml = self.qml
        ops, phase = made
        out = [qml.ctrl(op, controls, control_values=closed) for op in ops]
        if not isinstance(phase, float) or phase != 0.0:
            turn = qml.PhaseShift(phase, wires=controls[-1])
            if controls[1:]:
                turn = qml.ctrl(turn, controls[:-1], control_values=closed[:-1])
            flip = [] if closed[-1] else [qml.PauliX(controls[-1])]
            out += [*flip, turn, *flip]
        return out

    def _call(self, definition: Definition, angles: list[float | Angle], on: list[Any]) -> Made:
        body = definition.body
        if body is None:
            known = self.opaque[definition.name]
            return [self.qml.map_wires(known, dict(zip(known.wires, on, strict=True)))], 0.0
        if definition.parameters:
            body = body.bind(dict(zip(definition.parameters, angles, strict=True)))
        return self.body(body, on)


def _unitary(gates: Gates, contents: dict[str, Any], on: list[Any]) -> Made:
    import numpy as np

    side = 1 << len(on)
    matrix = np.array(contents["matrix"]).reshape(side, side)
    return [gates.qml.QubitUnitary(matrix, wires=on[::-1])], 0.0


def _diagonal(gates: Gates, contents: dict[str, Any], on: list[Any]) -> Made:
    import numpy as np

    values = np.exp(1j * np.array(contents["phases"]))
    return [gates.qml.DiagonalQubitUnitary(values, wires=on[::-1])], 0.0


def _permutation(gates: Gates, contents: dict[str, Any], on: list[Any]) -> Made:
    pairs = swaps(contents["image"])
    return [gates.qml.SWAP(wires=[on[a], on[b]]) for a, b in pairs], 0.0


def _evolution(gates: Gates, contents: dict[str, Any], on: list[Any]) -> Made:
    """Return one rotation a term, in the order written."""
    out: list[Any] = []
    phase: Any = 0.0
    for letters, coefficient in contents["strings"]:
        angle = gates.angle(coefficient * contents["time"])
        chosen = [(letter, wire) for letter, wire in zip(letters, on, strict=True) if letter != "I"]
        if not chosen:
            phase = phase - angle
            continue
        word = "".join(letter for letter, _ in chosen)
        out.append(gates.qml.PauliRot(2 * angle, word, wires=[wire for _, wire in chosen]))
    return out, phase


_SPECIAL: dict[str, Callable[[Gates, dict[str, Any], list[Any]], Made]] = {
    "controlled": controlled,
    "diagonal": _diagonal,
    "multiplexer": multiplexer,
    "pauli_evolution": _evolution,
    "permutation": _permutation,
    "unitary": _unitary,
}
