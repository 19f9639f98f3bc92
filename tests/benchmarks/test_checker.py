# SPDX-License-Identifier: Apache-2.0
"""The device checker notices every kind of planted error, and the reader says what it does not understand."""

from __future__ import annotations

import math

import pytest

from benchmarks.mapping.angles import value
from benchmarks.mapping.checker import Device, check
from benchmarks.mapping.text import read, walk

DEVICE = Device(
    4,
    (frozenset({"rz", "sx"}), frozenset({"rz", "sx"}), frozenset({"u"}), frozenset({"rz"})),
    {(0, 1): frozenset({"ecr"}), (1, 2): frozenset({"cz", "rzz"})},
    ranges={"rzz": (0, math.pi / 2)},
    excluded=frozenset({3}),
)
HEAD2 = 'OPENQASM 2.0;\ninclude "qelib1.inc";\n// qcompile: layout initial 0 1 final 1 0\nqreg q[4];\ncreg c[2];\n'
HEAD3 = 'OPENQASM 3.0;\ninclude "stdgates.inc";\npragma qcompile layout initial 0 1 final 1 0\nqubit[4] q;\nbit[2] c;\n'


def said(body: str, head: str = HEAD2, **limits: object) -> list[str]:
    fields = {**vars(DEVICE), **limits}
    return [str(f) for f in check(head + body, Device(**fields))]


def test_a_native_text_passes() -> None:
    body = (
        "rz(pi/3) q[0];\necr q[0],q[1];\ncz q[2],q[1];\nrzz(pi/2) q[1],q[2];\nu3(0.1,pi,-pi/2) q[2];\n"
        "measure q[0] -> c[0];\nif(c==1) sx q[0];\nbarrier q[0],q[3];\n"
    )
    assert [] == said(body)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("h q[0];\n", "line 6: h is not native on 0"),
        ("ecr q[1],q[0];\n", "line 6: ecr is not native in the direction 1, 0"),
        ("cz q[0],q[1];\n", "line 6: cz is not native on the coupler 0, 1"),
        ("ecr q[0],q[2];\n", "line 6: ecr on 0, 2, which are not coupled"),
        ("rzz(-0.1) q[1],q[2];\n", "line 6: rzz by -0.1, outside 0 to 1.57079632679"),
        ("rzz(1.6) q[2],q[1];\n", "line 6: rzz by 1.6, outside 0 to 1.57079632679"),
        ("rz(1) q[3];\n", "line 6: on excluded qubit 3"),
        ("measure q[3] -> c[0];\n", "line 6: measure on excluded qubit 3"),
        ("sx q[2];\n", "line 6: sx is not native on 2"),
        ("rz(1) q[0];\nccx q[0],q[1],q[2];\n", "line 7: ccx on 3 qubits"),
        ("if(c==1) h q[1];\n", "line 6: h is not native on 1"),
        ("rz(1) q[7];\n", "line 6: not understood: rz(1) q[7];"),
        ("rz(1 q[0];\n", "line 6: not understood: rz(1 q[0];"),
        ("ctrl @ x q[0], q[1];\n", "line 6: not understood: ctrl @ x q[0], q[1];"),
        (
            "ecr q[0],q[0];\n",
            "line 6: ecr on 0, 0, which are not coupled|line 6: ecr with a qubit twice",
        ),
    ],
)
def test_planted_errors_are_noticed(body: str, expected: str) -> None:
    assert expected.split("|") == said(body)


@pytest.mark.parametrize(
    ("forbidden", "body", "expected"),
    [
        ("barrier", "barrier q[0];\n", "line 6: barrier is forbidden"),
        ("reset", "reset q[0];\n", "line 6: reset is forbidden"),
        ("control-flow", "if (c[0]) {\n  sx q[0];\n}\n", "line 6: if is forbidden"),
        (
            "mid-circuit-measurement",
            "c[0] = measure q[0];\nsx q[0];\n",
            "line 7: sx on a qubit measured before",
        ),
        (
            "mid-circuit-measurement",
            "c[0] = measure q[0];\nif (c[0]) {\n  sx q[1];\n}\n",
            "line 7: if waits for a measurement",
        ),
        (
            "mid-circuit-measurement",
            "for int i in [0:1] {\n  sx q[0];\n  c[0] = measure q[0];\n}\n",
            "line 7: sx on a qubit measured before|line 8: measure on a qubit measured before",
        ),
    ],
)
def test_what_is_forbidden_is_noticed(forbidden: str, body: str, expected: str) -> None:
    assert [] == said(body, HEAD3)
    assert expected.split("|") == said(body, HEAD3, forbids=frozenset({forbidden}))


def test_measuring_last_is_allowed_where_measuring_in_the_middle_is_not() -> None:
    body = "sx q[0];\nmeasure q[0] -> c[0];\nsx q[1];\nbarrier q[0],q[1];\n"
    assert [] == said(body, forbids=frozenset({"mid-circuit-measurement"}))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("initial 0 1 final 1 1", "line 0: two program qubits on one wire in the final layout"),
        ("initial 0 3 final 1 0", "line 0: wire 3 of the initial layout is not to be used"),
        ("initial 0 4 final 1 0", "line 0: wire 4 of the initial layout is not to be used"),
        ("initial 0 1 final 1", "line 0: layouts of different lengths"),
    ],
)
def test_wrong_layouts_are_noticed(line: str, expected: str) -> None:
    assert [expected] == said("", HEAD2.replace("initial 0 1 final 1 0", line))


def test_a_text_without_layouts_or_of_another_width_is_no_mapped_one() -> None:
    text = "OPENQASM 2.0;\nqreg q[3];\nrz(1) q[0];\n"
    expected = ["3 qubits declared for a device with 4", "no final layout", "no initial layout"]
    assert expected == [f.what for f in check(text, DEVICE)]
    assert [] == check(text, DEVICE, mapped=False)


def test_blocks_are_read_with_their_lines() -> None:
    body = (
        "switch (uint[2](c)) {\n  case 0, 1 {\n    sx q[0];\n  }\n  default {\n    sx q[1];\n  }\n}\n"
        "if (c == 1) {\n  sx q[0];\n} else if (!c[0]) {\n  h q[1];\n} else {\n  sx q[1];\n}\n"
        "while (c[1]) {\n  delay[10ns] q[2];\n  c[1] = measure q[1];\n  break;\n}\n"
    )
    program = read(HEAD3 + body)
    assert "switch sx sx if sx if h sx while delay measure break".split() == [
        s.name for s in walk(program.steps)
    ]
    assert ["line 17: h is not native on 1"] == said(body, HEAD3)
    assert [(0, 1), (0, 1), (0,), (1,)] == [s.reads for s in walk(program.steps) if s.blocks]


def test_layouts_and_phase_are_read() -> None:
    program = read(HEAD3 + "pragma qcompile phase -3*pi/4\n")
    assert ((0, 1), (1, 0)) == (program.initial, program.final)
    assert -3 * math.pi / 4 == program.phase
    assert ((), ()) == (lambda p: (p.initial, p.final))(read("// qcompile: layout initial final"))


def test_angles() -> None:
    assert math.pi / 8 == value("pi/8")
    assert -2.5e-3 == value("-2.5e-3")
    assert 1 == value("(cos(0)*2+1)/3")
    assert value("2*theta + pi") is None
    with pytest.raises(ValueError):
        value("[1]")
