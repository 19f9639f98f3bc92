# SPDX-License-Identifier: Apache-2.0
"""What the circuits of a project may cost, as tests: ``pytest examples/pytest``.

``pytest examples/pytest --qcompile-update`` writes ``qcompile-snapshots.json``; from then on a circuit that gets worse
fails its test, and the message says in which metric, by how much, and how to accept it.
"""

from pathlib import Path

import pytest

import qcompile as qc

QFT = Path(__file__).parents[1] / "qft_5.qasm"
DEVICE = {"target": "line:5", "basis": "cz,rz,sx,x"}


def ansatz(qubits: int) -> qc.Circuit:
    """Two layers of rotations with a chain between them; could be a circuit of Qiskit or Cirq as well."""
    angles = [qc.Parameter(f"theta[{k}]") for k in range(2 * qubits)]
    circuit = qc.Circuit(qubits, name=f"ansatz_{qubits}")
    for q in range(qubits):
        circuit.ry(angles[q], q)
    for q in range(qubits - 1):
        circuit.cx(q, q + 1)
    for q in range(qubits):
        circuit.ry(angles[qubits + q], q)
    return circuit


def test_qft(qcompile):
    circuit = qcompile(QFT, **DEVICE)
    circuit.assert_depth(two_qubit_only=True, at_most=25)
    circuit.assert_count("cz", at_most=40)
    circuit.assert_equivalent()
    circuit.snapshot()


@pytest.mark.parametrize("qubits", [2, 3, 5])
@pytest.mark.circuit_budget(two_qubit=4, two_qubit_depth=4, **DEVICE)
def test_ansatz(qubits):
    return ansatz(qubits)


def test_a_missing_coupling_costs_gates(qcompile):
    triangle = qc.Circuit(3)
    for a, b in ((0, 1), (1, 2), (0, 2)):
        triangle.gate("rzz", [0.3], [a, b])
    ring, line = (
        qcompile(triangle, target=name, basis=DEVICE["basis"]) for name in ("ring:3", "line:3")
    )
    ring.snapshot("ring")
    line.snapshot("line")
    assert ring.metrics.two_qubit < line.metrics.two_qubit
