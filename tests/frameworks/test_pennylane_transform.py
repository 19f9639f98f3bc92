# SPDX-License-Identifier: Apache-2.0
"""PennyLane's tapes and QNodes compiled once: the same results and gradients, and nothing compiled twice."""

from __future__ import annotations

import copy
import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

import qcompile as qc
from qcompile.errors import SemanticError

qml = pytest.importorskip("pennylane")
from pennylane import numpy as pnp  # noqa: E402

from qcompile.frameworks import pennylane as ours  # noqa: E402

WIRES = ["a", 1, "c", 3]
ONE = ["RX", "RY", "RZ", "PhaseShift", "Hadamard", "S", "T", "SX", "PauliX", "Rot", "U2", "U3"]
TWO = [
    "CNOT",
    "CZ",
    "SWAP",
    "ISWAP",
    "IsingXX",
    "IsingZZ",
    "IsingXY",
    "CRX",
    "CRot",
    "SingleExcitation",
]


def random_ops(seed: int, count: int = 25, *, wide: bool = True) -> list[Any]:
    """Return operators of every kind a tape of gates may have."""
    rng = random.Random(seed)
    out: list[Any] = []
    for _ in range(count):
        wires = rng.sample(WIRES, 4)
        kind = rng.randrange(12)
        if kind < 5:
            name = rng.choice(ONE)
            count_of = getattr(qml, name).num_params
            out.append(
                getattr(qml, name)(*(rng.uniform(-4, 4) for _ in range(count_of)), wires=wires[0])
            )
        elif kind < 9:
            name = rng.choice(TWO)
            count_of = getattr(qml, name).num_params
            out.append(
                getattr(qml, name)(*(rng.uniform(-4, 4) for _ in range(count_of)), wires=wires[:2])
            )
        elif kind == 9:
            out.append(
                rng.choice([qml.adjoint(qml.S(wires[0])), qml.adjoint(qml.RX(0.4, wires[0]))])
            )
        elif kind == 10 or not wide:
            out.append(qml.PauliRot(rng.uniform(-4, 4), "XY", wires=wires[:2]))
        else:
            angle = rng.uniform(-4, 4)
            out.append(
                rng.choice(
                    [
                        qml.Toffoli(wires=wires[:3]),
                        qml.MultiRZ(angle, wires=wires[:3]),
                        qml.ctrl(qml.RY(angle, wires[0]), wires[1:3]),
                        qml.QubitUnitary(qml.matrix(qml.RX(angle, 0)), wires=wires[0]),
                        qml.DoubleExcitation(angle, wires=wires),
                        qml.Barrier(wires=wires[:2]),
                    ]
                )
            )
    return out


def state(tape: Any) -> Any:
    device = qml.device("default.qubit", wires=WIRES)
    return np.asarray(qml.execute([tape], device, diff_method=None)[0])


@pytest.mark.parametrize("seed", range(12))
def test_random_tapes_keep_their_states_phase_included(seed: int) -> None:
    tape = qml.tape.QuantumScript(random_ops(seed), [qml.state()])
    for level in (1, 2):
        (new,), back = ours.qnode_transform(tape, level=level)
        assert np.abs(state(tape) - back([state(new)])).max() < 1e-9
    moved = tape.bind_new_parameters(
        [x if np.ndim(x) else x + 0.37 for x in tape.get_parameters()], tape.trainable_params
    )
    before = len(ours._plans)
    (again,), _ = ours.qnode_transform(moved, level=2)
    assert before == len(ours._plans)
    assert np.abs(state(moved) - state(again)).max() < 1e-9


def ansatz(x: Any, data: Any) -> None:
    """Rotations that merge, that share a parameter, and layers that are one operator."""
    qml.AngleEmbedding(data, wires=range(3), rotation="X")
    qml.StronglyEntanglingLayers(qml.math.reshape(x[:9], (1, 3, 3)), wires=range(3))
    for q in range(3):
        qml.RX(x[9 + q], q)
        qml.RZ(2 * x[9 + q] + x[0], q)
        qml.RX(x[10], q)
        qml.RY(x[11] * data[0], q)
        qml.RX(-x[10], q)
    qml.IsingZZ(qml.math.sin(x[4]), wires=[0, 2])
    qml.SingleExcitation(x[5], wires=[1, 2])


