# SPDX-License-Identifier: Apache-2.0
"""Text read back: registers, names, definitions, layout, phase and meaning."""

from __future__ import annotations

import math
import random

import pytest

from qcompile import Angle, Circuit, dumps, loads, stats
from qcompile._native import Definition, Instruction, gate_table

ROWS = gate_table()


@pytest.mark.parametrize("name", [row["name"] for row in ROWS])
def test_every_gate_reads_back_as_itself(name: str) -> None:
    row = next(r for r in ROWS if r["name"] == name)
    angles = [0.3 + 0.4 * k for k in range(len(row["parameters"]))]
    circuit = Circuit(row["qubits"]).gate(name, angles, range(row["qubits"]))
    assert loads(dumps(circuit)) == circuit


def test_random_circuits_read_back_equal() -> None:
    draw = random.Random(11)
    special = [0.0, 1e-16, math.pi / 2, math.pi / 2 + 1e-9, 2 * math.pi, 100 * math.pi, -1.5e-7]
    for _ in range(30):
        circuit = Circuit({"a": 3, "b": 2}, {"m": 2, "n": 1})
        for _ in range(60):
            row = draw.choice(ROWS)
            angles = [draw.choice([*special, draw.uniform(-7, 7)]) for _ in row["parameters"]]
            circuit.gate(row["name"], angles, draw.sample(range(5), row["qubits"]))
            if draw.random() < 0.2:
                circuit.measure(draw.randrange(5), draw.randrange(3))
            if draw.random() < 0.1:
                circuit.barrier(draw.sample(range(5), draw.randint(1, 5)))
            if draw.random() < 0.1:
                circuit.reset(draw.randrange(5))
            if draw.random() < 0.2:
                with circuit.if_(circuit.bit("m") == draw.randrange(4)):
                    circuit.x(draw.randrange(5))
        circuit.phase = Angle.pi(draw.randrange(-7, 8), 8)
        circuit.layouts = ([4, 2, 0, 1, 3], [0, 1, 2, 3, 4])
        text = dumps(circuit)
        read = loads(text)
        assert dumps(read) == text
        assert read.layouts == circuit.layouts
        assert read.exact_phase == circuit.exact_phase
        assert read.qubit_registers == circuit.qubit_registers
        assert len(read) == len(circuit)


def test_definitions_are_kept() -> None:
    body = Circuit(2).rx(Angle.symbol("t") / 2, 0).cx(0, 1).gate("ecr", [], [1, 0])
    definition = Definition("mine", ["t"], ["x", "y"], body)
    circuit = Circuit(3)
    circuit.append(Instruction.call(definition, [0.5]), [2, 0])
    circuit.append(Instruction.call(Definition("box", [], ["a"], None)), [1])
    read = loads(dumps(circuit))
    assert dumps(read) == dumps(circuit)
    assert [op.name for op in read] == ["mine", "box"]


def test_a_definition_of_ones_own_wins() -> None:
    text = dumps(Circuit(2).swap(0, 1))
    assert [op.name for op in loads(text)] == ["swap"]
    other = text.replace("cx q0,q1; cx q1,q0; cx q0,q1;", "cx q1,q0; cx q0,q1; cx q1,q0;")
    assert other != text
    (op,) = loads(other)
    assert op.instruction != Instruction.gate("swap")


def test_definitions_two_thousand_deep() -> None:
    lines = ["OPENQASM 2.0;", 'include "qelib1.inc";', "gate g0 a { x a; }"]
    lines += [f"gate g{k} a {{ g{k - 1} a; }}" for k in range(1, 2000)]
    circuit = loads("\n".join([*lines, "qreg q[1];", "g1999 q[0];"]))
    assert stats(circuit).counts == {"x": 1}
    assert dumps(circuit, "json") == dumps(Circuit(1).x(0), "json")
    assert Circuit.from_core(Circuit.from_bytes(circuit.to_bytes())) == circuit
    assert circuit.violations() == []
