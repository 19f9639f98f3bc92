# SPDX-License-Identifier: Apache-2.0
"""A PyTorch layer whose backbone is frozen: folded into the circuit, while the last layer is trained."""

from time import process_time

try:
    import torch
except ImportError:
    print('this example needs PyTorch: pip install "qcompile[torch]"')
    raise SystemExit(0) from None

import numpy as np

import qcompile as qc
from qcompile.frameworks.torch import Layer

QUBITS, LAYERS, STEPS = 4, 6, 15
torch.manual_seed(0)
torch.set_num_threads(1)


def ansatz():
    circuit = qc.Circuit(QUBITS)
    for layer in range(LAYERS + 1):
        name = "head" if layer == LAYERS else f"backbone{layer}"
        for q in range(QUBITS):
            circuit.ry(qc.Parameter(f"{name}[{2 * q}]"), q)
            circuit.rz(qc.Parameter(f"{name}[{2 * q + 1}]"), q)
        for q in range(QUBITS - 1):
            circuit.cx(q, q + 1)
    return circuit


def simulator(template):
    """Return a function from the angles of a template's slots to the mean of X on the first qubit."""
    slots = {(slot.operation, slot.angle): k for k, slot in enumerate(template.slots)}
    steps = []
    for op in template.circuit:
        slot = slots.get((op.index, 0))
        steps.append(
            (op.name, op.qubits, op.parameters[0] if slot is None and op.parameters else slot)
        )

    def run(angles):
        state = torch.zeros((2,) * QUBITS, dtype=torch.complex128)
        state[(0,) * QUBITS] = 1
        for name, qubits, what in steps:
            axes = [state.movedim(q, 0) for q in qubits[:1]]
            if name == "cz":
                both = [slice(None)] * QUBITS
                both[qubits[0]] = both[qubits[1]] = 1
                state = state.clone()
                state[tuple(both)] *= -1
                continue
            half = (
                angles[what]
                if isinstance(what, int)
                else torch.tensor(float(what), dtype=torch.float64)
            ) / 2
            a, b = axes[0][0], axes[0][1]
            if name == "rz":
                phase = torch.exp(1j * half)
                pair = a / phase, b * phase
            else:
                pair = a * half.cos() - b * half.sin(), a * half.sin() + b * half.cos()
            state = torch.stack(pair).movedim(0, qubits[0])
        return 2 * (state[0].conj() * state[1]).sum().real

    return run


def train(layer):
    optimiser = torch.optim.Adam(layer.parameters(), lr=0.2)
    start, losses = process_time(), []
    for _ in range(STEPS):
        optimiser.zero_grad()
        loss = layer()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses, process_time() - start


circuit, basis = ansatz(), "ry,rz,cz"
rng = np.random.default_rng(1)
# What was trained before; half of its angles were rounded to quarter turns, as they are where gates are dear.
pretrained = {
    name: float(rng.integers(4)) * np.pi / 2 if k % 2 else float(rng.uniform(-3, 3))
    for k, name in enumerate(name for name in circuit.parameters if "backbone" in name)
}
initial = rng.uniform(-1, 1, 2 * QUBITS)

whole = qc.template(circuit, basis=basis)
folded = qc.template(circuit, basis=basis, frozen=pretrained)
kept = Layer(whole, simulator(whole), frozen=pretrained, initial=initial, dtype=torch.float64)
light = Layer(folded, simulator(folded), initial=initial, dtype=torch.float64)
losses, slow = train(kept)
same, fast = train(light)

print(
    f"gates: {len(whole.circuit)} with the backbone as parameters, {len(folded.circuit)} folded in"
)
print(
    f"loss {losses[0]:.4f} -> {losses[-1]:.4f}; furthest apart {np.abs(np.subtract(losses, same)).max():.1e}"
)
print(
    f"training {slow:.2f} s with parameters, {fast:.2f} s folded: {slow / fast:.1f} times as fast"
)
