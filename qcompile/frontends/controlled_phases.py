# SPDX-License-Identifier: Apache-2.0
"""A global phase under controls is none any more: the gates that it becomes."""

from __future__ import annotations

from typing import Any

from .._native import Angle, Instruction


def controlled_phase(
    phase: float | Angle, controls: list[Any], closed: list[bool]
) -> list[tuple[Instruction, list[Any]]]:
    """Return a phase that is there only for one value of the controls."""
    if not isinstance(phase, Angle) and phase == 0.0:
        return []
    if not any(closed):
        flip = (Instruction.gate("x"), controls[:1])
        return [flip, *controlled_phase(phase, controls, [True, *closed[1:]]), flip]
    on = closed.index(True)
    others = [c for i, c in enumerate(controls) if i != on]
    gate = Instruction.gate("p", [phase])
    if others:
        gate = gate.controlled([c for i, c in enumerate(closed) if i != on])
    return [(gate, [*others, controls[on]])]
