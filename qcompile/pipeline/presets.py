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

#: Blocks on two qubits, and what their new forms let cancel.
_FUSE = "fixed-point(two-qubit-fusion, merge-rotations, one-qubit-fusion){rounds=4}"

#: Levels as pipeline text, for targets with every pair coupled.
LEVELS: dict[int, str] = {
    0: "decompose, basis-translation",
    1: f"{_CLEAN}, {_FOLD}, {_TRANSLATE}",
    2: f"{_CLEAN}, relative-phase-toffoli, {_FOLD}, {_REDUCE}, {_TRANSLATE}, {_FUSE}",
}

#: After routing: swaps are gates now, and a block may end in one.
_SETTLE = f"absorb-permutations, two-qubit-fusion, {_TRANSLATE}, {_FUSE}"
#: What makes a circuit smaller may also bring more qubits together than swaps are worth. So circuits of up to so many
#: operations are routed as level 1 leaves them as well.
_TRIED_TWICE = 20_000

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
        What it is for: one with couplings has the circuit placed and routed.
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
    logical = {n: _logical(n, assume_zero, measures, error) for n in LEVELS}
    first = "elide-swaps, " if permutation == "free" else ""
    last = ", remove-barriers" if target is not None and "barrier" in target.forbids else ""
    if target is None or target.pairs is None:
        return Pipeline(first + logical[number] + last)
    logical = {n: first + text for n, text in logical.items()}
    return Pipeline(_on_device(number, logical) + last)


def _logical(number: int, assume_zero: bool, measures: bool, error: float) -> str:
    """Return a level for a target with every pair coupled."""
    text = LEVELS[number]
    if number == 0:
        return text
    wished = {
        "known-state": assume_zero,
        "remove-diagonals-before-measure": measures,
        "drop-small-rotations": error > 0,
    }
    extra = [name for name, is_wished in wished.items() if is_wished]
    # Once gates are small and merged, before they are spelt in the target's basis.
    return text.replace(_TRANSLATE, ", ".join([*extra, _TRANSLATE]), 1)


def _on_device(number: int, logical: dict[int, str]) -> str:
    """Return a level for a target with couplings: simplified as if there were none, placed, routed, and settled."""
    if number == 0:
        return f"unplaced({logical[0]}), routing{{effort=0}}, basis-translation"
    if number == 1:
        return f"unplaced({logical[1]}), routing{{effort=0}}, merge-rotations, {_TRANSLATE}"
    small = f"sequence(unplaced({logical[2]}), routing, {_SETTLE})"
    plain = f"sequence(unplaced({logical[1]}, {_FUSE}), routing, {_SETTLE})"
    return f"best-of({small}, {plain}){{or_input=False,limit={_TRIED_TWICE}}}"
