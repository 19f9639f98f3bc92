# SPDX-License-Identifier: Apache-2.0
"""Swaps become a renaming of wires."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from .._native import kernels
from ..contract import NATIVE_GATES, PARAMETERS, TWO_QUBIT, UNITARY, Pass

if TYPE_CHECKING:
    from ..circuit import Circuit
    from ..contract import Context


@dataclass(frozen=True, kw_only=True)
class ElideSwaps(Pass):
    """Take swaps out and let the wires trade names instead.

    Rewrites
    --------
    ``swap a, b``, three alternating ``cx`` that spell one, and permutations vanish; every later operation acts on the
    wires' new names; the final layout tells where each program qubit ends.

    Guarantees
    ----------
    Exact. Removes gates and adds none. Blocks of control flow keep their swaps. On a device with couplings the
    renamed gates may lie on other pairs, so it runs before placement.

    Cost
    ----
    O(g) time and memory for g operations.

    References
    ----------
    None: keeping track of names instead of moving states is as old as register allocation.
    """

    name: ClassVar[str] = "elide-swaps"
    requires = frozenset()
    relation: ClassVar[str] = "layout"
    preserves = frozenset({NATIVE_GATES, PARAMETERS, TWO_QUBIT, UNITARY})

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite ``circuit`` in place; whether a swap was found."""
        if context.target.has_couplings:
            return False
        return kernels.elide_swaps(circuit)
