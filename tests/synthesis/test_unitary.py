# SPDX-License-Identifier: Apache-2.0
"""Matrices in, circuits out: the same matrix, what was free apart, in no more gates than stated."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import qcompile as qc
from qcompile.errors import LimitError, PipelineError, SemanticError
from qcompile.synthesis import Synthesis, blocks, diagonal, rotations, unitary

from .simulate import haar, matrix_of
from .simulate import unitary as dense


def two_qubit(found: Synthesis) -> int:
    return qc.stats(found.circuit).two_qubit


def made(found: Synthesis) -> Any:
    """Return the matrix of a circuit and of the diagonals left out of it."""
    matrix = dense(found.circuit)
    if found.before:
        matrix = matrix * np.exp(1j * np.array(found.before))
    if found.after:
        matrix = np.exp(1j * np.array(found.after))[:, None] * matrix
    return matrix


@pytest.mark.parametrize(("n", "count"), [(0, 0), (1, 0), (2, 3), (3, 19), (4, 95)])
def test_any_unitary(n: int, count: int) -> None:
    u = haar(2**n, n)
    found = unitary(u)
    assert np.abs(made(found) - u).max() < 1e-10
    assert found.error < 1e-10
    assert two_qubit(found) <= count
    assert () == found.before == found.after


@pytest.mark.parametrize("free", ["diagonal-after", "diagonal-before", "phase"])
def test_what_is_free_is_left_out_and_returned(free: str) -> None:
    u = haar(4, 8)
    found = unitary(u, free=free)
    got = made(found)
    if free == "phase":
        assert 0.0 == found.circuit.phase
        got = got * np.exp(1j * (np.angle(u[0, 0]) - np.angle(got[0, 0])))
    else:
        assert 4 == len(found.after if free == "diagonal-after" else found.before)
        assert two_qubit(found) == 2
    assert np.abs(got - u).max() < 1e-10


def test_both_diagonals_are_free() -> None:
    u = haar(4, 9)
    found = unitary(u, free=["diagonal-after", "diagonal-before"])
    assert np.abs(made(found) - u).max() < 1e-10


def test_noise_is_repaired_and_more_is_refused() -> None:
    u = haar(8, 3)
    noise = haar(8, 4)
    assert unitary(u + 1e-9 * noise).error < 1e-10
    with pytest.raises(SemanticError, match=r"the matrix is \d\.\de-03 from unitary") as raised:
        unitary(u + 3.2e-3 * noise)
    assert "QC236" == raised.value.code
    with pytest.raises(SemanticError, match=r"divide the matrix by 2"):
        unitary(2 * u)


def test_an_error_budget_is_used_and_kept() -> None:
    product = np.kron(haar(2, 1), haar(2, 2))
    almost = product @ np.diag(np.exp(1e-4j * np.arange(4) ** 2))
    counts = []
    for error in (0.0, 1e-6, 1e-2):
        found = unitary(almost, error=error)
        off = np.linalg.norm(made(found) - almost, 2)
        assert off <= found.error + 1e-12
        assert found.error <= max(error, 1e-10)
        counts.append(two_qubit(found))
    assert [2, 2, 0] == counts
    noisy = np.kron(np.eye(2), haar(4, 3)) + 1e-4 * haar(8, 4)
    noisy = np.linalg.svd(noisy)[0] @ np.linalg.svd(noisy)[2]
    found = unitary(noisy, error=1e-2)
    assert 1e-6 < found.error <= 1e-2
    assert np.linalg.norm(made(found) - noisy, 2) <= found.error + 1e-12
    assert two_qubit(found) <= 9 < two_qubit(unitary(noisy))


@pytest.mark.parametrize("labels", [1, 2, 3])
def test_blocks(labels: int) -> None:
    parts = [haar(2, 10 + x) for x in range(2**labels)]
    found = blocks(parts)
    expected = np.zeros((2 ** (labels + 1),) * 2, dtype=complex)
    for x, part in enumerate(parts):
        expected[2 * x : 2 * x + 2, 2 * x : 2 * x + 2] = part
    assert np.abs(made(found) - expected).max() < 1e-10
    assert two_qubit(found) <= {1: 2, 2: 7, 3: 18}[labels]
    left = blocks(parts, free="diagonal-after")
    assert np.abs(made(left) - expected).max() < 1e-10
    assert two_qubit(left) <= 2**labels - 1


def test_blocks_of_different_sizes() -> None:
    parts = [haar(5, 1), haar(3, 2)]
    expected = np.zeros((8, 8), dtype=complex)
    expected[:5, :5], expected[5:, 5:] = parts
    found = blocks(parts)
    assert np.abs(made(found) - expected).max() < 1e-10
    # Two levels and one: the fourth is free.
    found = blocks([haar(2, 3), 1j])
    assert np.abs(made(found)[:2, :2] - haar(2, 3)).max() < 1e-10
    assert abs(made(found)[2, 2] - 1j) < 1e-10


@pytest.mark.parametrize("axis", "xyz")
def test_rotations(axis: str) -> None:
    angles = [0.3, -1.2, 2.5, 0.9]
    found = rotations(axis, angles)
    expected = np.zeros((8, 8), dtype=complex)
    for x, angle in enumerate(angles):
        expected[2 * x : 2 * x + 2, 2 * x : 2 * x + 2] = matrix_of(f"r{axis}", [angle])
    assert np.abs(made(found) - expected).max() < 1e-10
    assert two_qubit(found) <= 4


def test_diagonals() -> None:
    random = np.random.default_rng(2)
    phases = random.uniform(-3, 3, 16)
    found = diagonal(phases)
    assert np.abs(made(found) - np.diag(np.exp(1j * phases))).max() < 1e-10
    assert two_qubit(found) <= 14
    assert 0 == two_qubit(diagonal(0.3 * np.arange(16)))
    smooth = 0.4 * np.cos(np.arange(64) / 20.0)
    short, exact = diagonal(smooth, error=1e-2), diagonal(smooth)
    off = np.abs(made(short) - np.diag(np.exp(1j * smooth))).max()
    assert off <= short.error + 1e-12 <= 1e-2 + 2e-12
    assert two_qubit(short) < two_qubit(exact)


@pytest.mark.parametrize(("d", "most"), [(3, 2), (5, 14)])
def test_operators_on_levels(d: int, most: int) -> None:
    u = haar(d, d)
    found = unitary(u, levels=d, level_map="binary")
    assert np.abs(made(found)[:d, :d] - u).max() < 1e-9
    assert two_qubit(found) <= most


def test_the_best_map_puts_blocks_under_labels() -> None:
    # Levels 0, 2 and 4 mix, and 1 and 3: behind the right map the blocks are under one label.
    u = np.zeros((5, 5), dtype=complex)
    u[np.ix_([0, 2, 4], [0, 2, 4])] = haar(3, 1)
    u[np.ix_([1, 3], [1, 3])] = haar(2, 2)
    best, binary = unitary(u, levels=5), unitary(u, levels=5, level_map="binary")
    assert best.error < 1e-9
    assert two_qubit(best) <= two_qubit(binary)


@pytest.mark.parametrize("d", [2, 3, 5])
def test_the_unary_map(d: int) -> None:
    u = haar(d, d)
    for free in ((), "diagonal-before"):
        found = unitary(u, levels=d, level_map="unary", free=free)
        codes = [1 << level for level in range(d)]
        matrix = dense(found.circuit)[np.ix_(codes, codes)]
        if found.before:
            matrix = matrix * np.exp(1j * np.array(found.before))
        assert np.abs(matrix - u).max() < 1e-12
        assert d * (d - 1) == two_qubit(found)


def test_two_particles() -> None:
    a, b = haar(3, 1), haar(3, 2)
    found = unitary(np.kron(b, a), levels=3, level_map="binary")
    codes = [j << 2 | i for j in range(3) for i in range(3)]
    matrix = dense(found.circuit)[np.ix_(codes, codes)]
    assert np.abs(matrix - np.kron(b, a)).max() < 1e-9


def test_errors_say_what_is_wrong() -> None:
    for call, code, text in (
        (lambda: unitary(np.eye(3)), "QC237", "3, which is no power of two"),
        (lambda: unitary(np.ones((2, 3))), "QC237", r"not square: its shape is \(2, 3\)"),
        (lambda: unitary([[1, 0], [0, float("nan")]]), "QC239", r"at index \(1, 1\)"),
        (lambda: blocks([]), "QC237", "no block"),
        (lambda: blocks([np.eye(2), [[1, 1], [0, 1]]]), "QC236", "block 1 is .* from unitary"),
        (lambda: diagonal([1, 2, 3]), "QC237", "3, which is no power of two"),
        (lambda: unitary(np.eye(4), levels=3), "QC237", "no power of its 3 levels"),
    ):
        with pytest.raises(SemanticError, match=text) as raised:
            call()
        assert code == raised.value.code
    assert "levels=3" in str(raised_help(lambda: unitary(np.eye(3))))
    for wrong in (
        {"free": "diagonal"},
        {"error": -1},
        {"error": 2.5},
        {"effort": "most"},
        {"levels": 1},
        {"levels": 2, "level_map": "grey"},
    ):
        with pytest.raises(PipelineError) as raised_too:
            unitary(np.eye(4), **wrong)
        assert "QC402" == raised_too.value.code
    with pytest.raises(LimitError, match=r"up to 2\*\*10"):
        unitary(np.eye(2048))


def raised_help(call: Any) -> Any:
    with pytest.raises(SemanticError) as raised:
        call()
    return raised.value.help


def test_nothing_given_is_changed() -> None:
    u = haar(4, 1)
    kept = u.copy()
    unitary(u)
    assert np.array_equal(kept, u)
