# SPDX-License-Identifier: Apache-2.0
"""What gates and angles are called in a drawing."""

from __future__ import annotations

import math
import re
from fractions import Fraction
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
_PI = re.compile(r"\*?\bpi\b")
_NUMBER = re.compile(r"(?<![\w.])\d+\.\d+(?:e[+-]?\d+)?")


def name(gate: str, *, library: bool = True) -> str:
    """Return what stands in a gate's box; a user's gate keeps its spelling."""
    if library:
        return _SYMBOLS.get(gate) or gate[:1].upper() + gate[1:]
    return gate


def arguments(angles: Sequence[Angle | float]) -> str:
    """Return a gate's angles, separated by commas."""
    return ", ".join(map(angle, angles))


def angle(value: Angle | float) -> str:
    """Return an angle in few characters: multiples of pi as such, numbers with four digits.

    Examples
    --------
    >>> from qcompile import Angle
    >>> angle(Angle.pi(-3, 4)), angle(0.123456), angle(Angle.symbol("spin") + 1.5707963267948966)
    ('-3π/4', '0.1235', 'spin + π/2')
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
    return _NUMBER.sub(lambda found: _number(float(found[0])), _PI.sub("π", str(value)))


def _number(value: float) -> str:
    """Return a number of an expression: simple multiples of pi as such, others with four digits."""
    quarters = value * 16 / math.pi
    if quarters and abs(quarters - round(quarters)) < 1e-12 * abs(quarters):
        ratio = Fraction(round(quarters), 16)
        top = "" if ratio.numerator == 1 else str(ratio.numerator)
        return f"{top}π" + (f"/{ratio.denominator}" if ratio.denominator > 1 else "")
    return f"{value:.4g}"


def shortened(label: str, most: int = _LONGEST) -> str:
    """Cut a label that would make the drawing too wide."""
    return label if len(label) <= most else label[: most - 1] + "…"
