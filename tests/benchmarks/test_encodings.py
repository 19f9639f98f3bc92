# SPDX-License-Identifier: Apache-2.0
"""The inputs and checks of the table of encodings."""

import numpy as np
import pytest

from benchmarks import openqasm
from benchmarks.counter import count
from benchmarks.encodings import check, inputs, planted, written
from benchmarks.encodings.cases import Case, cases
from benchmarks.encodings.table import off


@pytest.mark.parametrize(("labels", "gates"), [(1, 4), (2, 32), (3, 192)])
def test_a_multiplexer_written_out_is_its_matrix(labels: int, gates: int) -> None:
    rng = np.random.default_rng(labels)
    blocks = [inputs.haar(2, rng) for _ in range(1 << labels)]
    text = written.text(labels + 1, written.multiplexer(blocks, list(range(1, labels + 1)), 0))
    assert check.operator_distance(check.columns(text), inputs.direct_sum(blocks)) < 1e-12
    assert count(openqasm.read(text)).two_qubit == gates


def test_distances() -> None:
    rng = np.random.default_rng(5)
    u = inputs.haar(8, rng)
    turned = np.diag(np.exp(1j * rng.uniform(size=8))) @ u
    assert check.operator_distance(1j * u, u) < 1e-14
    assert check.operator_distance(turned, u) > 0.1
    assert check.up_to_diagonal(turned, u) < 1e-14
    assert check.up_to_diagonal(u @ turned, u) > 0.1
    small = inputs.haar(3, rng)
    assert check.on_levels(inputs.direct_sum([small, -np.eye(1)]), small) < 1e-14
    assert check.on_levels(inputs.haar(4, rng), small) > 0.1


def test_frames_keep_what_they_frame() -> None:
    rng = np.random.default_rng(6)
    u = inputs.haar(8, rng)
    there = inputs.moved(u, [2, 0, 1])
    assert np.allclose(inputs.moved(there, [1, 2, 0]), u)
    pairs = [(0, 1), (1, 2)]
    assert np.allclose(inputs.linear(pairs, 3) @ inputs.linear(pairs[::-1], 3), np.eye(8))


@pytest.mark.parametrize("kind", planted.FRAMES)
def test_planted_circuits_have_their_size(kind: str) -> None:
    text, goal = planted.planted(kind, 0, 0)
    assert goal == 7 + 16 + (6 if kind in ("cnot", "clifford") else 0)
    assert count(openqasm.read(text)).two_qubit == goal - 7 + 32


def test_every_state_and_diagonal_of_the_table_is_one() -> None:
    pytest.importorskip("qiskit", reason="it writes the published circuits")
    for case in cases():
        if case.kind == "state":
            assert np.linalg.norm(case.given) == pytest.approx(1.0)
        if case.kind == "unitary":
            given = np.asarray(case.given)
            assert np.allclose(given.conj().T @ given, np.eye(len(given)))


def test_a_wrong_answer_is_seen() -> None:
    bell = Case("", "", "state", np.array([1, 0, 0, 1]) / np.sqrt(2), 1)
    assert off(bell, written.text(2, ["h q[0];", "cx q[0],q[1];"])) < 1e-15
    assert off(bell, written.text(2, ["h q[0];"])) > 0.5
