# SPDX-License-Identifier: Apache-2.0
"""`compile`: a circuit in; a smaller equivalent circuit for a target out, with a report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING, Any

from . import demands, interchange
from .contract import UNRELATED, Context, weaker
from .errors import PipelineError, VerificationError
from .metrics import cost, stats
from .pipeline import Memo, Pipeline, presets
from .report import Layout, Report, Source, peak_memory_bytes
from .targets.fit import check_input, check_output, narrowed, placeable

if TYPE_CHECKING:
    from fractions import Fraction

    from .caching import Source as Cached
    from .circuit import Circuit
    from .interchange import Origin
    from .mitigation.twirling import Twirling
    from .targets import Target
    from .verify import Verdict

#: The objective whose cost no pass makes worse, so that lower levels need not be tried.
KEPT_BY_PASSES = "two-qubit"
#: Up to this many operations a result is compared with those of the lower levels whatever the objective.
GUARDED_OPERATIONS = 5_000


@dataclass(frozen=True, kw_only=True, repr=False)
class Result:
    """What `compile` returns.

    Parameters
    ----------
    circuit : Circuit
        The compiled circuit, its layouts and phase included.
    report : Report
        Counts before and after, the passes, the verdict.
    target : Target
        What it was compiled for.
    origin : Origin, optional
        The circuit of another package that was given.
    """

    circuit: Circuit
    report: Report
    target: Target
    origin: Origin | None = None

    @property
    def layout(self) -> Layout:
        """Where program qubits start and end: ``layout.initial``, ``layout.final``."""
        return self.report.layout

    def to_qasm2(self) -> str:
        """Return the circuit as OpenQASM 2."""
        return self._text("qasm2")

    def to_qasm3(self) -> str:
        """Return the circuit as OpenQASM 3."""
        return self._text("qasm3")

    def to_braket(self) -> Any:
        """Return the circuit as Amazon Braket's `Circuit`."""
        return self._object("braket")

    def to_cirq(self) -> Any:
        """Return the circuit as Cirq's `Circuit`."""
        return self._object("cirq")

    def to_pennylane(self) -> Any:
        """Return the circuit as PennyLane's `QuantumScript`."""
        return self._object("pennylane")

    def to_pytket(self) -> Any:
        """Return the circuit as pytket's `Circuit`."""
        return self._object("pytket")

    def to_qiskit(self) -> Any:
        """Return the circuit as Qiskit's `QuantumCircuit`."""
        from .emitters.to_qiskit import to_qiskit

        known = self.origin is not None and self.origin.package == "qiskit"
        own = self.origin.source.parameters if known and self.origin is not None else ()
        return to_qiskit(self.circuit, {p.name: p for p in own}, self.target)

    def to_same(self) -> Any:
        """Return the circuit as what was given to `compile`: of the same package, over the same parameters."""
        if self.origin is None:
            return self.circuit
        if self.origin.package == "qiskit":
            return self.to_qiskit()
        return self.origin.write(self.circuit)

    def fold(self, scale: float | Fraction, where: str = "two-qubit") -> Result:
        """Return the same circuit with its noise scaled; see `qcompile.mitigation.fold`."""
        from .mitigation import fold

        return fold(self, scale, where)

    def twirl(self) -> Twirling:
        """Return what draws random Pauli frames for the two-qubit gates; see `qcompile.mitigation.twirl`."""
        from .mitigation import twirl

        return twirl(self)

    def _object(self, package: str) -> Any:
        if self.origin is not None and self.origin.package == package:
            return self.origin.write(self.circuit)
        return interchange.write(self.circuit, package)

    def _text(self, form: str) -> str:
        from .emitters import dumps

        return dumps(self.circuit, form)

    def _repr_html_(self) -> str:
        """Return what notebooks show: the report, the circuit, the device."""
        from .report.notebook import html

        return html(self.report, self.circuit)

    def _repr_markdown_(self) -> str:
        """Return what notebooks without HTML show: the report."""
        return self.report.to_markdown()

    def __repr__(self) -> str:
        return repr(self.report).replace("Report", "Result", 1)


