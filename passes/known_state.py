# SPDX-License-Identifier: Apache-2.0
"""Simplify gates on qubits whose state is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
class KnownState(Pass):
    """Simplify a circuit whose qubits start in the zero state.

    Rewrites
    --------
    A gate on a qubit in an eigenstate of the Pauli it commutes with there -> the gate on the other qubits: ``cx`` from
    0 -> nothing, from 1 -> ``x``, onto minus -> ``z`` of the control; ``rzz`` -> ``rz``; a diagonal gate on 0 or 1 ->
    a global phase; a controlled operation loses its constant controls. A reset of 0 -> nothing.

    Guarantees
    ----------
    Holds for inputs in the zero state only, hence the relation ``from-zero``: the user's choice, never a default. Never
    adds a gate; gates on fewer qubits replace gates on more. If the circuit is made of the target's gates it stays
    so. Exact, global phase included. Resets make a qubit known again; in blocks of control flow nothing else is.

    Cost
    ----
    O(g) time for g gates, two bytes a qubit. Tracks the six Pauli eigenstates of unentangled qubits only. No
    randomness.

    References
    ----------
    .. [1] Liu, Bello, Zhou, "Relaxed peephole optimization: a novel compiler optimization for quantum circuits",
       CGO 2021, doi:10.1109/CGO51591.2021.9370310
    """

    name = "known-state"
    requires = frozenset()
    relation = "from-zero"
    preserves = frozenset({UNITARY, LAYOUT, TWO_QUBIT, NATIVE_GATES, TOPOLOGY, PARAMETERS})

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite ``circuit`` in place; say whether it changed."""
        return kernels.known_state(circuit, context.target)
