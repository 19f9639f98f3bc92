# SPDX-License-Identifier: Apache-2.0
"""Comments ``# qcompile: …`` at the head of a text, for what its language cannot say; `frontends.marks` reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._native import Angle

if TYPE_CHECKING:
    from ..circuit import Circuit


def marks(circuit: Circuit, phase: float | Angle, sign: str = "#") -> list[str]:
    """Return the lines for a global phase and the layouts; none for what there is nothing to say of.

    Examples
    --------
    >>> from qcompile import Circuit
    >>> circuit = Circuit(2)
    >>> circuit.layouts = ([0, 1], [1, 0])
    >>> marks(circuit, Angle.pi(1, 4))
    ['# qcompile: phase pi/4', '# qcompile: layout initial 0 1 final 1 0']
    """
    lines = []
    if isinstance(phase, Angle) or phase != 0.0:
        text = number(phase)
        if text != "0.0":
            lines.append(f"{sign} qcompile: phase {text}")
    if circuit.layouts is not None:
        initial, final = (" ".join(map(str, wires)) for wires in circuit.layouts)
        lines.append(f"{sign} qcompile: layout initial {initial} final {final}".replace("  ", " "))
    return lines


def number(angle: float | Angle) -> str:
    """Return a known angle as text that loses nothing: a fraction of pi where it is one."""
    if not isinstance(angle, Angle):
        return repr(float(angle))
    ratio = angle.pi_ratio
    if ratio is None:
        return repr(float(angle))
    over, under = ratio
    if over == 0:
        return "0.0"
    head = {1: "pi", -1: "-pi"}.get(over, f"{over}*pi")
    return head if under == 1 else f"{head}/{under}"
