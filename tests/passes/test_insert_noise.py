# SPDX-License-Identifier: Apache-2.0
"""Noise is where the model says, does what the textbook says, and stays where it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import qcompile as qc
from qcompile.contract import Context
from qcompile.noise import NoiseModel
from qcompile.passes import InsertNoise

X = np.array([[0, 1], [1, 0]])
Y = np.array([[0, -1j], [1j, 0]])
Z = np.diag([1, -1])
GATES = {
    "h": np.array([[1, 1], [1, -1]]) / 2**0.5,
    "x": X,
    "t": np.diag([1, np.exp(0.25j * np.pi)]),
}


def on(matrix: Any, qubit: int, width: int) -> Any:
    """Return a matrix on one of several qubits, the first of them least significant."""
    return np.kron(np.kron(np.eye(2 ** (width - 1 - qubit)), matrix), np.eye(2**qubit))


def cx(control: int, target: int, width: int) -> Any:
    return on(np.diag([1, 0]), control, width) + on(np.diag([0, 1]), control, width) @ on(
        X, target, width
    )


def textbook(rho: Any, name: str, p: float, qubits: list[int], width: int) -> Any:
    """Return what a channel makes of a density matrix, by the formulas of the books."""
    if name == "depolarizing":
        strings = [np.eye(2**width)]
        for q in qubits:
            strings = [s @ on(one, q, width) for s in strings for one in (np.eye(2), X, Y, Z)]
        share = p / (len(strings) - 1)
        return (1 - p) * rho + share * sum(s @ rho @ s.conj().T for s in strings[1:])
    for q in qubits:
        if name in ("bit_flip", "phase_flip"):
            flip = on(X if name == "bit_flip" else Z, q, width)
            rho = (1 - p) * rho + p * flip @ rho @ flip
            continue
        zero, one = on(np.diag([1, 0]), q, width), on(np.diag([0, 1]), q, width)
        coherent = zero @ rho @ one + one @ rho @ zero
        lowered = on(X, q, width) @ one @ rho @ one @ on(X, q, width)
        moved = p * lowered if name == "amplitude_damping" else p * one @ rho @ one
        rho = zero @ rho @ zero + (1 - p) * one @ rho @ one + (1 - p) ** 0.5 * coherent + moved
    return rho


def density(circuit: Any) -> Any:
    """Return the density matrix a circuit makes of zeros, its channels by their Kraus matrices."""
    width = circuit.num_qubits
    rho = np.zeros((2**width, 2**width), dtype=complex)
    rho[0, 0] = 1
    for op in circuit:
        if op.name == "channel":
            side = 2 ** len(op.qubits)
            whole = np.zeros_like(rho)
            for flat in op.contents["kraus"]:
                k = spread(np.array(flat).reshape(side, side), op.qubits, width)
                whole += k @ rho @ k.conj().T
            rho = whole
        else:
            u = (
                cx(*op.qubits, width)
                if op.name == "cx"
                else on(GATES[op.name], op.qubits[0], width)
            )
            rho = u @ rho @ u.conj().T
    return rho


def spread(matrix: Any, qubits: list[int], width: int) -> Any:
    """Return a matrix over some qubits as one over all."""
    out = np.zeros((2**width, 2**width), dtype=complex)
    for column in range(2**width):
        inner = sum((column >> q & 1) << k for k, q in enumerate(qubits))
        rest = column & ~sum(1 << q for q in qubits)
        for row in range(len(matrix)):
            out[rest | sum((row >> k & 1) << q for k, q in enumerate(qubits)), column] += matrix[
                row, inner
            ]
    return out


def noisy(circuit: qc.Circuit, model: NoiseModel | str = "", **options: Any) -> qc.Circuit:
    target = options.pop("target", qc.Target.like(circuit))
    out = circuit.copy()
    InsertNoise(model=model, **options).run(out, Context(target=target))
    assert [] == out.violations()
    return out


def program() -> qc.Circuit:
    return qc.Circuit(3).h(0).cx(0, 2).t(2).cx(2, 1).h(1).x(2)


@pytest.mark.parametrize(
    "name", ["bit_flip", "phase_flip", "depolarizing", "amplitude_damping", "phase_damping"]
)
def test_each_channel_is_the_textbooks(name: str) -> None:
    model = NoiseModel(one_qubit={name: 0.07}, two_qubit={name: 0.19})
    rho = np.zeros((8, 8), dtype=complex)
    rho[0, 0] = 1
    for op in program():
        u = cx(*op.qubits, 3) if op.name == "cx" else on(GATES[op.name], op.qubits[0], 3)
        rho = u @ rho @ u.conj().T
        rho = textbook(rho, name, 0.19 if op.name == "cx" else 0.07, op.qubits, 3)
    found = density(noisy(program(), model))
    assert np.allclose(rho, found, atol=1e-14)
    assert 1 == pytest.approx(np.trace(found).real)


def test_where_channels_stand() -> None:
    circuit = qc.Circuit(3, 1).h(0).barrier().cx(0, 1).ccx(0, 1, 2).reset(2).measure(0, 0)
    model = NoiseModel(
        one_qubit={"bit_flip": 0.1},
        two_qubit={"depolarizing": 0.1, "phase_flip": 0.1},
        many_qubit={"depolarizing": 0.1},
        measure={"bit_flip": 0.2},
        reset={"bit_flip": 0.3},
    )
    assert [
        ("h", [0]),
        ("channel", [0]),
        ("barrier", [0, 1, 2]),
        ("cx", [0, 1]),
        *[("channel", on) for on in ([0], [1], [0, 1])],
        ("ccx", [0, 1, 2]),
        *[("channel", [q]) for q in (0, 1, 2)],
        ("reset", [2]),
        ("channel", [2]),
        ("channel", [0]),
        ("measure", [0]),
    ] == sorted_by_wires(noisy(circuit, model))


def sorted_by_wires(circuit: Any) -> list[tuple[str, list[int]]]:
    """Return the operations, those on the first qubits last where order is free."""
    ops = [(op.name, op.qubits) for op in circuit]
    tail = [i for i, (name, on) in enumerate(ops) if name == "measure" or (i > 10 and on == [0])]
    return [op for i, op in enumerate(ops) if i not in tail] + [ops[i] for i in tail]


def test_blocks_regions_and_delays_are_reached() -> None:
    circuit = qc.Circuit(3, 1).measure(0, 0)
    with circuit.if_(circuit.bit(0) == 1):
        circuit.x(2)
    with circuit.protected("mine"):
        circuit.x(1).x(1)
    circuit.delay(100.0, 2).delay(100.0, 1)
    model = NoiseModel(at={("x", (2,)): {"bit_flip": 0.5}}, times={2: (1000.0, 900.0)})
    out = noisy(circuit, model)
    blocks = {op.name: [inner.name for inner in op.blocks[0]] for op in out if op.blocks}
    assert {"if": ["x", "channel"], "region": ["x", "x"]} == blocks
    assert [[2], [2]] == [op.qubits for op in out if op.name == "channel"]


def test_targets_files_and_rates_are_models(tmp_path: Path) -> None:
    target = qc.Target("t", ["cx", "h", "t", "x"], 3, gate_facts={("cx", (0, 2)): {"error": 0.01}})
    assert [[0, 2]] == channels(noisy(program(), target=target))
    assert [] == channels(noisy(program()))
    path = tmp_path / "my model.json"
    path.write_text(json.dumps({"qcompile_noise": 1, "gates": {"t": {"bit_flip": 0.1}}}))
    pipeline = qc.Pipeline(f'cancel-inverses, insert-noise{{model="{path}"}}')
    assert str(pipeline) == str(qc.Pipeline(str(pipeline)))
    out, _ = pipeline.run(program(), Context(target=target))
    assert [[2]] == channels(out)
    out, _ = qc.Pipeline("insert-noise{two_qubit=0.1}").run(program(), Context(target=target))
    assert [[0, 2], [2, 1]] == channels(out)


def channels(circuit: Any) -> list[list[int]]:
    return [op.qubits for op in circuit if op.name == "channel"]


def test_compile_inserts_and_compares_nothing() -> None:
    result = qc.compile(program(), passes="insert-noise{one_qubit=0.1}", verify="full")
    assert 4 == len(channels(result.circuit))
    assert result.report.verified is None
    assert "none" == result.report.options["relation"]


@pytest.mark.parametrize("level", [0, 1, 2])
def test_nothing_moves_across_noise(level: int) -> None:
    model = NoiseModel(one_qubit={"bit_flip": 0.1}, two_qubit={"amplitude_damping": 0.1})
    circuit = noisy(qc.Circuit(2).h(0).h(0).cx(0, 1).cx(0, 1).t(1).h(1).t(0), model)
    out = qc.compile(circuit, level=level, basis="cx,h,t,x").circuit
    assert np.allclose(density(circuit), density(out), atol=1e-12)
    assert channels(circuit) == channels(out)
