# SPDX-License-Identifier: Apache-2.0
"""`bind` for autograd, the framework PennyLane brings along: gradients flow through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from autograd.extend import defvjp, primitive

from .rules import check_affine, rows

if TYPE_CHECKING:
    from ..training import Template


@primitive  # type: ignore[untyped-decorator, unused-ignore]
def bind(template: Template, values: Any) -> Any:
    """Return the angles of every slot, shape (..., slots), for values of shape (..., parameters)."""
    return rows(template.bind, np.asarray(values))


@primitive  # type: ignore[untyped-decorator, unused-ignore]
def _pull(template: Template, values: Any, gradient: Any) -> Any:
    return rows(template.vjp, np.asarray(values), np.asarray(gradient))


def _flat(template: Template, values: Any) -> Any:
    check_affine(template)
    return lambda direction: np.zeros_like(values)


def _push(template: Template, values: Any) -> Any:
    return lambda direction: rows(template.jvp, np.asarray(values), np.asarray(direction))


@primitive  # type: ignore[untyped-decorator, unused-ignore]
def part(vector: Any, index: int) -> Any:
    """Return one entry of a vector; its derivative costs less than that of an array's indexing."""
    return vector[index]


@primitive  # type: ignore[untyped-decorator, unused-ignore]
def _alone(entry: Any, index: int, length: int) -> Any:
    out = np.zeros(length)
    out[index] = entry
    return out


defvjp(part, lambda out, vector, index: lambda g: _alone(g, index, vector.shape[0]))
defvjp(_alone, lambda out, entry, index, length: lambda g: part(g, index))
defvjp(bind, None, lambda out, template, values: lambda g: _pull(template, values, g))
defvjp(
    _pull,
    None,
    lambda out, template, values, gradient: _flat(template, values),
    lambda out, template, values, gradient: _push(template, values),
)
