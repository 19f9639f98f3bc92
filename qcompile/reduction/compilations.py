# SPDX-License-Identifier: Apache-2.0
"""`reduce_compilation`: a small circuit, and few options, under which the compiler fails as it did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from .circuits import Reduction, does_not_fail, plain, reduced
from .faults import QUICK, THOROUGH, Compilation, Fault
from .pipelines import Options, fewer_options, key
from .program import Program
from .search import Budget, Search, ended_early

if TYPE_CHECKING:
    from ..circuit import Circuit
    from ..verify.equivalence import Limits


@dataclass(frozen=True, kw_only=True)
class CompilationReduction(Reduction):
    """What `reduce_compilation` returns: a `Reduction`, and what goes wrong with it.

    Parameters
    ----------
    fault : Fault
        What goes wrong with the reduced circuit.
    options : dict
        Keywords of `qcompile.compile` under which it does; ``passes`` is the shortest pipeline found.
    """

    fault: Fault
    options: Options = field(default_factory=dict)


def reduce_compilation(
    circuit: Circuit,
    *,
    code: str | None = None,
    seconds: float | None = None,
    steps: int | None = None,
    jobs: int = 1,
    watch: Callable[[Search[Any]], None] | None = None,
    **options: Any,
) -> CompilationReduction:
    """Find a small circuit and few options with which the compiler fails as with the ones given.

    Parameters
    ----------
    circuit : Circuit
        A circuit with which compiling fails: it crashes, the result is another circuit, or a level's result is worse
        than the plain translation.
    code : str, optional
        The code of an error, such as ``"QC301"``, that counts as the failure instead.
    seconds, steps, jobs, watch
        As in `reduce`.
    **options
        Keywords of `qcompile.compile`. Passes of one's own are reduced like any others.

    Returns
    -------
    CompilationReduction
        Left to itself, neither a step from its circuit nor a pass or an option less shows the fault.

    Raises
    ------
    PipelineError
        QC465 if nothing goes wrong, QC467 if something does at one time and not at another.

    Examples
    --------
    >>> import qcompile as qc
    >>> from qcompile.reduction import reduce_compilation
    >>> c = qc.Circuit(4).h(0).cx(0, 1).rz(0.3, 2).cx(1, 2).t(3)
    >>> small = reduce_compilation(c, code="QC415", objective="t-count", seed=7)
    >>> [(op.name, op.parameters) for op in small.circuit], small.options["seed"]
    ([('rz', [1.0])], 0)
    """
    budget = Budget(seconds, steps)
    limits, small, fault = _begun(circuit, options, code)
    trying: dict[str, Any] = {"jobs": jobs, "watch": watch}
    while True:
        small = _smaller_circuit(small, Compilation(options, code, limits), fault, budget, **trying)
        if budget.stopped:
            break
        given = options
        options = _fewer_options(small, Compilation(given, code, limits), fault, budget, **trying)
        if options is given or budget.stopped:
            break
    return CompilationReduction(
        circuit=small,
        start=circuit,
        attempts=budget.attempts,
        seconds=budget.seconds,
        stopped=budget.stopped,
        fault=Compilation(options, code, limits).fault(small) or fault,
        options=options,
    )


def _smaller_circuit(
    circuit: Circuit, way: Compilation, fault: Fault, budget: Budget, **trying: Any
) -> Circuit:
    return reduced(circuit, lambda c: fault.is_like(way.fault(c)), budget, **trying)


def _fewer_options(
    circuit: Circuit, way: Compilation, fault: Fault, budget: Budget, **trying: Any
) -> Options:
    search = Search(
        way.options,
        lambda options: fault.is_like(replace(way, options=options).fault(circuit)),
        key=key,
        budget=budget,
        **trying,
    )
    with ended_early(search):
        fewer_options(search, circuit)
    return search.best


def _begun(circuit: Circuit, options: Options, code: str | None) -> tuple[Limits, Circuit, Fault]:
    """Return how hard to look, a circuit that fails, and what goes wrong with it.

    Of circuits that measure, or have blocks, random inputs are followed through every branch. Without those they fail
    as well more often than not, which is seen at once.
    """
    given = Compilation({**options, "verify": "off"}, code)
    if options.get("verify", "auto") != "auto" or given.fault(circuit) is not None:
        tried = [(QUICK, circuit), (THOROUGH, circuit)]
    else:
        bare = plain(Program.of(circuit)).circuit
        tried = [(QUICK, bare), (QUICK, circuit), (THOROUGH, circuit)]
    for limits, start in tried:
        fault = Compilation(options, code, limits).fault(start)
        if fault is not None and (start is circuit or fault.kind == "verification"):
            return limits, start, fault
    raise does_not_fail(given.refusal(circuit))
