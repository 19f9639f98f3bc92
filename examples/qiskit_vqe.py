# SPDX-License-Identifier: Apache-2.0
"""The ground state of a small chain in Qiskit, with a circuit that is compiled once and bound as arrays."""

from time import perf_counter

import numpy as np

import qcompile as qc

try:
    from qiskit import QuantumCircuit, transpile
    from qiskit.circuit import ParameterVector
    from qiskit.primitives import StatevectorEstimator
    from qiskit.providers.fake_provider import GenericBackendV2
    from qiskit.quantum_info import SparsePauliOp
    from qiskit.transpiler import CouplingMap
except ImportError:
    print('this example needs Qiskit: pip install "qcompile[qiskit]"')
    raise SystemExit(0) from None

from qcompile.frameworks.qiskit import angles, pub

QUBITS, LAYERS, STEPS, RATE = 4, 2, 16, 0.2
backend = GenericBackendV2(
    6, ["cz", "rz", "sx", "x"], coupling_map=CouplingMap.from_line(6), seed=1
)
terms = [("ZZ", [q, (q + 1) % QUBITS], -1.0) for q in range(QUBITS)]
terms += [("X", [q], -1.0) for q in range(QUBITS)]
hamiltonian = SparsePauliOp.from_sparse_list(terms, QUBITS)

theta = ParameterVector("theta", 2 * QUBITS * (LAYERS + 1))
ansatz = QuantumCircuit(QUBITS)
for layer in range(LAYERS + 1):
    for q in range(QUBITS):
        ansatz.ry(theta[2 * (QUBITS * layer + q)], q)
        ansatz.rz(theta[2 * (QUBITS * layer + q) + 1], q)
    if layer < LAYERS:
        for q in range(QUBITS):
            ansatz.cx(q, (q + 1) % QUBITS)

start = perf_counter()
template = qc.template(ansatz, backend)
circuit, observables, _ = pub(template, hamiltonian, np.zeros(len(theta)))
once = perf_counter() - start

estimator = StatevectorEstimator()
values = np.random.default_rng(2).uniform(-1, 1, len(theta))
shifts = np.pi / 2 * np.vstack([np.eye(len(theta)), -np.eye(len(theta)), np.zeros(len(theta))])
bound = 0.0
for step in range(STEPS):
    start = perf_counter()
    batch = angles(template, values + shifts)  # a row for each shifted assignment
    bound += perf_counter() - start
    energies = estimator.run([(circuit, observables, batch)]).result()[0].data.evs
    up, down = energies[: len(theta)], energies[len(theta) : -1]
    values -= RATE * (up - down) / 2
    if step % 5 == 0:
        print(f"step {step:2}: energy {energies[-1]:.4f}")
print(f"at the end {energies[-1]:.4f}; exact {np.linalg.eigvalsh(hamiltonian.to_matrix())[0]:.4f}")

symbolic = transpile(ansatz, backend, optimization_level=2)
start = perf_counter()
for row in (values + shifts)[:3]:
    recompiled = transpile(ansatz.assign_parameters(row), backend, optimization_level=2)
theirs = (perf_counter() - start) / 3 * STEPS * len(shifts)
print(
    f"gates: {len(circuit)} here, {len(symbolic)} as Qiskit compiles it with its parameters,",
    end=" ",
)
print(f"{len(recompiled)} as Qiskit compiles it once it is bound")
print(
    f"{STEPS * len(shifts)} circuits: compiled once in {once:.2f} s, bound in {bound * 1e3:.1f} ms;",
    end=" ",
)
print(f"compiling each in Qiskit would take {theirs:.1f} s")
