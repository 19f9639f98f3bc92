# SPDX-License-Identifier: Apache-2.0
"""Vectors in, circuits out that make them of zero."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import qcompile as qc
from qcompile.errors import LimitError, PipelineError, SemanticError
from qcompile.synthesis import isometry, permutation, stabiliser_state, state

from .simulate import haar, unitary
from .simulate import state as simulated

RANDOM = np.random.default_rng(7)


def vector(n: int, is_complex: bool = True) -> Any:
    v = RANDOM.normal(size=2**n) + (1j * RANDOM.normal(size=2**n) if is_complex else 0)
    return v / np.linalg.norm(v)


@pytest.mark.parametrize("n", [0, 1, 2, 3, 4, 5])
@pytest.mark.parametrize("is_complex", [False, True])
def test_dense(n: int, is_complex: bool) -> None:
    v = vector(n, is_complex)
    found = state(v)
    assert np.abs(simulated(found.circuit) - v).max() < 1e-9
    assert found.error < 1e-9


def test_sparse_by_bits() -> None:
    found = state({"0110": 0.6, "1000": -0.8j})
    expected = np.zeros(16, dtype=complex)
    expected[6], expected[8] = 0.6, -0.8j
    assert np.abs(simulated(found.circuit) - expected).max() < 1e-9


def test_phases_are_free_before_a_measurement() -> None:
    v = vector(3)
    found = state(v, free="diagonal-after")
    assert np.abs(np.exp(1j * np.array(found.after)) * simulated(found.circuit) - v).max() < 1e-9
    assert qc.stats(found.circuit).two_qubit <= qc.stats(state(v).circuit).two_qubit


def test_normalize() -> None:
    v = vector(2)
    made = simulated(qc.prepare_state(5 * v, normalize=True))
    assert np.abs(made - v).max() < 1e-9
    column = simulated(qc.prepare_state(v.reshape(-1, 1)))
    assert np.abs(column - v).max() < 1e-9


def test_errors_say_what_is_wrong() -> None:
    for call, code, text in (
        (lambda: state([1, 1]), "QC238", "norm 1.41421356, a state has norm 1"),
        (lambda: state([0, 0]), "QC238", "is zero"),
        (lambda: state([1, 0, 0]), "QC237", "3, which is no power of two"),
        (lambda: state([[1, 0], [0, 0]]), "QC237", r"no vector: its shape is \(2, 2\)"),
        (lambda: state([1, float("inf")]), "QC239", r"at index \(1,\)"),
        (lambda: state({"01": 1, "1": 0}), "QC237", "`1` is no string of bits as long"),
        (lambda: state({}), "QC237", "at least one amplitude"),
    ):
        with pytest.raises(SemanticError, match=text) as raised:
            call()
        assert code == raised.value.code
    with pytest.raises(PipelineError, match="not `diagonal-before`"):
        state([1, 0], free="diagonal-before")
    with pytest.raises(LimitError, match="up to 20"):
        state({"0" * 21: 1.0})


@pytest.mark.parametrize(("n", "most"), [(2, 1), (3, 3), (4, 7), (5, 23)])
def test_few_gates(n: int, most: int) -> None:
    assert qc.stats(state(vector(n)).circuit).two_qubit <= most


def ring(n: int) -> list[str]:
    """Return the generators of the ring as a graph state."""
    return [
        "".join("X" if j == i else "Z" * ((j - i) % n in (1, n - 1)) or "I" for j in range(n))
        for i in range(n)
    ]


@pytest.mark.parametrize(
    ("generators", "gates"),
    [
        # All joined with all is GHZ up to gates on one qubit.
        (["".join("X" if j == i else "Z" for j in range(7)) for i in range(7)], 6),
        (ring(6), 6),
        (ring(8), 8),
        # The zeros of the five-qubit code and of Steane's.
        (["XZZXI", "IXZZX", "XIXZZ", "ZXIXZ", "ZZZZZ"], 5),
        ("IIIXXXX IXXIIXX XIXIXIX IIIZZZZ IZZIIZZ ZIZIZIZ ZZZZZZZ".split(), 8),
    ],
    ids=["complete", "ring of 6", "ring of 8", "five-qubit code", "Steane code"],
)  # fmt: skip
def test_stabiliser_states(generators: list[str], gates: int) -> None:
    vector = simulated(stabiliser_state(generators))
    found = state(vector)
    assert gates == qc.stats(found.circuit).two_qubit
    assert found.error < 1e-12


def test_an_error_budget_is_used_and_kept() -> None:
    grid = np.arange(64)
    v = np.exp(-(((grid - 30) / 9.0) ** 2))
    v /= np.linalg.norm(v)
    exact, near = state(v), state(v, error=1e-2)
    off = np.linalg.norm(simulated(near.circuit) - v)
    assert off <= near.error + 1e-12 <= 1e-2 + 1e-11
    assert qc.stats(near.circuit).two_qubit < qc.stats(exact.circuit).two_qubit


@pytest.mark.parametrize("k", [1, 2, 3, 8])
def test_isometries(k: int) -> None:
    columns = haar(8, k)[:, :k]
    found = isometry(columns)
    assert np.abs(unitary(found.circuit)[:, :k] - columns).max() < 1e-9
    free = isometry(columns, free="diagonal-before")
    made = unitary(free.circuit)
    if free.before:
        made = made * np.exp(1j * np.array(free.before))
    assert np.abs(made[:, :k] - columns).max() < 1e-9
    with pytest.raises(SemanticError, match="from an isometry"):
        isometry(0.9 * columns[:, :k] if k < 8 else np.ones((8, 2)))
    with pytest.raises(SemanticError, match="no more columns than rows"):
        isometry(np.ones((2, 4)))


def test_permutations() -> None:
    for n in (1, 2, 3, 4):
        image = RANDOM.permutation(2**n)
        found = permutation(image.tolist())
        expected = np.zeros((2**n, 2**n))
        expected[image, np.arange(2**n)] = 1
        assert np.abs(unitary(found.circuit) - expected).max() < 1e-9
    assert 3 == qc.stats(permutation([0, 2, 1, 3]).circuit).two_qubit
    for wrong in ([0, 0], [0, 2], [-1, 0]):
        with pytest.raises(SemanticError, match="no permutation of the numbers below 2"):
            permutation(wrong)
