# SPDX-License-Identifier: Apache-2.0
"""What gates and angles are called in a drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .._native import Angle

#: Gates whose drawing is not their name with a capital letter.
_SYMBOLS = {
    "id": "I",
    "sdg": "S†",
    "tdg": "T†",
    "sx": "√X",
    "sxdg": "√X†",
    "iswap": "iSWAP",
    "iswapdg": "iSWAP†",
    "siswap": "√iSWAP",
    "siswapdg": "√iSWAP†",
    "ecr": "ECR",
    "dcx": "DCX",
    "ms": "MS",
    "gpi": "GPI",
    "gpi2": "GPI2",
    "phxz": "PhXZ",
    "rccx": "RCCX",
    "rc3x": "RC3X",
}
#: Library gates drawn as controls and what they control.
CONTROLLED = {
    "cx": (1, "x"),
    "cy": (1, "y"),
    "cz": (1, "z"),
    "ch": (1, "h"),
    "cs": (1, "s"),
    "csdg": (1, "sdg"),
    "csx": (1, "sx"),
    "cp": (1, "p"),
    "crx": (1, "rx"),
    "cry": (1, "ry"),
    "crz": (1, "rz"),
    "cu3": (1, "u"),
    "cu": (1, "u"),
    "ccx": (2, "x"),
    "ccz": (2, "z"),
    "cswap": (1, "swap"),
    "c3x": (3, "x"),
    "c3sx": (3, "sx"),
    "c4x": (4, "x"),
}
#: Longest label of a gate; what is longer is cut.
_LONGEST = 40


def gate(name: str, angles: Sequence[Angle | float] = (), *, library: bool = True) -> str:
    """Return what stands in a gate's box; a user's gate keeps its spelling."""
    label = name
    if library:
        label = _SYMBOLS.get(name) or name[:1].upper() + name[1:]
    if angles:
        label += f"({', '.join(map(angle, angles))})"
    return shortened(label)


def angle(value: Angle | float) -> str:
    """Return an angle in few characters: multiples of pi as such, numbers with four digits.

    Examples
    --------
    >>> from qcompile import Angle
    >>> angle(Angle.pi(-3, 4)), angle(0.123456), angle(Angle.symbol("theta"))
    ('-3π/4', '0.1235', 'theta')
    """
    if isinstance(value, int | float):
        return f"{value:.4g}"
    ratio = value.pi_ratio
    if ratio is not None:
        top, bottom = ratio
        if top == 0:
            return "0"
        factor = {1: "", -1: "-"}.get(top, str(top))
        return f"{factor}π" + (f"/{bottom}" if bottom != 1 else "")
    if value.value is not None:
        return f"{value.value:.4g}"
    return str(value).replace("*pi", "π").replace("pi", "π")


def shortened(label: str) -> str:
    """Cut a label that would make the drawing too wide."""
    return label if len(label) <= _LONGEST else label[: _LONGEST - 1] + "…"
