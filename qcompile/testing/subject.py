# SPDX-License-Identifier: Apache-2.0
"""A circuit under test: as it was given or compiled, and what may be demanded of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..contract import UNRELATED
from ..errors import PipelineError, quote
from ..metrics import Metrics, stats
from .messages import Excess, differs, exceeded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..circuit import Circuit
    from ..compiler import Result
    from ..report import Report
    from ..verify import Limits
    from .reading import Given


class Subject:
    """A circuit under test.

    Made by the fixture ``qcompile`` and by the functions of `qcompile.testing`.

    Parameters
    ----------
    given : Given
        What the test gave.
    options : mapping, optional
        Keywords of `qcompile.compile`; None measures the circuit as it is.

    Attributes
    ----------
    circuit : Circuit
        The compiled circuit, or the one given where nothing was compiled.
    metrics : Metrics
        Its counts and depths.
    result : Result or None
        What `qcompile.compile` returned.
    name : str
        What messages call it.
    """

    def __init__(self, given: Given, options: Mapping[str, Any] | None = None) -> None:
        self.given = given
        self.name = given.name
        self.result: Result | None = given.result
        self._options = options
        if options is not None:
            self.result = _compile(given, options)
        self.circuit: Circuit = given.circuit if self.result is None else self.result.circuit
        self.metrics: Metrics = (
            stats(self.circuit) if self.result is None else self.result.report.after
        )

    @property
    def report(self) -> Report | None:
        """The report of the compilation; None where nothing was compiled."""
        return None if self.result is None else self.result.report

    def again(self) -> Circuit:
        """Return what compiling it once more gives; the circuit itself where nothing was compiled."""
        return (
            self.circuit if self._options is None else _compile(self.given, self._options).circuit
        )

    def assert_depth(self, *, at_most: int, two_qubit_only: bool = False) -> None:
        """Assert that a circuit is no deeper than so.

        Parameters
        ----------
        at_most : int
            The largest depth that is accepted.
        two_qubit_only : bool, default False
            Only two-qubit gates count.

        Raises
        ------
        AssertionError
            It is deeper; the message names the gates on a longest path.
        """
        __tracebackhide__ = True
        self._demand({"two_qubit_depth" if two_qubit_only else "depth": at_most}, "at_most")

    def assert_count(
        self,
        gate: str,
        *,
        at_most: int | None = None,
        at_least: int | None = None,
        exactly: int | None = None,
    ) -> None:
        """Assert how many gates of a name there are.

        Parameters
        ----------
        gate : str
            A name, as in the report.
        at_most, at_least, exactly : int, optional
            What is accepted; one of the three, or the first two.

        Raises
        ------
        AssertionError
            There are more, or fewer.
        PipelineError
            QC455 for no limit or contradicting ones, and for a name that is no gate.
        """
        __tracebackhide__ = True
        if (exactly is None) == (at_most is None and at_least is None):
            raise PipelineError(
                "`assert_count` takes `exactly`, or `at_most` and `at_least`", code="QC455"
            )
        found = self.metrics.counts.get(gate, 0)
        if not found:
            self._check_name(gate)
        low = at_least if exactly is None else exactly
        high = at_most if exactly is None else exactly
        if (low is None or low <= found) and (high is None or found <= high):
            return
        limit = high if high is not None and found > high else low
        assert limit is not None
        word = "exactly" if exactly is not None else "at_most" if found > limit else "at_least"
        self._fail([Excess(gate, found, limit, word)])

    def assert_budget(self, **limits: int | float) -> None:
        """Assert that metrics stay within a budget.

        Parameters
        ----------
        **limits : int or float
            The most, by the name of the metric in the report (``two_qubit=240, depth=90``); of
            ``fidelity_estimate``, the least.

        Raises
        ------
        AssertionError
            Some are above; the message names all of them.
        PipelineError
            QC455 for a name that is no metric, QC425 for one that is not known of this circuit.
        """
        __tracebackhide__ = True
        self._demand(limits, "budget")

    def assert_equivalent(
        self,
        *,
        relation: str | None = None,
        allow_undecided: bool = False,
        limits: Limits | None = None,
    ) -> None:
        """Assert that what was compiled is the circuit given.

        Parameters
        ----------
        relation : str, optional
            In what sense; as for `qcompile.equivalent`. By default what the report promises.
        allow_undecided : bool, default False
            Accept a comparison that neither proves nor refutes it.
        limits : Limits, optional
            How hard to look.

        Raises
        ------
        AssertionError
            They differ, or that stayed open.
        PipelineError
            QC455 where nothing was compiled here.
        """
        __tracebackhide__ = True
        from ..verify import equivalent

        if self.result is None or self.given.result is not None:
            raise PipelineError(
                f"`{quote(self.name)}` was not compiled by this test: there is nothing to compare it with",
                code="QC455",
                help="`assert_equivalent(before, after)` compares two circuits",
            )
        known = self.result.report.verified
        promised = str(self.result.report.options["relation"])
        if known is not None and known and relation in (None, known.relation) and limits is None:
            return
        error = float(self.result.report.options["error"])
        verdict = equivalent(
            self.given.circuit,
            self.circuit,
            relation=relation or (promised if promised != UNRELATED else None),
            tolerance=error,
            limits=limits,
        )
        if not verdict and not (allow_undecided and verdict.verdict == "undecided"):
            self._failed_verdict(verdict)
            raise AssertionError(differs(f"`{quote(self.name)}` compiled", verdict, self.report))

    # ---- what a test runner may want to know

    def _exceeded(self, found: list[Excess]) -> None:
        """Called before an assertion about counts fails."""

    def _failed_verdict(self, verdict: Any) -> None:
        """Called before an assertion about equivalence fails."""

    def _demand(self, limits: Mapping[str, int | float], word: str) -> None:
        __tracebackhide__ = True
        found = []
        for metric, limit in limits.items():
            value = self._metric(metric)
            less = value < limit if metric == "fidelity_estimate" else value > limit
            if less:
                found.append(Excess(metric, value, limit, word))
        if found:
            self._fail(found)

    def _fail(self, found: list[Excess]) -> None:
        __tracebackhide__ = True
        self._exceeded(found)
        raise AssertionError(exceeded(self.name, found, self.circuit, self.report, self.metrics))

    def _metric(self, name: str) -> int | float:
        known = {key: value for key, value in self.metrics.to_dict().items() if key != "counts"}
        if name not in known and name not in ("duration_ns", "fidelity_estimate"):
            from ..options import suggestion

            raise PipelineError(
                f"there is no metric `{quote(name)}`",
                code="QC455",
                help=suggestion(name, known) or f"the metrics are {', '.join(known)}",
            )
        value = known.get(name)
        if value is None:
            raise PipelineError(
                f"`{name}` of `{quote(self.name)}` is not known",
                code="QC425",
                help="T gates are counted in Clifford+T circuits, time and fidelity on targets that have figures",
            )
        return float(value) if isinstance(value, float) else int(value)

    def _check_name(self, gate: str) -> None:
        """A misspelt gate is never there: a limit on it would hold for ever."""
        from .._native import canonical_name, gate_table
        from ..options import suggestion

        if canonical_name(gate) is None and gate not in self.given.circuit.gate_names():
            names = [row["name"] for row in gate_table()]
            raise PipelineError(
                f"there is no gate `{quote(gate)}`",
                code="QC455",
                help=suggestion(gate, names)
                or "gates are called as in the report; those of your own count as what they are made of",
            )


def _compile(given: Given, options: Mapping[str, Any]) -> Result:
    from ..compiler import compile

    if given.result is not None:
        raise PipelineError(
            f"`{quote(given.name)}` is compiled already, and options are given to compile it",
            code="QC455",
            help="give the circuit it was made from, or no options",
        )
    result = compile(given.circuit, source=given.source, **options)
    return replace(result, origin=given.origin)
