# SPDX-License-Identifier: Apache-2.0
"""What `tests/files/remove_identities` cannot say: gates of other libraries, blocks, controls."""

from __future__ import annotations

from math import pi

import pytest

from qcompile import Circuit, Target, equivalent
from qcompile.contract import Context
from qcompile.passes import RemoveIdentities

CONTEXT = Context(target=Target.from_basis("cx,rz,sx,x"))


@pytest.mark.parametrize(
    ("name", "params", "left"),
    [
        ("r", [2 * pi, 0.3], 0),
        ("phxz", [2 * pi, -2 * pi, 0.4], 0),
        ("rzz", [2 * pi], 0),
        ("ms", [0.1, 0.2, 4 * pi], 0),
        ("cu", [2 * pi, 0.0, 0.0, pi], 0),
        ("cu", [2 * pi, 0.0, 0.0, 0.0], 1),
        ("crx", [2 * pi], 1),
        ("gpi2", [0.0], 1),
    ],
)
def test_gates(name, params, left):
    c = Circuit(2)
    c.gate(name, params, [0] if name in {"r", "phxz", "gpi2"} else [0, 1])
    out = c.copy()
    assert RemoveIdentities().run(out, CONTEXT) == (left == 0)
    assert len(out) == left
    assert equivalent(c, out).verdict == "equivalent"


def test_blocks_are_entered():
    c = Circuit(1, 1)
    with c.if_(c.bit(0) == 1):
        c.x(0).rz(2 * pi, 0)
    out = c.copy()
    assert RemoveIdentities().run(out, CONTEXT)
    (branch,) = next(iter(out)).blocks
    assert [op.name for op in branch] == ["x"]
    assert equivalent(c, out).verdict == "equivalent"
