# SPDX-License-Identifier: Apache-2.0
"""Unitary instructions as Cirq's operations, and the phase they leave out.

Cirq's exponents are half turns, and its matrices have the first qubit as the most significant one: what is given by
a matrix goes on the qubits reversed.
"""

from __future__ import annotations

from collections.abc import Callable
from math import pi
from typing import TYPE_CHECKING, Any, TypeAlias

from .._native import Angle
from .angles import translated
from .controls import controlled, multiplexer
from .symbols import functions

if TYPE_CHECKING:
    from .._native import Definition, Instruction, Operation

    What: TypeAlias = "Operation | Instruction"
    #: Operations in order, and an angle: the global phase that belongs to them.
    Made: TypeAlias = "tuple[list[Any], float | Angle]"


class Gates:
    """Writes the gates of one circuit.

    Parameters
    ----------
    cirq : module
    symbols : dict of str to sympy.Symbol
        Symbols of parameters; those that are missing are made.
    opaque : dict of str to cirq.Gate
        Gates of definitions without a body.
    """

    def __init__(self, cirq: Any, symbols: dict[str, Any], opaque: dict[str, Any]) -> None:
        self.cirq = cirq
        self.symbols = symbols
        self.opaque = opaque

    def made(self, what: What, on: list[Any]) -> Made:
        """Return the operations a unitary instruction is on these qubits.

        Raises
        ------
        KeyError
            For an opaque gate that Cirq has no gate for; the name is its argument.
        """
        maker = _SPECIAL.get(what.name)
        contents = what.contents
        if "definition" in contents:
            return self._call(contents["definition"], what.parameters, on)
        if maker is not None:
            return maker(self, contents, on)
        return _LIBRARY[what.name](self, on, *what.parameters)

    def turns(self, angle: float | Angle) -> Any:
        """Return an angle in half turns, in Cirq's terms."""
        if not isinstance(angle, Angle):
            return angle / pi
        return translated(angle, self.symbol, functions(), 1 / pi)

    def radians(self, angle: float | Angle) -> Any:
        """Return an angle in radians, in Cirq's terms."""
        return translated(angle, self.symbol, functions())

    def symbol(self, name: str) -> Any:
        """Return the symbol of a name."""
        if name not in self.symbols:
            import sympy

            self.symbols[name] = sympy.Symbol(name)
        return self.symbols[name]

    def controlled(self, made: Made, controls: list[Any], closed: list[bool]) -> list[Any]:
        """Return operations under controls; the phase they leave out is one on the controls."""
        ops, phase = made
        values = [int(value) for value in closed]
        out = [op.controlled_by(*controls, control_values=values) for op in ops]
        if isinstance(phase, Angle) or phase != 0.0:
            turn = self.turns(phase)
            gate = self.cirq.ZPowGate(exponent=turn)
            if not closed[-1]:
                # diag(exp(i phase), 1): the inverse turn, shifted by the phase itself.
                gate = self.cirq.ZPowGate(exponent=-turn, global_shift=-1.0)
            op = gate.on(controls[-1])
            if controls[1:]:
                op = op.controlled_by(*controls[:-1], control_values=values[:-1])
            out.append(op)
        return out

    def _call(self, definition: Definition, angles: list[float | Angle], on: list[Any]) -> Made:
        body = definition.body
        if body is None:
            return [self.opaque[definition.name].on(*on)], 0.0
        if definition.parameters:
            body = body.bind(dict(zip(definition.parameters, angles, strict=True)))
        ops: list[Any] = []
        phase = body.phase
        for op in body:
            if op.name == "barrier":
                continue
            inner, more = self.made(op, [on[q] for q in op.qubits])
            ops += inner
            phase = phase + more
        return ops, phase


def _unitary(gates: Gates, contents: dict[str, Any], on: list[Any]) -> Made:
    import numpy as np

    side = 1 << len(on)
    matrix = np.array(contents["matrix"]).reshape(side, side)
    return [gates.cirq.MatrixGate(matrix, name=contents["label"]).on(*on[::-1])], 0.0


def _diagonal(gates: Gates, contents: dict[str, Any], on: list[Any]) -> Made:
    return [gates.cirq.DiagonalGate(contents["phases"]).on(*on[::-1])], 0.0


def _permutation(gates: Gates, contents: dict[str, Any], on: list[Any]) -> Made:
    return [gates.cirq.QubitPermutationGate(contents["image"]).on(*on)], 0.0


