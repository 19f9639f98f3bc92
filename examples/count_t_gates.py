# SPDX-License-Identifier: Apache-2.0
"""A ladder of Toffoli gates with the fewest T gates, and which pass saved how many."""

import qcompile as qc

CONTROLS = 5

# A Toffoli with many controls out of ones with two: up the ladder, the target, and down again.
ladder = qc.Circuit(2 * CONTROLS)
rungs = [(0, 1, CONTROLS)] + [(i, CONTROLS + i - 2, CONTROLS + i - 1) for i in range(2, CONTROLS)]
for rung in rungs:
    ladder.ccx(*rung)
ladder.cx(2 * CONTROLS - 2, 2 * CONTROLS - 1)
for rung in reversed(rungs):
    ladder.ccx(*rung)

result = qc.compile(ladder, basis="clifford+t", objective="t-count")
before, after = result.report.before, result.report.after
print(f"T gates: {before.t_count} -> {after.t_count}")

plain = qc.compile(ladder, basis="clifford+t", level=0)
print(f"two-qubit gates: {plain.report.after.two_qubit} -> {after.two_qubit}")

for step in result.report.passes:
    if step.before and step.after and step.after.t_count != step.before.t_count:
        print(f"  {step.name}: {step.before.t_count} -> {step.after.t_count}")

print(qc.equivalent(ladder, result.circuit).verdict)
