# SPDX-License-Identifier: Apache-2.0
"""Build a circuit with a free parameter, compile it once, and prove that binding before or after is the same."""

import qcompile as qc

theta = qc.Parameter("theta")
ansatz = qc.Circuit(3)
for qubit in range(3):
    ansatz.h(qubit)
for a, b in [(0, 1), (1, 2)]:
    ansatz.cx(a, b).rz(2 * theta, b).cx(a, b)
for qubit in range(3):
    ansatz.rx(theta / 2, qubit)

compiled = qc.compile(ansatz, basis="cz,rz,sx,x").circuit
print(ansatz)
before, after = qc.stats(ansatz), qc.stats(compiled)
print(f"{before.gates} gates -> {after.gates}, {after.two_qubit} of them on two qubits")

print("for every angle:", qc.equivalent(ansatz, compiled))
print("for one of them:", qc.equivalent(ansatz.bind({"theta": 0.3}), compiled.bind({"theta": 0.3})))
