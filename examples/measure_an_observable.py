# SPDX-License-Identifier: Apache-2.0
"""An observable of the program, and counts of the device, across the layout of a mapped circuit."""

import qcompile as qc

# Energy of an Ising ring of four spins: Pauli strings, qubit 0 rightmost.
energy = {"IIZZ": 1.0, "IZZI": 1.0, "ZZII": 1.0, "ZIIZ": 1.0, "IIIX": 0.5}

program = qc.Circuit(4)
for a in range(4):
    program.h(a)
for a in range(4):
    program.rzz(0.7, a, (a + 1) % 4)
for a in range(4):
    program.rx(0.4, a)

result = qc.compile(program, target="grid:2x3", basis="cz,rz,sx,x")
print("ends on device qubits", result.layout.final)

# What to measure on the device instead: the same expectation, one letter for each device qubit.
for string, weight in result.layout.map_observable(energy).items():
    print(f"{weight:+.1f} {string}")

# Counts of all six device qubits become counts of the program's four.
on_device = ["0"] * 6
on_device[-1 - result.layout.final[2]] = "1"
print(result.layout.map_counts({"".join(on_device): 1000}))
