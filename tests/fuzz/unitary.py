# SPDX-License-Identifier: Apache-2.0
"""The kinds without measurement: one function appends one operation."""

from __future__ import annotations

import cmath
import math
from random import Random

from qcompile import Circuit
from qcompile._native import Definition, Instruction, gate_table

from .angles import nasty, quarter

#: Every gate of the library: (name, qubits, angles).
GATES = tuple((row["name"], row["qubits"], len(row["parameters"])) for row in gate_table())
ROTATIONS = tuple(g for g in GATES if g[2])

CLIFFORD_T = tuple(
    (name, qubits)
    for qubits, names in (
        (1, "h s sdg t tdg x y z sx sxdg id h t tdg"),
        (2, "cx cx cx cz cy ch cs csdg swap iswap iswapdg ecr dcx csx"),
        (3, "ccx ccz cswap rccx"),
        (4, "c3x rc3x"),
    )
    for name in names.split()
)

#: Bases under open controls: (name, qubits, angles).
BASES = tuple(
    g
    for g in GATES
    if g[0]
    in set("x y z h s t sx p rx ry rz u r phxz gpi2 cx cz swap iswap rxx rzz ms ecr ccx id".split())
)

SWAPS = ("swap", "swap", "swap", "iswap", "dcx", "siswap")


def operands(rng: Random, qubits: int, count: int) -> list[int]:
    """Return ``count`` different qubits."""
    return rng.sample(range(qubits), count)


def library_gate(rng: Random, c: Circuit, gates: tuple[tuple[str, int, int], ...] = GATES) -> None:
    """Append a gate of the list that fits, at nasty angles."""
    name, width, angles = rng.choice([g for g in gates if g[1] <= c.num_qubits])
    c.append_gate(name, [nasty(rng) for _ in range(angles)], operands(rng, c.num_qubits, width))


def clifford_t(rng: Random, c: Circuit) -> None:
    """Append a Clifford+T gate, now and then written with an angle."""
    if rng.random() < 0.15:
        name, width = rng.choice((("p", 1), ("rz", 1), ("rx", 1), ("cp", 2), ("rzz", 2)))
        if width <= c.num_qubits:
            angle = quarter(rng) if width == 1 else quarter(rng) * 2
            c.append_gate(name, [angle], operands(rng, c.num_qubits, width))
            return
    name, width = rng.choice([g for g in CLIFFORD_T if g[1] <= c.num_qubits])
    c.append_gate(name, [], operands(rng, c.num_qubits, width))


def rotation(rng: Random, c: Circuit) -> None:
    """Append a gate with angles, any gate, or one of the wider instructions."""
    where = rng.random()
    if where < 0.6:
        library_gate(rng, c, ROTATIONS)
    elif where < 0.9:
        library_gate(rng, c)
    else:
        wide(rng, c)


def open_control(rng: Random, c: Circuit) -> None:
    """Append a gate under one to four controls of either polarity, or a plain one between."""
    if c.num_qubits == 1 or rng.random() < 0.35:
        library_gate(rng, c)
        return
    name, width, angles = rng.choice([g for g in BASES if g[1] < c.num_qubits])
    controls = rng.randint(1, min(4, c.num_qubits - width))
    base = Instruction.gate(name, [nasty(rng) for _ in range(angles)])
    polarity = [rng.random() < 0.5 for _ in range(controls)]
    c.append(base.controlled(polarity), operands(rng, c.num_qubits, controls + width))


def permutation(rng: Random, c: Circuit) -> None:
    """Append a swap, a cycle of at least three, or a gate that shows where the qubits are."""
    where = rng.random()
    if c.num_qubits >= 2 and where < 0.4:
        c.append_gate(rng.choice(SWAPS), [], operands(rng, c.num_qubits, 2))
    elif c.num_qubits >= 3 and where < 0.55:
        ring = operands(rng, c.num_qubits, rng.randint(3, c.num_qubits))
        for other in ring[1:]:
            c.append_gate("swap", [], [ring[0], other])
    elif c.num_qubits >= 3 and where < 0.65:
        image = list(range(rng.randint(3, min(5, c.num_qubits))))
        rng.shuffle(image)
        c.append(Instruction.permutation(image), operands(rng, c.num_qubits, len(image)))
    elif c.num_qubits >= 3 and where < 0.7:
        c.append_gate("cswap", [], operands(rng, c.num_qubits, 3))
    else:
        library_gate(rng, c)


def wide(rng: Random, c: Circuit) -> None:
    """Append an instruction that is not a library gate."""
    width = rng.randint(1, min(3, c.num_qubits))
    on = operands(rng, c.num_qubits, width)
    which = rng.randrange(5)
    if which == 0:
        width = min(width, 2) if rng.random() < 0.3 else 1
        c.append(Instruction.unitary(random_unitary(rng, 1 << width)), on[:width])
    elif which == 1:
        c.append(Instruction.diagonal([float(nasty(rng)) for _ in range(1 << width)]), on)
    elif which == 2:
        terms = [
            ("".join(rng.choice("IXYZ") for _ in on), nasty(rng)) for _ in range(rng.randint(1, 3))
        ]
        c.append(Instruction.pauli_evolution(terms, rng.uniform(-2, 2)), on)
    elif which == 3 and width >= 2:
        names = ("x", "h", "ry", "p", "t")
        angles = {"ry": 1, "p": 1}
        cases = []
        for _ in range(1 << (width - 1)):
            name = rng.choice(names)
            cases.append(Instruction.gate(name, [nasty(rng)] * angles.get(name, 0)))
        c.append(Instruction.multiplexer(width - 1, cases), on)
    else:
        c.append(Instruction.call(definition(rng, width)), on)


def definition(rng: Random, width: int) -> Definition:
    """Return a gate of one's own, with a global phase in its body."""
    body = Circuit(width)
    for _ in range(rng.randint(1, 4)):
        library_gate(rng, body)
    body.add_phase(nasty(rng))
    # The name carries the content, so that two different gates never share one.
    name = f"own_{width}_{rng.randrange(1 << 40):x}"
    return Definition(name, [], [f"q{i}" for i in range(width)], body)


def random_unitary(rng: Random, size: int) -> list[complex]:
    """Return a random unitary, row-major; one in three is a permutation times quarter-turn phases."""
    if rng.random() < 1 / 3:
        image = list(range(size))
        rng.shuffle(image)
        flat = [0j] * (size * size)
        for row, column in enumerate(image):
            flat[row * size + column] = 1j ** rng.randrange(4)
        return flat
    rows: list[list[complex]] = []
    while len(rows) < size:
        row = [complex(rng.gauss(0, 1), rng.gauss(0, 1)) for _ in range(size)]
        for _ in range(2):
            for done in rows:
                part = sum(d.conjugate() * r for d, r in zip(done, row, strict=True))
                row = [r - part * d for d, r in zip(done, row, strict=True)]
        norm = math.sqrt(sum(abs(r) ** 2 for r in row))
        rows.append([r / norm for r in row])
    turn = cmath.exp(1j * rng.uniform(0, 6))
    return [turn * x for row in rows for x in row]
