# SPDX-License-Identifier: Apache-2.0
"""Drawings: read them, they are meant to be looked at."""
# ruff: noqa: RUF001 - the characters of the drawing

from __future__ import annotations

from textwrap import dedent

from qcompile import Circuit, Parameter
from qcompile._native import Instruction, gate_table
from qcompile.drawing import draw


def picture(circuit: Circuit, width: int = 100) -> str:
    return "\n" + draw(circuit, width=width) + "\n"


def expected(text: str) -> str:
    return "\n" + dedent(text).lstrip("\n")


def test_gates_controls_and_measurements() -> None:
    circuit = Circuit({"a": 3}, {"c": 2}).h(0).rz(0.785398163397448279, 1)
    circuit.cx(0, 2).swap(1, 2).rzz(0.5, 0, 1)
    circuit.append(Instruction.gate("x").controlled([True, False]), [0, 2, 1])
    circuit.measure(2, 1)
    assert picture(circuit) == expected(
        """
                  ┌───┐        ┌────────────┐
        a[0]: ────┤ H ├────●───┤0           ├─●───────
               ┌──┴───┴──┐ │   │   Rzz(0.5) │ │
        a[1]: ─┤ Rz(π/4) ├─┼─╳─┤1           ├─⊕───────
               └─────────┘ │ │ └────────────┘ │ ┌───┐
        a[2]: ─────────────⊕─╳────────────────○─┤ M ├─
                                                └─╥─┘
        c: 2/ ════════════════════════════════════╩═══
                                                  1
        """
    )


def test_conditions_and_blocks() -> None:
    circuit = Circuit({"q": 2}, {"c": 1, "d": 2}).measure(0, 0)
    with circuit.if_(circuit.bit(0) == 1):
        circuit.x(1)
    with circuit.for_(range(3)):
        circuit.h(0).cx(0, 1)
    assert picture(circuit) == expected(
        """
                            ┌─ for 3 times ─┐
               ┌───┐        │    ┌───┐      │
        q[0]: ─┤ M ├────────┼────┤ H ├─●────┼─
               └─╥─┘ ┌───┐  │    └───┘ │    │
        q[1]: ───╫───┤ X ├──┼──────────⊕────┼─
                 ║   └─╥─┘  │               │
                 ║     ║    └───────────────┘
                 ║     ║
        c: 1/ ═══╩═════╩══════════════════════
                 0   c == 1
        d: 2/ ════════════════════════════════
        """
    )


def test_long_circuits_fold_and_are_cut() -> None:
    circuit = Circuit(2)
    for _ in range(1000):
        circuit.h(0).cx(0, 1)
    lines = draw(circuit, width=60).splitlines()
    assert max(map(len, lines)) <= 60
    assert lines[-1] == "… 1500 more operations"
    assert "more operations" not in draw(circuit, operations=None)


def test_wide_circuits_show_the_qubits_in_use() -> None:
    text = draw(Circuit(10_000).cx(5, 9_000).barrier())
    assert "q[5]:" in text
    assert "q[9000]:" in text
    assert "q[6]:" not in text
    assert text.endswith("… 9998 more qubits")


def test_everything_can_be_drawn() -> None:
    assert draw(Circuit(0)) == ""
    for row in gate_table():
        angles = [Parameter(f"a{k}") for k in range(len(row["parameters"]))]
        circuit = Circuit(row["qubits"]).gate(row["name"], angles, range(row["qubits"]))
        text = draw(circuit)
        assert len({len(line) for line in text.splitlines()[1:-1:2]}) <= 2
        assert str(circuit) == text


def test_the_phase_is_said() -> None:
    circuit = Circuit(1).x(0)
    circuit.phase = 3.141592653589793 / 2
    assert draw(circuit).splitlines()[0] == "global phase: π/2"