def compile(  # the API's own word
    circuit: Circuit | Any,
    *,
    target: Target | str | Any | None = None,
    basis: Iterable[str] | str | None = None,
    level: int | None = None,
    objective: str = "two-qubit",
    seed: int = 0,
    passes: Pipeline | str | None = None,
    verify: str = "auto",
    relation: str | None = None,
    assume_zero: bool = False,
    permutation: str | None = None,
    layout: Iterable[int | None] | None = None,
    min_health: float = 0.0,
    verbatim: bool = False,
    error: float = 0.0,
    trace: str = "auto",
    source: Source | None = None,
    consume: bool = False,
    cache: Cached = None,
) -> Result:
    """Compile a circuit.

    Parameters
    ----------
    circuit : Circuit, or a circuit of another package
        Left as it is; see `qcompile.interchange.PACKAGES`.
    target : Target, str, path, networkx.Graph, or a device of Qiskit, Cirq, pytket or Braket, optional
        A device, or the name of a generic one (``"line:5"``); an ideal all-to-all basis by default.
    basis : iterable of str or str, optional
        Native gates of a generic target. With neither target nor basis the output keeps the input's gates where
        they are universal, else {cx, rz, sx, x}.
    level : int, default 2
        0 plain translation, 1 linear-time clean-up, 2 resynthesis of two-qubit blocks.
    objective : {"two-qubit", "two-qubit-depth", "depth", "gates", "t-count", "t-depth", "fidelity", "duration"}, \
default "two-qubit"
        What the result is never worse in than the plain translation, compared first; then two-qubit gates, depth and
        gates. Those of T gates are for circuits exactly in Clifford+T, best with ``basis="clifford+t"``; fidelity and
        duration are for targets with error rates and durations.
    seed : int, default 0
        Same input, options, seed and version give the same circuit.
    passes : Pipeline or str, optional
        An explicit pipeline instead of a level.
    verify : {"auto", "full", "off"}, default "auto"
        Check the result when a decisive check is cheap; always, and every step too; never.
    relation : str, optional
        What the check must show; the strongest the circuit allows by default.
    assume_zero : bool, default False
        Qubits start in the zero state; weakens the relation to ``from-zero``.
    permutation : {"keep", "free"}, optional
        Free: the output may end in a permutation of the qubits, recorded as the final layout. By default free with a
        target, and keep without; where there are couplings it cannot be kept.
    layout : iterable of (int or None), optional
        Device qubits on which the first program qubits start; None, or nothing: wherever it is best.
    min_health : float, default 0.0
        Device qubits whose `Target.health` is below are not used.
    verbatim : bool, default False
        Leave the circuit as it is, qubit i of it on qubit i of the device, and only check that it runs there.
    error : float, default 0.0
        Operator-norm error allowed beyond numerical noise (1e-8).
    trace : {"auto", "full", "times", "changes"}, default "auto"
        Whether counts are taken around each pass; auto: up to 5,000 operations. "changes": they are, and each step of
        the report has its ``changes`` (`qcompile.explaining`).
    source : Source, optional
        Where the circuit came from, for the report.
    consume : bool, default False
        Allow ``circuit`` to be used up when it is large: the memory of one circuit less.
    cache : bool, path or qcompile.caching.Cache, optional
        Where results are kept by what they are made from, and found again: True for the user's cache folder, a folder,
        or a `Cache`. Passes of one's own are not known well enough for that; then nothing is kept.

    Returns
    -------
    Result

    Raises
    ------
    PipelineError
        QC402 unknown level or objective, QC407 options that contradict each other, QC415 an operation without a
        T-count under an objective that counts T gates, QC425 an objective or a health for which the target has no
        figures.
    TargetError
        QC301 a gate the basis cannot express, QC303 a gate on qubits that are not coupled, QC302 too few qubits, QC304
        an angle out of range, QC305 an opaque gate on a device, QC308 qubits that have to meet on a device in parts,
        QC309 what the device forbids.
    VerificationError
        QC701 the result was proven different from the input.

    Examples
    --------
    >>> import qcompile as qc
    >>> c = qc.Circuit(2).h(0).h(0).cx(0, 1).cx(0, 1).t(0).t(0)
    >>> [op.name for op in qc.compile(c, basis="cx,rz,sx,x").circuit]
    ['rz']
    """
    if cache is not None and cache is not False:
        said = dict(locals())
        return _kept(said.pop("circuit"), said.pop("cache"), said)
    start = perf_counter()
    if passes is not None and level is not None:
        raise PipelineError(
            "a level and an explicit pipeline contradict each other",
            code="QC407",
            help="give one of the two",
        )
    circuit, origin = interchange.read(circuit)
    demands.check_words(objective=objective, relation=relation, permutation=permutation)
    demands.check_counted(circuit, objective, given=True)
    places = demands.places(layout)
    if verbatim:
        demands.check_verbatim(target, level=level is not None, passes=passes, layout=places)
    goal = demands.goal(circuit, target, basis, min_health)
    demands.check_measured(goal, objective)
    check_input(circuit, goal, places, verbatim=verbatim, finished=passes is None)
    device = placeable(goal, places)
    demands.check_permutation(permutation, device, routed=passes is None and not verbatim)
    if permutation is None:
        permutation = "keep" if target is None else "free"
    number = presets.DEFAULT_LEVEL if level is None else level

    def preset(number: int) -> Pipeline:
        return presets.level(
            number,
            device,
            assume_zero=assume_zero,
            measures=circuit.num_bits > 0,
            error=error,
            permutation=permutation,
        )

    if verbatim:
        pipeline, rivals = Pipeline(()), []
    elif passes is None:
        pipeline, rivals = preset(number), [preset(n) for n in _rivals(circuit, number, objective)]
    else:
        pipeline, rivals = passes if isinstance(passes, Pipeline) else Pipeline(passes), []
    checked = _is_checked(circuit, verify)
    context = Context(target=device, objective=objective, seed=seed, layout=places)
    # What is asked of the circuit is asked now: it may be used up.
    before, strongest = stats(circuit, goal), _promise(circuit, assume_zero)
    work = narrowed(circuit, goal, routed=passes is None and not verbatim)
    memo = Memo(work) if rivals else None
    out, steps = pipeline.run(
        work,
        context,
        trace=trace,
        verify=verify == "full",
        error=error,
        consume=(consume or origin is not None) and not checked and not rivals,
        memo=memo,
    )
    aims = [(rival, context) for rival in rivals]
    # Nobody needs the counts of those that lose; what is told in full is told of whoever wins.
    told = trace if trace in ("full", "changes") else "times"
    if rivals and objective != KEPT_BY_PASSES and goal.has_couplings:
        # What is routed for the fewest gates is at times the better in another way, too. The plain translation is the
        # same either way.
        kept = replace(context, objective=KEPT_BY_PASSES)
        aims += [(routed, kept) for routed in (pipeline, *rivals[1:])]
    for rival, aim in aims:
        other, its_steps = rival.run(work, aim, trace=told, error=error, memo=memo)
        if cost(stats(other, goal), objective) < cost(stats(out, goal), objective):
            # The report tells of the passes that made the result.
            out, steps, pipeline = other, its_steps, rival
    demands.check_counted(out, objective, given=False)
    check_output(out, goal, verbatim=verbatim, finished=passes is None)
    promised = relation or weaker(strongest, steps.relation)
    verdict = None
    if checked and promised != UNRELATED:
        verdict = _verify(circuit, out, promised, error, must_decide=verify == "full")
    initial, final = out.layouts or (list(range(out.num_qubits)),) * 2
    report = Report(
        before=before,
        after=stats(out, goal),
        layout=Layout(tuple(initial), tuple(final), out.num_qubits),
        passes=steps.steps,
        options={
            "level": number if passes is None and not verbatim else None,
            "passes": str(pipeline),
            "objective": objective,
            "basis": goal.gates,
            "assume_zero": assume_zero,
            "permutation": permutation,
            "error": error,
            "verify": verify,
            "relation": promised,
            "verbatim": verbatim,
        },
        seed=seed,
        target=goal,
        source=source,
        verified=verdict,
        error_bound=out.error_bound,
        steps=len(steps.steps),
        seconds=perf_counter() - start,
        peak_memory_bytes=peak_memory_bytes(),
    )
    return Result(circuit=out, report=report, target=goal, origin=origin)


