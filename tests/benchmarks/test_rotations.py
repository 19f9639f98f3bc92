# SPDX-License-Identifier: Apache-2.0
"""The proof by rotations: it finds what is equal, and never says so of what is not."""

from __future__ import annotations

import math
from random import Random

import pytest

import qcompile as qc
from benchmarks import openqasm
from benchmarks.openqasm import Op, Program
from benchmarks.rotations import INVERSE, Row, UnsupportedError, equal, inverted

ONE = "h s sdg t tdg x y z sx sxdg id".split()
TWO = "cx cz swap".split()


def random_program(rng: Random, qubits: int, gates: int) -> Program:
    ops = []
    for _ in range(gates):
        which = rng.random()
        if which < 0.3 and qubits > 1:
            ops.append(Op(rng.choice(TWO), (), tuple(rng.sample(range(qubits), 2))))
        elif which < 0.4:
            angle = rng.choice((0.3, -0.3, math.pi / 4, math.pi, 7 * math.pi / 4, math.pi / 2))
            ops.append(Op(rng.choice(("rz", "p")), (angle,), (rng.randrange(qubits),)))
        else:
            ops.append(Op(rng.choice(ONE), (), (rng.randrange(qubits),)))
    return Program(qubits, 0, ops)


def circuit(program: Program) -> qc.Circuit:
    return qc.loads(openqasm.write(program), format="qasm2")


def test_a_circuit_is_itself() -> None:
    rng = Random(1)
    for _ in range(50):
        program = random_program(rng, rng.randint(1, 5), 40)
        assert equal(program, program)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("t q[0]; t q[0];", "s q[0];"),
        ("h q[0]; z q[0]; h q[0];", "x q[0];"),
        ("x q[0]; t q[0]; x q[0];", "tdg q[0];"),
        ("sx q[0]; sx q[0];", "x q[0];"),
        ("sxdg q[0];", "h q[0]; sdg q[0]; h q[0];"),
        ("s q[0]; x q[0]; sdg q[0];", "y q[0];"),
        ("cx q[0],q[1]; t q[1]; cx q[0],q[1];", "cx q[1],q[0]; t q[0]; cx q[1],q[0];"),
        ("cx q[0],q[1]; cx q[1],q[0]; cx q[0],q[1];", "swap q[0],q[1];"),
        ("cz q[0],q[1];", "h q[1]; cx q[0],q[1]; h q[1];"),
        ("t q[0]; h q[1]; t q[1]; h q[1]; t q[0];", "s q[0]; h q[1]; t q[1]; h q[1];"),
        ("h q[0]; t q[0]; t q[0]; h q[0]; t q[0]; s q[1];", "sx q[0]; t q[0]; s q[1];"),
        ("rz(0.2) q[0]; h q[1]; rz(0.3) q[0];", "h q[1]; p(0.5) q[0];"),
    ],
)
def test_equal_pairs_are_found(left: str, right: str) -> None:
    head = 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[2];\n'
    assert equal(openqasm.read(head + left), openqasm.read(head + right))


def test_what_differs_is_never_called_equal() -> None:
    """One gate is changed, dropped or moved; where the matrices are one after all, either answer is right."""
    rng = Random(2)
    proven = refuted = 0
    for _ in range(400):
        program = random_program(rng, rng.randint(1, 4), rng.randint(2, 25))
        ops = list(program.ops)
        at = rng.randrange(len(ops))
        which = rng.randrange(3)
        if which == 0:
            ops[at] = ops[at]._replace(name=INVERSE.get(ops[at].name, "x"), params=())
            ops[at] = ops[at]._replace(qubits=ops[at].qubits[:1])
        elif which == 1:
            del ops[at]
        else:
            ops.insert(rng.randrange(len(ops)), ops.pop(at))
        other = Program(program.num_qubits, 0, ops)
        same = bool(qc.equivalent(circuit(program), circuit(other)))
        if equal(program, other):
            assert same
            proven += 1
        refuted += not same
    assert proven > 50
    assert refuted > 100


def test_inverses_undo() -> None:
    rng = Random(3)
    for _ in range(30):
        program = random_program(rng, 3, 30)
        row = Row(3)
        for op in (*program.ops, *inverted(program.ops)):
            row.apply(op)
        assert row.is_identity()


def test_many_rotations_outgrow_a_chunk() -> None:
    rng = Random(4)
    program = random_program(rng, 70, 12_000)
    assert equal(program, program)


def test_other_gates_are_not_taken() -> None:
    with pytest.raises(UnsupportedError):
        Row(3).apply(Op("ccx", (), (0, 1, 2)))
