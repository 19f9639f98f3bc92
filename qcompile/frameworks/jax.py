# SPDX-License-Identifier: Apache-2.0
"""Templates in JAX: `bind`, under `jit`, `vmap` and `grad`.

Tested with JAX 0.10. Angles are computed in double precision on the host, through `jax.pure_callback`, and given back
in the type of the values: single precision unless ``jax_enable_x64`` is set. A second derivative is exact where all
slots are affine in the parameters, else QC246. There is a rule for reverse mode alone, as JAX says of `jvp`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import PipelineError
from .rules import check_affine, rows

try:
    import jax
    import jax.numpy as jnp
except ImportError:
    raise PipelineError(
        "JAX is not installed", code="QC411", help='pip install "qcompile[jax]"'
    ) from None

if TYPE_CHECKING:
    from ..training import Template

#: Where a template keeps its function: JAX knows again what it compiled by the identity of functions.
_KEPT = "_jax_bind"


def bind(template: Template, values: Any) -> Any:
    """Return the angles of every slot.

    Parameters
    ----------
    template : Template
    values : array_like, shape (..., parameters)
        Radians, in the order of ``template.parameters``.

    Returns
    -------
    jax.Array, shape (..., slots)
        Of the type of the values.

    Raises
    ------
    SemanticError
        QC230 for an array of another shape, through JAX's error where it is under `jit`.
        QC246, when differentiated twice, if some slot is no affine function of the parameters.

    Examples
    --------
    >>> import jax
    >>> import qcompile as qc
    >>> a = qc.Parameter("a")
    >>> tpl = qc.template(qc.Circuit(1).rz(2 * a, 0), basis="rz,sx,x,cz")
    >>> slope = jax.jit(jax.grad(lambda x: bind(tpl, x).sum()))(jax.numpy.array([0.25]))
    >>> slope.tolist()
    [2.0]
    """
    x = jnp.asarray(values)
    if not jnp.issubdtype(x.dtype, jnp.floating):
        x = x.astype(float)
    own = vars(template)
    if _KEPT not in own:
        own.setdefault(_KEPT, _function(template))
    return own[_KEPT](x)


def _function(template: Template) -> Callable[[Any], Any]:
    slots, width = len(template.slots), len(template.parameters)

    @jax.custom_vjp  # type: ignore[untyped-decorator, unused-ignore]
    def angles(x: Any) -> Any:
        return _call(template.bind, slots, x)

    @jax.custom_vjp  # type: ignore[untyped-decorator, unused-ignore]
    def pull(x: Any, gradient: Any) -> Any:
        return _call(template.vjp, width, x, gradient)

    def pull_forward(x: Any, gradient: Any) -> Any:
        return pull(x, gradient), x

    def pull_backward(x: Any, direction: Any) -> Any:
        check_affine(template)
        return jnp.zeros_like(x), _call(template.jvp, slots, x, direction)

    pull.defvjp(pull_forward, pull_backward)
    angles.defvjp(lambda x: (angles(x), x), lambda x, gradient: (pull(x, gradient),))
    return angles  # type: ignore[no-any-return, unused-ignore]


def _call(function: Callable[..., Any], width: int, *arrays: Any) -> Any:
    first = arrays[0]
    shape = jax.ShapeDtypeStruct((*first.shape[:-1], width), first.dtype)

    def host(*given: Any) -> Any:
        # Under a transformation that batches only some of them, the others have leading axes of one.
        return rows(function, *(np.asarray(a) for a in given)).astype(first.dtype)

    return jax.pure_callback(host, shape, *arrays, vmap_method="broadcast_all")
