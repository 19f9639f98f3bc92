# SPDX-License-Identifier: Apache-2.0
"""What a pipeline did: one step for each pass that ran."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..metrics import Metrics
    from ..verify import Verdict
    from .changes import Changes


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
    changes : Changes or None
        What became of the operations, by their places in the source, under ``trace="changes"``.
    """

    name: str
    options: dict[str, Any]
    seconds: float
    changed: bool
    before: Metrics | None = None
    after: Metrics | None = None
    error: float = 0.0
    verdict: Verdict | None = None
    changes: Changes | None = None


@dataclass
class Trace:
    """The steps of one run, and the relation between input and output they add up to."""

    steps: list[Step] = field(default_factory=list)
    relation: str = "operator"
