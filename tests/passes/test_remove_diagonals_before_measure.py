# SPDX-License-Identifier: Apache-2.0
"""What `tests/files/remove_diagonals_before_measure` cannot say: blocks, wide diagonals."""

from __future__ import annotations

from qcompile import Circuit, Target, equivalent
from qcompile.contract import Context
from qcompile.passes import RemoveDiagonalsBeforeMeasure

CONTEXT = Context(target=Target.from_basis("cx,rz,sx,x"))


def run(circuit):
    out = circuit.copy()
    RemoveDiagonalsBeforeMeasure().run(out, CONTEXT)
    assert equivalent(circuit, out, relation="instrument").verdict == "equivalent"
    return [op.name for op in out if op.name != "measure"]


def test_wide_diagonals():
    c = Circuit(3, 3).h(0).h(1).h(2).ccz(0, 1, 2).rzz(0.3, 0, 2).cp(0.2, 2, 1)
    assert run(c.measure([0, 1, 2], [0, 1, 2])) == ["h", "h", "h"]


def test_a_qubit_a_block_uses_keeps_its_gates():
    c = Circuit(2, 2).h(0).t(0).t(1).measure([0], [0])
    with c.if_(c.bit(0) == 1):
        c.x(0)
    assert run(c.measure([1], [1]))[:2] == ["h", "t"]


def test_inside_blocks_nothing_is_removed():
    c = Circuit(1, 2).h(0)
    with c.if_(c.bit(1) == 0):
        c.t(0).measure([0], [0])
    c.h(0)
    out = c.copy()
    assert not RemoveDiagonalsBeforeMeasure().run(out, CONTEXT)
