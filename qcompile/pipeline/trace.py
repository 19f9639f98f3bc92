# SPDX-License-Identifier: Apache-2.0
"""What a pipeline did: one step for each pass that ran."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..metrics import Metrics
    from ..verify import Verdict
    from .changes import Changes, State


@dataclass(frozen=True, kw_only=True)
class Step:
    """One run of one pass.

    Parameters
    ----------
    name : str
        Name of the pass.
    options : dict
        Its options.
    seconds : float
        Wall time of the pass alone.
    changed : bool
        Whether it changed the circuit.
    before, after : Metrics or None
        Counts around the pass; None where counting would cost more than the user asked for.
    error : float
        What the pass added to the bound on the operator-norm error.
    verdict : Verdict or None
        The proof of the step, under ``verify="full"``.
    states : (State, State) or None
        The circuit before and after, where it changed and under ``trace="changes"``.
    """

    name: str
    options: dict[str, Any]
    seconds: float
    changed: bool
    before: Metrics | None = None
    after: Metrics | None = None
    error: float = 0.0
    verdict: Verdict | None = None
    states: tuple[State, State] | None = None

    @cached_property
    def changes(self) -> Changes | None:
        """What became of the operations, by their places in the source; None where nobody kept the circuits."""
        if self.states is None:
            return None
        before, after = self.states
        return after.since(before)


@dataclass
class Trace:
    """The steps of one run, and the relation between input and output they add up to."""

    steps: list[Step] = field(default_factory=list)
    relation: str = "operator"
