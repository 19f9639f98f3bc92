# SPDX-License-Identifier: Apache-2.0
"""Reading OpenQASM 2."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import qcompile


def test_read(per_gate: Callable[..., Any], text: str) -> None:
    circuit = per_gate(lambda: qcompile.loads(text, format="qasm2"), goal=300)
    assert text.count(";") - 3 == len(list(circuit))