def cost(x: Any, data: Any) -> Any:
    ansatz(x, data)
    return qml.expval(0.5 * qml.Z(0) @ qml.X(1) + qml.Y(2))


VALUES = np.random.default_rng(0).uniform(-3, 3, 12)
DATA = np.array([0.3, -1.2, 0.8])


@pytest.mark.parametrize(
    ("device", "method"),
    [
        ("default.qubit", "backprop"),
        ("default.qubit", "adjoint"),
        ("default.qubit", "parameter-shift"),
        ("lightning.qubit", "adjoint"),
        ("lightning.qubit", "parameter-shift"),
    ],
)
def test_gradients_are_those_of_the_plain_qnode(device: str, method: str) -> None:
    if device == "lightning.qubit":
        pytest.importorskip("pennylane_lightning")
    plain = qml.QNode(cost, qml.device(device, wires=3), diff_method=method)
    fast = ours.qnode_transform(plain)
    x, data = pnp.array(VALUES, requires_grad=True), pnp.array(DATA, requires_grad=False)
    assert abs(plain(x, data) - fast(x, data)) < 1e-12
    assert np.abs(qml.grad(plain)(x, data) - qml.grad(fast)(x, data)).max() < 1e-10
    both = pnp.array(DATA, requires_grad=True)
    for one, other in zip(qml.grad(plain)(x, both), qml.grad(fast)(x, both), strict=True):
        assert np.abs(one - other).max() < 1e-10


def test_hessians() -> None:
    def own(x: Any) -> Any:
        qml.RX(2 * x[0], 0)
        qml.RX(x[1], 0)
        qml.CNOT([0, 1])
        qml.RY(x[1] + x[2], 1)
        return qml.expval(qml.Z(1))

    plain = qml.QNode(own, qml.device("default.qubit"), diff_method="parameter-shift", max_diff=2)
    fast = ours.qnode_transform(plain)
    x = pnp.array([0.3, 1.1, -0.4], requires_grad=True)
    one, other = (qml.jacobian(qml.grad(node))(x) for node in (plain, fast))
    assert np.abs(one - other).max() < 1e-10

    bent = ours.qnode_transform(
        qml.QNode(cost, qml.device("default.qubit"), diff_method="backprop")
    )
    with pytest.raises(SemanticError, match="QC246"):
        qml.jacobian(qml.grad(bent))(pnp.array(VALUES, requires_grad=True), DATA)


def test_batches_stay_batches() -> None:
    batch = np.random.default_rng(1).uniform(-3, 3, (12, 5))

    def own(x: Any, data: Any) -> Any:
        for q in range(2):
            qml.RX(x[q], q)
            qml.RZ(x[q] + x[5], q)
            qml.RX(data[q], q)
            qml.RX(data[2], q)
        qml.CNOT([0, 1])
        return qml.expval(qml.Z(0)), qml.probs(wires=[1, 0])

    plain = qml.QNode(own, qml.device("default.qubit"))
    fast = ours.qnode_transform(plain)
    for one, other in zip(plain(batch, DATA), fast(batch, DATA), strict=True):
        assert one.shape == other.shape
        assert np.abs(one - other).max() < 1e-12
    x = pnp.array(batch, requires_grad=True)

    def total(node: Any) -> Any:
        return qml.grad(lambda v: pnp.sum(node(v, DATA)[0]))(x)

    assert np.abs(total(plain) - total(fast)).max() < 1e-10


