# SPDX-License-Identifier: Apache-2.0
"""Angles at which compilers go wrong."""

from __future__ import annotations

import math
from random import Random

from qcompile import Angle

#: Rotations so small that dropping them is tempting, and an error.
SMALL = tuple(sign * 10.0**-k for k in range(4, 17) for sign in (1, -1))

#: Quarter and half turns and their neighbours.
NEAR = (
    *(
        turn + off
        for turn in (math.pi / 2, -math.pi / 2, math.pi, math.pi / 4)
        for off in (0.0, 1e-12, -1e-12, 1e-9, -1e-9, 1e-6)
    ),
    math.nextafter(math.pi / 2, 2),
    math.nextafter(math.pi / 2, 1),
)

#: Whole turns: 2 pi is a sign for half-angle gates, 4 pi is nothing.
WHOLE = tuple(k * math.pi for k in (-8, -6, -4, -3, -2, -1, 0, 1, 2, 3, 4, 6, 8, 100, -100))

#: Other fractions that have exact forms.
FRACTIONS = tuple(
    math.pi * n / d for n, d in ((1, 3), (2, 3), (1, 8), (3, 4), (-5, 4), (7, 5), (1, 16))
)


def nasty(rng: Random) -> float | Angle:
    """Return an angle: small, near a quarter turn, whole turns, a fraction, exact, or any."""
    group = rng.randrange(7)
    if group == 0:
        return rng.choice(SMALL)
    if group == 1:
        return rng.choice(NEAR)
    if group == 2:
        return rng.choice(WHOLE)
    if group == 3:
        return rng.choice(FRACTIONS)
    if group == 4:
        return Angle.pi(rng.randint(-9, 9), rng.choice((1, 2, 3, 4, 8)))
    return rng.uniform(-7, 7)


def quarter(rng: Random) -> Angle:
    """Return a multiple of pi/4."""
    return Angle.pi(rng.randint(-9, 9), 4)
