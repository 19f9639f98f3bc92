# SPDX-License-Identifier: Apache-2.0
"""Mitiq with our folding: true scales, circuits of its packages both ways, values that are nearer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import qcompile as qc
from qcompile import interchange
from qcompile.contract import Context
from qcompile.mitigation import noise_scale
from qcompile.mitigation.mitiq import ZeroNoise, scale_noise
from qcompile.noise import NoiseModel
from qcompile.passes import InsertNoise

BASIS = "cz,rz,sx,x"


def program() -> qc.Circuit:
    circuit = qc.Circuit(3)
    for layer in range(2):
        for q in range(3):
            circuit.ry(0.1 + 0.1 * q + 0.1 * layer, q)
        circuit.cx(0, 1).cx(1, 2)
    return circuit


def of(package: str) -> Any:
    if package == "pyquil":
        pyquil = pytest.importorskip("pyquil")
        return pyquil.Program(qc.dumps(program(), "quil"))
    pytest.importorskip(package)
    return interchange.write(program(), package)


@pytest.mark.parametrize("package", ["qiskit", "cirq", "pennylane", "braket", "pyquil"])
def test_circuits_of_its_packages_both_ways(package: str) -> None:
    source = of(package)
    zero = ZeroNoise(source, target="line:3", basis=BASIS)
    count = zero.result.circuit.metrics()["two_qubit"]
    assert isinstance(zero.circuit, type(source))
    for scale in (1, 3, 5):
        scaled = zero.scale_noise(zero.circuit, scale)
        assert isinstance(scaled, type(source))
        back = read(scaled)
        assert scale * count == back.metrics()["two_qubit"]
        assert scale == zero.true(scale)
    assert 9 * count == read(zero.scale_noise(scaled_by_three(zero), 3)).metrics()["two_qubit"]


def scaled_by_three(zero: ZeroNoise) -> Any:
    return zero.scale_noise(zero.circuit, 3)


def read(circuit: Any) -> qc.Circuit:
    if type(circuit).__module__.startswith("pyquil"):
        return qc.loads(circuit.out(), format="quil")
    return interchange.read(circuit)[0]


def test_a_function_for_circuits_that_are_compiled() -> None:
    qiskit = pytest.importorskip("qiskit")
    target = qc.Target.from_name("line:2", basis=["rzz", "rz", "sx", "x"])
    source = qiskit.QuantumCircuit(2)
    source.rzz(0.3, 0, 1)
    folded = scale_noise(target)(source, 3)
    assert 3 == noise_scale(qc.from_qiskit(folded), qc.from_qiskit(source))
    assert {"rzz", "barrier"} == set(folded.count_ops())
    transpiled = qiskit.transpile(folded, optimization_level=3)
    assert 3 == transpiled.count_ops()["rzz"]


def test_extrapolation_comes_nearer() -> None:
    pytest.importorskip("mitiq")
    cirq = pytest.importorskip("cirq")
    model = NoiseModel(two_qubit={"depolarizing": 0.02})

    def expectation(circuit: qc.Circuit) -> float:
        seen = circuit.copy()
        seen.phase = 0.0  # which this simulator refuses
        out = interchange.write(seen, "cirq")
        qubits = cirq.LineQubit.range(3)
        rho = (
            cirq.DensityMatrixSimulator(dtype=np.complex128)
            .simulate(out, qubit_order=qubits)
            .final_density_matrix
        )
        z = np.diag([1, -1])
        return float(np.trace(rho @ np.kron(np.kron(z, z), z)).real)

    def executor(circuit: Any) -> float:
        noisy = qc.from_cirq(circuit, cirq.LineQubit.range(3))
        InsertNoise(model=model).run(noisy, Context(target=qc.Target.like(noisy)))
        return expectation(noisy)

    zero = ZeroNoise(of("cirq"), target="line:3", basis=BASIS)
    ideal = expectation(program())
    plain = executor(zero.circuit)
    mitigated = zero.execute(executor)
    assert abs(plain - ideal) > 0.02
    assert abs(mitigated - ideal) < abs(plain - ideal) / 8
