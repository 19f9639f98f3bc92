# SPDX-License-Identifier: Apache-2.0
"""Each pass alone, on a circuit that already satisfies what the pass requires."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import qcompile
from qcompile import Circuit, Pipeline, passes
from qcompile.contract import Context
from qcompile.targets import Target

from .peers import BASIS

#: Nanoseconds a gate of the input.
GOAL = 300
GOALS = {"two-qubit-fusion": 1500}
#: What makes a circuit fit for every pass.
PREPARATION = "decompose, basis-translation"
#: These take the circuit as it was written.
FIRST = ("decompose", "basis-translation")


@pytest.mark.parametrize("name", passes.TABLE)
def test_pass(per_gate: Callable[..., Any], circuit: Circuit, name: str) -> None:
    context = Context(target=Target.from_basis(BASIS))
    before = PREPARATION.split(", ")[: FIRST.index(name)] if name in FIRST else [PREPARATION]
    prepared = circuit
    if before:
        prepared, _ = Pipeline(", ".join(before)).run(circuit.copy(), context)
    (step,) = Pipeline(name)
    per_gate(
        step.run,
        goal=GOALS.get(name, GOAL),
        setup=lambda: ((prepared.copy(), context), {}),
    )
    assert qcompile.stats(prepared).qubits == circuit.num_qubits