def _evolution(gates: Gates, contents: dict[str, Any], on: list[Any]) -> Made:
    """Return one phasor a term, in the order written."""
    cirq, out = gates.cirq, []
    phase: float | Angle = 0.0
    for letters, coefficient in contents["strings"]:
        angle = coefficient * contents["time"]
        chosen = [(letter, q) for letter, q in zip(letters, on, strict=True) if letter != "I"]
        if not chosen:
            phase = phase - angle
            continue
        string = cirq.DensePauliString("".join(letter for letter, _ in chosen))
        turn = gates.turns(angle)
        gate = cirq.PauliStringPhasorGate(string, exponent_neg=turn, exponent_pos=-turn)
        out.append(gate.on(*(q for _, q in chosen)))
    return out, phase


_SPECIAL: dict[str, Callable[[Gates, dict[str, Any], list[Any]], Made]] = {
    "controlled": controlled,
    "diagonal": _diagonal,
    "multiplexer": multiplexer,
    "pauli_evolution": _evolution,
    "permutation": _permutation,
    "unitary": _unitary,
}


def _fixed(name: str, power: float = 1.0) -> Callable[..., Made]:
    """Return the writer of a gate of Cirq's to a power."""

    def make(gates: Gates, on: list[Any]) -> Made:
        gate = getattr(gates.cirq, name)
        return [(gate if power == 1.0 else gate**power).on(*on)], 0.0

    return make


def _turn(kind: str, shift: float = 0.0) -> Callable[..., Made]:
    """Return the writer of a power of one angle."""

    def make(gates: Gates, on: list[Any], angle: float | Angle) -> Made:
        power = getattr(gates.cirq, kind)(exponent=gates.turns(angle), global_shift=shift)
        return [power.on(*on)], 0.0

    return make


def _rotation(kind: str) -> Callable[..., Made]:
    """Return the writer of a rotation about an axis."""

    def make(gates: Gates, on: list[Any], angle: float | Angle) -> Made:
        turns = gates.turns(angle)
        rads = angle
        if isinstance(angle, Angle) and hasattr(turns, "free_symbols"):
            from sympy import pi as half_turn

            # Cirq divides by the same pi again.
            rads = turns * half_turn
        return [getattr(gates.cirq, kind)(rads=rads).on(*on)], 0.0

    return make


def _under_control(name: str) -> Callable[..., Made]:
    """Return the writer of a library gate under one closed control."""

    def make(gates: Gates, on: list[Any], *angles: float | Angle) -> Made:
        base = _LIBRARY[name](gates, on[1:], *angles)
        return gates.controlled(base, on[:1], [True]), 0.0

    return make


def _u(
    gates: Gates, on: list[Any], theta: float | Angle, phi: float | Angle, lam: float | Angle
) -> Made:
    # P(phi) Ry(theta) P(lam), the middle one a power of X between turns about Z.
    gate = gates.cirq.PhasedXZGate(
        x_exponent=gates.turns(theta),
        z_exponent=gates.turns(phi + lam),
        axis_phase_exponent=gates.turns(pi / 2 - lam),
    )
    return [gate.on(*on)], -theta / 2


def _u2(gates: Gates, on: list[Any], phi: float | Angle, lam: float | Angle) -> Made:
    return _u(gates, on, pi / 2, phi, lam)


def _cu(gates: Gates, on: list[Any], theta: Any, phi: Any, lam: Any, gamma: Any) -> Made:
    ops, phase = _u(gates, on[1:], theta, phi, lam)
    return gates.controlled((ops, phase + gamma), on[:1], [True]), 0.0


def _r(gates: Gates, on: list[Any], theta: float | Angle, phi: float | Angle) -> Made:
    gate = gates.cirq.PhasedXPowGate(
        exponent=gates.turns(theta), phase_exponent=gates.turns(phi), global_shift=-0.5
    )
    return [gate.on(*on)], 0.0


def _gpi(gates: Gates, on: list[Any], phi: float | Angle) -> Made:
    return [gates.cirq.PhasedXPowGate(phase_exponent=gates.turns(phi)).on(*on)], 0.0


def _gpi2(gates: Gates, on: list[Any], phi: float | Angle) -> Made:
    return _r(gates, on, pi / 2, phi)


def _phxz(
    gates: Gates, on: list[Any], x: float | Angle, z: float | Angle, a: float | Angle
) -> Made:
    gate = gates.cirq.PhasedXZGate(
        x_exponent=gates.turns(x),
        z_exponent=gates.turns(z),
        axis_phase_exponent=gates.turns(a),
    )
    return [gate.on(*on)], 0.0


