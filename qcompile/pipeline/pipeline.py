# SPDX-License-Identifier: Apache-2.0
"""Running passes: needs checked before, properties tracked, steps traced and, if asked, proven.

::

    circuit --copy--> [ needs met? -> pass -> trace -> (proof) ] * passes --> circuit, Trace

The circuit a user passes in is never modified: the pipeline works on a copy-on-write handle of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from time import perf_counter
from typing import TYPE_CHECKING

from ..contract import (
    NATIVE_GATES,
    TOPOLOGY,
    TWO_QUBIT,
    UNITARY,
    UNRELATED,
    Context,
    Pass,
    Property,
    weaker,
)
from ..errors import PipelineError, QCompileError, VerificationError
from .combinators import BestOf, Combinator
from .memo import Memo
from .trace import Step, Trace

if TYPE_CHECKING:
    from ..circuit import Circuit
    from ..metrics import Metrics
    from .changes import State

#: Circuits up to this many operations are counted around every pass; larger ones only when a trace is asked for.
COUNTED_OPERATIONS = 5_000
#: Numerical error that is always granted; the user's own is on top.
NUMERICAL_BUDGET = 1e-8


class Pipeline:
    """An order of passes.

    Parameters
    ----------
    passes : iterable of Pass, or str
        The passes, or pipeline text (``"decompose,merge-rotations"``).

    Examples
    --------
    >>> print(Pipeline("cancel-inverses,merge-rotations"))
    cancel-inverses, merge-rotations
    """

    def __init__(self, passes: Iterable[Pass] | str) -> None:
        if isinstance(passes, str):
            from .text import parse

            passes = parse(passes)
        self.passes: tuple[Pass, ...] = tuple(passes)

    def __iter__(self) -> Iterator[Pass]:
        return iter(self.passes)

    def __len__(self) -> int:
        return len(self.passes)

    def __add__(self, other: Pipeline | Iterable[Pass]) -> Pipeline:
        return Pipeline([*self.passes, *other])

    def __str__(self) -> str:
        return self._text

    @cached_property
    def _text(self) -> str:
        return ", ".join(map(str, self.passes))

    def __repr__(self) -> str:
        return f"Pipeline({str(self)!r})"

    def run(
        self,
        circuit: Circuit,
        context: Context,
        *,
        trace: str = "auto",
        verify: bool = False,
        error: float = 0.0,
        consume: bool = False,
        memo: Memo | None = None,
    ) -> tuple[Circuit, Trace]:
        """Run the passes on a copy of ``circuit``.

        Parameters
        ----------
        circuit : Circuit
            Left as it is.
        context : Context
            Target, objective and seed.
        trace : {"auto", "full", "times", "changes"}, default "auto"
            Whether counts are taken around each pass: always, never, or (auto) up to 5,000 operations. "changes": they
            are, and the circuits are kept from which each step tells its ``changes``.
        verify : bool, default False
            Prove every step with `qcompile.equivalent`.
        error : float, default 0.0
            Operator-norm error allowed beyond numerical noise.
        consume : bool, default False
            Use ``circuit`` up instead of copying it: half the memory, but the caller's is gone.
        memo : Memo, optional
            What other pipelines of ours did to ``circuit``; their passes are not run again.

        Returns
        -------
        circuit : Circuit
        trace : Trace

        Raises
        ------
        PipelineError
            QC404 if a pass needs what the circuit is not; QC412 if a pass raised.
        VerificationError
            QC701 if a step is proven wrong.
        """
        work = circuit.copy()
        if consume:
            work._take(circuit)
        work.error_budget = work.error_bound + NUMERICAL_BUDGET + error
        run = _Run(work, context, trace, verify, memo)
        for p in self.passes:
            run.step(p, run.circuit, context)
        return run.circuit, run.trace


class _Run:
    def __init__(
        self, circuit: Circuit, context: Context, trace: str, verify: bool, memo: Memo | None
    ) -> None:
        self.circuit = circuit
        #: Proofs are of steps that are taken.
        self.memo = memo if memo is not None and memo.is_used and not verify else None
        if self.memo is not None:
            self.memo.begin(circuit)
        self.context = context
        self.explained = trace == "changes"
        #: What the last pass left, by the identity of the circuit it worked on.
        self.last: dict[int, State] = {}
        self.counted = trace in ("full", "changes") or (
            trace == "auto" and len(circuit) <= COUNTED_OPERATIONS
        )
        self.verify = verify
        self.trace = Trace()
        #: Properties known to hold; what is not in here is found out when it is needed.
        self.known: set[Property] = set()
        #: Counts of `circuit` as it stands, if they were taken.
        self.counts: Metrics | None = None

    def step(self, p: Pass, circuit: Circuit, context: Context) -> bool:
        """Run one pass; combinators come back here for each pass of theirs."""
        if isinstance(p, Combinator):
            changed = self._drive(p, circuit, context)
            if changed:
                self.counts = None
            return changed
        if self.memo is not None:
            done = self.memo.find(p, circuit, context)
            if done is not None:
                self._account(p, done.step)
                return done.step.changed
        self._need(p, circuit, context)
        before = circuit.copy() if self.verify or self.explained else None
        size = len(circuit)
        counted = self._count(circuit)
        bound = circuit.error_bound
        start = perf_counter()
        try:
            changed = p.run(circuit, context)
        except (QCompileError, KeyboardInterrupt):
            raise
        except Exception as e:
            if type(p).__module__.startswith("qcompile."):
                raise  # a pass of ours: our fault, and reported as such
            raise PipelineError(
                f"pass `{p.name}` raised {type(e).__name__}: {e}", code="QC412"
            ) from e
        seconds = perf_counter() - start
        if changed:
            self.counts = None
        verdict = None
        if self.verify and before is not None and changed and p.relation != UNRELATED:
            from ..verify import equivalent

            verdict = equivalent(before, circuit, relation=p.relation)
            if verdict.verdict == "not equivalent":
                raise VerificationError(
                    f"pass `{p.name}` changed the circuit's meaning",
                    code="QC701",
                    note=f"{verdict.method}: {verdict.witness}",
                )
        step = Step(
            name=p.name,
            options=p.options,
            seconds=seconds,
            changed=changed,
            before=counted,
            after=(self._count(circuit) if changed else counted),
            error=circuit.error_bound - bound,
            verdict=verdict,
            states=self._states(before, circuit) if self.explained and changed else None,
        )
        self._account(p, step)
        if self.memo is not None:
            self.memo.note(p, size, circuit, context, step)
        return changed

    def _account(self, p: Pass, step: Step) -> None:
        """Add a step to the trace, and to what is known."""
        if step.changed:
            self.counts = None
            self.known &= p.preserves
            self.trace.relation = weaker(self.trace.relation, p.relation)
        self.known |= p.establishes
        self.trace.steps.append(step)

    def _drive(self, p: Combinator, circuit: Circuit, context: Context) -> bool:
        """Run a combinator; of what was tried the trace keeps what made the result."""
        if not isinstance(p, BestOf):
            return p.drive(circuit, context, self.step)
        tried: list[tuple[Circuit, list[Step]]] = []
        before = self.trace.steps

        def attempt(q: Pass, candidate: Circuit, to: Context) -> bool:
            self.trace.steps = []
            if self.memo is not None:
                self.memo.same(candidate, circuit)
            changed = self.step(q, candidate, to)
            tried.append((candidate, self.trace.steps))
            return changed

        try:
            changed = p.drive(circuit, context, attempt)
            # The first of equals wins there, and is found here.
            made = (pair for pair in tried if changed and pair[0] == circuit)
            winner, steps = next(made, (None, []))
            before += steps
            if self.memo is not None and winner is not None:
                self.memo.same(circuit, winner)
        finally:
            self.trace.steps = before
        return changed

    def _count(self, circuit: Circuit) -> Metrics | None:
        """Counts of a circuit; the pipeline's own is counted once between two changes."""
        if not self.counted:
            return None
        from ..metrics import stats

        if circuit is not self.circuit:
            return stats(circuit, self.context.target)
        if self.counts is None:
            self.counts = stats(circuit, self.context.target)
        return self.counts

    def _states(self, before: Circuit | None, circuit: Circuit) -> tuple[State, State]:
        """Return a circuit before and after a pass; what the pass before left is listed once."""
        from .changes import State

        last = self.last.get(id(circuit))
        old = (
            last
            if last is not None and last.circuit == before
            else State(circuit if before is None else before)
        )
        self.last = {id(circuit): State(circuit.copy())}
        return old, self.last[id(circuit)]

    def _need(self, p: Pass, circuit: Circuit, context: Context) -> None:
        for need in sorted(p.requires - self.known):
            if not _holds(need, circuit, context):
                raise PipelineError(
                    f"pass `{p.name}` needs a circuit that is {need}",
                    code="QC404",
                    help=_REMEDY[need],
                )
            self.known.add(need)


def _holds(need: Property, circuit: Circuit, context: Context) -> bool:
    if need is UNITARY:
        return not any(
            op.bits or op.name in ("reset", "if", "while", "for", "switch") for op in circuit
        )
    if need is TWO_QUBIT:
        return circuit.first_wide() is None
    if need in (NATIVE_GATES, TOPOLOGY):
        return context.target.first_foreign(circuit) is None
    return True


_REMEDY: dict[Property, str] = {
    Property.UNITARY: "take measurements and conditions out",
    Property.LAYOUT: "run it before the layout is changed",
    Property.TWO_QUBIT: "run `decompose` first",
    Property.NATIVE_GATES: "run `basis-translation` first",
    Property.TOPOLOGY: "place the circuit on the device first",
    Property.PARAMETERS: "run it before parameters are bound",
    Property.TIMING: "schedule the circuit first",
}
