# SPDX-License-Identifier: Apache-2.0
"""Drawings: read them, they are meant to be looked at."""
# ruff: noqa: RUF001 - the characters of the drawing

from __future__ import annotations

import math
from textwrap import dedent

import pytest

from qcompile import Circuit, Parameter, Target
from qcompile._native import Instruction, gate_table
from qcompile.drawing import draw
from qcompile.errors import PipelineError


def picture(circuit: Circuit, width: int = 100, columns: str = "packed") -> str:
    return "\n" + draw(circuit, width=width, columns=columns) + "\n"


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
    assert lines[-1] == "… 1800 more layers (1800 operations)"
    assert "more layers" not in draw(circuit, layers="all")
    assert draw(circuit, layers=1999).splitlines()[-1] == "… 1 more layer (1 operation)"


def test_moments_and_times_stand_above_the_columns() -> None:
    facts = {("x", (q,)): {"duration_ns": 30.0 + 10 * q} for q in (0, 1)}
    facts["cz", (0, 1)] = {"duration_ns": 60.0}
    pair = Target("pair", ["cz", "x"], 2, gate_facts=facts)
    circuit = Circuit(2).x(0).x(1).x(0).cz(0, 1).x(1)
    assert picture(circuit, columns="moments") == expected(
        """
               0     1     2 3
               ┌───┐ ┌───┐
        q[0]: ─┤ X ├─┤ X ├─●───────
               ├───┤ └───┘ │ ┌───┐
        q[1]: ─┤ X ├───────●─┤ X ├─
               └───┘         └───┘
        """
    )
    assert draw(circuit, columns="times", target=pair).splitlines()[0].split() == [
        "0", "ns", "30", "ns", "60", "ns", "120", "ns"
    ]  # fmt: skip
    with pytest.raises(PipelineError, match="how long `h`") as caught:
        draw(Circuit(1).h(0), columns="times", target=pair)
    assert "QC461" == caught.value.code


def test_a_mapped_circuit_names_its_program_qubits() -> None:
    circuit = Circuit(4).cx(1, 2)
    circuit.layouts = ([2, 1], [1, 2])
    assert picture(circuit) == expected(
        """
        1 → q[1]: ─●─ → 0
                   │
        0 → q[2]: ─⊕─ → 1
        … 2 more qubits
        """
    )


def test_parameters_keep_their_names() -> None:
    spin = Parameter("spin")
    assert "Rz(3*spin + 2π)" in draw(Circuit(1).rz(3 * spin + 2 * math.pi, 0))
    assert "Rz(spin + 0.3333)" in draw(Circuit(1).rz(spin + 1 / 3, 0))


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


def test_a_cut_drawing_does_not_show_the_end() -> None:
    circuit = Circuit(2).cx(0, 1).cx(0, 1)
    circuit.layouts = ([1, 0], [0, 1])
    assert "→ 1" in draw(circuit).splitlines()[2]
    cut = draw(circuit, layers=1).splitlines()
    assert all(line.endswith("»") for line in (cut[0], cut[2]))
    assert "… 1 more layer (1 operation)" == cut[-1]
