# SPDX-License-Identifier: Apache-2.0
"""One small circuit for each kind of operation that random circuits do not have."""

from __future__ import annotations

from cmath import exp
from random import Random

from qcompile import Circuit
from qcompile._native import Definition, Instruction


def specials(seed: int = 0) -> dict[str, Circuit]:
    """Return circuits by what is special in them; wires are never in order, phases never zero."""
    rng = Random(seed)
    angle = [rng.uniform(-3, 3) for _ in range(8)]
    base = Circuit(4)
    base.add_phase(angle[0])
    for q in range(4):
        base.u(*(rng.uniform(-3, 3) for _ in range(3)), q)
    made = {}

    def on(name: str, instruction: Instruction, qubits: list[int]) -> None:
        circuit = base.copy()
        circuit.append(instruction, qubits)
        made[name] = circuit

    unitary = Instruction.unitary(_matrix(rng), "w")
    on("unitary", unitary, [2, 0])
    on("controlled unitary", unitary.controlled([True]), [3, 2, 0])
    on("open controls", Instruction.gate("ry", [angle[1]]).controlled([False, True]), [3, 0, 1])
    on("controlled phase", Instruction.gate("gpi", [angle[2]]).controlled([False]), [2, 0])
    on("many controls", Instruction.gate("x").controlled([True, False, True]), [3, 0, 2, 1])
    on("diagonal", Instruction.diagonal([rng.uniform(-3, 3) for _ in range(8)]), [3, 0, 2])
    on("permutation", Instruction.permutation([2, 0, 1]), [3, 1, 0])
    cases = [Instruction.gate("ry", [rng.uniform(-3, 3)]) for _ in range(4)]
    on("multiplexer", Instruction.multiplexer(2, cases), [2, 0, 3])
    strings = [("XZY", angle[3]), ("ZII", angle[4]), ("IYX", 0.5), ("III", 0.25)]
    on("pauli evolution", Instruction.pauli_evolution(strings, angle[5]), [3, 0, 1])
    body = Circuit(2).ry(0.3, 1).cx(1, 0)
    body.add_phase(0.7)
    call = Instruction.call(Definition("mine", [], ["a", "b"], body))
    on("definition", call, [2, 1])
    on("controlled definition", call.controlled([True]), [0, 2, 1])
    region = base.copy()
    with region.protected("kept"):
        region.h(2).h(2).cx(2, 0)
    made["protected region"] = region
    barrier = base.copy()
    barrier.h(0).barrier([0, 2]).h(0)
    made["barrier"] = barrier
    return made


def _matrix(rng: Random) -> list[complex]:
    """Return a unitary on two qubits that is no product, row by row."""
    a, b, c = (rng.uniform(-3, 3) for _ in range(3))
    one = _rotation(a, b)
    two = _rotation(c, a)
    rows = [[one[i][j] * two[k][m] for j in (0, 1) for m in (0, 1)] for i in (0, 1) for k in (0, 1)]
    # A phase on one row of a product is no product.
    rows[3] = [exp(1j * b) * x for x in rows[3]]
    return [x for row in rows for x in row]


def _rotation(theta: float, phi: float) -> list[list[complex]]:
    from math import cos, sin

    turn = exp(1j * phi)
    return [[cos(theta) + 0j, -sin(theta) * turn.conjugate()], [sin(theta) * turn, cos(theta) + 0j]]
