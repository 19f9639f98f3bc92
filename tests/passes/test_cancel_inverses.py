# SPDX-License-Identifier: Apache-2.0
"""What `tests/files/cancel_inverses` cannot say: open controls, parameters, blocks, size."""

from __future__ import annotations

from qcompile import Circuit, Parameter, Target, equivalent
from qcompile.contract import Context
from qcompile.passes import CancelInverses

CONTEXT = Context(target=Target.from_basis("cx,rz,sx,x"))


def run(circuit):
    out = circuit.copy()
    changed = CancelInverses().run(out, CONTEXT)
    assert changed == (out != circuit)
    assert equivalent(circuit, out).verdict == "equivalent"
    return out


def test_parameters_cancel():
    a = Parameter("a")
    c = Circuit(2).rzz(a, 0, 1).rz(2 * a + 0.5, 0).rzz(-a, 1, 0)
    assert [op.name for op in run(c)] == ["rz"]


def test_blocks_are_entered_and_not_crossed():
    c = Circuit(2, 1).h(0)
    with c.if_(c.bit(0) == 1):
        c.x(1).cx(0, 1).cx(0, 1).x(0)
    c.h(0)
    out = run(c)
    assert [op.name for op in out][0::2] == ["h", "h"]
    (branch,) = list(out)[1].blocks
    assert [op.name for op in branch] == ["x", "x"]


def test_a_circuit_and_its_inverse_vanish():
    c = Circuit(4)
    for k in range(60):
        c.h(k % 4).cp(0.1 * k, k % 4, (k + 1) % 4).ccx(k % 4, (k + 2) % 4, (k + 3) % 4).sx(k % 3)
    c.compose(c.inverse())
    assert len(run(c)) == 0


def test_false_when_nothing_changed():
    c = Circuit(2).h(0).cx(0, 1).h(0)
    assert not CancelInverses().run(c, CONTEXT)
