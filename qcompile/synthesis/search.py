# SPDX-License-Identifier: Apache-2.0
"""Template synthesis: short circuits found numerically, with parts of them fixed by the user."""

from __future__ import annotations

from collections.abc import Iterable
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
    gate: str = "cz",
    coupling: Pairs | None = None,
    positions: Iterable[tuple[int, int] | Pairs] | None = None,
    prefix: Circuit | None = None,
    suffix: Circuit | None = None,
    free: str | Iterable[str] = (),
    ignore: Any = None,
    most: int = 64,
    budget: int = 600,
    starts: int = 3,
    iterations: int = 300,
) -> Synthesis:
    """Search for a short circuit of a unitary, of some of its columns or of a state.

    Sequences of two-qubit gates grow by one gate at a time, those nearest to the goal grow on, and the gates on one
    qubit in between are solved for by least squares [1]_. The result is exact to rounding, and the same in every run.

    Parameters
    ----------
    goal : array_like
        A state of shape (2**n,), made of zero; a unitary of shape (2**n, 2**n); or the first k columns of one.
    gate : {"cz", "cx"}, default "cz"
        The gate on two qubits. For cx a pair is (control, target).
    coupling : pairs of int, optional
        Where it may stand; every pair by default.
    positions : sequence of pairs, or of lists of pairs, optional
        A mask: for every position in turn the pairs that may stand there, or none does.
    prefix, suffix : Circuit, optional
        What the circuit begins and ends with, of gates on one qubit, cx and cz with numbers for angles.
    free : {"phase", "diagonal-before", "diagonal-after"}, or several of them
        As in `unitary`.
    ignore : array_like of bool, shape of `goal`, optional
        True where an entry may be anything.
    most : int, default 64
        Most two-qubit gates, those of prefix and suffix apart.
    budget : int, default 600
        Sequences that may be solved.
    starts, iterations : int
        For each sequence random starts, numbered so that they are the same in every run, and steps from each.

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

    References
    ----------
    .. [1] M. Davis, E. Smith, A. Tudor, K. Sen, I. Siddiqi, C. Iancu, "Towards optimal topology aware quantum circuit
       synthesis", QCE 2020, doi:10.1109/QCE49297.2020.00036

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
    if gate not in ("cz", "cx"):
        raise PipelineError(f"the gate of a search is `cz` or `cx`, not `{gate}`", code="QC402")
    ignored = None if ignore is None else np.asarray(ignore, dtype=bool)
    columns = _columns(goal, checks=ignored is None)
    n = qubits_of(len(columns), "the number of rows is", MOST_QUBITS)
    if ignored is not None and ignored.size != columns.size:
        raise SemanticError(
            f"`ignore` has shape {ignored.shape}, the goal {np.shape(goal)}", code="QC237"
        )
    counted("two-qubit gates", most, 0)
    for what, value in (("sequences", budget), ("starts", starts), ("iterations", iterations)):
        counted(what, value)
    first, last = _part(prefix, n, "prefix"), _part(suffix, n, "suffix")
    allowed = None if positions is None else [_place(place, n) for place in positions]
    couplings = [(a, b) for b in range(n) for a in range(b)]
    if coupling is not None:
        couplings = _pairs(coupling, n, "coupling")
    elif allowed is not None:
        couplings = sorted({pair for place in allowed for pair in place})
    found = synth.search(
        packed(columns),
        len(columns),
        before=freedom.before,
        after=freedom.after,
        ignored=[] if ignored is None else ignored.reshape(columns.shape).T.ravel().tolist(),
        prefix=first,
        suffix=last,
        allowed=allowed,
        couplings=couplings,
        uses_cx=gate == "cx",
        most=most,
        budget=budget,
        starts=starts,
        iterations=iterations,
    )
    if found is None:
        raise LimitError(
            f"no circuit with up to {most} two-qubit gates was found",
            code="QC611",
            help="raise most=, budget= or starts=",
        )
    middle = Synthesis.of(found, "search")
    circuit = Circuit(n, name="search").compose(first).compose(middle.circuit).compose(last)
    if freedom.phase:
        circuit.phase = 0.0
    return Synthesis(circuit, middle.error, middle.before, middle.after)


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


def _part(circuit: Circuit | None, n: int, what: str) -> Circuit:
    from ..circuit import Circuit

    if circuit is None:
        return Circuit(n)
    if circuit.num_qubits != n:
        raise PipelineError(
            f"the {what} has {circuit.num_qubits} qubits, the goal {n}", code="QC402"
        )
    return circuit


def _place(place: Any, n: int) -> list[tuple[int, int]]:
    """Return the pairs of one position, which is a pair or a list of them."""
    pairs = list(place)
    if len(pairs) == 2 and all(isinstance(q, int) for q in pairs):
        pairs = [tuple(pairs)]
    return _pairs(pairs, n, "positions")


def _pairs(pairs: Pairs, n: int, what: str) -> list[tuple[int, int]]:
    listed = [(int(a), int(b)) for a, b in pairs]
    for a, b in listed:
        if a == b or not (0 <= a < n and 0 <= b < n):
            raise PipelineError(
                f"`{what}` has pairs of different qubits below {n}, got ({a}, {b})", code="QC402"
            )
    return listed
