# SPDX-License-Identifier: Apache-2.0
"""Template synthesis: short circuits found numerically, with parts of them fixed by the user."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from .._native import synth
from ..errors import LimitError, PipelineError, SemanticError
from .counts import counted
from .result import Synthesis, free_of

if TYPE_CHECKING:
    from ..circuit import Circuit

    Pairs = Iterable[tuple[int, int]]

#: Qubits of a goal.
MOST_QUBITS = 6


def search(
    goal: Any,
    *,
    coupling: Pairs | None = None,
    positions: Pairs | None = None,
    prefix: Circuit | None = None,
    suffix: Circuit | None = None,
    free: str | Iterable[str] = (),
    ignore: Any = None,
    least: int | None = None,
    most: int = 64,
    tries: int = 12,
    starts: int = 8,
    iterations: int = 400,
) -> Synthesis:
    """Search for the shortest circuit of a unitary, of some of its columns or of a state.

    Counts of cz are tried upwards, for each of them orders of the pairs, and the gates on one qubit in between are
    solved for by least squares from several starts. The result is exact to rounding, and the same on every machine.

    Parameters
    ----------
    goal : array_like
        A state of shape (2**n,), made of zero; a unitary of shape (2**n, 2**n); or the first k columns of one.
    coupling : pairs of int, optional
        Where cz may stand; every pair by default.
    positions : pairs of int, in order, optional
        A mask: cz may stand only at these places, in this order. The fewest of them that do are used.
    prefix, suffix : Circuit, optional
        What the circuit begins and ends with, of gates on one qubit, cx and cz with numbers for angles.
    free : {"phase", "diagonal-before", "diagonal-after"}, or several of them
        As in `unitary`.
    ignore : array_like of bool, shape of `goal`, optional
        True where an entry may be anything.
    least : int, optional
        The first count to try. Without it those that are too few for a goal without structure are left out.
    most : int, default 64
        The last count.
    tries, starts, iterations : int
        For each count orders of pairs, for each order random starts (numbered, so that they are the same in every run),
        and steps from each.

    Returns
    -------
    Synthesis

    Raises
    ------
    LimitError
        QC611 if nothing is found, QC610 for more than 6 qubits.
    SemanticError
        QC230 for a prefix or suffix of other gates, QC236 to QC239 as in `unitary` and `state`.
    PipelineError
        QC402 for options that cannot be.

    Examples
    --------
    >>> from qcompile.synthesis import search
    >>> search([0.6, 0, 0, 0.8j])
    <Synthesis 2 qubits, 1 two-qubit gates, error ...>
    """
    import numpy as np

    from ..circuit import Circuit
    from .arrays import packed, qubits_of

    freedom = free_of(free)
    ignored = None if ignore is None else np.asarray(ignore, dtype=bool)
    columns = _columns(goal, checks=ignored is None)
    n = qubits_of(len(columns), "the number of rows is", MOST_QUBITS)
    if ignored is not None and ignored.size != columns.size:
        raise SemanticError(
            f"`ignore` has shape {ignored.shape}, the goal {np.shape(goal)}", code="QC237"
        )
    counted("two-qubit gates", most, 0)
    for what, value in (("tries", tries), ("starts", starts), ("iterations", iterations)):
        counted(what, value)
    every = [(a, b) for b in range(n) for a in range(b)]
    found = synth.search(
        packed(columns),
        len(columns),
        before=freedom.before,
        after=freedom.after,
        ignored=[] if ignored is None else ignored.reshape(columns.shape).T.ravel().tolist(),
        prefix=_part(prefix, n, "prefix") or Circuit(n),
        suffix=_part(suffix, n, "suffix") or Circuit(n),
        positions=None if positions is None else _pairs(positions, n, "positions"),
        couplings=every if coupling is None else _pairs(coupling, n, "coupling"),
        least=least,
        most=most,
        tries=tries,
        starts=starts,
        iterations=iterations,
    )
    if found is None:
        raise LimitError(
            f"no circuit with up to {most} two-qubit gates was found",
            code="QC611",
            help="raise most=, tries= or starts=; for goals with structure say least=0",
        )
    return Synthesis.of(found, "search", is_phase_free=freedom.phase)


def _columns(goal: Any, *, checks: bool) -> Any:
    """Return the goal as columns, checked unless some of its entries are free."""
    from .arrays import finite, orthonormal, state

    array = finite(goal, "the goal", is_complex=True)
    if array.ndim == 1:
        return (state(array, "the goal") if checks else array).reshape(-1, 1)
    if array.ndim != 2 or not 1 <= array.shape[1] <= array.shape[0]:
        raise SemanticError(
            f"a goal is a state, a unitary or columns of one; its shape is {array.shape}",
            code="QC237",
        )
    return orthonormal(array, "the goal") if checks else array


def _part(circuit: Circuit | None, n: int, what: str) -> Circuit | None:
    if circuit is not None and circuit.num_qubits != n:
        raise PipelineError(
            f"the {what} has {circuit.num_qubits} qubits, the goal {n}", code="QC402"
        )
    return circuit


def _pairs(pairs: Pairs, n: int, what: str) -> list[tuple[int, int]]:
    listed: Sequence[tuple[int, int]] = [(int(a), int(b)) for a, b in pairs]
    for a, b in listed:
        if a == b or not (0 <= a < n and 0 <= b < n):
            raise PipelineError(
                f"`{what}` has pairs of different qubits below {n}, got ({a}, {b})", code="QC402"
            )
    return list(listed)
