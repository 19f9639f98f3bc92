# SPDX-License-Identifier: Apache-2.0
"""Every format, there and back; `python -m tests.sdks` makes more trips of the same kinds."""

from __future__ import annotations

import pytest

from .formats import FORMATS
from .specials import specials
from .trips import Format, faults, gate_trips, random_trips

NEEDS = {
    "braket": "braket",
    "braket-qasm": "braket",
    "cirq": "cirq",
    "cirq-json": "cirq",
    "ionq": "qcompile",
    "pennylane": "pennylane",
    "pytket": "pytket",
    "pytket-json": "pytket",
    "qir": "pyqir",
    "qiskit": "qiskit",
    "qpy": "qiskit",
    "quil": "pyquil",
    "stim": "stim",
}


@pytest.fixture(params=list(FORMATS))
def form(request: pytest.FixtureRequest) -> Format:
    pytest.importorskip(NEEDS[request.param])
    return FORMATS[request.param]


def test_library_gates(form: Format) -> None:
    assert [] == gate_trips(form)


def test_other_operations(form: Format) -> None:
    wrong = []
    for what, circuit in specials().items():
        if form.admits is None or form.admits(circuit):
            wrong += [f"{what}: {text}" for text in faults(form, circuit)]
    assert [] == wrong


def test_random_circuits(form: Format) -> None:
    tried, wrong = random_trips(form, 60, seed=1)
    assert (60, []) == (tried, wrong)
