# SPDX-License-Identifier: Apache-2.0
"""Circuits with something of everything, for every writer."""

from __future__ import annotations

from random import Random

from qcompile import Circuit, Parameter
from qcompile._native import CoreCircuit, Definition, Instruction, gate_table

EVIL = '<script>alert("1")</script>&]]>\\end{document}\x00%$#_^~{}'


def kinds() -> Circuit:
    """Return a circuit with every kind of operation, control flow nested in control flow."""
    theta = Parameter("theta[3]")
    c = Circuit({"a": 3, "b": 1}, {"c": 3, "d": 1})
    c.h(0).cu(0.1, 0.2, 0.3, 0.4, 0, 2).rz(2 * theta + 0.5, 1).ccx(0, 1, 3).swap(0, 3).rzz(
        0.3, 0, 3
    )
    c.append(Instruction.gate("x").controlled([True, False]), [0, 2, 1])
    c.unitary([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]], [0, 1], "my<U>")
    c.diagonal([0, 1, 2, 3], [1, 2]).permutation([1, 0], [2, 3])
    c.delay(20, [1]).barrier([0, 1]).barrier([0, 2]).barrier().reset(0)
    c.append(Instruction.pauli_evolution([("XZ", 0.5), ("YY", 0.25)], theta), [0, 1])
    cases = [Instruction.gate("rz", [0.1]), Instruction.gate("rz", [0.2])]
    c.append(Instruction.multiplexer(1, cases), [0, 1])
    c.append(Instruction.channel([[1, 0, 0, 1]]), [2])
    c.append(Instruction.allocate(True), [3])
    c.append(Instruction.pulse("play"), [3])
    c.append(Instruction.bare("release"), [3])
    c.gate(Definition("my_gate", ["a"], ["x", "y"], Circuit(2).h(0).cx(0, 1)), [0.3], [1, 2])
    c.measure(0, 0)
    with c.if_(c.bit(0) == 1):
        c.x(1)
    with c.if_((c.bit(0) == 1) & (c.bit([1, 2]) < 3)):
        c.x(1).h(2)
    with c.while_(c.bit(1) == 0):
        c.h(1).measure(1, 1)
    with c.for_(range(5), "i"), c.if_(c.bit("d") == 1):
        c.h(2).cz(2, 3)
    with c.protected("keep"):
        c.h(0).cz(0, 1)
    c.append_switch([0, 1], [([0], block(c).h(0)), ([1, 2], block(c).cx(0, 1))], block(c).z(2))
    c.append_if((c.bit(0) == 1).form, block(c).x(0).y(1), block(c).z(0))
    c.phase = 0.25
    return c


def block(circuit: CoreCircuit) -> Circuit:
    """Return an empty block over a circuit's wires."""
    return Circuit.from_core(circuit.emptied())


def gates() -> list[Circuit]:
    """Return a circuit for each gate of the library, at symbolic angles."""
    found = []
    for row in gate_table():
        angles = [Parameter(f"a{k}") for k in range(len(row["parameters"]))]
        found.append(Circuit(row["qubits"]).gate(row["name"], angles, range(row["qubits"])))
    return found


def scattered(seed: int, qubits: int, size: int) -> Circuit:
    """Return a random circuit with conditions, barriers and measurements."""
    random = Random(seed)
    c = Circuit(qubits, qubits)
    for _ in range(size):
        a, b = random.sample(range(qubits), 2)
        match random.randrange(8):
            case 0:
                c.cx(a, b)
            case 1:
                c.rzz(random.random(), a, b)
            case 2:
                c.measure(a, b)
            case 3:
                with c.if_(c.bit(a) == 1):
                    c.x(b)
            case 4:
                with c.if_(c.bit(b) == 0):
                    c.cz(a, b).h(a)
            case 5:
                c.barrier([a, b])
            case 6:
                c.swap(a, b).reset(a)
            case _:
                c.rx(random.random(), a)
    return c


def untrusted() -> Circuit:
    """Return a circuit whose every name is an attempt to get out of the drawing."""
    c = Circuit(0, 0, name=EVIL)
    c.add_qubits(2, EVIL)
    c.add_bits(1, EVIL)
    c.unitary([[1, 0], [0, 1]], [0], EVIL).rz(Parameter("x"), 0)
    c.gate(Definition(EVIL, [], ["x"], Circuit(1).h(0)), [], [0])
    with c.protected(EVIL):
        c.h(0)
    with c.if_(c.bit(0) == 1):
        c.x(1)
    return c
