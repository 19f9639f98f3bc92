# SPDX-License-Identifier: Apache-2.0
"""PyZX: phase teleportation, and full reduction with extraction; each with its basic optimisation after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyzx

from ..openqasm import Op, Program, read, write
from . import UnreadableError
from .by_qiskit import finish


def _teleport(graph: Any) -> Any:
    pyzx.teleport_reduce(graph)
    return pyzx.Circuit.from_graph(graph).split_phase_gates()


def _full(graph: Any) -> Any:
    pyzx.full_reduce(graph)
    return pyzx.extract_circuit(graph).to_basic_gates()


RECIPES: dict[str, Callable[[Any], Any]] = {"teleport": _teleport, "full": _full}


def _part(program: Program) -> tuple[list[Op], list[Op]]:
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
        gates, last = _part(program)
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


def compiler(setting: str) -> Pyzx:
    """Return PyZX with the recipe `setting`."""
    return Pyzx(RECIPES[setting])
