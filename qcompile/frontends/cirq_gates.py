# SPDX-License-Identifier: Apache-2.0
"""Cirq's gates as instructions on its qubits: of the library by their class, others by what they are made of.

Exponents are half turns: a gate ``G**t`` with global shift s has the phase ``pi t s`` beside it. Cirq's matrices have
the first qubit as the most significant one, ours the last, so what is given by a matrix goes on the qubits reversed.
"""

from __future__ import annotations

from collections.abc import Callable
from math import pi
from typing import Any, TypeAlias

from .._native import Angle, Definition, Instruction
from ..errors import SemanticError, quote
from .cirq_phases import phase_between, same_at_samples
from .controlled_phases import controlled_phase
from .sympy_angles import angle_of

#: Instructions with the qubits they are on, and the phase beside them.
Steps: TypeAlias = "tuple[list[tuple[Instruction, list[Any]]], float | Angle]"
Turns: TypeAlias = "float | Angle"

#: Widest operation whose matrix is asked for.
MAX_MATRIX_QUBITS = 6
_Z = {1.0: "z", 0.5: "s", -0.5: "sdg", 0.25: "t", -0.25: "tdg"}
_X = {1.0: "x", 0.5: "sx", -0.5: "sxdg"}


class Gates:
    """Reads the gates of one circuit."""

    def __init__(self, cirq: Any, symbol: Callable[[Any], Angle]) -> None:
        self.cirq = cirq
        self.symbol = symbol
        #: The symbols met, by name.
        self.symbols: dict[str, Any] = {}
        #: Gates that nothing is known of, by the name of the definition that stands for them.
        self.opaque: dict[str, Any] = {}

    def steps(self, op: Any) -> Steps | None:
        """Return what a unitary operation does; None for what is none.

        Raises
        ------
        SemanticError
            QC240 for exponents that are no angles, and decompositions that are not what they decompose.
        """
        cirq = self.cirq
        op = op.untagged
        if isinstance(op, cirq.ControlledOperation):
            return self._controlled(op.sub_operation, op.controls, op.control_values)
        gate = op.gate
        qubits = list(op.qubits)
        if isinstance(gate, cirq.ControlledGate):
            count = gate.num_controls()
            inner = gate.sub_gate.on(*qubits[count:])
            return self._controlled(inner, qubits[:count], gate.control_values)
        for kind in type(gate).__mro__:
            maker = _MAKERS.get(kind.__name__)
            if maker is not None and kind.__module__.startswith("cirq."):
                return maker(self, gate, qubits)
        return self._unknown(op, qubits)

    def turns(self, value: Any) -> Turns:
        """Return an exponent, in half turns, as an angle in radians."""
        return self.radians(value, half_turns=True)

    def radians(self, value: Any, *, half_turns: bool = False) -> Turns:
        """Return an angle: a number, or an expression over Cirq's symbols."""
        if not hasattr(value, "free_symbols"):
            return float(value) * pi if half_turns else float(value)
        if half_turns:
            # In sympy, where the pi that a rotation divides by cancels against this one.
            from sympy import pi as half_turn

            parts = value.args if value.is_Add else [value]
            value = sum(part * half_turn for part in parts)
        if not value.free_symbols:
            return float(value)
        for each in value.free_symbols:
            known = self.symbols.setdefault(each.name, each)
            if known != each:
                raise SemanticError(
                    f"two different symbols are called `{quote(each.name)}`",
                    code="QC240",
                    help="give symbols of one name the same assumptions",
                )
        return angle_of(value, lambda name: self.symbol(self.symbols[name]))

    def opaque_call(self, gate: Any) -> Instruction:
        """Return a call of a gate nothing is known of."""
        name = type(gate).__name__
        number = 1
        while name in self.opaque and self.opaque[name] != gate:
            number += 1
            name = f"{type(gate).__name__}_{number}"
        self.opaque[name] = gate
        qubits = [f"q{i}" for i in range(gate.num_qubits())]
        return Instruction.call(Definition(name, [], qubits))

    def _controlled(self, op: Any, controls: Any, values: Any) -> Steps | None:
        inner = self.steps(op)
        if inner is None:
            return None
        items, phase = inner
        made: list[tuple[Instruction, list[Any]]] = []
        for term in values.expand():
            closed = [bool(value) for value in term]
            made += [(step.controlled(closed), [*controls, *on]) for step, on in items]
            made += controlled_phase(phase, list(controls), closed)
        # A condition on all of the controls' values is none, and its phase is global.
        return made, 0.0

    def _unknown(self, op: Any, qubits: list[Any]) -> Steps | None:
        cirq = self.cirq
        if cirq.is_measurement(op):
            return None
        parts = cirq.decompose_once(op, default=None)
        small = len(qubits) <= MAX_MATRIX_QUBITS
        if parts is not None and list(parts) != [op] and _within(parts, qubits):
            steps = self._several(parts)
            if steps is not None and small:
                return self._checked(op, parts, steps)
            if steps is not None:
                return steps
        if small and not cirq.is_parameterized(op) and cirq.has_unitary(op):
            return _matrix(cirq.unitary(op), qubits), 0.0
        return None

    def _several(self, parts: Any) -> Steps | None:
        items: list[tuple[Instruction, list[Any]]] = []
        total: Turns = 0.0
        for part in parts:
            if isinstance(part.untagged.gate, self.cirq.GlobalPhaseGate):
                total = total + self.global_phase(part.untagged.gate)
                continue
            steps = self.steps(part)
            if steps is None:
                return None
            items += steps[0]
            total = total + steps[1]
        return items, total

    def _checked(self, op: Any, parts: Any, steps: Steps) -> Steps:
        """Return a decomposition with the phase it leaves out."""
        cirq = self.cirq
        if cirq.is_parameterized(op):
            if not same_at_samples(cirq, op, parts):
                raise SemanticError(
                    "Cirq's decomposition of it is not the operation itself with its symbols",
                    code="QC240",
                    help="resolve its parameters first",
                )
            return steps
        if not cirq.has_unitary(op):
            return steps
        missing = phase_between(cirq, op, parts)
        if missing is None:
            return _matrix(cirq.unitary(op), list(op.qubits)), 0.0
        return steps[0], steps[1] + missing

    def global_phase(self, gate: Any) -> Turns:
        """Return the angle of a `GlobalPhaseGate`."""
        from cmath import phase

        coefficient = gate.coefficient
        if not getattr(coefficient, "free_symbols", None):
            return phase(complex(coefficient))
        import sympy

        if coefficient.func is sympy.exp:
            return self.radians(sympy.expand(coefficient.args[0] / sympy.I))
        raise SemanticError(
            "a global phase that is not written as exp(I * angle)",
            code="QC240",
            help="resolve its parameters first",
        )


