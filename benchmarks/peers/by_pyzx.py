# SPDX-License-Identifier: Apache-2.0
"""PyZX: phase teleportation, and full reduction with extraction; each with its basic optimisation after.

``folding`` is the teleportation alone, as a diagram with the gates of the circuit: only its phases moved.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyzx

from ..openqasm import Op, Program, read, write
from . import UnreadableError
from .by_qiskit import finish


def _teleport(graph: Any) -> Any:
    # The diagram it is given keeps its phases: the result is the one it returns.
    return pyzx.Circuit.from_graph(pyzx.teleport_reduce(graph)).split_phase_gates()


def _full(graph: Any) -> Any:
    pyzx.full_reduce(graph)
    return pyzx.extract_circuit(graph).to_basic_gates()


RECIPES: dict[str, Callable[[Any], Any]] = {"teleport": _teleport, "full": _full}


def unitary_part(program: Program) -> tuple[list[Op], list[Op]]:
    """Return the unitary part and the final measurements; PyZX reads the former."""
    gates: list[Op] = []
    last: list[Op] = []
    measured: set[int] = set()
    for op in program.ops:
        if op.name == "barrier":
            continue
        if op.reads or op.name == "reset" or measured.intersection(op.qubits):
            raise UnreadableError("measurement, reset or a condition before the end")
        if op.name == "measure":
            measured.update(op.qubits)
            last.append(op)
        else:
            gates.append(op)
    return gates, last


@dataclass(frozen=True)
class Pyzx:
    """One recipe."""

    recipe: Callable[[Any], Any]

    def read(self, text: str) -> tuple[Program, Any]:
        program = read(text)
        gates, last = unitary_part(program)
        try:
            body = pyzx.Circuit.from_qasm(write(Program(program.num_qubits, 0, gates)))
        except (TypeError, ValueError) as error:
            raise UnreadableError(str(error)) from error
        return Program(program.num_qubits, program.num_bits, last), body

    def compile(self, circuit: tuple[Program, Any]) -> tuple[Program, Any]:
        tail, body = circuit
        out = self.recipe(body.to_basic_gates().to_graph()).to_basic_gates()
        return tail, pyzx.basic_optimization(out, do_swaps=False, quiet=True).to_basic_gates()

    def write(self, circuit: tuple[Program, Any]) -> str:
        tail, body = circuit
        ops = read(body.to_qasm()).ops + tail.ops
        return finish(write(Program(tail.num_qubits, tail.num_bits, ops)))


class Folding:
    """Phase teleportation from circuit to diagram; the circuit it stands for is not written."""

    def read(self, text: str) -> Any:
        return Pyzx(_teleport).read(text)[1]

    def compile(self, circuit: Any) -> Any:
        return pyzx.teleport_reduce(circuit.to_graph())

    def write(self, circuit: Any) -> str:
        return ""

    def t_count(self, circuit: Any) -> int:
        return int(pyzx.tcount(circuit))


def compiler(setting: str) -> Pyzx | Folding:
    """Return PyZX with the recipe `setting`, or its ``folding`` alone."""
    return Folding() if setting == "folding" else Pyzx(RECIPES[setting])
