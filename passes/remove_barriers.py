# SPDX-License-Identifier: Apache-2.0
"""Barriers out, for devices that refuse them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from .._native import kernels
from ..contract import (
    LAYOUT,
    NATIVE_GATES,
    PARAMETERS,
    TOPOLOGY,
    TWO_QUBIT,
    UNITARY,
    Context,
    Pass,
)

if TYPE_CHECKING:
    from ..circuit import Circuit


@dataclass(frozen=True, kw_only=True)
class RemoveBarriers(Pass):
    """Remove every barrier.

    Rewrites
    --------
    ``barrier`` -> nothing, in blocks of control flow too.

    Guarantees
    ----------
    Exact. Protected regions keep theirs. The levels run it last, for targets that forbid barriers: what the barriers
    kept apart stays apart in the result.

    Cost
    ----
    O(g) time for g operations.

    References
    ----------
    None: a barrier does nothing to the state.
    """

    name: ClassVar[str] = "remove-barriers"
    requires = frozenset()
    relation: ClassVar[str] = "operator"
    preserves = frozenset({UNITARY, LAYOUT, TWO_QUBIT, NATIVE_GATES, TOPOLOGY, PARAMETERS})

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite ``circuit`` in place; say whether it changed."""
        return kernels.remove_barriers(circuit)
