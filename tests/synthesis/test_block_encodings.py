# SPDX-License-Identifier: Apache-2.0
"""The corner of every block encoding, times its scale, is the matrix."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import qcompile as qc
from qcompile.errors import LimitError, PipelineError, SemanticError
from qcompile.synthesis import block_encodings
from qcompile.synthesis.block_encodings import BlockEncoding

from .simulate import apply, matrix_of

RANDOM = np.random.default_rng(11)


def off(encoding: BlockEncoding, matrix: Any) -> float:
    """Return the spectral norm of scale * block - matrix."""
    size = 1 << encoding.system
    columns = np.eye(1 << encoding.circuit.num_qubits)[:, :size]
    block = apply(encoding.circuit, columns)[:size]
    return float(np.linalg.norm(encoding.scale * block - matrix, 2))


def two_qubit(encoding: BlockEncoding) -> int:
    return qc.stats(encoding.circuit).two_qubit


@pytest.mark.parametrize("n", [0, 1, 2, 3])
@pytest.mark.parametrize("is_complex", [False, True])
def test_fable_of_any_matrix(n: int, is_complex: bool) -> None:
    matrix = RANDOM.normal(size=(1 << n, 1 << n)) * 3
    if is_complex:
        matrix = matrix + 1j * RANDOM.normal(size=matrix.shape)
    encoding = block_encodings.fable(matrix)
    assert (n, n + 1) == (encoding.system, encoding.ancillas)
    assert encoding.scale == pytest.approx(2**n * np.abs(matrix).max())
    assert off(encoding, matrix) < 1e-11 * encoding.scale
    if n:
        walks = 4**n - 1 + (4**n if is_complex else 0)
        assert two_qubit(encoding) <= walks + n


def test_fable_within_an_error() -> None:
    grid = np.arange(8)
    smooth = np.exp(-((grid[:, None] - grid) ** 2) / 20.0)
    sizes = []
    for error in (0.0, 1e-3, 1e-1, 0.5):
        encoding = block_encodings.fable(smooth, error=error)
        assert encoding.error <= max(error, 1e-12)
        assert off(encoding, smooth) == pytest.approx(encoding.error, abs=1e-12)
        sizes.append(two_qubit(encoding))
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] < sizes[0] / 2


def test_fable_of_structure_is_short() -> None:
    # All entries alike: no chosen rotation is left.
    encoding = block_encodings.fable(np.full((4, 4), 0.7))
    assert 2 == two_qubit(encoding)  # the swaps
    assert off(encoding, np.full((4, 4), 0.7)) < 1e-13


def dense(terms: dict[str, complex]) -> Any:
    total: Any = 0
    for string, coefficient in terms.items():
        product = np.ones((1, 1))
        for letter in string:
            product = np.kron(
                product, np.eye(2) if letter == "I" else matrix_of(letter.lower(), [])
            )
        total = total + coefficient * product
    return total


@pytest.mark.parametrize(
    "terms",
    [
        {"ZZ": 0.5, "XI": 0.25, "IX": 0.25},
        {"YY": -1.0},
        {"XYZ": 0.3, "YYI": -0.2j, "IZZ": 0.1, "ZXY": 1 + 1j, "III": 2.0},
        {"ZZI": 1.0, "IZZ": 1.0, "XII": 0.7, "IXI": 0.7, "IIX": 0.7},
        {"Y": 1.0, "X": 1.0},
    ],
)
def test_pauli_sum(terms: dict[str, complex]) -> None:
    encoding = block_encodings.pauli_sum(terms)
    assert len(next(iter(terms))) == encoding.system
    assert (len(terms) - 1).bit_length() == encoding.ancillas
    assert encoding.scale == pytest.approx(sum(map(abs, terms.values())))
    assert off(encoding, dense(terms)) < 1e-12


def test_random_pauli_sums() -> None:
    for _ in range(20):
        count = int(RANDOM.integers(1, 12))
        strings = ["".join(RANDOM.choice(list("IXYZ"), 3)) for _ in range(count)]
        pairs = [(s, complex(*RANDOM.normal(size=2))) for s in strings]
        summed: dict[str, complex] = {}
        for s, c in pairs:
            summed[s] = summed.get(s, 0) + c
        assert off(block_encodings.pauli_sum(pairs), dense(summed)) < 1e-12


def test_parities_of_the_labels_are_single_gates() -> None:
    # Four strings that differ as Z on one qubit and X on the other do: one cz and one cx select them.
    encoding = block_encodings.pauli_sum({"II": 1.0, "ZI": 1.0, "IX": 1.0, "ZX": 1.0})
    assert 2 == two_qubit(qc_without_labels(encoding))


def qc_without_labels(encoding: BlockEncoding) -> BlockEncoding:
    """Keep the gates between system and ancillas."""
    kept = qc.Circuit(encoding.circuit.num_qubits)
    for op in encoding.circuit:
        if any(q < encoding.system for q in op.qubits):
            kept.append(op.instruction, op.qubits)
    return BlockEncoding(kept, encoding.system, encoding.scale, encoding.error)


def test_errors_say_what_is_wrong() -> None:
    for call, code, text in (
        (lambda: block_encodings.fable([[1, 2, 3]]), "QC237", r"not square: its shape is \(1, 3\)"),
        (lambda: block_encodings.fable(np.eye(3)), "QC237", "3, which is no power of two"),
        (lambda: block_encodings.fable(np.zeros((2, 2))), "QC237", "the matrix is zero"),
        (lambda: block_encodings.pauli_sum({}), "QC237", "without terms"),
        (lambda: block_encodings.pauli_sum({"XQ": 1}), "QC237", "`XQ` is no Pauli string"),
        (lambda: block_encodings.pauli_sum({"X": 1, "XX": 1}), "QC237", "different lengths"),
        (lambda: block_encodings.pauli_sum({"X": float("inf")}), "QC239", "no finite number"),
    ):
        with pytest.raises(SemanticError, match=text) as raised:
            call()
        assert code == raised.value.code
    with pytest.raises(PipelineError, match="from 0 on"):
        block_encodings.fable(np.eye(2), error=-1.0)
    with pytest.raises(LimitError, match=r"up to 2\*\*8"):
        block_encodings.fable(np.eye(512))


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_dilation(n: int) -> None:
    matrix = RANDOM.normal(size=(1 << n, 1 << n)) + 1j * RANDOM.normal(size=(1 << n, 1 << n))
    encoding = block_encodings.dilation(matrix)
    assert (n, 1) == (encoding.system, encoding.ancillas)
    assert encoding.scale == pytest.approx(max(1.0, np.linalg.norm(matrix, 2)))
    assert off(encoding, matrix) < 1e-9
    assert two_qubit(encoding) <= {0: 0, 1: 1, 2: 8, 3: 44}[n]
    small = 0.3 * matrix / np.linalg.norm(matrix, 2)
    encoding = block_encodings.dilation(small)
    assert 1.0 == encoding.scale
    assert off(encoding, small) < 1e-9
    with pytest.raises(PipelineError, match="below the norm"):
        block_encodings.dilation(matrix, scale=0.1 * encoding.scale * np.linalg.norm(matrix, 2))
