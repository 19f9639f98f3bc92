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

from functools import lru_cache
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
#: Operators that are direct sums of small ones, and diagonals that may move from one to the next.
_BLOCKS = "block-diagonalization"
#: Wide gates are translated one by one, runs of one-qubit gates at once; the last pass writes what no run could.
_TRANSLATE = "basis-translation{one_qubit=False}, one-qubit-fusion, basis-translation"

#: Blocks on two qubits, and what their new forms let cancel.
_FUSE = "fixed-point(two-qubit-fusion, merge-rotations, one-qubit-fusion){rounds=4}"

#: What a level does before gates are written in the target's basis.
_LOGICAL: dict[int, str] = {
    0: "decompose",
    1: f"{_CLEAN}, {_FOLD}",
    2: f"{_CLEAN}, relative-phase-toffoli, {_FOLD}, {_REDUCE}, {_BLOCKS}",
}
#: And then, on targets with every pair coupled.
_WRITTEN: dict[int, str] = {
    0: "basis-translation",
    1: _TRANSLATE,
    2: f"{_TRANSLATE}, {_FUSE}",
}

#: After routing, swaps are gates: what they and their neighbours make is written anew on the couplings, while it is
#: still cx, rotations and swaps; beside device qubits that are empty it takes fewer gates.
_SETTLE = (
    "absorb-permutations, merge-rotations, linear-resynthesis, phase-polynomial-resynthesis, clifford-resynthesis,"
    f" merge-rotations, zero-ancilla-fusion, {_TRANSLATE}, {_FUSE}"
)
#: What makes a circuit smaller may also bring more qubits together than swaps are worth. So circuits of up to so many
#: operations are routed as level 1 leaves them as well.
_TRIED_TWICE = 20_000

#: The levels there are.
NUMBERS = tuple(_LOGICAL)
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
    if number not in _LOGICAL:
        from ..errors import PipelineError

        raise PipelineError(
            f"there is no level {number}",
            code="QC402",
            help=f"levels are {', '.join(map(str, _LOGICAL))}",
        )
    logical = {n: _logical(n, assume_zero, measures, error, permutation) for n in _LOGICAL}
    last = ", remove-barriers" if target is not None and "barrier" in target.forbids else ""
    if target is None or not target.has_couplings:
        return _parsed(f"{logical[number]}, {_WRITTEN[number]}{last}")
    if number > 0 and target.figures()[0]:
        last = f", replacement{last}"
    return _parsed(_on_device(number, logical) + last)


@lru_cache(maxsize=64)
def _parsed(text: str) -> Pipeline:
    """Return the pipeline of a text; the few texts there are come again with every circuit."""
    return Pipeline(text)


def _logical(number: int, assume_zero: bool, measures: bool, error: float, permutation: str) -> str:
    """Return a level up to where gates are written in the target's basis."""
    blocks = f"{_BLOCKS}{{measured=True}}" if measures else _BLOCKS
    wished = {
        "known-state": assume_zero and number > 0,
        "remove-diagonals-before-measure": measures and number > 0,
        "drop-small-rotations": error > 0 and number > 0,
    }
    # Once gates are small and merged.
    late = [name for name, is_wished in wished.items() if is_wished]
    early = ["elide-swaps"] if permutation == "free" else []
    return ", ".join([*early, _LOGICAL[number].replace(_BLOCKS, blocks), *late])


def _on_device(number: int, logical: dict[int, str]) -> str:
    """Return a level for a target with couplings: simplified as if there were none, placed, routed, and settled."""
    if number == 0:
        return f"unplaced({logical[0]}), routing{{effort=0}}, {_WRITTEN[0]}"
    if number == 1:
        settle = f"absorb-permutations, zero-ancilla-fusion, merge-rotations, {_WRITTEN[1]}"
        return f"unplaced({logical[1]}), routing{{effort=0}}, {settle}"
    small, plain = (f"sequence(unplaced({logical[n]}), routing, {_SETTLE})" for n in (2, 1))
    return f"best-of({small}, {plain}){{or_input=False,limit={_TRIED_TWICE}}}"
