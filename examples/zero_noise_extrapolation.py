# SPDX-License-Identifier: Apache-2.0
"""Zero-noise extrapolation with Mitiq: the noise scales that are kept, the values, and the time saved.

The circuit is compiled once and folded afterwards. Folded first, by Mitiq, and compiled then, by Qiskit, it loses part
of what was folded without a word.
"""

from time import perf_counter

try:
    import cirq
    import numpy as np
    from mitiq import zne
    from qiskit import transpile
except ImportError as missing:
    raise SystemExit(print(f"this example needs Mitiq, Qiskit and Cirq: {missing}")) from None

import qcompile as qc
from qcompile.interchange import write
from qcompile.mitigation.mitiq import ZeroNoise
from qcompile.noise import NoiseModel
from qcompile.passes import InsertNoise

QUBITS, SCALES, BASIS = 5, (1, 3, 5), ["cz", "rz", "sx", "x"]
MODEL = NoiseModel(
    one_qubit={"depolarizing": 2e-4}, two_qubit={"depolarizing": 0.01}, gates={"rz": {}}
)

ansatz = qc.Circuit(QUBITS)
for layer in range(3):
    for q in range(QUBITS):
        ansatz.ry(0.1 + 0.05 * q + 0.02 * layer, q)
    for q in range(QUBITS - 1):
        ansatz.cx(q, q + 1)
program = write(ansatz, "cirq")


def value(circuit: qc.Circuit) -> float:
    """Return the expectation of Z on every qubit, from the density matrix."""
    simulator = cirq.DensityMatrixSimulator(dtype=np.complex128)
    qubits = cirq.LineQubit.range(QUBITS)
    seen = circuit.copy()
    seen.phase = 0.0
    rho = simulator.simulate(write(seen, "cirq"), qubit_order=qubits).final_density_matrix
    parity = [(-1) ** bin(k).count("1") for k in range(2**QUBITS)]
    return float(np.real(np.diag(rho)) @ parity)


def executor(circuit: cirq.Circuit) -> float:
    """Return the same of a compiled circuit that runs with noise behind every gate."""
    noise = qc.Pipeline([InsertNoise(model=MODEL)])
    ours = qc.from_cirq(circuit, cirq.LineQubit.range(QUBITS))
    return value(qc.compile(ours, passes=noise, verify="off").circuit)


qc.compile(program, target=f"line:{QUBITS}", basis=BASIS)  # what is loaded once is loaded
start = perf_counter()
zero = ZeroNoise(program, target=f"line:{QUBITS}", basis=BASIS)
scaled = [zero.scale_noise(zero.circuit, scale) for scale in SCALES]
once = perf_counter() - start

ours = [str(zero.true(scale)) for scale in SCALES]
print(f"two-qubit gates, as multiples of {zero.result.report.after.two_qubit}")
print(f"  compiled once, then folded: {', '.join(ours)}")

coupling = [[q, q + 1] for q in range(QUBITS - 1)]
for fold in (zne.scaling.fold_global, zne.scaling.fold_gates_at_random):
    start = perf_counter()
    counts = []
    for scale in SCALES:
        folded = write(qc.from_cirq(fold(program, scale)), "qiskit")
        out = transpile(folded, basis_gates=BASIS, coupling_map=coupling, optimization_level=2)
        counts.append(out.count_ops()["cz"])
    each = perf_counter() - start
    kept = ", ".join(f"{count / counts[0]:.2f}" for count in counts)
    print(f"  {fold.__name__}, then Qiskit: {kept}")

ideal = value(ansatz)
noisy = executor(zero.circuit)
mitigated = zero.execute(executor, zne.inference.RichardsonFactory(scale_factors=SCALES))
print(f"ideal {ideal:+.4f}, noisy {noisy:+.4f}, mitigated {mitigated:+.4f}")
print(
    f"compiled once for {len(SCALES)} scales {once * 1e3:.1f} ms, folded and compiled each {each * 1e3:.1f} ms"
)
assert abs(mitigated - ideal) < abs(noisy - ideal)