def _rzx(gates: Gates, on: list[Any], theta: float | Angle) -> Made:
    return _evolution(gates, {"strings": [("ZX", 0.5)], "time": theta}, on)


def _ecr(gates: Gates, on: list[Any]) -> Made:
    # The second half turn is the first one seen through the X between them.
    ops, _ = _rzx(gates, on, pi / 2)
    return [*ops, gates.cirq.X.on(on[0])], 0.0


def _dcx(gates: Gates, on: list[Any]) -> Made:
    return [gates.cirq.CNOT.on(*on), gates.cirq.CNOT.on(*on[::-1])], 0.0


def _ms(
    gates: Gates, on: list[Any], phi0: float | Angle, phi1: float | Angle, theta: float | Angle
) -> Made:
    # rxx between turns about Z, whose phases cancel.
    out = []
    for sign in (-1, 1):
        for phi, qubit in zip((phi0, phi1), on, strict=True):
            out.append(gates.cirq.ZPowGate(exponent=gates.turns(sign * phi)).on(qubit))
        if sign < 0:
            out += _LIBRARY["rxx"](gates, on, theta)[0]
    return out, 0.0


def _rccx(gates: Gates, on: list[Any]) -> Made:
    cirq = gates.cirq
    a, b, c = on
    half = [cirq.T(c), cirq.CNOT(b, c), (cirq.T**-1)(c)]
    return [cirq.H(c), *half, cirq.CNOT(a, c), *half, cirq.H(c)], 0.0


def _rc3x(gates: Gates, on: list[Any]) -> Made:
    cirq = gates.cirq
    a, b, c, d = on
    t, h = cirq.T(d), cirq.H(d)
    back = (cirq.T**-1)(d)
    middle = [cirq.CNOT(a, d), t, cirq.CNOT(b, d), back]
    ends = [h, t, cirq.CNOT(c, d), back, h]
    return [*ends, *middle, *middle, *ends], 0.0


def _many_x(power: float = 1.0) -> Callable[..., Made]:
    def make(gates: Gates, on: list[Any]) -> Made:
        gate = gates.cirq.X if power == 1.0 else gates.cirq.X**power
        return [gate.on(on[-1]).controlled_by(*on[:-1])], 0.0

    return make


_LIBRARY: dict[str, Callable[..., Made]] = {
    "id": _fixed("I"),
    "u0": lambda gates, on, angle: ([gates.cirq.I.on(*on)], 0.0),
    "x": _fixed("X"),
    "y": _fixed("Y"),
    "z": _fixed("Z"),
    "h": _fixed("H"),
    "s": _fixed("S"),
    "sdg": _fixed("S", -1.0),
    "t": _fixed("T"),
    "tdg": _fixed("T", -1.0),
    "sx": _fixed("X", 0.5),
    "sxdg": _fixed("X", -0.5),
    "p": _turn("ZPowGate"),
    "rx": _rotation("Rx"),
    "ry": _rotation("Ry"),
    "rz": _rotation("Rz"),
    "u": _u,
    "u2": _u2,
    "r": _r,
    "gpi": _gpi,
    "gpi2": _gpi2,
    "phxz": _phxz,
    "cx": _fixed("CNOT"),
    "cy": _under_control("y"),
    "cz": _fixed("CZ"),
    "ch": _under_control("h"),
    "cs": _fixed("CZ", 0.5),
    "csdg": _fixed("CZ", -0.5),
    "csx": _fixed("CNOT", 0.5),
    "cp": _turn("CZPowGate"),
    "crx": _under_control("rx"),
    "cry": _under_control("ry"),
    "crz": _under_control("rz"),
    "cu3": _under_control("u"),
    "cu": _cu,
    "swap": _fixed("SWAP"),
    "iswap": _fixed("ISWAP"),
    "iswapdg": _fixed("ISWAP", -1.0),
    "siswap": _fixed("ISWAP", 0.5),
    "siswapdg": _fixed("ISWAP", -0.5),
    "ecr": _ecr,
    "dcx": _dcx,
    "rxx": _turn("XXPowGate", -0.5),
    "ryy": _turn("YYPowGate", -0.5),
    "rzz": _turn("ZZPowGate", -0.5),
    "rzx": _rzx,
    "ms": _ms,
    "ccx": _fixed("CCX"),
    "ccz": _fixed("CCZ"),
    "cswap": _fixed("CSWAP"),
    "rccx": _rccx,
    "c3x": _many_x(),
    "c3sx": _many_x(0.5),
    "rc3x": _rc3x,
    "c4x": _many_x(),
}
