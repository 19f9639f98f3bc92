# SPDX-License-Identifier: Apache-2.0
"""quizx, PyZX's twin in Rust: full reduction of the diagram, which finds the T count that phase teleportation finds.

Its Python interface offers no teleportation, so the result is a diagram and no circuit: it can be counted, not written.
"""

from __future__ import annotations

from typing import Any

import quizx

from ..openqasm import Program, read, write
from .by_pyzx import unitary_part

#: Phases with a larger denominator, in units of pi, are T gates.
CLIFFORD_DENOMINATOR = 2


class Quizx:
    """`quizx.full_simp` from diagram to diagram."""

    def read(self, text: str) -> Any:
        program = read(text)
        gates, _ = unitary_part(program)
        return quizx.qasm(write(Program(program.num_qubits, 0, gates)))

    def compile(self, circuit: Any) -> Any:
        graph = circuit.clone()
        quizx.full_simp(graph)
        return graph

    def write(self, circuit: Any) -> str:
        return ""

    def t_count(self, circuit: Any) -> int:
        return sum(circuit.phase(v).denominator > CLIFFORD_DENOMINATOR for v in circuit.vertices())


def compiler(setting: str) -> Quizx:
    """Return quizx; there is one setting."""
    return Quizx()