@pytest.mark.parametrize("target", ["line:5", "grid:2x3"])
def test_on_a_device_wires_and_observables_are_mapped(target: str) -> None:
    basis = ["cz", "rz", "sx", "x"]
    device = qc.Target.from_name(target, basis=basis)

    def own(x: Any) -> Any:
        ansatz(x, DATA)
        return (
            qml.expval(qml.Z(0) @ qml.X(2)),
            qml.var(qml.Y(1)),
            qml.probs(wires=[2, 0]),
            qml.probs(),
            qml.expval(qml.Hermitian(np.array([[1, 2j], [-2j, 0]]), 1)),
        )

    plain = qml.QNode(own, qml.device("default.qubit"), diff_method="parameter-shift")
    fast = ours.qnode_transform(plain, target=device)
    for one, other in zip(plain(VALUES), fast(VALUES), strict=True):
        assert np.abs(one - other).max() < 1e-10
    tape = qml.workflow.construct_tape(fast)(VALUES)
    edges = {frozenset(pair[:2]) for pair in device.pairs}
    for op in tape.operations:
        assert type(op).__name__ in ("CZ", "RZ", "SX", "PauliX")
        assert len(op.wires) == 1 or frozenset(op.wires) in edges
    x = pnp.array(VALUES, requires_grad=True)
    one, other = (qml.grad(lambda v, n=n: n(v)[0])(x) for n in (plain, fast))
    assert np.abs(one - other).max() < 1e-10


def test_what_a_device_cannot_have_is_said() -> None:
    def own(u: Any) -> Any:
        qml.StatePrep(u, wires=0)
        return qml.expval(qml.Z(0))

    fast = ours.qnode_transform(
        qml.QNode(own, qml.device("default.qubit"), diff_method="backprop"), target="line:2"
    )
    assert abs(fast(np.array([0.6, 0.8])) + 0.28) < 1e-9
    with pytest.raises(SemanticError, match="QC245"):
        qml.grad(fast)(pnp.array([0.6, 0.8], requires_grad=True))
    with pytest.raises(SemanticError, match="QC245"):
        ours.qnode_transform(
            qml.tape.QuantumScript([qml.RX(0.1, 0)], [qml.state()]), target="line:2"
        )


def test_measured_in_the_middle() -> None:
    def own(x: Any) -> Any:
        qml.RX(x[0], 0)
        qml.RX(x[1], 0)
        m = qml.measure(0)
        qml.cond(m, qml.RY)(x[1], 1)
        qml.RZ(x[2], 1)
        qml.RX(x[0], 1)
        qml.RX(x[1], 1)
        return qml.expval(qml.Z(1)), qml.expval(m)

    plain = qml.QNode(own, qml.device("default.qubit"), diff_method="backprop")
    for fast in (ours.qnode_transform(plain), ours.qnode_transform(plain, target="line:3")):
        assert np.abs(np.subtract(plain(VALUES), fast(VALUES))).max() < 1e-10
    x = pnp.array(VALUES, requires_grad=True)
    one, other = (qml.grad(lambda v, n=n: n(v)[0])(x) for n in (plain, ours.qnode_transform(plain)))
    assert np.abs(one - other).max() < 1e-10


def test_channels_stay() -> None:
    def own(x: Any) -> Any:
        qml.RX(x[0], 0)
        qml.DepolarizingChannel(x[1] ** 2, 0)
        qml.RX(x[2], 0)
        return qml.expval(qml.Z(0))

    plain = qml.QNode(own, qml.device("default.mixed", wires=1), diff_method="backprop")
    fast = ours.qnode_transform(plain)
    x = pnp.array([0.4, 0.3, 0.5], requires_grad=True)
    assert np.abs(qml.grad(plain)(x) - qml.grad(fast)(x)).max() < 1e-10


