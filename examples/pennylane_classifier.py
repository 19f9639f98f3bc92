# SPDX-License-Identifier: Apache-2.0
"""A classifier of points in the plane, trained in PennyLane as it is and with its circuit compiled once."""

from time import process_time

import numpy as np

try:
    import pennylane as qml
    from pennylane import numpy as pnp
except ImportError:
    print('this example needs PennyLane: pip install "qcompile[pennylane]"')
    raise SystemExit(0) from None

import qcompile as qc

WIRES, LAYERS, STEPS, POINTS = 4, 4, 6, 10
rng = np.random.default_rng(7)
points = rng.uniform(-1, 1, (POINTS, 2))
labels = np.where((points**2).sum(axis=1) < 0.6, 1.0, -1.0)
try:
    device = qml.device("lightning.qubit", wires=WIRES)
except qml.exceptions.DeviceError:
    device = qml.device("default.qubit", wires=WIRES)


def classifier(weights, point):
    for layer in range(LAYERS):
        for q in range(WIRES):
            qml.RY(np.pi * point[q % 2], wires=q)
            qml.RZ(weights[layer, q, 0], wires=q)
            qml.RY(weights[layer, q, 1], wires=q)
        for q in range(WIRES):
            qml.CNOT(wires=[q, (q + 1) % WIRES])
    return qml.expval(qml.Z(0))


def train(node):
    weights = pnp.array(
        np.random.default_rng(0).normal(size=(LAYERS, WIRES, 2)), requires_grad=True
    )
    optimiser = qml.AdamOptimizer(0.15)
    inputs = pnp.array(points, requires_grad=False)

    def loss(weights):
        return (
            sum((node(weights, x) - y) ** 2 for x, y in zip(inputs, labels, strict=True)) / POINTS
        )

    start, losses = process_time(), []
    for _ in range(STEPS):
        weights, value = optimiser.step_and_cost(loss, weights)
        losses.append(float(value))
    trained = process_time() - start
    weights = np.array(weights)
    start = process_time()
    many = np.random.default_rng(1).uniform(-1, 1, (150, 2))
    inside = sum(node(weights, x) > 0 for x in many)
    return losses, trained, inside, process_time() - start


plain = qml.QNode(classifier, device, diff_method="adjoint")
compiled = qc.qnode(plain)
compiled(np.zeros((LAYERS, WIRES, 2)), points[0])  # traced and compiled here
losses, trained, inside, asked = train(plain)
same, faster, again, answered = train(compiled)

print(f"loss {losses[0]:.4f} -> {losses[-1]:.4f}, {inside} of 150 points inside")
print(f"furthest apart: {np.abs(np.subtract(losses, same)).max():.1e}, {again} inside")
print(f"training {trained:.2f} s plain, {faster:.2f} s compiled: {trained - faster:.2f} s saved")
print(f"classifying {asked:.2f} s plain, {answered:.2f} s: {asked / answered:.1f} times as fast")
