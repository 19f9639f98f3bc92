# SPDX-License-Identifier: Apache-2.0
"""Matrices of texts, from what other packages say of their gates."""

from __future__ import annotations

from typing import Any

from qcompile import Circuit, loads
from qcompile._native import Instruction


def stim_matrix(text: str, qubits: int) -> Any:
    """Return the product of Stim's own matrices, and the phase a comment adds."""
    import numpy as np
    import stim

    from qcompile.emitters.matrices import pauli, product

    steps = []
    for line in stim.Circuit(text).flattened():
        if line.name in ("SPP", "SPP_DAG"):
            for group in line.target_groups():
                letters = ["I"] * qubits
                for target in group:
                    letters[target.value] = target.pauli_type
                string, sign = pauli("".join(letters)), 1j if line.name == "SPP" else -1j
                one = np.eye(1 << qubits)
                steps.append(((one + string) / 2 + sign * (one - string) / 2, list(range(qubits))))
        elif line.name != "TICK":
            matrix = stim.gate_data(line.name).unitary_matrix.astype(complex)
            groups = line.target_groups()
            steps += [(_exactly(matrix), [target.value for target in group]) for group in groups]
    head = loads(
        "".join(f"{line}\n" for line in text.splitlines() if "qcompile: phase" in line), "stim"
    )
    return product(steps, qubits) * np.exp(1j * float(head.phase))


def _exactly(matrix: Any) -> Any:
    """Return a matrix Stim says in single precision, whose entries are halves of powers of the square root of 2."""
    import numpy as np

    half = 0.5**0.5
    values = np.array([0, 0.5, half, 1, -0.5, -half, -1])
    near = np.abs(matrix.real[..., None] - values).argmin(-1)
    return values[near] + 1j * values[np.abs(matrix.imag[..., None] - values).argmin(-1)]


#: What PyQIR calls the intrinsics, and the library gate each is.
_QIR = {"cnot__body": "cx", "s__adj": "sdg", "t__adj": "tdg"}


def qir_circuit(text: str, qubits: int) -> tuple[Circuit, list[tuple[int, int]]]:
    """Return the gates of a module as PyQIR reads it, with the phase a comment adds, and its measurements."""
    import pyqir

    module = pyqir.Module.from_ir(pyqir.Context(), text)
    assert module.verify() is None
    (entry,) = [f for f in module.functions if pyqir.is_entry_point(f)]
    assert pyqir.required_num_qubits(entry) == qubits
    circuit, measured = Circuit(qubits), []
    for block in entry.basic_blocks:
        for call in block.instructions:
            name = call.callee.name if isinstance(call, pyqir.Call) else ""
            if not name.startswith("__quantum__qis__"):
                continue
            ends = [a for a in call.args if not isinstance(a, pyqir.FloatConstant)]
            ids = [pyqir.ptr_id(a) for a in ends]
            if "mz__body" in name:
                measured.append((ids[0], ids[1]))
                continue
            assert not measured
            short = name.removeprefix("__quantum__qis__")
            angles = [a.value for a in call.args if isinstance(a, pyqir.FloatConstant)]
            gate = _QIR.get(short, short.removesuffix("__body"))
            circuit.append(Instruction.gate(gate, angles), ids)
    first = text.splitlines()[0]
    if first.startswith("; qcompile: phase"):
        circuit.add_phase(loads(first.replace(";", "#", 1) + "\n", "stim").phase)
    return circuit, measured


def qir_matrix(text: str, qubits: int) -> Any:
    """Return the matrix of the calls in a module."""
    from qcompile.emitters.matrices import circuit_matrix

    return circuit_matrix(qir_circuit(text, qubits)[0])


def quil_matrix(text: str, qubits: int) -> Any:
    """Return the matrix of a program as pyQuil has it, with the phase a comment adds."""
    import numpy as np
    from pyquil import Program
    from pyquil.quilbase import Gate
    from pyquil.simulation.tools import lifted_gate_matrix

    program = Program(text)
    own = {d.name: np.asarray(d.matrix, dtype=complex) for d in program.defined_gates}
    matrix = np.eye(1 << qubits, dtype=complex)
    for step in program:
        if isinstance(step, Gate):
            one = _quil_gate(step, own)
            wires = list(step.get_qubit_indices())
            matrix = lifted_gate_matrix(one, wires, qubits) @ matrix
    head = "".join(f"{line}\n" for line in text.splitlines() if "qcompile: phase" in line)
    return matrix * np.exp(1j * float(loads(head, "stim").phase))


def _quil_gate(step: Any, own: dict[str, Any]) -> Any:
    """Return the matrix of a gate under its modifiers, first qubit most significant."""
    import numpy as np
    from pyquil.simulation.matrices import QUANTUM_GATES

    matrix = own.get(step.name)
    if matrix is None:
        made = QUANTUM_GATES[step.name]
        matrix = np.asarray(
            made(*[complex(p).real for p in step.params]) if callable(made) else made
        )
    for modifier in reversed(step.modifiers):
        if str(modifier).endswith("DAGGER"):
            matrix = matrix.conj().T
        else:
            side = len(matrix)
            matrix = np.block(
                [[np.eye(side), np.zeros((side, side))], [np.zeros((side, side)), matrix]]
            )
    return matrix
