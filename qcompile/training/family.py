# SPDX-License-Identifier: Apache-2.0
"""What templates of one circuit share: its target, its options, and each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import demands
from .._native import AngleProgram, DerivedAngles, has_inner_slots
from ..circuit import Circuit
from ..compiler import Result
from ..compiler import compile as compile_circuit
from ..contract import Context
from ..errors import PipelineError, SemanticError, VerificationError
from ..metrics import cost, stats
from ..pipeline import Pipeline
from ..pipeline.presets import DEFAULT_LEVEL
from .recent import Recent
from .words import check_names

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..targets import Target
    from .bound import Template

#: Templates of one circuit, with these or those parameters frozen, that are kept.
MOST_MEMBERS = 32
#: After runs are merged: what then meets, through commuting gates and in the target's own one-qubit gates.
_TIDY = "merge-rotations, one-qubit-fusion"
_TIDY_MEASURED = f"{_TIDY}, remove-diagonals-before-measure, one-qubit-fusion"
#: After blocks on two qubits are merged, which writes gates of the library.
_TRANSLATE = "basis-translation{one_qubit=False}"
#: Merging may bring runs together that merge again; angles derived of derived ones are rare beyond this.
_ROUNDS = 4
#: What `template` does with blocks on two qubits at unknown angles.
BLOCKS = ("merge", "keep")


@dataclass(frozen=True)
class Made:
    """A circuit with parameters, compiled.

    Parameters
    ----------
    source : Circuit
        What was compiled.
    result : Result
        What compiling it with its parameters gave.
    circuit : Circuit
        The same with runs at unknown angles merged.
    program : AngleProgram
        From parameters to its angles.
    """

    source: Circuit
    result: Result
    circuit: Circuit
    program: AngleProgram

    def is_better(self, other: Made) -> bool:
        """Whether its cost is less, and it has no more gates."""
        mine, others = (stats(m.circuit, m.result.target) for m in (self, other))
        objective = _objective(self.result)
        return mine.gates <= others.gates and cost(mine, objective) < cost(others, objective)

    def circuit_at(self, values: NDArray[np.float64]) -> Circuit:
        """Return the circuit at one assignment."""
        return Circuit.from_core(self.program.circuit_at(self.circuit, values))

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.source, self.result, self.circuit, self.program.to_bytes())


class Family:
    """Templates of one circuit, which differ in what is frozen.

    Parameters
    ----------
    source : Circuit
        The circuit with all its parameters.
    target : Target
        What it is compiled for.
    names : tuple of str
        All parameters, in the order of columns.
    verify : str
        As for `template`.
    options : dict
        What else `compile` is told.
    """

    def __init__(
        self,
        source: Circuit,
        target: Target,
        names: tuple[str, ...],
        verify: str,
        options: dict[str, Any],
    ) -> None:
        self.source = source
        self.target = target
        self.names = names
        self.verify = verify
        self.options = options
        self._members: Recent[Template] = Recent(MOST_MEMBERS)

    @classmethod
    def of(
        cls,
        source: Circuit,
        target: Any,
        names: tuple[str, ...],
        verify: str,
        options: Mapping[str, Any],
    ) -> Family:
        """Return a family whose target is found once."""
        own = {"trace": "times", "blocks": "merge", **options}
        if own["blocks"] not in BLOCKS:
            raise PipelineError(
                f"there is no way `{own['blocks']}` with blocks",
                code="QC402",
                help=f"it is one of {', '.join(BLOCKS)}",
            )
        if own.get("verbatim"):
            demands.check_verbatim(target)
        usual = "keep" if target is None else "free"
        own["permutation"] = own.get("permutation") or usual
        goal = demands.goal(source, target, own.pop("basis", None), own.pop("min_health", 0.0))
        return cls(source, goal, names, verify, own)

    def trainable(self, frozen: Mapping[str, float]) -> tuple[str, ...]:
        """Return the names that are not frozen, in the order of columns."""
        if not frozen:
            return self.names
        return tuple(name for name in self.names if name not in frozen)

    def checked(self, values: Mapping[Any, float]) -> dict[str, float]:
        """Return values by name; QC242 for a name that is no parameter's."""
        return check_names(values, self.names)

    def member(self, frozen: dict[str, float]) -> Template:
        """Return the template with these parameters folded in."""
        return self._members.get(frozenset(frozen.items()), lambda: self._member(frozen))

    def _member(self, frozen: dict[str, float]) -> Template:
        from .bound import Template

        source = self.source.bind(frozen) if frozen else self.source
        return Template(self.make(source, self.trainable(frozen)), self, frozen)

    def make(
        self, source: Circuit, names: tuple[str, ...], at: NDArray[np.float64] | None = None
    ) -> Made:
        """Compile a circuit over some parameters; ``at`` is where it is compared, if anywhere."""
        options = {k: v for k, v in self.options.items() if k != "blocks"}
        result = compile_circuit(source, target=self.target, **{**options, "verify": "off"})
        circuit, derived = merged(result, self.options)
        if has_inner_slots(circuit):
            raise SemanticError(
                "parameters inside control flow, which templates do not reach",
                code="QC241",
                help="bind them and compile, or freeze them",
            )
        made = Made(source, result, circuit, AngleProgram(circuit, list(names), derived))
        if self.verify != "off":
            check(made, names, at, must=self.verify == "full")
        return made

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "_members"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(*(state[name] for name in ("source", "target", "names", "verify", "options")))  # type: ignore[misc]


