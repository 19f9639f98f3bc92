# SPDX-License-Identifier: Apache-2.0
"""Qiskit at a level, without the two places where it would permute the qubits instead of compiling a swap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qiskit import QuantumCircuit, qasm2
from qiskit.transpiler import PassManager
from qiskit.transpiler.passes import (
    ElidePermutations,
    Optimize1qGatesDecomposition,
    Split2QUnitaries,
)
from qiskit.transpiler.preset_passmanagers import generate_preset_pass_manager

from . import BASIS


def _in_place(stage: PassManager) -> PassManager:
    """Return the stage with nothing in it that ends in another order of the qubits."""
    kept: list[Any] = []
    for task in stage.to_flow_controller().tasks:
        if isinstance(task, ElidePermutations):
            continue
        kept.append(Split2QUnitaries() if isinstance(task, Split2QUnitaries) else task)
    return PassManager(kept)


@dataclass(frozen=True)
class Qiskit:
    """The preset pipeline of one level."""

    manager: Any

    def read(self, text: str) -> QuantumCircuit:
        return qasm2.loads(text, custom_instructions=qasm2.LEGACY_CUSTOM_INSTRUCTIONS)

    def compile(self, circuit: QuantumCircuit) -> QuantumCircuit:
        out = self.manager.run(circuit)
        if out.layout is not None and out.layout.routing_permutation() != list(
            range(circuit.num_qubits)
        ):
            raise RuntimeError("Qiskit permuted the qubits")
        return out

    def write(self, circuit: QuantumCircuit) -> str:
        text: str = qasm2.dumps(circuit)
        return text


def compiler(setting: str) -> Qiskit:
    """Return Qiskit at level `setting`."""
    manager = generate_preset_pass_manager(
        optimization_level=int(setting), basis_gates=list(BASIS), qubits_initially_zero=False
    )
    if manager.init is not None:
        manager.init = _in_place(manager.init)
    return Qiskit(manager)


def finish(text: str) -> str:
    """Spell a circuit in the common basis: gates translated one by one, runs on one qubit fused, nothing else.

    Parameters
    ----------
    text : str
        OpenQASM 2 of any gates.

    Returns
    -------
    str
    """
    side = compiler("0")
    translated = side.manager.run(side.read(text))
    return side.write(PassManager([Optimize1qGatesDecomposition(list(BASIS))]).run(translated))
