# SPDX-License-Identifier: Apache-2.0
"""Swaps become a final layout."""

from __future__ import annotations

import pytest

from qcompile import Circuit, Target, equivalent
from qcompile.contract import Context
from qcompile.passes import ElideSwaps

CONTEXT = Context(target=Target.from_basis("cx,rz,sx,x"))


@pytest.mark.parametrize(
    ("build", "final", "names"),
    [
        (lambda c: c.swap(0, 1), [1, 0, 2], []),
        (lambda c: c.swap(0, 1).h(0), [1, 0, 2], ["h"]),
        # A cycle of three: a layout read the wrong way round passes every exchange of two.
        (lambda c: c.swap(0, 1).swap(1, 2).t(0), [1, 2, 0], ["t"]),
        (lambda c: c.permutation([1, 2, 0], [0, 1, 2]).t(0), [2, 0, 1], ["t"]),
        (lambda c: c.cx(0, 1).cx(1, 0).cx(0, 1).x(0), [1, 0, 2], ["x"]),
        (lambda c: c.swap(0, 1).cx(0, 2).swap(0, 1), None, ["cx"]),
    ],
)
def test_the_final_layout_tells_where_qubits_end(build, final, names):
    c = build(Circuit(3))
    out = c.copy()
    assert ElideSwaps().run(out, CONTEXT)
    assert [op.name for op in out] == names
    assert out.layouts == (final and ([0, 1, 2], final))
    assert equivalent(c, out, relation="layout").verdict == "equivalent"


def test_no_swap_no_change():
    c = Circuit(2).cx(0, 1).cx(1, 0).cx(1, 0)
    assert not ElideSwaps().run(c, CONTEXT)


def test_measured_bits_stay():
    c = Circuit(2, 2).h(0).swap(0, 1).measure([0, 1], [0, 1])
    out = c.copy()
    ElideSwaps().run(out, CONTEXT)
    assert [(op.name, op.qubits) for op in out] == [("h", [0]), ("measure", [1]), ("measure", [0])]
    assert equivalent(c, out).verdict == "equivalent"