def _within(parts: Any, qubits: list[Any]) -> bool:
    known = set(qubits)
    return all(known.issuperset(part.qubits) for part in parts)


def _matrix(matrix: Any, qubits: list[Any]) -> list[tuple[Instruction, list[Any]]]:
    return [(Instruction.unitary([complex(x) for row in matrix for x in row]), qubits[::-1])]


def _power(gate: Any, gates: Gates) -> tuple[float | None, Turns, Turns]:
    """Return the exponent if it is a number, the angle it is, and the phase of the global shift."""
    turn = gates.turns(gate.exponent)
    number = None if isinstance(turn, Angle) else float(gate.exponent)
    return number, turn, gate.global_shift * turn if gate.global_shift else 0.0


def _x(gates: Gates, gate: Any, on: list[Any]) -> Steps:
    number, turn, shift = _power(gate, gates)
    if number in _X:
        return [(Instruction.gate(_X[number]), on)], shift
    if gate.global_shift == -0.5:
        return [(Instruction.gate("rx", [turn]), on)], 0.0
    return [(Instruction.gate("rx", [turn]), on)], shift + turn / 2


def _y(gates: Gates, gate: Any, on: list[Any]) -> Steps:
    number, turn, shift = _power(gate, gates)
    if number == 1.0:
        return [(Instruction.gate("y"), on)], shift
    if gate.global_shift == -0.5:
        return [(Instruction.gate("ry", [turn]), on)], 0.0
    return [(Instruction.gate("ry", [turn]), on)], shift + turn / 2


