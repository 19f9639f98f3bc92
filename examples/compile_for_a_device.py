# SPDX-License-Identifier: Apache-2.0
"""A circuit onto a chip: native gates, couplings, layouts, and the proof that it is the same circuit."""

from pathlib import Path

import qcompile as qc

qft = qc.load(Path(__file__).with_name("qft_5.qasm"))
device = qc.Target.from_name("ibm-heron-r2")
result = qc.compile(qft, target=device)

print(result.report)
print("program qubit 0 starts on", result.layout.initial[0], "and ends on", result.layout.final[0])

# The text carries the layouts, so whoever reads it can prove the same.
qc.dump(result.circuit, "qft_5.heron.qasm")
again = qc.load("qft_5.heron.qasm")
print("what was written:", qc.equivalent(qft, again))
print("runs there as it is:", qc.compile(again, target=device, verbatim=True).circuit == again)

# Qubits one does not trust, and a place one wants.
spared = qc.compile(qft, target=device.without(result.layout.initial))
print("elsewhere:", spared.layout.initial)
chosen = qc.compile(qft, target=device, layout=[40, None, 42])
print("as asked:", chosen.layout.initial)
