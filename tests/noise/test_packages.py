# SPDX-License-Identifier: Apache-2.0
"""Noisy circuits in other packages: their own density matrices are ours."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import qcompile as qc
from qcompile.contract import Context
from qcompile.emitters.channels import named
from qcompile.noise import NAMES, NoiseModel, channel
from qcompile.passes import InsertNoise

MODEL = NoiseModel(
    one_qubit={"bit_flip": 0.1, "phase_flip": 0.05, "amplitude_damping": 0.2},
    two_qubit={"depolarizing": 0.15, "phase_damping": 0.3},
    gates={"t": {"depolarizing": 0.12}},
)


def noisy() -> qc.Circuit:
    circuit = qc.Circuit(3).h(0).cx(0, 2).t(2).cx(2, 1).h(1).x(2).ry(0.3, 0)
    InsertNoise(model=MODEL).run(circuit, Context(target=qc.Target.like(circuit)))
    return circuit


def density() -> Any:
    """Return the density matrix from the Kraus matrices, all sides of it least significant first."""
    circuit = noisy()
    width = circuit.num_qubits
    rho = np.zeros((2**width, 2**width), dtype=complex)
    rho[0, 0] = 1
    for op in circuit:
        if op.name == "channel":
            side = 2 ** len(op.qubits)
            kraus = [np.array(flat).reshape(side, side) for flat in op.contents["kraus"]]
        else:
            alone = qc.Circuit(len(op.qubits))
            alone.append(op.instruction, list(range(len(op.qubits))))
            kraus = [matrix_of(alone)]
        rho = sum(
            (spread(k, op.qubits, width) @ rho @ spread(k, op.qubits, width).conj().T)
            for k in kraus
        )
    return rho


def matrix_of(circuit: qc.Circuit) -> Any:
    from qiskit.quantum_info import Operator

    return Operator(qc.compile(circuit, level=0).to_qiskit()).data


def spread(matrix: Any, qubits: list[int], width: int) -> Any:
    out = np.zeros((2**width, 2**width), dtype=complex)
    for column in range(2**width):
        inner = sum((column >> q & 1) << k for k, q in enumerate(qubits))
        rest = column & ~sum(1 << q for q in qubits)
        for row in range(len(matrix)):
            place = rest | sum((row >> k & 1) << q for k, q in enumerate(qubits))
            out[place, column] += matrix[row, inner]
    return out


def reversed_bits(rho: Any, width: int) -> Any:
    order = [int(f"{i:0{width}b}"[::-1], 2) for i in range(2**width)]
    return rho[np.ix_(order, order)]


@pytest.mark.parametrize("name", NAMES)
def test_channels_are_known_by_their_matrices(name: str) -> None:
    for value in (1e-9, 0.1, 1 / 3, 0.75, 1.0):
        found = named(channel(name, value).contents["kraus"])
        assert (name, pytest.approx((value,), rel=1e-6)) == found
    assert ("depolarizing", (0.15,)) == named(channel("depolarizing", 0.15, 2).contents["kraus"])


def test_channels_without_a_name() -> None:
    half = 0.5**0.5
    assert ("pauli", (0.5, 0.0, 0.5)) == named([[0, half, half, 0], [half, 0, 0, -half]])
    assert named([[half, half, half, -half]]) is None
    assert named([[1, 0, 0, 0], [0, 0, 0, 1]]) == ("phase_damping", (1.0,))
    assert named([[1, 0, 0, 0.8j], [0, 0.6, 0, 0]]) is None
    assert named([[1, 0, 0, 0.8], [0, 0, 0.6, 0]]) is None


def test_cirq_has_the_same_density_matrix() -> None:
    cirq = pytest.importorskip("cirq")
    pytest.importorskip("qiskit")
    out = written("cirq")
    kinds = {type(op.gate).__name__ for op in out.all_operations()}
    assert {"BitFlipChannel", "PhaseFlipChannel", "AmplitudeDampingChannel"} < kinds
    assert {"DepolarizingChannel", "PhaseDampingChannel"} < kinds
    found = cirq.DensityMatrixSimulator(dtype=np.complex128).simulate(out).final_density_matrix
    assert np.allclose(reversed_bits(density(), 3), found, atol=1e-12)


def written(package: str) -> Any:
    from qcompile import interchange

    return interchange.write(noisy(), package)


def test_pennylane_has_the_same_density_matrix() -> None:
    qml = pytest.importorskip("pennylane")
    pytest.importorskip("qiskit")
    tape = written("pennylane")
    names = {op.name for op in tape.operations}
    assert {"BitFlip", "PhaseFlip", "AmplitudeDamping", "DepolarizingChannel"} < names
    device = qml.device("default.mixed", wires=3)

    @qml.qnode(device)
    def state() -> Any:
        for op in tape.operations:
            qml.apply(op)
        return qml.density_matrix(wires=[0, 1, 2])

    assert np.allclose(reversed_bits(density(), 3), state(), atol=1e-12)


def test_aer_has_the_same_density_matrix() -> None:
    aer = pytest.importorskip("qiskit_aer")
    out = written("qiskit")
    out.save_density_matrix()
    result = aer.AerSimulator(method="density_matrix").run(out).result()
    assert np.allclose(density(), result.data()["density_matrix"], atol=1e-12)