def _z(gates: Gates, gate: Any, on: list[Any]) -> Steps:
    number, turn, shift = _power(gate, gates)
    if gate.global_shift == -0.5 and number not in _Z:
        return [(Instruction.gate("rz", [turn]), on)], 0.0
    if number in _Z:
        return [(Instruction.gate(_Z[number]), on)], shift
    return [(Instruction.gate("p", [turn]), on)], shift


def _h(gates: Gates, gate: Any, on: list[Any]) -> Steps:
    number, turn, shift = _power(gate, gates)
    if number == 1.0:
        return [(Instruction.gate("h"), on)], shift
    # The axis of H is that of Z turned by pi/4 about Y.
    around = [(Instruction.gate("ry", [sign * pi / 4]), on) for sign in (-1, 1)]
    return [around[0], (Instruction.gate("p", [turn]), on), around[1]], shift


def _cz(gates: Gates, gate: Any, on: list[Any]) -> Steps:
    number, turn, shift = _power(gate, gates)
    named = {1.0: "cz", 0.5: "cs", -0.5: "csdg"}.get(number or 0.0)
    if named:
        return [(Instruction.gate(named), on)], shift
    return [(Instruction.gate("cp", [turn]), on)], shift


def _cx(gates: Gates, gate: Any, on: list[Any]) -> Steps:
    number, turn, shift = _power(gate, gates)
    named = {1.0: "cx", 0.5: "csx"}.get(number or 0.0)
    if named:
        return [(Instruction.gate(named), on)], shift
    half = (Instruction.gate("p", [turn / 2]), on[:1])
    return [(Instruction.gate("crx", [turn]), on), half], shift


def _ccz(gates: Gates, gate: Any, on: list[Any]) -> Steps:
    number, turn, shift = _power(gate, gates)
    if number == 1.0:
        return [(Instruction.gate("ccz"), on)], shift
    return [(Instruction.gate("p", [turn]).controlled([True, True]), on)], shift


def _ccx(gates: Gates, gate: Any, on: list[Any]) -> Steps:
    number, turn, shift = _power(gate, gates)
    if number == 1.0:
        return [(Instruction.gate("ccx"), on)], shift
    change = (Instruction.gate("h"), on[2:])
    phase = (Instruction.gate("p", [turn]).controlled([True, True]), on)
    return [change, phase, change], shift


def _cswap(gates: Gates, gate: Any, on: list[Any]) -> Steps:
    return [(Instruction.gate("cswap"), on)], 0.0


def _swap(gates: Gates, gate: Any, on: list[Any]) -> Steps:
    number, turn, shift = _power(gate, gates)
    if number == 1.0:
        return [(Instruction.gate("swap"), on)], shift
    # SWAP = (1 + XX + YY + ZZ) / 2, and its powers are exponentials of it.
    parts = [(Instruction.gate(name, [turn / 2]), on) for name in ("rxx", "ryy", "rzz")]
    return parts, shift + turn / 4


def _iswap(gates: Gates, gate: Any, on: list[Any]) -> Steps:
    number, turn, shift = _power(gate, gates)
    named = {1.0: "iswap", -1.0: "iswapdg", 0.5: "siswap", -0.5: "siswapdg"}.get(number or 0.0)
    if named:
        return [(Instruction.gate(named), on)], shift
    return [(Instruction.gate(name, [-turn / 2]), on) for name in ("rxx", "ryy")], shift


def _pauli_pair(name: str) -> Callable[[Gates, Any, list[Any]], Steps]:
    def make(gates: Gates, gate: Any, on: list[Any]) -> Steps:
        _, turn, shift = _power(gate, gates)
        made = [(Instruction.gate(name, [turn]), on)]
        if gate.global_shift == -0.5:
            return made, 0.0
        return made, shift + turn / 2

    return make


