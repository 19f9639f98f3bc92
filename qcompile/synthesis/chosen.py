# SPDX-License-Identifier: Apache-2.0
"""Rotations chosen by the values of other qubits, by numbers: the engine writes them.

The sum of ``(-1)**|s & v| terms[s]`` over all sets s of selects is the angle where they spell v: `walsh` goes from
angles to terms, and terms that are zero take no gate. For angles that may be parameters there is `gray`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..circuit import Circuit


def walsh(angles: Any) -> Any:
    """Return the terms of angles by value of the selects, along the last axis; ``2**k`` times its own inverse."""
    import numpy as np

    terms = np.array(angles, dtype=float)
    size = terms.shape[-1]
    half = 1
    while half < size:
        pairs = terms.reshape(*terms.shape[:-1], size // (2 * half), 2, half)
        terms = np.stack(
            [pairs[..., 0, :] + pairs[..., 1, :], pairs[..., 0, :] - pairs[..., 1, :]], axis=-2
        ).reshape(terms.shape)
        half *= 2
    return terms / size


def rotate(
    circuit: Circuit,
    axis: str,
    terms: Any,
    selects: Sequence[int],
    target: int,
    *,
    from_zero: bool = False,
) -> float:
    """Append a rotation about an axis by its terms, and return how far off it may be.

    2**k two-qubit gates on k selects at most; 2**k - 1 with ``from_zero``, for a rotation about x or y of a target
    that is in the zero state. The smallest terms are left out, as long as they sum to no more than 2e-12.
    """
    from .._native import synth
    from ..circuit import Circuit

    core, _, _, off = synth.rotations(axis, terms.tolist(), from_zero=from_zero)
    circuit.compose(Circuit.from_core(core), [target, *selects])
    return off


def cost(terms: Any) -> int:
    """Return the number of two-qubit gates that `rotate` takes."""
    from .._native import synth

    return synth.rotations_cost(terms.tolist())
