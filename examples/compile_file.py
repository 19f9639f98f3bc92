# SPDX-License-Identifier: Apache-2.0
"""Read a file, compile it for the gates of a machine, look at what changed, write the result."""

from pathlib import Path

import qcompile as qc

adder = qc.load(Path(__file__).with_name("adder_4.qasm"))
result = qc.compile(adder, basis="cz,rz,sx,x", level=2)

print(result.report)
print("two-qubit gates:", result.report.before.two_qubit, "->", result.report.after.two_qubit)

qc.dump(result.circuit, "adder_4.cz.qasm")
again = qc.load("adder_4.cz.qasm")
print("what was written:", qc.equivalent(adder, again))
