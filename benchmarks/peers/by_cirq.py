# SPDX-License-Identifier: Apache-2.0
"""Cirq's compilation to a CZ gate set; one cz costs what one cx costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import pi
from typing import Any

import cirq
from cirq.circuits.qasm_output import QasmUGate

from ..openqasm import Op, Program, read, write
from . import UnreadableError
from .by_qiskit import finish

_PLAIN: dict[str, Any] = {
    "id": cirq.I,
    "x": cirq.X,
    "y": cirq.Y,
    "z": cirq.Z,
    "h": cirq.H,
    "s": cirq.S,
    "sdg": cirq.S**-1,
    "t": cirq.T,
    "tdg": cirq.T**-1,
    "sx": cirq.X**0.5,
    "sxdg": cirq.X**-0.5,
    "cx": cirq.CX,
    "cz": cirq.CZ,
    "cy": cirq.ControlledGate(cirq.Y),
    "ch": cirq.ControlledGate(cirq.H),
    "swap": cirq.SWAP,
    "iswap": cirq.ISWAP,
    "ccx": cirq.CCX,
    "ccz": cirq.CCZ,
    "cswap": cirq.CSWAP,
}


def _u3(theta: float, phi: float, lam: float) -> Any:
    return QasmUGate(theta / pi, phi / pi, lam / pi)


_TURNS: dict[str, Callable[..., Any]] = {
    "rx": cirq.rx,
    "ry": cirq.ry,
    "rz": cirq.rz,
    "p": lambda angle: cirq.Z ** (angle / pi),
    "u1": lambda angle: cirq.Z ** (angle / pi),
    "u2": lambda phi, lam: _u3(pi / 2, phi, lam),
    "u3": _u3,
    "u": _u3,
    "crx": lambda angle: cirq.ControlledGate(cirq.rx(angle)),
    "cry": lambda angle: cirq.ControlledGate(cirq.ry(angle)),
    "crz": lambda angle: cirq.ControlledGate(cirq.rz(angle)),
    "cp": lambda angle: cirq.CZ ** (angle / pi),
    "cu1": lambda angle: cirq.CZ ** (angle / pi),
    "cu3": lambda *angles: cirq.ControlledGate(_u3(*angles)),
    # Up to global phase, which Cirq's compilation drops as well.
    "rxx": lambda angle: cirq.XX ** (angle / pi),
    "ryy": lambda angle: cirq.YY ** (angle / pi),
    "rzz": lambda angle: cirq.ZZ ** (angle / pi),
}


def _to_cirq(op: Op) -> Any:
    if op.reads or op.name == "barrier":
        raise UnreadableError(f"`{op.name}` under a condition" if op.reads else "barriers")
    wires = cirq.LineQubit.range(max(op.qubits) + 1)
    on = [wires[qubit] for qubit in op.qubits]
    if op.name == "measure":
        return cirq.measure(*on, key=str(op.bits[0]))
    if op.name == "reset":
        return cirq.reset(*on)
    if op.name in _PLAIN:
        return _PLAIN[op.name](*on)
    if op.name in _TURNS:
        return _TURNS[op.name](*op.params)(*on)
    raise UnreadableError(f"gate `{op.name}`")


def _from_cirq(operation: Any) -> Op:
    qubits = tuple(qubit.x for qubit in operation.qubits)
    gate = operation.gate
    if isinstance(gate, cirq.MeasurementGate):
        return Op("measure", (), qubits, (int(cirq.measurement_key_name(gate)),))
    if isinstance(gate, cirq.ResetChannel):
        return Op("reset", (), qubits)
    if len(qubits) == 2:
        return Op("cz", (), qubits)
    angles = QasmUGate.from_matrix(cirq.unitary(gate))
    return Op("u3", (angles.theta * pi, angles.phi * pi, angles.lmda * pi), qubits)


@dataclass(frozen=True)
class Cirq:
    """`optimize_for_target_gateset` with `CZTargetGateset`."""

    def read(self, text: str) -> tuple[Program, Any]:
        # Cirq's own reader needs a package that Cirq does not install; barriers have no counterpart.
        program = read(text)
        moves = [op for op in program.ops if op.name != "barrier"]
        return program, cirq.Circuit(map(_to_cirq, moves))

    def compile(self, circuit: tuple[Program, Any]) -> tuple[Program, Any]:
        program, body = circuit
        return program, cirq.optimize_for_target_gateset(body, gateset=cirq.CZTargetGateset())

    def write(self, circuit: tuple[Program, Any]) -> str:
        program, body = circuit
        ops = list(map(_from_cirq, body.all_operations()))
        return finish(write(Program(program.num_qubits, program.num_bits, ops)))


def compiler(setting: str) -> Cirq:
    """Return Cirq; it has one setting."""
    return Cirq()