def test_trained_numbers_are_those_that_depend_on_trained_ones() -> None:
    ops = [qml.RX(0.1, 0), qml.RX(0.2, 0), qml.RY(0.3, 1), qml.CNOT([0, 1]), qml.RZ(0.4, 1)]
    observable = qml.expval(qml.Hamiltonian([1.0, 2.0], [qml.Z(0), qml.X(1)]))
    for trained, expected in [
        ([1], [0]),
        ([2], [1]),
        ([3, 5], [2, 4]),
        ([], []),
        ([0, 1, 2, 3], [0, 1, 2]),
    ]:
        tape = qml.tape.QuantumScript(ops, [observable], trainable_params=trained)
        (new,), _ = ours.qnode_transform(tape)
        assert ["RX", "RY", "CNOT", "RZ"] == [op.name for op in new.operations]
        assert expected == new.trainable_params


def test_turns_are_one_operator_unless_trained_and_constants_are_shared() -> None:
    def tape(a: float, trained: tuple[int, ...] = ()) -> Any:
        ops = [qml.RZ(a, 0), qml.RY(2.0, 0), qml.RZ(0.2, 0), qml.CNOT([0, 1]), qml.RY(a, 1)]
        return qml.tape.QuantumScript(ops, [qml.expval(qml.Z(0))], trainable_params=trained)

    (one,), _ = ours.qnode_transform(tape(0.1))
    (other,), _ = ours.qnode_transform(tape(0.7))
    assert ["Rot", "CNOT", "RY"] == [op.name for op in one.operations]
    assert (0.7, 2.0, 0.2) == other.operations[0].data
    assert (0.1, 2.0, 0.2) == one.operations[0].data
    assert one.operations[1] is other.operations[1]
    (parted,), _ = ours.qnode_transform(tape(0.1, (1,)))
    assert ["RZ", "RY", "RZ", "CNOT", "RY"] == [op.name for op in parted.operations]
    assert [1] == parted.trainable_params


def test_another_kind_of_number_or_structure_is_another_plan() -> None:
    before = len(ours._plans)
    wires = [("x", "y"), ("y", "x")]
    for a, b in wires:
        tape = qml.tape.QuantumScript([qml.PauliRot(0.3, "XY", [a, b])], [qml.state()])
        (new,), _ = ours.qnode_transform(tape, level=1)
        assert (
            np.abs(np.subtract(*(qml.matrix(t, wire_order=[a, b]) for t in (tape, new)))).max()
            < 1e-12
        )
    assert before + 2 == len(ours._plans)
    tape = qml.tape.QuantumScript([qml.PauliRot(0.3, "YX", ["x", "y"])], [qml.state()])
    ours.qnode_transform(tape, level=1)
    assert before + 3 == len(ours._plans)


def test_the_source_stays_and_threads_share() -> None:
    tape = qml.tape.QuantumScript(random_ops(99), [qml.expval(qml.Z("a"))])
    kept = copy.deepcopy(tape)

    def one(k: int) -> float:
        moved = tape.bind_new_parameters(
            [x if np.ndim(x) else x + k for x in tape.get_parameters()], tape.trainable_params
        )
        (new,), _ = ours.qnode_transform(moved)
        return float(np.abs(state(moved) - state(new)))

    with ThreadPoolExecutor(4) as pool:
        assert max(pool.map(one, range(12))) < 1e-9
    qml.assert_equal(tape, kept)


def test_trained_numbers_of_a_compiled_tape() -> None:
    ops = [
        qml.RX(0.1, 0),
        qml.QubitUnitary(np.eye(2), 1),
        qml.RX(0.2, 0),
        qml.CNOT([0, 1]),
        qml.RY(0.3, 1),
    ]
    observable = qml.expval(qml.Hamiltonian([1.0, 2.0], [qml.Z(0), qml.X(1)]))
    for trained, expected in (([], []), ([0, 2], [0, 1]), ([3, 4], [0, 1, 2]), ([5], [3])):
        tape = qml.tape.QuantumScript(ops, [observable], trainable_params=trained)
        new = qc.compile(tape, basis="rx,ry,rz,cx").to_same()
        assert ["RX", "CNOT", "RY"] == [op.name for op in new.operations]
        assert expected == new.trainable_params
