# SPDX-License-Identifier: Apache-2.0
"""Operators that are direct sums of small blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .._native import kernels
from ..contract import (
    LAYOUT,
    PARAMETERS,
    TWO_QUBIT,
    UNITARY,
    Context,
    Pass,
)

if TYPE_CHECKING:
    from ..circuit import Circuit


@dataclass(frozen=True, kw_only=True)
class BlockDiagonalization(Pass):
    """Make operators that are direct sums of small blocks anew, and hand diagonals on from one to the next.

    Parameters
    ----------
    measured : bool, default False
        Leave out diagonals that only measurements could see.

    Rewrites
    --------
    A region in which all wires but one to three only choose what is done to these, with ``cx``, ``x`` and diagonals
    among them -> its blocks as far as they differ, chosen by the parities of labels that they differ in, and the
    diagonal and the affine map of the labels, whichever is less: as they stand or made anew.
    A window of gates on three to six wires in which wires are labels, that is choose what is done to the others, in the
    axes in which they are labels -> the same matrix made anew by its structure: a one-qubit gate chosen by 2, 3, 4, 5
    labels takes 7, 17, 37, 77 ``cx``, whatever it was written with.
    A block of gates on two wires -> exp(-i t AB) times a block with fewer ``cx`` (2 of any, 1 where one qubit chooses
    what is done to the other), where everything up to the next block on the same wires keeps the axes A and B: the
    factor moves there and becomes part of that block.

    Guarantees
    ----------
    A window or block is replaced only where two-qubit gates become fewer. Global phase included, up to rounding
    that is measured (a window further off than 1e-11 is refused) and charged to the ledger. Everything that is no
    unitary with known numbers is a fence; symbols are not touched. Nothing is done in bases without rotations by
    any angle, under the objectives ``t-count`` and ``t-depth``, and once a circuit is placed on a device with
    couplings. With ``measured`` factors may also end in measurements of all their qubits that are not used again:
    the record and the state left with it stay, hence then the relation ``instrument``. Blocks of control flow are
    entered.

    Cost
    ----
    O(g) time for g gates where there is no structure. Regions are collected in one sweep for each number of wires
    with data, with up to ten labels. Blocks on m wires chosen by k parities take O(2^k 4^m) a gate, and are made where
    a region has more gates on two wires than such blocks may take. In windows, labels are seen in the expectations of
    seven random states, O(2^n) a gate on n wires; on three wires runs of 12 gates on two wires and more are looked at,
    on four to six those of more than an eighth above 100, 444 and 1868, the count of any matrix. Where one has labels
    its matrix is made, O(4^n) a gate, and decomposed. Each block on two wires looks at most 24 blocks ahead. After a
    run without labels, and two blocks that leave no factor behind, only one of 32 is looked at, and those whose gates
    show labels by their names. Regions are looked for where a wire chooses twice what is done to one that is mixed in
    between. Same result for any number of threads; the
    random states are always the same.

    References
    ----------
    .. [1] Mottonen, Vartiainen, Bergholm, Salomaa, "Quantum circuits for general multiqubit gates", Physical Review
       Letters 93, 130502, 2004, doi:10.1103/PhysRevLett.93.130502
    .. [2] Shende, Bullock, Markov, "Synthesis of quantum-logic circuits", IEEE Transactions on Computer-Aided Design
       25(6), 2006, doi:10.1109/TCAD.2005.855930
    """

    measured: bool = False

    name = "block-diagonalization"
    requires = frozenset()
    relation = "operator"
    preserves = frozenset({UNITARY, LAYOUT, TWO_QUBIT, PARAMETERS})

    def __post_init__(self) -> None:
        """Weaken the relation where measurements may take diagonals in."""
        if self.measured:
            object.__setattr__(self, "relation", "instrument")

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite ``circuit`` in place; say whether it changed."""
        exact = context.objective in ("t-count", "t-depth")
        return kernels.block_diagonalization(
            circuit, context.target, measured=self.measured, exact=exact
        )
