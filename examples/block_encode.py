# SPDX-License-Identifier: Apache-2.0
"""Put a matrix that is not unitary into a circuit, three ways, and look at what each costs."""

import numpy as np

import qcompile as qc
from qcompile.synthesis import block_encodings

# A particle hopping on a ring of eight sites, smoothed.
sites = np.arange(8)
distance = np.minimum((sites[:, None] - sites) % 8, (sites - sites[:, None]) % 8)
kernel = np.exp(-(distance**2) / 4.0)

for name, encoding in {
    "one ancilla": block_encodings.dilation(kernel),
    "entry by entry": block_encodings.fable(kernel),
    "the same to 10%": block_encodings.fable(kernel, error=0.1 * np.linalg.norm(kernel, 2)),
    "a sum of Paulis": block_encodings.pauli_sum({"XII": 0.5, "IXX": 0.25, "IYY": 0.25}),
}.items():
    count = qc.stats(qc.compile(encoding.circuit).circuit).two_qubit
    print(f"{name}: {encoding}, {count} two-qubit gates compiled")
