# SPDX-License-Identifier: Apache-2.0
"""Counts and depths of a circuit, computed in the engine (`core/src/metrics.rs` states what counts as what)."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from math import inf
from typing import TYPE_CHECKING, Any

from .errors import PipelineError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .circuit import Circuit
    from .targets import Target

#: What each objective minimises.
OBJECTIVES = {
    "two-qubit": "two_qubit",
    "two-qubit-depth": "two_qubit_depth",
    "depth": "depth",
    "gates": "gates",
    "t-count": "t_count",
    "t-depth": "t_depth",
    "fidelity": "fidelity_estimate",
    "duration": "duration_ns",
}
#: Objectives for which the target has to have figures.
MEASURED = ("fidelity", "duration")
#: Objectives made large, not small.
_GROWING = ("fidelity",)
#: Metrics that only a target with figures gives.
_FIGURES = ("duration_ns", "fidelity_estimate", "unknown_errors")


@dataclass(frozen=True)
class Metrics:
    """The metrics of a circuit.

    Attributes
    ----------
    qubits, clbits : int
        Wires.
    gates : int
        Unitary operations: ``one_qubit + two_qubit + multi_qubit``. Calls of user gates count as their expansion;
        barriers never count.
    one_qubit, two_qubit, multi_qubit : int
        Gates by the number of qubits they act on; the last counts three and more.
    depth : int
        Longest path; every operation but barriers weighs 1, a branch as its longer side.
    two_qubit_depth : int
        Longest path when only two-qubit gates weigh.
    t_count, t_depth : int or None
        T gates and their layers in Clifford+T, 7 and 3 for a Toffoli. None when a gate is not exactly in Clifford+T, as
        rotations by other angles than multiples of pi/4.
    swaps : int
        Gates called ``swap``.
    measurements : int
        Measurements, each of one qubit.
    counts : mapping of str to int
        Operations by name, sorted by it.
    duration_ns : float or None
        Longest path in time, on a target that has durations; a branch as its longer side, a ``for`` loop as all its
        rounds, a ``while`` loop as one. None when the circuit does not run on the target as it stands, or when one of
        its operations has no duration there: half a sum would be a guess.
    fidelity_estimate : float or None
        Probability that all goes right, on a target that has error rates: the product of 1 - error over operations,
        measurements included, times the decay of qubits that wait, where T1 or T2 and all durations are known. None
        when the circuit does not run on the target as it stands, or nothing in it has an error rate.
    unknown_errors : int or None
        Operations whose error rate the target does not know: the estimate leaves them out. None without a target that
        has figures.

    Examples
    --------
    >>> from qcompile import Circuit, stats
    >>> m = stats(Circuit(2).h(0).cx(0, 1).t(1))
    >>> m.gates, m.two_qubit, m.depth, m.t_count
    (3, 1, 3, 1)
    """

    qubits: int
    clbits: int
    gates: int
    one_qubit: int
    two_qubit: int
    multi_qubit: int
    depth: int
    two_qubit_depth: int
    t_count: int | None
    t_depth: int | None
    swaps: int
    measurements: int
    counts: Mapping[str, int]
    duration_ns: float | None = None
    fidelity_estimate: float | None = None
    unknown_errors: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as the report's JSON has them: those of a target only where it has figures."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        values["counts"] = dict(self.counts)
        if self.unknown_errors is None:
            for key in _FIGURES:
                del values[key]
        return values


def stats(circuit: Circuit, target: Target | None = None) -> Metrics:
    """Measure a circuit.

    Parameters
    ----------
    circuit : Circuit
        What to measure.
    target : Target, optional
        The device it is to run on, wire i being the device's qubit i; with figures, it adds duration and fidelity.

    Returns
    -------
    Metrics
        In time linear in the number of gates.

    Examples
    --------
    >>> from qcompile import Circuit, stats
    >>> stats(Circuit(1).rz(0.3, 0)).t_count is None
    True
    """
    counts = Metrics(**circuit.metrics())
    estimate = None if target is None else circuit.estimate(target)
    if estimate is None:
        return counts
    duration, fidelity, unknown = estimate
    return replace(counts, duration_ns=duration, fidelity_estimate=fidelity, unknown_errors=unknown)


def cost(metrics: Metrics, objective: str) -> tuple[float, ...]:
    """Return what "better" compares: the objective, then two-qubit gates, depth and gates.

    Raises
    ------
    PipelineError
        QC402 for an objective that is not one of `OBJECTIVES`.
    """
    if objective not in OBJECTIVES:
        raise PipelineError(
            f"there is no objective `{objective}`",
            code="QC402",
            help=f"it is one of {', '.join(OBJECTIVES)}",
        )
    first = getattr(metrics, OBJECTIVES[objective])
    if first is not None and objective in _GROWING:
        first = -first
    return (inf if first is None else first, metrics.two_qubit, metrics.depth, metrics.gates)