def _kept(given: Any, cache: Cached, said: dict[str, Any]) -> Result:
    """Return what the cache has for a circuit and options, else compile and keep it."""
    from .caching import anonymous, as_cache, key_of, pack, unpack

    store = as_cache(cache)
    circuit, origin = interchange.read(given)
    named = anonymous(circuit)
    if store is None or named is None or not _is_known(said["passes"]):
        return replace(compile(circuit, **said), origin=origin)
    circuit, own = named
    goal = demands.goal(circuit, said["target"], said["basis"], said["min_health"])
    # Whether there is a target decides over the permutation; the goal has the basis and the health in it.
    unasked = {"source", "consume", "basis", "min_health"}
    options = {name: value for name, value in said.items() if name not in unasked}
    options["target"] = said["target"] is not None
    options["layout"] = demands.places(said["layout"])
    options["passes"] = None if said["passes"] is None else str(said["passes"])
    key = key_of(circuit, goal, options, "circuit")
    entry = store.get(key)
    if entry is not None:
        found = unpack(entry, goal)
        if found is not None:
            out, report = found
            out, report = (out.bind(own) if own else out), replace(report, source=said["source"])
            return Result(circuit=out, report=report, target=goal, origin=origin)
        store.drop(key)
    result = compile(circuit, **said)
    store.put(key, pack(result.circuit, result.report))
    out = result.circuit.bind(own) if own else result.circuit
    return replace(result, circuit=out, origin=origin)


