# SPDX-License-Identifier: Apache-2.0
"""What no device takes is refused, inside blocks too, and what this device forbids."""

from __future__ import annotations

import pytest

from qcompile import Circuit, Target
from qcompile.errors import TargetError
from qcompile.targets.fit import check_native

LINE = [(0, 1, ["cx"]), (1, 0, ["cx"]), (1, 2, ["cx"]), (2, 1, ["cx"])]


def device(*forbids: str) -> Target:
    return Target("line", ["u", "cx"], 3, LINE, forbids=forbids)


@pytest.mark.parametrize(("pair", "fits"), [((1, 0), True), ((0, 2), False)])
def test_gates_in_blocks_are_looked_at_where_they_stand(pair, fits):
    c = Circuit(3, 1)
    with c.if_(c.bit(0) == 1):
        c.cx(*pair)
    if fits:
        check_native(c, device())
    else:
        with pytest.raises(TargetError, match="a gate inside `if`") as caught:
            check_native(c, device())
        assert "QC303" == caught.value.code


@pytest.mark.parametrize("name", ["barrier", "reset", "mid-circuit-measurement", "control-flow"])
def test_what_is_forbidden_is_refused(name):
    c = Circuit(3, 1)
    c.barrier([0, 1])
    c.reset(0)
    c.measure(1, 0).u(1, 2, 3, 1)
    with c.if_(c.bit(0) == 1):
        c.u(1, 2, 3, 2)
    check_native(c, device())
    with pytest.raises(TargetError, match=f"{name}, which target `line` forbids"):
        check_native(c, device(name))


def test_measuring_last_is_no_measurement_in_the_middle():
    c = Circuit(3, 2).u(1, 2, 3, 0).measure(0, 0).u(1, 2, 3, 1).measure(1, 1)
    c.barrier([0, 1])
    check_native(c, device("mid-circuit-measurement", "control-flow", "reset"))
