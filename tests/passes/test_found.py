# SPDX-License-Identifier: Apache-2.0
"""Miscompilations that were found, reduced."""

from __future__ import annotations

import pytest

from qcompile import Circuit, Pipeline, Target, equivalent
from qcompile._native import Instruction
from qcompile.contract import Context
from qcompile.passes import TABLE

CONTEXT = Context(target=Target.from_basis("cx,rz,sx,x"))
#: What tells how long the circuits below take.
TIMED = Context(
    target=Target(
        "timed",
        ["h", "t", "x"],
        1,
        gate_facts={(gate, (0,)): {"duration_ns": 10.0} for gate in ("h", "t", "x")},
        qubit_facts=[{"measure_ns": 100.0}],
    )
)
CONTEXTS = {"schedule": TIMED, "dynamical-decoupling": TIMED}


def leaves_a_loop_early():
    """A gate behind a conditional `break` runs in fewer rounds than one before it."""
    c = Circuit(1, 1).h(0).measure(0, 0)
    with c.for_([0, 1]):
        c.t(0).h(0)
        with c.if_(c.bit(0) == 1):
            c.append(Instruction.bare("break"), [], [])
        c.h(0).t(0)
    return c


@pytest.mark.parametrize("build", [leaves_a_loop_early])
@pytest.mark.parametrize("name", sorted(TABLE))
def test_stays_mended(build, name):
    c = build()
    needs = "" if name == "decompose" else "decompose, "
    out, _ = Pipeline(f"{needs}{name}").run(c, CONTEXTS.get(name, CONTEXT))
    relation = "from-zero" if name == "known-state" else None
    assert equivalent(c, out, relation=relation).verdict == "equivalent"