def _is_known(passes: Pipeline | str | None) -> bool:
    """Whether the text of a pipeline says what it does: a pass of the user's own may change and keep its name."""
    if passes is None:
        return True
    pipeline = passes if isinstance(passes, Pipeline) else Pipeline(passes)
    return all(_is_ours(p) for p in pipeline.passes)


def _is_ours(p: Any) -> bool:
    inner = getattr(p, "passes", ())
    return type(p).__module__.startswith("qcompile.") and all(map(_is_ours, inner))


def _rivals(circuit: Circuit, level: int, objective: str) -> range:
    """Return the levels whose results are compared with this one's; the best is returned.

    No pass makes the two-qubit count worse, and few trade depth for it, so that comparing a small circuit is a second
    lock on the same door. For another objective any level may win, whatever the size.
    """
    if objective != KEPT_BY_PASSES or len(circuit) <= GUARDED_OPERATIONS:
        return range(level)
    return range(0)


def _promise(circuit: Circuit, assume_zero: bool) -> str:
    if assume_zero:
        return "from-zero"
    return "instrument" if circuit.num_bits else "layout"


def _is_checked(circuit: Circuit, verify: str) -> bool:
    if verify == "auto":
        from .verify import cheap

        return cheap(circuit, circuit)
    if verify not in ("full", "off"):
        raise PipelineError(
            f"there is no way `{verify}` to verify", code="QC402", help="it is auto, full or off"
        )
    return verify == "full"


def _verify(
    circuit: Circuit, out: Circuit, relation: str, error: float, *, must_decide: bool
) -> Verdict:
    from .verify import CHEAP, equivalent

    limits = None if must_decide else CHEAP
    verdict = equivalent(circuit, out, relation=relation, tolerance=error, limits=limits)
    if verdict.verdict == "not equivalent":
        raise VerificationError(
            "the result is not equivalent to the input",
            code="QC701",
            note=f"{verdict.method}: {verdict.witness}",
            help="please report this with the input file; `--verify off` returns the circuit unchecked",
        )
    if must_decide and verdict.verdict == "undecided":
        raise VerificationError(
            "whether the result is equivalent to the input could not be decided",
            code="QC702",
            help="`--verify auto` accepts that",
        )
    return verdict
