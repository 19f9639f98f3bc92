# SPDX-License-Identifier: Apache-2.0
"""Template synthesis: what is given stays, what is found is right; and gates under many controls."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import qcompile as qc
from qcompile.errors import LimitError, PipelineError, SemanticError
from qcompile.synthesis import Synthesis, controlled, search

from .simulate import apply, haar, state, unitary


def pairs(found: Synthesis | qc.Circuit) -> list[tuple[int, int]]:
    circuit = found.circuit if isinstance(found, Synthesis) else found
    return [tuple(sorted(op.qubits)) for op in circuit if len(op.qubits) == 2]  # type: ignore[misc]


def close(a: Any, b: Any) -> None:
    assert np.abs(a - b).max() < 1e-9


def test_states_and_unitaries_at_the_counting_bound() -> None:
    v = haar(8, 1)[:, 0]
    found = search(v)
    close(v, state(found.circuit))
    assert 3 == len(pairs(found))
    u = haar(4, 2)
    found = search(u)
    close(u, unitary(found.circuit))
    assert 3 == len(pairs(found))


def test_on_a_coupling() -> None:
    v = haar(8, 3)[:, 0]
    found = search(v, coupling=[(0, 1), (1, 2)])
    close(v, state(found.circuit))
    assert {(0, 1), (1, 2)} >= set(pairs(found))


def test_a_prefix_and_a_suffix_stay() -> None:
    prefix = qc.Circuit(2).h(0).cx(0, 1)
    suffix = qc.Circuit(2).cz(0, 1).rx(0.3, 1)
    v = haar(4, 4)[:, 0]
    found = search(v, prefix=prefix, suffix=suffix)
    close(v, state(found.circuit))
    assert 2 <= len(pairs(found)) <= 3
    ops = [(op.name, op.qubits) for op in found.circuit]
    assert [("h", [0]), ("cx", [0, 1])] == ops[:2]
    assert [("cz", [0, 1]), ("rx", [1])] == ops[-2:]
    u = haar(4, 5)
    found = search(u, prefix=prefix, suffix=suffix)
    close(u, unitary(found.circuit))


def test_positions_are_a_mask() -> None:
    v = haar(8, 6)[:, 0]
    allowed = [(0, 1), (0, 1), (1, 2), (0, 1), (1, 2)]
    found = search(v, positions=allowed)
    close(v, state(found.circuit))
    used = pairs(found)
    rest = iter(allowed)
    assert all(pair in rest for pair in used)
    with pytest.raises(LimitError, match="no circuit with up to 64") as raised:
        search(haar(4, 6), positions=[(0, 1)])
    assert "QC611" == raised.value.code


def test_entries_that_may_be_anything() -> None:
    u = haar(4, 7)
    ignore = np.zeros((4, 4), dtype=bool)
    ignore[:, 2:] = True
    found = search(u, ignore=ignore)
    close(u[:, :2], unitary(found.circuit)[:, :2])


def test_cx_with_control_and_target() -> None:
    u = haar(4, 9)
    found = search(u, gate="cx", coupling=[(1, 0)])
    close(u, unitary(found.circuit))
    assert [("cx", [1, 0])] * 3 == [(o.name, o.qubits) for o in found.circuit if len(o.qubits) == 2]
    with pytest.raises(PipelineError, match="not `swap`"):
        search(u, gate="swap")


def test_free_diagonals() -> None:
    u = haar(4, 8)
    found = search(u, free="diagonal-after")
    close(u, np.exp(1j * np.array(found.after))[:, None] * unitary(found.circuit))
    assert 2 == len(pairs(found))


def test_errors_say_what_is_wrong() -> None:
    with pytest.raises(SemanticError, match="gates on one qubit, cx and cz"):
        search([1, 0, 0, 0], prefix=qc.Circuit(2).swap(0, 1))
    with pytest.raises(PipelineError, match="the suffix has 3 qubits, the goal 2"):
        search([1, 0, 0, 0], suffix=qc.Circuit(3))
    with pytest.raises(PipelineError, match=r"different qubits below 2, got \(0, 2\)"):
        search([1, 0, 0, 0], coupling=[(0, 2)])
    with pytest.raises(SemanticError, match="its shape is"):
        search(np.ones((2, 4)))


@pytest.mark.parametrize("controls", [0, 1, 2, 3])
def test_controlled(controls: int) -> None:
    polarity = [q % 2 == 0 for q in range(controls)]
    circuit = controlled("rx", controls, parameters=[0.7], polarity=polarity)
    size = 2 ** (controls + 1)
    expected = np.eye(size, dtype=complex)
    label = sum(1 << q for q in range(controls) if polarity[q])
    rows = [label, label | 1 << controls]
    c, s = np.cos(0.35), np.sin(0.35)
    expected[np.ix_(rows, rows)] = [[c, -1j * s], [-1j * s, c]]
    close(expected, unitary(circuit))


def test_ancillas_make_controls_cheap() -> None:
    circuit = controlled("x", 5, clean=1)
    start = np.eye(128)[:, :64]
    image = [i ^ 32 if i & 31 == 31 else i for i in range(64)]
    close(np.eye(128)[:, image], apply(circuit, start))
    assert 24 == len(pairs(circuit))
    with pytest.raises(PipelineError, match="2 controls have 2 polarities, got 1"):
        controlled("x", 2, polarity=[True])
    with pytest.raises(SemanticError, match="no gate `nosuch`"):
        controlled("nosuch", 2)
