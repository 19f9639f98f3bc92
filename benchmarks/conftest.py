# SPDX-License-Identifier: Apache-2.0
"""Circuits for the benchmarks, and their figures beside the goals once all have run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import qcompile
from qcompile import Circuit

from . import scale
from .workloads import corpus

#: Gates of the circuits that are made here: long enough that what is done once does not show.
GATES = 10_000
#: A circuit of the corpus measured like our own, where the corpus is there.
PUBLISHED = "ham15-med"

Source = tuple[str, str, int]


def _published() -> list[str]:
    root = corpus()
    if root is None or not (root / f"optimize/clifford_t/{PUBLISHED}.qasm").exists():
        return []
    return [PUBLISHED]


@pytest.fixture(scope="session", params=[*scale.KINDS, *_published()])
def text(request: pytest.FixtureRequest) -> str:
    """Yield each circuit as OpenQASM 2."""
    if request.param in scale.KINDS:
        return scale.text(request.param, GATES)
    root = corpus()
    assert root is not None
    return (root / f"optimize/clifford_t/{request.param}.qasm").read_text()


@pytest.fixture(scope="session")
def circuit(text: str) -> Circuit:
    """Yield each circuit, read."""
    return qcompile.loads(text, format="qasm2")


@pytest.fixture
def per_gate(benchmark: Any, text: str) -> Callable[..., Any]:
    """Measure a function; note the goal in nanoseconds a gate for the summary."""

    def measure(function: Callable[..., Any], *, goal: float, setup: Any = None) -> Any:
        benchmark.extra_info |= {"goal_ns": goal, "gates": text.count(";") - 3}
        if setup is None:
            return benchmark(function)
        return benchmark.pedantic(function, setup=setup, rounds=5)

    return measure


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print nanoseconds a gate beside the goal; nothing fails by being slow."""
    session = getattr(config, "_benchmarksession", None)
    rows = [
        (bench.name, bench.stats.min / bench.extra_info["gates"] * 1e9, bench.extra_info["goal_ns"])
        for bench in getattr(session, "benchmarks", [])
        if "goal_ns" in bench.extra_info
    ]
    if not rows:
        return
    terminalreporter.section("nanoseconds a gate, and the goal")
    for name, figure, goal in rows:
        mark = "" if figure <= goal else "  above"
        terminalreporter.write_line(f"{name:60} {figure:10.0f} {goal:8.0f}{mark}")
