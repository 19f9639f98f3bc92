# SPDX-License-Identifier: Apache-2.0
"""Undoing a routing: every routing is recognised, and no planted error survives."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from benchmarks.mapping.text import Program, Step, read
from benchmarks.mapping.undo import difference

HEAD = "OPENQASM 3.0;\n{}qubit[{}] q;\nbit[3] c;\n"


def program(qubits: int, body: str, layout: str = "") -> Program:
    line = f"pragma qcompile layout {layout}\n" if layout else ""
    found = read(HEAD.format(line, qubits) + body.replace("; ", ";\n").replace("{ ", "{\n"))
    assert not [s for s in found.steps if s.name == "?"]
    return found


SOURCE = program(3, "h q[0]; cx q[0],q[1]; rz(0.3) q[1]; cx q[0],q[2]; swap q[1],q[2]; t q[1];")


@pytest.mark.parametrize(
    ("body", "layout"),
    [
        # Routed on a line 0-1-2-3: the program's own swap is executed, or absorbed.
        (
            "h q[2]; cx q[2],q[1]; rz(0.3) q[1]; cx q[2],q[3]; swap q[2],q[3]; swap q[1],q[2]; t q[1]; swap q[2],q[1];",
            "initial 2 1 3 final 3 2 1",
        ),
        ("h q[2]; cx q[2],q[3]; cx q[2],q[1]; t q[3]; rz(0.3) q[1];", "initial 2 1 3 final 2 3 1"),
    ],
)
def test_routings_are_recognised(body: str, layout: str) -> None:
    assert difference(SOURCE, program(4, body, layout)) is None


@pytest.mark.parametrize(
    ("body", "layout", "expected"),
    [
        (
            "h q[2]; cx q[2],q[3]; cx q[2],q[1]; t q[3]; rz(0.3) q[1];",
            "initial 2 1 3 final 2 1 3",
            "does not end",
        ),
        (
            "h q[2]; cx q[2],q[3]; cx q[2],q[1]; t q[3];",
            "initial 2 1 3 final 2 3 1",
            "1 operations missing",
        ),
        (
            "h q[2]; cx q[2],q[3]; cx q[1],q[2]; t q[3]; rz(0.3) q[1];",
            "initial 2 1 3 final 2 3 1",
            "missing",
        ),
        (
            "cx q[2],q[3]; h q[2]; cx q[2],q[1]; t q[3]; rz(0.3) q[1];",
            "initial 2 1 3 final 2 3 1",
            "missing",
        ),
        (
            "h q[2]; cx q[2],q[3]; cx q[2],q[1]; t q[3]; rz(0.30001) q[1];",
            "initial 2 1 3 final 2 3 1",
            "missing",
        ),
        (
            "h q[2]; cx q[2],q[3]; cx q[2],q[1]; t q[0]; rz(0.3) q[1];",
            "initial 2 1 3 final 2 3 1",
            "idle",
        ),
        ("h q[2];", "initial 2 1 final 2 1", "layouts of 2 qubits"),
        ("h q[2];", "", "no layouts"),
    ],
)
def test_errors_are_noticed(body: str, layout: str, expected: str) -> None:
    assert expected in (difference(SOURCE, program(4, body, layout)) or "")


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("cx q[0],q[1]; rz(1) q[0];", "rz(1) q[0]; cx q[0],q[1];", True),
        ("cx q[0],q[1]; rx(1) q[1];", "rx(1) q[1]; cx q[0],q[1];", True),
        ("cx q[0],q[1]; u3(0,0,1) q[0];", "u3(0,0,1) q[0]; cx q[0],q[1];", True),
        ("cx q[0],q[1]; u3(1,-pi/2,pi/2) q[1];", "u3(1,-pi/2,pi/2) q[1]; cx q[0],q[1];", True),
        ("cx q[0],q[1]; u3(1,0,0) q[1];", "u3(1,0,0) q[1]; cx q[0],q[1];", False),
        ("cy q[0],q[1]; u3(1,0,0) q[1];", "u3(1,0,0) q[1]; cy q[0],q[1];", True),
        ("h q[0]; rz(2*pi) q[0];", "rz(2*pi) q[0]; h q[0];", True),
        ("cx q[0],q[1]; rz(1) q[1];", "rz(1) q[1]; cx q[0],q[1];", False),
        (
            "cx q[0],q[1]; cx q[0],q[2]; cz q[0],q[2];",
            "cx q[0],q[2]; cz q[2],q[0]; cx q[0],q[1];",
            True,
        ),
        ("cx q[0],q[2]; cz q[0],q[2];", "cz q[0],q[2]; cx q[0],q[2];", False),
        ("t q[0]; c[0] = measure q[0];", "c[0] = measure q[0]; t q[0];", True),
        ("x q[0]; c[0] = measure q[0];", "c[0] = measure q[0]; x q[0];", False),
        (
            "c[0] = measure q[0]; c[0] = measure q[1];",
            "c[0] = measure q[1]; c[0] = measure q[0];",
            False,
        ),
        ("t q[0]; barrier q[0],q[1]; t q[1];", "t q[0]; t q[1]; barrier q[1],q[0];", False),
        ("reset q[0]; z q[0];", "z q[0]; reset q[0];", False),
        ("if (c[0]) { x q[0]; } x q[1];", "x q[1]; if (c[0]) { x q[0]; }", True),
        ("if (c[0]) { x q[0]; } x q[0];", "x q[0]; if (c[0]) { x q[0]; }", False),
        (
            "if (c[0]) { x q[0]; } c[0] = measure q[1];",
            "c[0] = measure q[1]; if (c[0]) { x q[0]; }",
            False,
        ),
        ("if (c[0]) { x q[0]; }", "if (c[1]) { x q[0]; }", False),
    ],
)
def test_what_may_change_places(left: str, right: str, same: bool) -> None:
    layout = "initial 0 1 2 final 0 1 2"
    left, right = (text.replace("} ", "}\n") for text in (left, right))
    assert same == (difference(program(3, left), program(3, right, layout)) is None)


def test_an_order_may_be_asked_for() -> None:
    left, right = "cx q[0],q[1]; cx q[0],q[2];", "cx q[0],q[2]; cx q[0],q[1];"
    routed = program(3, right, "initial 0 1 2 final 0 1 2")
    assert difference(program(3, left), routed) is None
    assert difference(program(3, left), routed, commuting=False) is not None
    routed = program(4, "cx q[3],q[1]; cx q[3],q[2];", "initial 3 1 2 final 3 1 2")
    assert difference(program(3, left), routed, commuting=False) is None


def test_blocks_come_back_to_where_they_began() -> None:
    source = program(3, "if (c[0]) { cx q[0],q[2]; }")
    layout = "initial 0 1 2 final 0 1 2"
    back = "if (c[0]) { swap q[1],q[2]; cx q[0],q[1]; swap q[1],q[2]; }\nh q[1];"
    source = replace(source, steps=(*source.steps, Step(9, "h", qubits=(1,))))
    assert difference(source, program(3, back, layout)) is None
    left = "if (c[0]) { swap q[1],q[2]; cx q[0],q[1]; }\nh q[1];"
    assert difference(source, program(3, left, layout)) is not None


def test_random_routings_and_random_errors() -> None:
    """SWAPs are put in anywhere and followed; then one operation is changed."""
    rng = Random(5)
    noticed = 0
    for _ in range(300):
        qubits, wires = rng.randint(2, 5), rng.randint(5, 7)
        steps = [_step(rng, qubits) for _ in range(rng.randint(1, 25))]
        place = rng.sample(range(wires), qubits)
        initial, routed = tuple(place), []
        for step in steps:
            for _ in range(rng.randint(0, 2)):
                a, b = rng.sample(range(wires), 2)
                place = [{a: b, b: a}.get(w, w) for w in place]
                routed.append(Step(1, "swap", qubits=(a, b)))
            routed.append(replace(step, qubits=tuple(place[q] for q in step.qubits)))
        source = Program(qubits, 0, tuple(steps))
        mapped = Program(wires, 0, tuple(routed), initial=initial, final=tuple(place))
        assert difference(source, mapped) is None
        at = rng.randrange(len(routed))
        wrong = Program(
            wires, 0, (*routed[:at], *routed[at + 1 :]), initial=initial, final=tuple(place)
        )
        noticed += difference(source, wrong) is not None or routed[at].name == "swap"
    assert 300 == noticed


def _step(rng: Random, qubits: int) -> Step:
    name = rng.choice(("h", "t", "rz", "cx", "cz", "swap"))
    two = name in ("cx", "cz", "swap")
    return Step(0, name, (0.25,) if name == "rz" else (), tuple(rng.sample(range(qubits), 1 + two)))
