# SPDX-License-Identifier: Apache-2.0
"""Encodings against the states they stand for, and against the SDKs that have them under the same name."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest

import qcompile as qc
from qcompile.errors import PipelineError, SemanticError
from qcompile.synthesis import encodings

from .simulate import matrix_of, state, unitary

RANDOM = np.random.default_rng(5)


def close(a: Any, b: Any) -> None:
    assert np.abs(np.asarray(a) - np.asarray(b)).max() < 1e-12


def two_qubit(circuit: qc.Circuit) -> int:
    return qc.stats(circuit).two_qubit


@pytest.mark.parametrize("axis", "xyz")
def test_angle(axis: str) -> None:
    x = RANDOM.normal(size=3)
    columns = []
    for value in x:
        start = matrix_of("h", [])[:, 0] if axis == "z" else np.array([1, 0])
        columns.append(matrix_of(f"r{axis}", [2 * value]) @ start)
    expected = np.kron(columns[2], np.kron(columns[1], columns[0]))
    close(expected, state(encodings.angle(3, axis=axis, scale=2.0).bind(x)))


def test_basis() -> None:
    for number in range(8):
        bits = [number >> q & 1 for q in range(3)]
        close(np.eye(8)[number], state(encodings.basis(3).bind(bits)))
    with pytest.raises(SemanticError, match="zeros and ones"):
        encodings.basis(2).angles([0, 0.5])


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_amplitude_real(n: int) -> None:
    encoding = encodings.amplitude(n)
    assert 2**n - n - 1 == two_qubit(encoding.circuit)
    for x in (RANDOM.normal(size=2**n), np.eye(2**n)[-1], -np.ones(2**n)):
        close(x / np.linalg.norm(x), state(encoding.bind(x)))


@pytest.mark.parametrize("n", [1, 2, 4])
def test_amplitude_complex(n: int) -> None:
    encoding = encodings.amplitude(n, is_complex=True)
    assert 2**n - n - 1 + 2**n - 2 == two_qubit(encoding.circuit)
    x = RANDOM.normal(size=2**n) + 1j * RANDOM.normal(size=2**n)
    close(x / np.linalg.norm(x), state(encoding.bind(x)))


def test_a_compiled_encoding_is_bound() -> None:
    encoding = encodings.amplitude(3)
    compiled = qc.compile(encoding.circuit, basis="cz,rz,sx,x").circuit
    batch = RANDOM.normal(size=(4, 8))
    angles = encoding.angles(batch)
    assert (4, 7) == angles.shape
    for x, row in zip(batch, angles, strict=True):
        assert encoding.values(x) == dict(zip(map(str, encoding.parameters), row, strict=True))
        made = state(compiled.bind(encoding.values(x)))
        close(x / np.linalg.norm(x), made)


@pytest.mark.parametrize("entanglement", ["full", "linear", "circular", [(0, 2)]])
def test_iqp(entanglement: Any) -> None:
    x = RANDOM.normal(size=3)
    pairs = {
        "full": [(0, 1), (0, 2), (1, 2)],
        "linear": [(0, 1), (1, 2)],
        "circular": [(0, 1), (1, 2), (2, 0)],
    }.get(entanglement if isinstance(entanglement, str) else "", [(0, 2)])
    signs = [np.array([1 - 2 * (i >> q & 1) for i in range(8)]) for q in range(3)]
    phase = sum(x[q] * signs[q] for q in range(3))
    phase = phase + sum(x[a] * x[b] * signs[a] * signs[b] for a, b in pairs)
    h = matrix_of("h", [])
    layer = np.exp(-0.5j * phase)[:, None] * np.kron(h, np.kron(h, h))
    encoding = encodings.iqp(3, repeats=2, entanglement=entanglement)
    close((layer @ layer)[:, 0], state(encoding.bind(x)))


def test_zz_feature_map() -> None:
    x = RANDOM.uniform(size=3)
    phase = np.zeros(8)
    for i in range(8):
        bits = [i >> q & 1 for q in range(3)]
        phase[i] = sum(2 * x[q] * bits[q] for q in range(3)) + sum(
            2 * (np.pi - x[a]) * (np.pi - x[b]) * (bits[a] ^ bits[b])
            for a, b in combinations(range(3), 2)
        )
    h = matrix_of("h", [])
    layer = np.exp(1j * phase)[:, None] * np.kron(h, np.kron(h, h))
    close((layer @ layer)[:, 0], state(encodings.zz_feature_map(3).bind(x)))


def test_zz_feature_map_is_that_of_qiskit() -> None:
    library = pytest.importorskip("qiskit.circuit.library")
    info = pytest.importorskip("qiskit.quantum_info")
    if not hasattr(library, "zz_feature_map"):
        pytest.skip("an older Qiskit")
    x = RANDOM.uniform(size=4)
    for pattern in ("full", "linear", "circular"):
        theirs = library.zz_feature_map(4, reps=2, entanglement=pattern).assign_parameters(x)
        ours = unitary(encodings.zz_feature_map(4, entanglement=pattern).bind(x))
        close(info.Operator(theirs).data, ours)


def rot(angles: Any) -> Any:
    a, b, c = angles
    return matrix_of("rz", [c]) @ matrix_of("ry", [b]) @ matrix_of("rz", [a])


def test_strongly_entangling() -> None:
    w = RANDOM.normal(size=(2, 3, 3))
    expected = np.eye(8)
    for layer, reach in ((0, 1), (1, 2)):
        gates = [rot(w[layer, q]) for q in range(3)]
        expected = np.kron(gates[2], np.kron(gates[1], gates[0])) @ expected
        for q in range(3):
            target = (q + reach) % 3
            image = [i ^ ((i >> q & 1) << target) for i in range(8)]
            expected = expected[np.argsort(image)]
    close(expected, unitary(encodings.strongly_entangling(3, 2).bind(w)))
    assert (5, 18) == encodings.strongly_entangling(3, 2).angles(np.zeros((5, 2, 3, 3))).shape
    with pytest.raises(PipelineError, match="none a multiple of 3"):
        encodings.strongly_entangling(3, 1, ranges=[3])


def test_templates_are_those_of_pennylane() -> None:
    qml: Any = pytest.importorskip("pennylane")
    w, x = RANDOM.normal(size=(3, 4, 3)), RANDOM.normal(size=4)
    wires = range(3, -1, -1)  # their wire 0 is the most significant bit
    for template, ours in (
        (
            lambda: qml.StronglyEntanglingLayers(w, wires=range(4)),
            encodings.strongly_entangling(4, 3).bind(w),
        ),
        (
            lambda: qml.IQPEmbedding(x, wires=range(4), n_repeats=2),
            encodings.iqp(4, repeats=2).bind(x),
        ),
        (lambda: qml.AngleEmbedding(x, wires=range(4)), encodings.angle(4).bind(x)),
    ):
        theirs = qml.matrix(template, wire_order=wires)()
        close(theirs, unitary(ours))


def test_reuploading() -> None:
    encoding = encodings.reuploading(4, layers=2)
    assert (2, 2, 2, 3) == encoding.weights_shape
    x, weights = RANDOM.normal(size=4), RANDOM.normal(size=(2, 2, 2, 3))
    expected = np.eye(4)
    for layer in range(2):
        angles = [weights[0, layer, q] + weights[1, layer, q] * x[reads] for q, reads in
                  enumerate(([0, 1, 2], [3, 0, 1]))]  # fmt: skip
        expected = np.kron(rot(angles[1]), rot(angles[0])) @ expected
        if layer == 0:
            expected = np.diag([1, 1, 1, -1]) @ expected
    close(expected, unitary(encoding.bind(x, weights)))
    batch = encoding.angles(np.stack([x, 2 * x]), weights)
    close(encoding.angles(x, weights), batch[0])
    assert (2, 12) == batch.shape
    with pytest.raises(SemanticError, match=r"takes weights of shape \(2, 2, 2, 3\)"):
        encoding.angles(x)


@pytest.mark.parametrize("map", ["binary", "gray", "unary", [4, 2, 7]])
@pytest.mark.parametrize("particles", [1, 2])
def test_level_amplitude(map: Any, particles: int) -> None:
    codes = {"binary": [0, 1, 2], "gray": [0, 1, 3], "unary": [1, 2, 4]}.get(
        map if isinstance(map, str) else "", [4, 2, 7]
    )
    size = 4 if map in ("binary", "gray") else 8
    x = RANDOM.normal(size=(particles, 3))
    expected = np.ones(1)
    for row in x:
        one = np.zeros(size)
        one[codes] = row / np.linalg.norm(row)
        expected = np.kron(one, expected)
    encoding = encodings.level_amplitude(3, particles=particles, level_map=map)
    close(expected, state(encoding.bind(x if particles > 1 else x[0])))


def test_unary_levels_cost_two_gates_each() -> None:
    encoding = encodings.level_amplitude(6, level_map="unary")
    assert (2 * 6 - 3, 5) == (two_qubit(encoding.circuit), len(encoding.parameters))
    x = np.array([0.0, -0.6, 0.0, 0.0, 0.8, 0.0])
    expected = np.zeros(64)
    expected[2], expected[16] = -0.6, 0.8
    close(expected, state(encoding.bind(x)))


def test_errors_say_what_is_wrong() -> None:
    encoding = encodings.amplitude(2)
    for wrong, code, text in (
        ([1, 2, 3], "QC237", r"takes data of shape \(4,\), got \(3,\)"),
        ([[[1, 2, 3, 4]]], "QC237", "takes data of shape"),
        ([0, 0, 0, 0], "QC238", "zeros is no state"),
        ([1, 0, float("nan"), 0], "QC239", r"no finite number at index \(2,\)"),
        ([1, 0, 1j, 0], "QC237", "takes real numbers"),
        (["a", "b", "c", "d"], "QC237", "no array of numbers"),
    ):
        with pytest.raises(SemanticError, match=text) as raised:
            encoding.angles(wrong)
        assert code == raised.value.code
    with pytest.raises(SemanticError, match="takes one sample, got a batch"):
        encoding.values(np.ones((2, 4)))
    with pytest.raises(PipelineError, match="whole number from 1 on, got 0"):
        encodings.angle(0)
    with pytest.raises(PipelineError, match="not `w`"):
        encodings.angle(2, axis="w")
    with pytest.raises(PipelineError, match="3 different basis states"):
        encodings.level_amplitude(3, level_map=[0, 0, 1])
