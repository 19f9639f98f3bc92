# SPDX-License-Identifier: Apache-2.0
"""Whole levels to {cx, rz, sx, x}, verification off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import qcompile
from qcompile import Circuit

from .peers import BASIS

#: Nanoseconds a gate, a tenth and a quarter of what Qiskit's levels take on these kinds.
GOALS = {0: 500, 1: 1000, 2: 2000}


@pytest.mark.parametrize("level", GOALS)
def test_level(per_gate: Callable[..., Any], circuit: Circuit, level: int) -> None:
    result = per_gate(
        lambda: qcompile.compile(circuit, basis=",".join(BASIS), level=level, verify="off"),
        goal=GOALS[level],
    )
    assert circuit.num_qubits == result.circuit.num_qubits
