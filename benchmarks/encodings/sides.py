# SPDX-License-Identifier: Apache-2.0
"""Every compiler on a case: OpenQASM 2 out, or None where it has no way to take the case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .cases import Case
from .inputs import direct_sum

#: Answer to a case as OpenQASM 2 of ``u``-like gates, ``cx`` and ``cz``.
Side = Callable[[Case], "str | None"]


def matrix_of(case: Case) -> Any:
    """Return the case as one matrix, unused levels doing nothing."""
    if case.kind == "blocks":
        return direct_sum(list(case.given))
    if case.kind == "levels":
        given = np.asarray(case.given)
        size = 1 << (len(given) - 1).bit_length()
        return direct_sum([given, np.eye(size - len(given))])
    return case.given


def ours(case: Case) -> str:
    """Return this compiler's answer."""
    import qcompile as qc

    if case.kind == "circuit":
        return qc.dumps(qc.compile(qc.loads(case.given)).circuit)
    if case.kind == "state":
        error = case.error if case.error > 1e-9 else 0.0
        return qc.dumps(qc.prepare_state(case.given, error=error))
    if case.kind == "diagonal":
        error = case.error if case.error > 1e-9 else 0.0
        return qc.dumps(qc.diagonal(case.given, error=error))
    if case.kind == "blocks":
        return qc.dumps(qc.block_diagonal(case.given))
    levels = {"levels": len(case.given)} if case.kind == "levels" else {}
    free = {"free": "diagonal-after"} if case.free else {}
    return qc.dumps(qc.synthesize(case.given, **levels, **free))


def qiskit(case: Case) -> str:
    """Return Qiskit's: its gate for the case, then level 3 on {u, cx}."""
    from qiskit import QuantumCircuit, qasm2, transpile
    from qiskit.circuit.library import DiagonalGate, StatePreparation, UCGate

    if case.kind == "circuit":
        circuit = qasm2.loads(case.given)
    else:
        n = (len(np.asarray(matrix_of(case))) - 1).bit_length()
        circuit = QuantumCircuit(n)
        if case.kind == "state":
            circuit.append(StatePreparation(case.given, normalize=True), range(n))
        elif case.kind == "diagonal":
            circuit.append(DiagonalGate(list(np.exp(1j * case.given))), range(n))
        elif case.kind == "blocks" and len(case.given[0]) == 2:
            circuit.append(UCGate(list(case.given)), range(n))
        else:
            circuit.unitary(matrix_of(case), range(n))
    out = transpile(circuit, basis_gates=["u", "cx"], optimization_level=3, seed_transpiler=0)
    return qasm2.dumps(out)


def tket(case: Case) -> str | None:
    """Return tket's: its box for the case, then FullPeepholeOptimise. Its first qubit is the most significant."""
    from pytket.circuit import (
        Circuit,
        DiagonalBox,
        MultiplexedU2Box,
        OpType,
        StatePreparationBox,
        Unitary1qBox,
        Unitary2qBox,
        Unitary3qBox,
    )
    from pytket.passes import DecomposeBoxes, FullPeepholeOptimise
    from pytket.qasm import circuit_from_qasm_str, circuit_to_qasm_str

    if case.kind == "circuit":
        circuit = circuit_from_qasm_str(case.given)
    else:
        given = np.asarray(matrix_of(case))
        n = (len(given) - 1).bit_length()
        circuit = Circuit(n)
        order = list(reversed(range(n)))
        if case.kind == "state":
            if n > 8:
                return None  # it takes minutes, in code that no alarm interrupts
            circuit.add_gate(StatePreparationBox(given), order)
        elif case.kind == "diagonal":
            circuit.add_gate(DiagonalBox(np.exp(1j * given)), order)
        elif case.kind == "blocks" and len(case.given[0]) == 2:
            table = [
                (tuple(bool(x >> i & 1) for i in range(n - 1)), Unitary1qBox(block))
                for x, block in enumerate(case.given)
            ]
            circuit.add_gate(MultiplexedU2Box(table), [*range(1, n), 0])
        elif n == 2:
            circuit.add_gate(Unitary2qBox(given), order)
        elif n == 3:
            circuit.add_gate(Unitary3qBox(given), order)
        else:
            return None
    DecomposeBoxes().apply(circuit)
    FullPeepholeOptimise(allow_swaps=False, target_2qb_gate=OpType.CX).apply(circuit)
    return circuit_to_qasm_str(circuit)


def pennylane(case: Case) -> str | None:
    """Return PennyLane's: its template for the case, decomposed. Its first wire is the most significant."""
    import pennylane as qml

    if case.kind == "circuit":
        return None
    given = np.asarray(matrix_of(case))
    n = (len(given) - 1).bit_length()
    wires = list(reversed(range(n)))
    if case.kind == "state":
        operation: Any = qml.MottonenStatePreparation(given, wires=wires)
    elif case.kind == "diagonal":
        operation = qml.DiagonalQubitUnitary(np.exp(1j * given), wires=wires)
    elif n <= 5:
        operation = qml.QubitUnitary(given, wires=wires)
    else:
        return None
    tape = qml.tape.QuantumScript([operation])
    (small,), _ = qml.transforms.decompose(
        tape, gate_set={"RX", "RY", "RZ", "CNOT", "PhaseShift", "GlobalPhase"}
    )
    kept = [op for op in small.operations if op.name != "GlobalPhase"]
    text: str = qml.to_openqasm(
        qml.tape.QuantumScript(kept), wires=range(n), measure_all=False, rotations=False
    )
    return text


def cirq(case: Case) -> str | None:
    """Return Cirq's Shannon decomposition. Its first qubit is the most significant."""
    import cirq as library
    from cirq.transformers.analytical_decompositions import (
        quantum_shannon_decomposition,
        three_qubit_matrix_to_operations,
        two_qubit_matrix_to_cz_operations,
    )

    if case.kind in ("state", "circuit", "diagonal"):
        return None
    given = np.asarray(matrix_of(case))
    n = (len(given) - 1).bit_length()
    if n > 5:
        return None
    qubits = library.LineQubit.range(n)
    order = list(reversed(qubits))
    if n == 2:
        operations = two_qubit_matrix_to_cz_operations(*order, given, allow_partial_czs=False)
    elif n == 3:
        operations = three_qubit_matrix_to_operations(*order, given)
    else:
        operations = list(quantum_shannon_decomposition(order, given))
    text: str = library.Circuit(operations).to_qasm(qubit_order=qubits)
    return text


SIDES: dict[str, Side] = {
    "ours": ours,
    "qiskit": qiskit,
    "tket": tket,
    "pennylane": pennylane,
    "cirq": cirq,
}
