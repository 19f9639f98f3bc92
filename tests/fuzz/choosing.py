# SPDX-License-Identifier: Apache-2.0
"""The kind in which most qubits only choose what is done to the others: multiplexers, and what breaks them."""

from __future__ import annotations

from random import Random

from qcompile import Circuit

from .angles import nasty
from .unitary import library_gate, operands


class Choosing:
    """Appends gates on data, chosen by labels or not, and gates that keep labels labels.

    Parameters
    ----------
    rng : Random
        Draws which qubits are data.
    qubits : int
        Width, at least 2.
    """

    def __init__(self, rng: Random, qubits: int) -> None:
        order = operands(rng, qubits, qubits)
        self.data = order[: rng.choice((1, 1, 1, 2, 3)) if qubits > 4 else 1]
        self.labels = order[len(self.data) :]
        # A few labels choose; the others hold phases and are added.
        self.choosers = self.labels[: rng.randint(1, len(self.labels))]
        self.foreign = rng.choice((0.0, 0.0, 0.03))

    def __call__(self, rng: Random, c: Circuit) -> None:
        """Append one gate."""
        if rng.random() < self.foreign:
            library_gate(rng, c)
            return
        data, label = rng.choice(self.data), rng.choice(self.labels)
        others = [q for q in self.labels if q != label]
        which = rng.random()
        if which < 0.25:
            gate = rng.choice((("u", 3), ("h", 0), ("ry", 1), ("rx", 1), ("t", 0), ("sx", 0)))
            c.append_gate(gate[0], [nasty(rng) for _ in range(gate[1])], [data])
        elif which < 0.65:
            gate = rng.choice((("cx", 0), ("cx", 0), ("cx", 0), ("cz", 0), ("crx", 1), ("cu", 4)))
            on = [rng.choice(self.choosers), data]
            c.append_gate(gate[0], [nasty(rng) for _ in range(gate[1])], on)
        elif which < 0.72 and len(self.data) > 1:
            c.append_gate("cx", [], rng.sample(self.data, 2))
        elif which < 0.85 and others:
            gate = rng.choice((("cx", 0), ("cx", 0), ("cp", 1), ("rzz", 1), ("cz", 0)))
            on = [rng.choice(others), label]
            c.append_gate(gate[0], [nasty(rng) for _ in range(gate[1])], on)
        else:
            gate = rng.choice((("x", 0), ("y", 0), ("rz", 1), ("p", 1), ("t", 0)))
            c.append_gate(gate[0], [nasty(rng) for _ in range(gate[1])], [label])
