# SPDX-License-Identifier: Apache-2.0
"""Metrics as Python sees them; what counts as what is tested beside the engine's sweep."""

from __future__ import annotations

import json

import pytest

from qcompile import Circuit, Parameter, stats
from qcompile.errors import PipelineError
from qcompile.metrics import OBJECTIVES, cost


def test_fields_and_json() -> None:
    circuit = Circuit(3, 1).h(0).ccx(0, 1, 2).swap(0, 1).measure(0, 0)
    metrics = stats(circuit)
    assert metrics.counts == {"ccx": 1, "h": 1, "measure": 1, "swap": 1}
    assert (metrics.gates, metrics.one_qubit, metrics.two_qubit, metrics.multi_qubit) == (
        3,
        1,
        1,
        1,
    )
    assert (metrics.t_count, metrics.t_depth, metrics.depth) == (7, 3, 4)
    assert (metrics.swaps, metrics.measurements) == (1, 1)
    data = json.loads(json.dumps(metrics.to_dict()))
    assert "duration_ns" not in data
    assert data["clbits"] == 1


def test_a_free_parameter_has_no_t_count() -> None:
    circuit = Circuit(1).t(0).rz(Parameter("a"), 0)
    assert stats(circuit).t_count is None
    assert stats(circuit.bind({"a": 0.0})).t_count == 1


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_cost_puts_the_objective_first(objective: str) -> None:
    metrics = stats(Circuit(2).h(0).t(0).cx(0, 1))
    first, *rest = cost(metrics, objective)
    assert first == getattr(metrics, OBJECTIVES[objective])
    assert rest == [metrics.two_qubit, metrics.depth, metrics.gates]


def test_an_unknown_t_count_costs_most() -> None:
    assert cost(stats(Circuit(1).rz(0.1, 0)), "t-count")[0] == float("inf")


def test_an_unknown_objective_names_the_known() -> None:
    with pytest.raises(PipelineError, match="beauty") as caught:
        cost(stats(Circuit(1)), "beauty")
    assert "two-qubit" in (caught.value.help or "")
