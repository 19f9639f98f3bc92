# SPDX-License-Identifier: Apache-2.0
"""Passes made of passes: in sequence, to a fixed point, after a change, the best of several, under a condition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from ..contract import Context, Pass

if TYPE_CHECKING:
    from ..circuit import Circuit

#: Runs one pass on a circuit; the pipeline's own, so that steps inside combinators are traced and verified too.
Runner = Callable[[Pass, "Circuit", Context], bool]


@dataclass(frozen=True, kw_only=True)
class Combinator(Pass):
    """A pass that runs other passes through the pipeline's runner."""

    passes: tuple[Pass, ...]

    def run(self, circuit: Circuit, context: Context) -> bool:
        """Run without a pipeline: each pass directly."""
        return self.drive(circuit, context, lambda p, c, to: p.run(c, to))

    def drive(self, circuit: Circuit, context: Context, runner: Runner) -> bool:
        """Run the passes with ``runner``; returns whether anything changed."""
        raise NotImplementedError

    def __str__(self) -> str:
        """As pipeline text: the passes in parentheses, then options that are not the default."""
        own = super().__str__().removeprefix(self.name)
        return f"{self.name}({', '.join(map(str, self.passes))}){own}"


@dataclass(frozen=True, kw_only=True)
class Sequence(Combinator):
    """One pass after the other."""

    name: ClassVar[str] = "sequence"

    def drive(self, circuit: Circuit, context: Context, runner: Runner) -> bool:
        """Run each pass once."""
        changed = False
        for p in self.passes:
            changed |= runner(p, circuit, context)
        return changed


@dataclass(frozen=True, kw_only=True)
class FixedPoint(Combinator):
    """The passes again and again, until one round changes nothing.

    A pass is skipped in a round if nothing changed since it last ran without effect.

    Parameters
    ----------
    passes : tuple of Pass
        What to run.
    rounds : int, default 8
        Stop after so many rounds even if something still changes.
    """

    name: ClassVar[str] = "fixed-point"
    rounds: int = 8

    def drive(self, circuit: Circuit, context: Context, runner: Runner) -> bool:
        """Run rounds until every pass in turn leaves the circuit as it is."""
        changed = False
        idle = 0
        for _ in range(self.rounds):
            for p in self.passes:
                if idle == len(self.passes):
                    return changed
                if runner(p, circuit, context):
                    changed, idle = True, 0
                else:
                    idle += 1
        return changed


@dataclass(frozen=True, kw_only=True)
class IfChanged(Combinator):
    """The first pass; the others only if it changed something."""

    name: ClassVar[str] = "if-changed"

    def drive(self, circuit: Circuit, context: Context, runner: Runner) -> bool:
        """Run the first pass, and the rest where that had an effect."""
        first, *rest = self.passes
        if not runner(first, circuit, context):
            return False
        for p in rest:
            runner(p, circuit, context)
        return True


@dataclass(frozen=True, kw_only=True)
class Unplaced(Combinator):
    """The passes in sequence, for the target's gates with every pair coupled: before the circuit is placed."""

    name: ClassVar[str] = "unplaced"

    def drive(self, circuit: Circuit, context: Context, runner: Runner) -> bool:
        """Run each pass once, for the ideal target."""
        ideal = replace(context, target=context.target.ideal())
        changed = False
        for p in self.passes:
            changed |= runner(p, circuit, ideal)
        return changed


@dataclass(frozen=True, kw_only=True)
class BestOf(Combinator):
    """Each pass on its own copy; the best result stays.

    "Best" is the objective's order (`qcompile.metrics.cost`); the first of equals wins.

    Parameters
    ----------
    passes : tuple of Pass
        What to try.
    or_input : bool, default True
        Whether the input itself is among the results.
    limit : int, default 0
        Circuits of more operations get the first pass alone; 0: none do.
    """

    name: ClassVar[str] = "best-of"
    or_input: bool = True
    limit: int = 0

    def drive(self, circuit: Circuit, context: Context, runner: Runner) -> bool:
        """Try every pass; keep the least cost."""
        from ..metrics import cost, stats

        if self.limit and len(circuit) > self.limit:
            return runner(self.passes[0], circuit, context)

        def price(c: Circuit) -> tuple[float, ...]:
            return cost(stats(c, context.target), context.objective)

        best, least = None, price(circuit) if self.or_input else None
        for p in self.passes:
            candidate = circuit.copy()
            if not runner(p, candidate, context) and self.or_input:
                continue
            found = price(candidate)
            if least is None or found < least:
                best, least = candidate, found
        if best is None:
            return False
        circuit._adopt(best)
        return True


@dataclass(frozen=True, kw_only=True)
class IfProperty(Combinator):
    """The passes in sequence, if a condition on circuit and context holds.

    Parameters
    ----------
    passes : tuple of Pass
        What to run.
    label : str
        The condition in words, for printing.
    condition : callable (Circuit, Context) -> bool
        Whether to run them.
    """

    name: ClassVar[str] = "if"
    label: str
    condition: Callable[[Circuit, Context], bool]

    def drive(self, circuit: Circuit, context: Context, runner: Runner) -> bool:
        """Run the passes if the condition holds."""
        if not self.condition(circuit, context):
            return False
        changed = False
        for p in self.passes:
            changed |= runner(p, circuit, context)
        return changed

    def __str__(self) -> str:
        return f"if[{self.label}]({', '.join(map(str, self.passes))})"
