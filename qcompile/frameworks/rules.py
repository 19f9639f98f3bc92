# SPDX-License-Identifier: Apache-2.0
"""What the differentiation rules of all frameworks share: rows in and out, and what a second derivative may be.

The first derivative of `Template.bind` is `vjp`, which is linear in the gradient it is given: its derivative in that
direction is `jvp`. In the direction of the values it is nothing where every slot is affine in the parameters. Angles
of merged runs are not, and what they do to second order is not known: that is an error rather than a zero.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import SemanticError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..training import Template


def rows(function: Callable[..., NDArray[np.float64]], *arrays: Any) -> NDArray[np.float64]:
    """Return what a function of arrays of shape (rows, n) gives for arrays of any leading shape, the same for all."""
    shape = np.broadcast_shapes(*(a.shape[:-1] for a in arrays))
    flat = [
        np.ascontiguousarray(np.broadcast_to(a, (*shape, a.shape[-1])), np.float64) for a in arrays
    ]
    if len(shape) > 1:
        flat = [a.reshape(-1, a.shape[-1]) for a in flat]
    out = function(*flat)
    return out.reshape(*shape, out.shape[-1])


def is_affine(template: Template) -> bool:
    """Return whether every slot of a template is an affine function of its parameters."""
    circuit = template.circuit
    known = set(template.parameters)
    angles = [p for op in circuit for p in op.parameters] + [circuit.phase]
    for angle in angles:
        form = getattr(angle, "form", None)
        if form is not None and (form[0] != "sum" or not known.issuperset(angle.parameters)):
            return False
    return True


def check_affine(template: Template) -> None:
    """Refuse a second derivative where it is not known.

    Raises
    ------
    SemanticError
        QC246 if some slot is no affine function of the parameters.
    """
    if not is_affine(template):
        raise SemanticError(
            "a second derivative of angles that are not affine in the parameters",
            code="QC246",
            help="make the template with `level=0`, which merges no runs",
        )
