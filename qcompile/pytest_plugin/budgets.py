# SPDX-License-Identifier: Apache-2.0
"""Tests that return a circuit, and what it may cost: the marker ``circuit_budget``."""

from __future__ import annotations

from dataclasses import dataclass
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any

from ..errors import PipelineError, QCompileError, quote
from ..options import COMPILE, suggestion
from .circuits import Compile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pytest

    from .book import Book

#: Metrics that a budget may name.
METRICS = (
    "qubits gates one_qubit two_qubit multi_qubit depth two_qubit_depth t_count t_depth swaps measurements "
    "duration_ns fidelity_estimate"
).split()
OPTIONS = [name.replace("-", "_") for name in COMPILE]


@dataclass(frozen=True)
class Budget:
    """What a marker says.

    Parameters
    ----------
    limits : mapping of str to int or float
        The most of each metric.
    options : mapping
        Of `qcompile.compile`.
    """

    limits: Mapping[str, int | float]
    options: Mapping[str, Any]

    @classmethod
    def read(cls, marker: pytest.Mark) -> Budget:
        """Read a marker.

        Raises
        ------
        PipelineError
            QC455 for a word that is neither a metric nor an option, and for no metric at all.
        """
        said = dict(marker.kwargs)
        for word in said:
            if word not in METRICS and word not in OPTIONS:
                known = [*METRICS, *OPTIONS]
                raise PipelineError(
                    f"`circuit_budget` knows no `{quote(word)}`",
                    code="QC455",
                    help=suggestion(word, known) or f"the metrics are {', '.join(METRICS)}",
                )
        limits = {word: said.pop(word) for word in METRICS if word in said}
        if not limits or marker.args:
            raise PipelineError(
                "`circuit_budget` takes metrics and options by name, and at least one metric",
                code="QC455",
                help='write `@pytest.mark.circuit_budget(two_qubit=320, target="ibm-heron-r2")`',
            )
        return cls(limits, said)


def held(marker: pytest.Mark, kept: list[Any], book: Book, item: pytest.Item) -> str | None:
    """Compile what a test returned, and hold it against the budget.

    Parameters
    ----------
    marker : pytest.Mark
        The budget.
    kept : list
        What the test returned.
    book : Book
        Where the circuit is noted.
    item : pytest.Item
        The test.

    Returns
    -------
    str or None
        What is wrong, if anything is.
    """
    try:
        budget = Budget.read(marker)
        if not kept or kept[0] is None:
            raise PipelineError(
                "a test with a `circuit_budget` returns its circuit, and this one returned nothing",
                code="QC457",
                help="end it with `return circuit`",
            )
        compiled = Compile(book, item)(kept[0], **budget.options)
        compiled.assert_budget(**budget.limits)
    except QCompileError as error:
        return error.render()
    except AssertionError as error:
        return str(error)
    return None


def returned_by(test: Callable[..., Any]) -> tuple[Callable[..., Any], list[Any]]:
    """Return a test that returns nothing, and where what it would have returned will be."""
    kept: list[Any] = []
    if iscoroutinefunction(test):

        async def later(**arguments: Any) -> None:
            __tracebackhide__ = True
            kept.append(await test(**arguments))

        return later, kept

    def now(**arguments: Any) -> None:
        __tracebackhide__ = True
        kept.append(test(**arguments))

    return now, kept
