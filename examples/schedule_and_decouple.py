# SPDX-License-Identifier: Apache-2.0
"""When does every gate start, what is it worth, and what fills the waiting? On a small device with figures."""

import qcompile as qc
from qcompile.timing import idle_times

# A line of four qubits; real ones come with a calibration, here the figures are made up.
facts = {}
for q in range(4):
    facts["rz", (q,)] = {"error": 0.0, "duration_ns": 0.0}
    facts["sx", (q,)] = facts["x", (q,)] = {"error": 3e-4, "duration_ns": 32.0}
for a, length in enumerate([68.0, 92.0, 68.0]):
    facts["cz", (a, a + 1)] = {"error": 4e-3, "duration_ns": length}
qubits = [{"t1_ns": 2e5, "t2_ns": 1e5, "readout_error": 0.01, "measure_ns": 1500.0}] * 4
pairs = [(a, a + 1, ["cz"]) for a in range(3)]
device = qc.Target(
    "made up", ["cz", "rz", "sx", "x"], 4, pairs, gate_facts=facts, qubit_facts=qubits
)

# A GHZ state and back: qubit 0 waits while the others are at work.
circuit = qc.Circuit(4).h(0)
for a in range(3):
    circuit.cx(a, a + 1)
for a in reversed(range(3)):
    circuit.cx(a, a + 1).rz(0.1, a)

mapped = qc.compile(circuit, target=device, objective="fidelity")
after = mapped.report.after
print(f"{after.duration_ns:.0f} ns, estimated fidelity {after.fidelity_estimate:.4f}")
for t in idle_times(mapped.circuit, device):
    print(
        f"  qubit {t.qubit}: busy {t.busy_ns:.0f} ns, idle {t.idle_ns:.0f} ns ({t.idle_fraction:.0%})"
    )

timed = qc.compile(
    mapped.circuit,
    target=device,
    passes="schedule{kind=alap}, dynamical-decoupling{sequence=xy4,min_idle_ns=200}",
)
counts = timed.report.after.counts
print(f"{timed.report.after.duration_ns:.0f} ns, {counts['delay']} delays, {counts.get('x', 0)} x")
print(qc.equivalent(mapped.circuit, timed.circuit).verdict)
print(timed.to_qasm3())