def _again(source: Circuit, result: Result, circuit: Circuit, program: bytes) -> Made:
    """Return what was pickled, nothing compiled again."""
    return Made(source, result, circuit, AngleProgram.from_bytes(program))


def merged(result: Result, options: Mapping[str, Any]) -> tuple[Circuit, DerivedAngles]:
    """Merge the runs at unknown angles of a compiled circuit, and its blocks on two qubits where that pays."""
    circuit, derived = result.circuit.copy(), DerivedAngles()
    if options.get("verbatim") or options.get("level") == 0:
        return circuit, derived
    circuit = _merge_runs(circuit, derived, result)
    if not _may_merge_blocks(options):
        return circuit, derived
    blocks, of_blocks = result.circuit.copy(), DerivedAngles()
    translate, context = Pipeline(_TRANSLATE), Context(target=result.target)
    changed = False
    for _ in range(_ROUNDS):
        if not of_blocks.merge_pairs(blocks, result.target):
            break
        changed = True
        blocks, _steps = translate.run(blocks, context, trace="times")
        blocks = _merge_runs(blocks, of_blocks, result)
    if not changed:
        return circuit, derived
    costs = (cost(stats(c, result.target), _objective(result)) for c in (blocks, circuit))
    return (blocks, of_blocks) if next(costs) < next(costs) else (circuit, derived)


def _merge_runs(circuit: Circuit, derived: DerivedAngles, result: Result) -> Circuit:
    """Return the circuit with runs on one qubit merged, and what then meets."""
    tidy = Pipeline(_TIDY_MEASURED if circuit.num_bits else _TIDY)
    context = Context(target=result.target)
    for _ in range(_ROUNDS):
        if not derived.merge(circuit, result.target):
            break
        circuit, _steps = tidy.run(circuit, context, trace="times")
    return circuit


def _may_merge_blocks(options: Mapping[str, Any]) -> bool:
    """Return whether blocks may be made of other gates, as compiling numbers does at this level."""
    if options.get("blocks") == "keep" or options.get("passes") is not None:
        return False
    return int(options.get("level", DEFAULT_LEVEL)) >= 2


def _objective(result: Result) -> str:
    return str(result.report.options["objective"])


def check(
    made: Made, names: tuple[str, ...], at: NDArray[np.float64] | None, *, must: bool
) -> None:
    """Compare what was made with its source where it is cheap, at fixed points in general position; QC701."""
    from ..verify import CHEAP, cheap, equivalent

    if not must and not cheap(made.source, made.circuit):
        return
    rng = np.random.default_rng(0)
    points = [rng.uniform(-np.pi, np.pi, len(names)) for _ in range(2)] if at is None else [at]
    for values in points:
        bound = made.source.bind(dict(zip(names, values.tolist(), strict=True)))
        promised = made.result.report.options["relation"]
        limits = None if must else CHEAP
        verdict = equivalent(bound, made.circuit_at(values), relation=promised, limits=limits)
        if verdict.verdict == "not equivalent":
            raise VerificationError(
                "the template is not equivalent to the circuit",
                code="QC701",
                note=f"{verdict.method}: {verdict.witness}",
                help="please report this with the circuit; `verify='off'` returns it unchecked",
            )
