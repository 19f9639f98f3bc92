# SPDX-License-Identifier: Apache-2.0
"""The levels: which passes run, in which order. The only place that decides it.

No pass makes the objective worse by itself. A small circuit is compiled at the lower levels as well and the best result
returned (`qcompile.compiler`), so there a level is at least as good as a lower one; on large circuits that rests on the
passes, of which `relative-phase-toffoli` may hide from later ones what they would have cancelled.

=====  ================================================================================================
level  what it is
=====  ================================================================================================
O0     the plain translation: definitions expanded, gates translated to the target, nothing optimised
O1     cancellation and merging through commuting gates, z-rotations on equal parities folded, runs of one-qubit
       gates fused; linear time
O2     Toffoli pairs written up to a relative phase, rotations about equal Paulis folded, one-qubit Cliffords pushed
       out of the way, networks of cx and rotations and Clifford regions rebuilt in windows, two-qubit blocks
       resynthesised (KAK) and cancelled again until nothing changes; linear time
=====  ================================================================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .pipeline import Pipeline

if TYPE_CHECKING:
    from ..targets import Target

#: Gates as they were written, widest first.
_CLEAN = "remove-identities, merge-rotations"
#: What they are made of; then rotations that act on the same parity, which brings more gates together.
_FOLD = "if-changed(decompose, merge-rotations), if-changed(phase-folding, merge-rotations)"
#: Folded through Hadamards; then everything that has no rotation left to go around. Two-qubit gates only from here on:
#: rotations do not become fewer.
_REDUCE = (
    "if-changed(pauli-folding, phase-folding), clifford-pushing, merge-rotations,"
    " linear-resynthesis, phase-polynomial-resynthesis, clifford-resynthesis, merge-rotations"
)
#: Wide gates are translated one by one, runs of one-qubit gates at once; the last pass writes what no run could.
_TRANSLATE = "basis-translation{one_qubit=False}, one-qubit-fusion, basis-translation"

#: Levels as pipeline text.
LEVELS: dict[int, str] = {
    0: "decompose, basis-translation",
    1: f"{_CLEAN}, {_FOLD}, {_TRANSLATE}",
    2: (
        f"{_CLEAN}, relative-phase-toffoli, {_FOLD}, {_REDUCE}, {_TRANSLATE},"
        " fixed-point(two-qubit-fusion, merge-rotations, one-qubit-fusion){rounds=4}"
    ),
}

DEFAULT_LEVEL = 2


def level(
    number: int,
    target: Target | None = None,
    *,
    assume_zero: bool = False,
    measures: bool = True,
    error: float = 0.0,
    permutation: str = "keep",
) -> Pipeline:
    """Return the pipeline of a level: a value to print, edit and run.

    Parameters
    ----------
    number : int
        0 to 2.
    target : Target, optional
        What it is for; the levels so far are the same for every target.
    assume_zero : bool, default False
        Simplify for inputs in the zero state (a weaker relation, so the user's choice).
    measures : bool, default True
        Whether the circuit measures anything; if not, what only helps measured circuits is left out.
    error : float, default 0.0
        Operator-norm error the user grants; above 0, small rotations are dropped within it.
    permutation : {"keep", "free"}, default "keep"
        Free: swaps become a final layout instead of gates.

    Returns
    -------
    Pipeline

    Raises
    ------
    PipelineError
        QC402 for a level that does not exist.

    Examples
    --------
    >>> print(level(0))
    decompose, basis-translation
    """
    if number not in LEVELS:
        from ..errors import PipelineError

        raise PipelineError(
            f"there is no level {number}",
            code="QC402",
            help=f"levels are {', '.join(map(str, LEVELS))}",
        )
    text = LEVELS[number]
    if permutation == "free":
        text = f"elide-swaps, {text}"
    if number == 0:
        return Pipeline(text)
    first = []
    if assume_zero:
        first.append("known-state")
    if measures:
        first.append("remove-diagonals-before-measure")
    if error > 0:
        first.append("drop-small-rotations")
    if first:
        # Once gates are small and merged, before they are spelt in the target's basis.
        text = text.replace(_TRANSLATE, f"{', '.join(first)}, {_TRANSLATE}", 1)
    return Pipeline(text)
