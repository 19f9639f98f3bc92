# SPDX-License-Identifier: Apache-2.0
"""Whatever the check and the circuit, what comes out fails, is no larger, and is minimal."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count, islice
from random import Random

import pytest

from qcompile import Circuit
from qcompile.reduction import reduce, size
from qcompile.reduction.program import Program

from .plants import large


def _names(c: Circuit) -> list[str]:
    return [node.name for node in Program.of(c).nodes()]


#: Checks of several kinds: what is there, how often, how deep, and what comes and goes with other things.
CHECKS: dict[str, Callable[[Circuit], bool]] = {
    "names": lambda c: {"rz", "cx", "t"} <= set(_names(c)),
    "depth": lambda c: c.depth() >= 6,
    "parity": lambda c: _names(c).count("h") % 2 == 1 and c.two_qubit_count() >= 2,
    "block": lambda c: any(op.name == "if" and len(op.blocks[0]) >= 2 for op in c),
    "width": lambda c: len({q for op in c for q in op.qubits if op.name == "cz"}) >= 4,
    "angle": lambda c: any(float(p) > 1.5 for op in c for p in op.parameters),
    "hash": lambda c: int(c.structural_hash()[:6], 16) % 5 != 0 and len(c) >= 3,
}


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize("seed", range(3))
def test_laws(name: str, seed: int) -> None:
    fails = CHECKS[name]
    made = (large(k, Random(k).randint(4, 8), 120, flow=True) for k in count(seed, 3))
    c = next(each for each in islice(made, 50) if fails(each))
    before = c.to_bytes()
    found = reduce(c, fails)
    small = found.circuit
    assert found.stopped is None
    assert fails(small)
    assert c.to_bytes() == before
    assert [] == small.violations()
    assert size(small) <= size(c)
    assert small.num_qubits <= c.num_qubits
    program = Program.of(small)
    for node in program.nodes():
        assert not fails(program.without([node]).circuit), "an operation more than needed"
    again = reduce(small, fails)
    assert again.circuit == small
