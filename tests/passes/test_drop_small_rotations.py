# SPDX-License-Identifier: Apache-2.0
"""What `tests/files/drop_small_rotations` cannot say: bad options, the bound itself."""

from __future__ import annotations

from math import inf, nan
from random import Random

import pytest

from qcompile import Circuit, Pipeline, Target, equivalent
from qcompile.contract import Context
from qcompile.errors import PipelineError
from qcompile.passes import DropSmallRotations

CONTEXT = Context(target=Target.from_basis("cx,rz,sx,x"))


@pytest.mark.parametrize("error", [-1e-3, nan])
def test_an_error_is_a_number_from_0_up(error):
    with pytest.raises(PipelineError):
        DropSmallRotations(error=error).run(Circuit(1).rz(0.1, 0), CONTEXT)


def test_what_is_dropped_is_within_the_bound():
    rng = Random(4)
    for _ in range(30):
        c = Circuit(3)
        for _ in range(20):
            i, j = rng.sample(range(3), 2)
            c.rz(rng.uniform(-0.05, 0.05), i).cp(rng.uniform(-0.05, 0.05), i, j).h(j)
        out, _ = Pipeline([DropSmallRotations(error=inf)]).run(c, CONTEXT, error=0.1)
        assert len(out) < len(c)
        assert out.error_bound <= 0.1 + 1e-8
        # The judge knows the distance of two matrices to within a factor.
        assert equivalent(c, out, tolerance=2 * out.error_bound)