def _phased_x(gates: Gates, gate: Any, on: list[Any]) -> Steps:
    _, turn, shift = _power(gate, gates)
    made = [(Instruction.gate("r", [turn, gates.turns(gate.phase_exponent)]), on)]
    return made, 0.0 if gate.global_shift == -0.5 else shift + turn / 2


def _phased_xz(gates: Gates, gate: Any, on: list[Any]) -> Steps:
    exponents = (gate.x_exponent, gate.z_exponent, gate.axis_phase_exponent)
    return [(Instruction.gate("phxz", [gates.turns(e) for e in exponents]), on)], 0.0


def _fsim(gates: Gates, gate: Any, on: list[Any]) -> Steps:
    theta, phi = gates.radians(gate.theta), gates.radians(gate.phi)
    made = [(Instruction.gate(name, [theta]), on) for name in ("rxx", "ryy")]
    if isinstance(phi, Angle) or phi != 0.0:
        made.append((Instruction.gate("cp", [-phi]), on))
    return made, 0.0


def _identity(gates: Gates, gate: Any, on: list[Any]) -> Steps:
    return [(Instruction.gate("id"), [qubit]) for qubit in on], 0.0


def _unitary(gates: Gates, gate: Any, on: list[Any]) -> Steps:
    return _matrix(gates.cirq.unitary(gate), on), 0.0


def _diagonal(gates: Gates, gate: Any, on: list[Any]) -> Steps | None:
    if gates.cirq.is_parameterized(gate):
        return gates._unknown(gate.on(*on), on)
    from cmath import phase

    values = [phase(complex(x)) for x in gates.cirq.unitary(gate).diagonal()]
    return [(Instruction.diagonal(values), on[::-1])], 0.0


def _permutation(gates: Gates, gate: Any, on: list[Any]) -> Steps:
    return [(Instruction.permutation([int(p) for p in gate.permutation]), on)], 0.0


def _phasor(gates: Gates, gate: Any, on: list[Any]) -> Steps:
    string = gate.dense_pauli_string
    letters = "".join("IXYZ"[k] for k in string.pauli_mask)
    low, high = gates.turns(gate.exponent_neg), gates.turns(gate.exponent_pos)
    if complex(string.coefficient).real < 0:
        low, high = high, low
    evolution = Instruction.pauli_evolution([(letters, 1.0)], (low - high) / 2)
    return [(evolution, on)], (low + high) / 2


_MAKERS: dict[str, Callable[[Gates, Any, list[Any]], Steps | None]] = {
    "CCXPowGate": _ccx,
    "CCZPowGate": _ccz,
    "CSwapGate": _cswap,
    "CXPowGate": _cx,
    "CZPowGate": _cz,
    "DiagonalGate": _diagonal,
    "FSimGate": _fsim,
    "HPowGate": _h,
    "ISwapPowGate": _iswap,
    "IdentityGate": _identity,
    "MatrixGate": _unitary,
    "PauliStringPhasorGate": _phasor,
    "PhasedXPowGate": _phased_x,
    "PhasedXZGate": _phased_xz,
    "QubitPermutationGate": _permutation,
    "SwapPowGate": _swap,
    "ThreeQubitDiagonalGate": _diagonal,
    "TwoQubitDiagonalGate": _diagonal,
    "XPowGate": _x,
    "XXPowGate": _pauli_pair("rxx"),
    "YPowGate": _y,
    "YYPowGate": _pauli_pair("ryy"),
    "ZPowGate": _z,
    "ZZPowGate": _pauli_pair("rzz"),
}


def refused(op: Any) -> SemanticError:
    """Return the error for an operation nothing can be said of."""
    return SemanticError(
        f"`{quote(op)}` is no gate, channel or measurement that is known",
        code="QC240",
        help="give it `_decompose_`, `_unitary_` or `_kraus_`",
    )
