# SPDX-License-Identifier: Apache-2.0
"""Qiskit at a level, fitting circuits to a device of `benchmarks.mapping`, as its users run it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qiskit import QuantumCircuit, qasm2
from qiskit.circuit import ControlFlowOp
from qiskit.transpiler import CouplingMap, PassManager
from qiskit.transpiler.preset_passmanagers import generate_preset_pass_manager

from ..mapping.devices import Chip, named


@dataclass(frozen=True)
class Mapped:
    """The preset pipeline of a level, or of its layout and routing alone."""

    manager: Any

    def read(self, text: str) -> QuantumCircuit:
        return qasm2.loads(text, custom_instructions=qasm2.LEGACY_CUSTOM_INSTRUCTIONS)

    def compile(self, circuit: QuantumCircuit) -> QuantumCircuit:
        return self.manager.run(circuit)

    def write(self, circuit: QuantumCircuit) -> str:
        text: str = qasm2.dumps(_inlined(circuit))
        return text


def _inlined(circuit: QuantumCircuit) -> QuantumCircuit:
    """Return the circuit with conditioned gates as plain ones: OpenQASM 2 has no blocks, and this is for counting."""
    if not any(isinstance(inst.operation, ControlFlowOp) for inst in circuit.data):
        return circuit
    out = circuit.copy_empty_like()
    for inst in circuit.data:
        if isinstance(inst.operation, ControlFlowOp):
            for block in inst.operation.blocks:
                out.compose(_inlined(block), inst.qubits, inst.clbits, inplace=True)
        else:
            out.append(inst)
    return out


def compiler(setting: str) -> Mapped:
    """Return Qiskit as ``"DEVICE LEVEL SEED"`` says; level ``route`` is layout and routing of level 3 alone."""
    name, level, seed = setting.split()
    chip = named(name)
    if level == "route":
        return Mapped(_routing(chip, int(seed)))
    manager = generate_preset_pass_manager(
        optimization_level=int(level),
        basis_gates=list(chip.basis),
        coupling_map=CouplingMap(chip.pairs()),
        seed_transpiler=int(seed),
    )
    return Mapped(manager)


def _routing(chip: Chip, seed: int) -> PassManager:
    """Return layout and routing of level 3, gates left as they are."""
    manager = generate_preset_pass_manager(
        optimization_level=3,
        basis_gates=[*chip.basis, "swap"],
        coupling_map=CouplingMap(chip.pairs()),
        seed_transpiler=seed,
    )
    return PassManager(
        [*manager.layout.to_flow_controller().tasks, *manager.routing.to_flow_controller().tasks]
    )
