# SPDX-License-Identifier: Apache-2.0
"""The plain functions: one assertion each, for `unittest` or any other runner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import PipelineError, quote
from ..report import content
from .messages import TITLES, differs, worse
from .reading import read
from .subject import Subject

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..regression import Limit

#: What must not grow, unless said otherwise.
WATCHED = ("two_qubit", "two_qubit_depth", "depth")


def assert_depth(
    circuit: Any, *, at_most: int, two_qubit_only: bool = False, **options: Any
) -> None:
    """Assert that a circuit is no deeper than so.

    Parameters
    ----------
    circuit : path, str, Circuit, Result, or a circuit of another package
        Measured as it is; compiled first where there are options.
    at_most : int
        The largest depth that is accepted.
    two_qubit_only : bool, default False
        Only two-qubit gates count.
    **options
        As for `qcompile.compile`: ``target="ibm-heron-r2"``, ``level=1``, ...

    Raises
    ------
    AssertionError
        It is deeper; the message names the gates on a longest path.

    Examples
    --------
    >>> import qcompile as qc
    >>> chain = qc.Circuit(3).h(0).cx(0, 1).cx(1, 2)
    >>> assert_depth(chain, at_most=3)
    >>> assert_depth(chain, at_most=1, two_qubit_only=True, target="line:3", basis="cz,rz,sx")
    Traceback (most recent call last):
        ...
    AssertionError: `circuit` compiled for line:3 at level 2, seed 0
      two-qubit depth: 2, at most 1 accepted (+1, +100.0%)
      on a longest path: 2 cz; it ends in cz on qubits ...
    """
    __tracebackhide__ = True
    _subject(circuit, options).assert_depth(at_most=at_most, two_qubit_only=two_qubit_only)


def assert_count(
    circuit: Any,
    gate: str,
    *,
    at_most: int | None = None,
    at_least: int | None = None,
    exactly: int | None = None,
    **options: Any,
) -> None:
    """Assert how many gates of a name a circuit has.

    Parameters
    ----------
    circuit : path, str, Circuit, Result, or a circuit of another package
        Measured as it is; compiled first where there are options.
    gate : str
        A name, as in the report.
    at_most, at_least, exactly : int, optional
        What is accepted; one of the three, or the first two.
    **options
        As for `qcompile.compile`.

    Raises
    ------
    AssertionError
        There are more, or fewer.
    PipelineError
        QC455 for no limit or contradicting ones, and for a name that is no gate.

    Examples
    --------
    >>> import qcompile as qc
    >>> assert_count(qc.Circuit(2).cx(0, 1).cx(0, 1), "cx", exactly=2)
    >>> assert_count(qc.Circuit(2).cx(0, 1).cx(0, 1), "cx", exactly=0, basis="cx,rz,sx")
    """
    __tracebackhide__ = True
    _subject(circuit, options).assert_count(
        gate, at_most=at_most, at_least=at_least, exactly=exactly
    )


def assert_budget(circuit: Any, limits: Mapping[str, int | float], **options: Any) -> None:
    """Assert that the metrics of a circuit stay within a budget.

    Parameters
    ----------
    circuit : path, str, Circuit, Result, or a circuit of another package
        Measured as it is; compiled first where there are options.
    limits : mapping of str to int or float
        The most, by the name of the metric in the report; of ``fidelity_estimate``, the least.
    **options
        As for `qcompile.compile`.

    Raises
    ------
    AssertionError
        Some are above; the message names all of them.
    PipelineError
        QC455 for a name that is no metric, QC425 for one that is not known of this circuit.

    Examples
    --------
    >>> import qcompile as qc
    >>> assert_budget(qc.Circuit(2).h(0).cx(0, 1).t(1), {"two_qubit": 1, "t_count": 1})
    """
    __tracebackhide__ = True
    _subject(circuit, options).assert_budget(**limits)


def assert_equivalent(
    a: Any,
    b: Any,
    *,
    relation: str | None = None,
    allow_undecided: bool = False,
    **options: Any,
) -> None:
    """Assert that two circuits are the same.

    Parameters
    ----------
    a, b : path, str, Circuit, Result, or a circuit of another package
        What is compared; a global phase is no difference.
    relation : str, optional
        In what sense; as for `qcompile.equivalent`.
    allow_undecided : bool, default False
        Accept a comparison that neither proves nor refutes it.
    **options
        ``tolerance``, ``limits`` and others of `qcompile.equivalent`.

    Raises
    ------
    AssertionError
        They differ, or that stayed open; the message has an input that shows it.

    Examples
    --------
    >>> import qcompile as qc
    >>> assert_equivalent(qc.Circuit(1).h(0).x(0).h(0), qc.Circuit(1).z(0))
    >>> assert_equivalent(qc.Circuit(1).x(0), qc.Circuit(1).z(0))
    Traceback (most recent call last):
        ...
    AssertionError: `circuit` is not equivalent
      not equivalent (layout, by dense); error ...; witness |0>
    """
    __tracebackhide__ = True
    from ..verify import equivalent

    first, second = read(a), read(b)
    verdict = equivalent(first.circuit, second.circuit, relation=relation, **options)
    if not verdict and not (allow_undecided and verdict.verdict == "undecided"):
        raise AssertionError(differs(f"`{quote(second.name)}`", verdict, None))


def assert_no_worse(
    before: Any,
    after: Any,
    *,
    metrics: Sequence[str] = WATCHED,
    tolerance: Mapping[str, Limit] | None = None,
    **options: Any,
) -> None:
    """Assert that one circuit costs no more than another.

    Parameters
    ----------
    before, after : path, str, Circuit, Result, or a circuit of another package
        Measured as they are; both compiled first where there are options.
    metrics : sequence of str
        What must not grow, by the name in the report (``fidelity_estimate`` must not shrink).
    tolerance : mapping of str to qcompile.regression.Limit, optional
        How much worse a metric may become all the same.
    **options
        As for `qcompile.compile`.

    Raises
    ------
    AssertionError
        Something is worse; the message has both sides.
    PipelineError
        QC455 for a name that is no metric, QC425 for one that is not known of one of the two.

    Examples
    --------
    >>> import qcompile as qc
    >>> naive = qc.Circuit(2).cx(0, 1).cx(0, 1)
    >>> assert_no_worse(naive, qc.compile(naive))
    """
    __tracebackhide__ = True
    from ..regression import Limit

    sides = [_subject(circuit, options) for circuit in (before, after)]
    found = []
    for metric in metrics:
        first, second = (side._metric(metric) for side in sides)
        limit = (tolerance or {}).get(metric, Limit())
        if not limit.allows(first, second, more_is_worse=metric != "fidelity_estimate"):
            numbers = f"{content.number(first)} -> {content.number(second)}"
            found.append(f"{TITLES[metric]} {numbers} (limit: {limit})")
    if found:
        columns = [
            (word, side.metrics.to_dict())
            for word, side in zip(("before", "after"), sides, strict=True)
        ]
        accept = "  to accept it, allow a `tolerance`, or compare other `metrics`"
        raise AssertionError(worse(sides[1].name, content.comparison(columns), found, accept))


def _subject(circuit: Any, options: Mapping[str, Any]) -> Subject:
    if isinstance(circuit, Subject):
        if options:
            raise PipelineError(
                f"`{quote(circuit.name)}` is compiled already, and options are given to compile it",
                code="QC455",
                help="give the circuit it was made from, or no options",
            )
        return circuit
    return Subject(read(circuit), options or None)
