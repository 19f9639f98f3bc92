# SPDX-License-Identifier: Apache-2.0
"""States by name, and stabiliser states, against their definitions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import qcompile as qc
from qcompile.errors import PipelineError, SemanticError
from qcompile.synthesis import dicke, ghz, stabiliser_state, w

from .simulate import matrix_of, state


def two_qubit(circuit: qc.Circuit) -> int:
    return qc.stats(circuit).two_qubit


@pytest.mark.parametrize("n", range(1, 9))
def test_ghz(n: int) -> None:
    expected = np.zeros(2**n)
    expected[0] = expected[-1] = np.sqrt(0.5)
    assert np.abs(state(ghz(n)) - expected).max() < 1e-14
    assert n - 1 == two_qubit(ghz(n))


@pytest.mark.parametrize("n", range(1, 10))
def test_dicke_and_w(n: int) -> None:
    for k in range(n + 1):
        expected = np.array([float(i.bit_count() == k) for i in range(2**n)])
        expected /= np.linalg.norm(expected)
        assert np.abs(state(dicke(n, k)) - expected).max() < 1e-10, (n, k)
        if 0 < k < n and n > 2:
            few = min(k, n - k)
            assert two_qubit(dicke(n, k)) <= max(5 * n * few - 5 * few**2 - 2 * n, 2 * n - 3)
        if k == 1 and n > 1:
            assert np.abs(state(w(n)) - expected).max() < 1e-14
            assert max(2 * n - 3, 1) == two_qubit(w(n))


def test_counts() -> None:
    assert (5, 9, 39, 53) == tuple(map(two_qubit, (ghz(6), w(6), dicke(8, 2), dicke(10, 2))))
    assert two_qubit(dicke(6, 2)) <= 15
    assert two_qubit(dicke(6, 3)) <= 15


def pauli(text: str) -> Any:
    product = np.array([[-1.0 if text.startswith("-") else 1.0]])
    for letter in text.lstrip("+-"):
        product = np.kron(product, np.eye(2) if letter == "I" else matrix_of(letter.lower(), []))
    return product


def test_random_stabiliser_states() -> None:
    random = np.random.default_rng(3)
    for trial in range(60):
        n = 1 + trial % 5
        scramble = qc.Circuit(n)
        for _ in range(6 * n):
            gate = random.choice(["h", "s", "cx"] if n > 1 else ["h", "s"])
            wires = [int(q) for q in random.permutation(n)[: 2 if gate == "cx" else 1]]
            scramble.gate(str(gate), [], wires)
        from .simulate import unitary

        u = unitary(scramble)
        generators = []
        for q in range(n):
            z = "I" * (n - 1 - q) + "Z" + "I" * q
            image = u @ pauli(z) @ u.conj().T
            generators.append(name_of(image, n))
        made = state(stabiliser_state(generators))
        for text in generators:
            assert np.abs(pauli(text) @ made - made).max() < 1e-12, generators


def name_of(image: Any, n: int) -> str:
    from itertools import product

    for letters in product("IXYZ", repeat=n):
        text = "".join(letters)
        overlap = np.trace(pauli(text).conj().T @ image).real / 2**n
        if abs(overlap) > 0.5:
            return text if overlap > 0 else "-" + text
    raise AssertionError


def test_errors_say_what_is_wrong() -> None:
    for wrong, text in (
        ([], "at least one generator"),
        (["XX"], "`XX` is no Pauli string on 1 qubits"),
        (["XI", "ZI"], "`XI` and `ZI` do not commute"),
        (["ZZ", "-ZZ"], "not independent"),
        (["--Z"], "no Pauli string"),
    ):
        with pytest.raises(SemanticError, match=text):
            stabiliser_state(wrong)
    for call in (lambda: ghz(0), lambda: w(-1), lambda: dicke(3, 4), lambda: dicke(3, -1)):
        with pytest.raises(PipelineError):
            call()
