# SPDX-License-Identifier: Apache-2.0
"""The neutral reader and counter: by hand, and against Qiskit's own counts."""

from __future__ import annotations

import math

import pytest

from benchmarks import counter, families, openqasm, scale

HEADER = 'OPENQASM 2.0;\ninclude "qelib1.inc";\n'


def counts(body: str) -> counter.Counts:
    return counter.count(openqasm.read(HEADER + body))


def test_registers_are_broadcast_and_laid_end_to_end() -> None:
    program = openqasm.read(HEADER + "qreg a[2]; qreg b[2]; cx a,b; h b[1];")
    assert [(0, 2), (1, 3), (3,)] == [op.qubits for op in program.ops]


def test_definitions_are_expanded_and_library_gates_kept() -> None:
    gates = "gate sx a { sdg a; h a; sdg a; } gate pair(t) a,b { cx a,b; rz(-t/2) b; }"
    program = openqasm.read(f"{HEADER}{gates} qreg q[2]; sx q[0]; pair(pi) q[1],q[0];")
    assert [
        ("sx", (), (0,)),
        ("cx", (), (1, 0)),
        ("rz", (-math.pi / 2,), (0,)),
    ] == [op[:3] for op in program.ops]


def test_comments_barriers_and_measurement_are_no_gates() -> None:
    found = counts(
        "qreg q[2]; creg c[2]; // h q[0];\nh q[0]; barrier q; cx q[0],q[1]; measure q -> c;"
    )
    assert (2, 1, 3, 1) == (found.gates, found.two_qubit, found.depth, found.two_qubit_depth)


def test_conditions_wait_for_their_bits() -> None:
    found = counts("qreg q[2]; creg c[1]; measure q[0] -> c[0]; if(c==1) x q[1];")
    assert 2 == found.depth


@pytest.mark.parametrize(
    ("body", "t_count"),
    [
        ("t q[0]; tdg q[1];", 2),
        ("rz(3*pi/4) q[0]; u1(pi/2) q[0]; rz(-9*pi/4) q[1];", 2),
        ("rz(0.3) q[0];", None),
        ("rx(pi/4) q[0];", None),
        ("rx(pi/2) q[0];", 0),
    ],
)
def test_t_count(body: str, t_count: int | None) -> None:
    assert t_count == counts(f"qreg q[2]; {body}").t_count


def test_two_qubit_depth_follows_single_wires() -> None:
    found = counts("qreg q[3]; cx q[0],q[1]; h q[1]; cx q[1],q[2]; cx q[0],q[2];")
    assert (4, 3) == (found.depth, found.two_qubit_depth)


@pytest.mark.parametrize("kind", scale.KINDS)
def test_scale_is_the_same_twice_and_large_enough(kind: str) -> None:
    text = scale.text(kind, 1000)
    assert text == scale.text(kind, 1000)
    assert 1000 <= len(openqasm.read(text).ops) < 1200


@pytest.mark.parametrize(
    "text",
    [
        *(pytest.param(families.text(name), id=name) for name in families.FAMILIES),
        *(pytest.param(scale.text(kind, 300), id=kind) for kind in scale.KINDS),
    ],
)
def test_agrees_with_qiskit(text: str) -> None:
    qasm2 = pytest.importorskip("qiskit.qasm2")
    circuit = qasm2.loads(text, custom_instructions=qasm2.LEGACY_CUSTOM_INSTRUCTIONS)
    found = counter.count(openqasm.read(text))
    assert circuit.size() == found.gates
    assert circuit.num_nonlocal_gates() == found.two_qubit + found.multi_qubit
    assert circuit.depth() == found.depth
    assert circuit.depth(lambda op: len(op.qubits) > 1) == found.two_qubit_depth
