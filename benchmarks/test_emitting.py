# SPDX-License-Identifier: Apache-2.0
"""Writing each text format, and reading back what OpenQASM 2 got."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import qcompile
from qcompile import Circuit


@pytest.mark.parametrize("form", ["qasm2", "qasm3", "json"])
def test_write(per_gate: Callable[..., Any], circuit: Circuit, form: str) -> None:
    assert per_gate(lambda: qcompile.dumps(circuit, form), goal=300)
