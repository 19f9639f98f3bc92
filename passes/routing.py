# SPDX-License-Identifier: Apache-2.0
"""Program qubits are placed on the device, and swaps bring together what has to meet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from .._native import kernels
from ..contract import LAYOUT, PARAMETERS, TWO_QUBIT, UNITARY, Context, Pass

if TYPE_CHECKING:
    from ..circuit import Circuit


@dataclass(frozen=True, kw_only=True)
class Routing(Pass):
    """Place the circuit on the device and add the swaps it needs.

    Rewrites
    --------
    Wires become device qubits; ``swap`` gates on coupled pairs come in between; layouts tell where each program qubit
    starts and ends. Gates that commute may change places. A circuit that fits the device without swaps gets none,
    wherever the search for such a place succeeds within its budget of steps, and keeps its order. Where few swaps
    suffice for many gates they are found by how far the circuit runs with them, from places where the longest possible
    beginning, or end, fits.

    Guarantees
    ----------
    Every gate on two qubits lies on a coupled pair. Exact: no gate is changed. Qubits the target excludes stay empty,
    places the user chose (``context.layout``) are kept. Does nothing where every pair is coupled, or the
    circuit is mapped already, as the user wants it. Wires of a mapped circuit that nothing is on need no place.
    The same result for any number of threads.

    What is made small is the objective's: native two-qubit gates; how many come one after another, for the depths and
    duration; or their errors, for fidelity. On a target with a calibration, swaps avoid bad pairs whatever the
    objective.

    Cost
    ----
    Searches for places and for few swaps have budgets of steps, at most linear in the gates. Each run takes about
    O(g k) time for g gates and k pairs in sight at the qubits that wait; runs are fewer for longer circuits, so that
    up to some thousand gates all take about the same. O(g + n^2) memory for n device qubits.

    Parameters
    ----------
    effort : int, default 1
        How long to look for a better routing; 0 takes the first few runs.
    keep_order : bool, default False
        Leave gates in the order they are in, even where they commute.

    References
    ----------
    .. [1] Li, Ding, Xie, "Tackling the qubit mapping problem for NISQ-era quantum devices", ASPLOS 2019,
       doi:10.1145/3297858.3304023
    .. [2] Zou, Treinish, Hartman, Ivrii, Lishman, "LightSABRE: a lightweight and enhanced SABRE algorithm", 2024,
       arXiv:2409.08368
    .. [3] McKinney, Hatridge, Jones, "MIRAGE: quantum circuit decomposition and routing collaborative design using
       mirror gates", HPCA 2024, doi:10.1109/HPCA57654.2024.00061
    """

    name: ClassVar[str] = "routing"
    requires = frozenset({TWO_QUBIT})
    relation: ClassVar[str] = "layout"
    preserves = frozenset({LAYOUT, PARAMETERS, TWO_QUBIT, UNITARY})
    effort: int = 1
    keep_order: bool = False

    def alike(self, before: int, circuit: Circuit) -> tuple[Routing, ...]:
        """Where nothing had to be swapped, a place was found at once, whatever the effort."""
        if len(circuit) > before:
            return ()
        return tuple(replace(self, effort=effort) for effort in (0, 1))

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite ``circuit`` in place; say whether it changed."""
        return kernels.routing(
            circuit,
            context.target,
            objective=context.objective,
            seed=context.seed,
            effort=self.effort,
            keep_order=self.keep_order,
            layout=list(context.layout),
        )
