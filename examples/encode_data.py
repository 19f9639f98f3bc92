# SPDX-License-Identifier: Apache-2.0
"""Compile a data encoding once, bind it for every sample, and compare with a circuit for one sample alone."""

import numpy as np

import qcompile as qc
from qcompile.synthesis import encodings

samples = np.random.default_rng(1).normal(size=(100, 16))

encoding = encodings.amplitude(4)
compiled = qc.compile(encoding.circuit, basis="cz,rz,sx,x").circuit
ready = [compiled.bind(encoding.values(sample)) for sample in samples]
print(len(ready), "circuits with", qc.stats(compiled).two_qubit, "two-qubit gates each")

# An image of few edges has structure that a circuit of its own can use.
image = np.zeros((4, 4))
image[1:3, 1:3] = 1.0
own = qc.prepare_state(image.ravel(), normalize=True)
print("an image of one square:", qc.stats(own).two_qubit, "two-qubit gates")

# A classifier's layer: weights move, the circuit does not.
layer = encodings.reuploading(features=6, layers=3)
trained = np.random.default_rng(2).normal(size=layer.weights_shape)
angles = layer.angles(samples[:, :6], trained)
print("angles of a batch:", angles.shape)
