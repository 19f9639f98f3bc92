# SPDX-License-Identifier: Apache-2.0
"""Parameters by name alone: what is kept of a circuit has to be found again where its parameters were made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._native import Angle

if TYPE_CHECKING:
    from ..circuit import Circuit


def anonymous(circuit: Circuit) -> tuple[Circuit, dict[str, Angle]] | None:
    """Return the circuit over parameters that are equal wherever their names are, and its own ones by name.

    None where its own cannot be told from its angles.
    """
    if not circuit.parameters:
        return circuit, {}
    own: dict[str, Angle] = {}
    for op in circuit:
        for angle in op.angles:
            for name in angle.parameters:
                if name not in own:
                    alone = _alone(angle, name)
                    if alone is not None:
                        own[name] = alone
    if set(own) != set(circuit.parameters):
        return None
    return circuit.bind({name: Angle.symbol(name) for name in own}), own


def _alone(angle: Angle, name: str) -> Angle | None:
    """Return a parameter of an angle that is affine in it."""
    rest = angle.bind({other: 0 for other in angle.parameters if other != name})
    form = rest.form
    if form is None or form[0] != "sum":
        return None
    ((_, num, den),) = form[2]
    if not isinstance(num, int):
        return None
    alone = (rest - form[1]) * den / num
    return alone if str(alone) == name else None
