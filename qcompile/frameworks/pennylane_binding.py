# SPDX-License-Identifier: Apache-2.0
"""`Template.bind` for numbers of any of PennyLane's interfaces, one by one as a tape has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pennylane as qml

from ..errors import SemanticError

if TYPE_CHECKING:
    from ..training import Template

_NUMBERS = {float, int, np.float64}


def interface_of(values: Sequence[Any]) -> str:
    """Return "numpy", "autograd", "torch" or "jax": whose tensors there are among the values.

    Raises
    ------
    SemanticError
        QC245 for those of another framework.
    """
    if set(map(type, values)) <= _NUMBERS:
        return "numpy"
    found: str = qml.math.get_interface(*values)
    if found in ("numpy", "builtins", "scipy"):
        return "numpy"
    if found not in ("autograd", "torch", "jax"):
        raise SemanticError(
            f"angles of `{found}`, whose gradients would be lost",
            code="QC245",
            help="use autograd, PyTorch or JAX",
        )
    return found


def vector(values: Sequence[Any], interface: str) -> Any:
    """Return scalars and batches side by side, as the last axis."""
    if interface == "numpy":
        if not any(getattr(v, "ndim", 0) for v in values):
            return np.array(values, dtype=np.float64)
        return np.stack(np.broadcast_arrays(*values), axis=-1).astype(np.float64)
    shapes = {tuple(getattr(v, "shape", ())) for v in values}
    shape = np.broadcast_shapes(*shapes)
    if len(shapes) > 1:
        ones = np.ones(shape)
        values = [
            v
            if tuple(getattr(v, "shape", ())) == shape
            else v * qml.math.asarray(ones, like=interface)
            for v in values
        ]
    return qml.math.stack(
        [qml.math.asarray(v, like=interface) if isinstance(v, (float, int)) else v for v in values],
        axis=-1,
    )


def angles(template: Template, x: Any, interface: str) -> Any:
    """Return the angles of every slot, of the same interface; gradients flow through.

    Parameters
    ----------
    template : Template
    x : tensor_like, shape (..., parameters)
    interface : {"numpy", "autograd", "torch", "jax"}

    Returns
    -------
    tensor_like, shape (..., slots)
    """
    if interface == "numpy":
        return template.bind(x)
    if interface == "autograd":
        from .autograd import bind
    elif interface == "torch":
        from .torch import bind
    else:
        from .jax import bind
    return bind(template, x)


def apart(out: Any, interface: str) -> Any:
    """Return the last axis as a sequence of what stands there."""
    if interface == "numpy":
        return out.tolist() if out.ndim == 1 else out.T
    if interface == "torch":
        return out.unbind(-1)
    if interface == "autograd":
        from .autograd import part

        return _Lazy(out, part)
    return _Lazy(out, None)


def is_traced(value: Any) -> bool:
    """Return whether a number is one of JAX's tracers, which has no value."""
    return "Tracer" in type(value).__name__


def is_differentiated(value: Any) -> bool:
    """Return whether gradients are being taken with respect to a number."""
    if type(value).__name__ == "ArrayBox" or is_traced(value):
        return True
    return type(value).__module__ == "torch" and bool(value.requires_grad)


class _Lazy:
    """Takes apart only what is asked for: each piece is a node of the graph."""

    def __init__(self, out: Any, part: Any) -> None:
        self.out, self.part = out, part

    def __getitem__(self, index: int) -> Any:
        if self.out.ndim == 1 and self.part is not None:
            return self.part(self.out, index)
        return self.out[..., index]
