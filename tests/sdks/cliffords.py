# SPDX-License-Identifier: Apache-2.0
"""Clifford circuits in place of others: as many wires and operations, of every kind that Stim has words for."""

from __future__ import annotations

from math import pi
from random import Random

from qcompile import Angle, Circuit
from qcompile._native import Definition, Instruction

CLIFFORDS = "id x y z h s sdg sx sxdg cx cy cz swap iswap iswapdg ecr dcx".split()
_TURNED = (
    ("rx", 1),
    ("ry", 1),
    ("rz", 1),
    ("p", 1),
    ("rxx", 2),
    ("ryy", 2),
    ("rzz", 2),
    ("rzx", 2),
)


def clifford(circuit: Circuit) -> Circuit:
    """Return a random Clifford circuit over the wires of another; the same one for the same circuit."""
    rng = Random(f"{circuit.structural_hash()}")
    out = Circuit(circuit.num_qubits, circuit.num_bits)
    if circuit.layouts is not None and len(circuit.layouts[0]) == circuit.num_qubits:
        out.layouts = circuit.layouts
    if rng.random() < 0.5:
        out.add_phase(rng.choice((rng.uniform(-3, 3), Angle.pi(rng.randint(1, 7), 8))))
    _grow(rng, out, min(len(circuit), 30), loops=True)
    return out


def _grow(rng: Random, out: Circuit, count: int, *, loops: bool) -> None:
    for _ in range(count):
        which = rng.random()
        if which < 0.1 and out.num_bits:
            _measured(rng, out)
        elif which < 0.15 and loops:
            with out.for_(range(rng.randint(1, 4))):
                _grow(rng, out, 3, loops=False)
        elif which < 0.25:
            _carried(rng, out)
        elif which < 0.28:
            with out.protected("kept"):
                _gate(rng, out)
        else:
            _gate(rng, out)


def _gate(rng: Random, out: Circuit) -> None:
    wires = rng.sample(range(out.num_qubits), out.num_qubits)
    if rng.random() < 0.6:
        name = rng.choice(CLIFFORDS if len(wires) > 1 else CLIFFORDS[:9])
        out.gate(name, [], wires[: 1 if name in CLIFFORDS[:9] else 2])
    else:
        name, width = rng.choice(_TURNED if len(wires) > 1 else _TURNED[:4])
        out.gate(name, [rng.randint(-5, 5) * pi / 2], wires[:width])


def _carried(rng: Random, out: Circuit) -> None:
    """Append a gate that carries what it does."""
    width = rng.randint(1, min(3, out.num_qubits))
    on = rng.sample(range(out.num_qubits), width)
    inside = Circuit(width)
    for _ in range(6):
        _gate(rng, inside)
    which = rng.randrange(4)
    if which == 0:
        from qcompile.emitters.matrices import circuit_matrix

        out.unitary(circuit_matrix(inside), on)
    elif which == 1:
        names = [f"q{i}" for i in range(width)]
        out.append(Instruction.call(Definition("inside", [], names, inside)), on)
    elif which == 2:
        strings = [("".join(rng.choice("IXYZ") for _ in on), rng.randint(-4, 4)) for _ in range(2)]
        out.append(Instruction.pauli_evolution(strings, pi / 4), on)
    else:
        out.permutation(rng.sample(range(width), width), on)


def _measured(rng: Random, out: Circuit) -> None:
    bit = rng.randrange(out.num_bits)
    if rng.random() < 0.3:
        out.reset(rng.randrange(out.num_qubits))
    elif rng.random() < 0.5:
        out.measure(rng.randrange(out.num_qubits), bit)
    else:
        condition = out.bit(bit) == rng.randint(0, 1)
        if rng.random() < 0.4:
            condition = condition ^ ~(out.bit(rng.randrange(out.num_bits)) == 1)
        with out.if_(condition):
            for _ in range(2):
                out.gate(rng.choice("xyz"), [], [rng.randrange(out.num_qubits)])
