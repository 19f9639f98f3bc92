# SPDX-License-Identifier: Apache-2.0
"""QNodes traced once: the same results and gradients, the function run only once, and a word where that cannot be."""

from __future__ import annotations

import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

import qcompile as qc
from qcompile.errors import QCompileWarning, SemanticError

qml = pytest.importorskip("pennylane")
from pennylane import numpy as pnp  # noqa: E402

from .test_pennylane_transform import DATA, VALUES, cost  # noqa: E402


def pair(
    function: Any, device: str = "default.qubit", **settings: Any
) -> tuple[Any, Any, list[Any]]:
    """Return a plain QNode, ours, and what grows by one whenever ours runs the function."""
    runs: list[Any] = []

    def counted(*args: Any, **kwargs: Any) -> Any:
        runs.append(None)
        return function(*args, **kwargs)

    own = qml.device(device, wires=4)
    return qml.QNode(function, own, **settings), qc.qnode(counted, own, **settings), runs


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
def test_results_and_gradients(device: str, method: str) -> None:
    if device == "lightning.qubit":
        pytest.importorskip("pennylane_lightning")
    plain, fast, runs = pair(cost, device, diff_method=method)
    for seed in range(3):
        x = pnp.array(np.random.default_rng(seed).uniform(-3, 3, 12), requires_grad=True)
        data = pnp.array(DATA + seed, requires_grad=seed == 2)
        assert abs(plain(x, data) - fast(x, data)) < 1e-12
        one, other = qml.grad(plain)(x, data), qml.grad(fast)(x, data)
        for mine, theirs in zip(one, other, strict=True):
            assert np.abs(mine - theirs).max() < 1e-10
    # Once to trace it, and once to compare.
    assert 2 == len(runs)


def test_returned_as_the_function_returns() -> None:
    def own(x: float, y: Any, *, depth: int) -> Any:
        for _ in range(depth):
            qml.Rot(x, y[0, 1], y["a" if isinstance(y, dict) else (1, 0)], wires=0)
            qml.CNOT([0, 1])
        return {"z": qml.expval(qml.Z(0)), "rest": (qml.probs(wires=[0, 1]), [qml.var(qml.X(1))])}

    plain, fast, runs = pair(own)
    y = np.arange(4.0).reshape(2, 2)
    for depth in (1, 2, 1):
        for x in (0.3, 1.7):
            one, other = plain(x, y, depth=depth), fast(x, y, depth=depth)
            assert {"z", "rest"} == set(other)
            assert abs(one["z"] - other["z"]) < 1e-12
            assert isinstance(other["rest"][1], list)
            assert np.abs(one["rest"][0] - other["rest"][0]).max() < 1e-12
    assert 4 == len(runs)


def test_what_is_computed_of_arguments() -> None:
    def own(x: Any, y: float) -> Any:
        qml.RX(np.sin(x[0]) * y / 2 + 1, wires=0)
        qml.RY(np.sum(x[1:]) - 3 * y**2, wires=1)
        qml.ctrl(qml.RZ(2 * x[2], wires=2), [0, 1])
        qml.MultiRZ(x @ np.array([1.0, 2.0, 3.0]), wires=[0, 1, 2])
        qml.BasicEntanglerLayers(np.reshape(x, (1, 3)), wires=range(3))
        return qml.expval(qml.Z(2) @ qml.Y(0)), qml.state()

    plain, fast, runs = pair(own)
    for seed in range(4):
        x, y = np.random.default_rng(seed).uniform(-3, 3, 3), 0.3 + seed
        for mine, theirs in zip(plain(x, y), fast(x, y), strict=True):
            assert np.abs(mine - theirs).max() < 1e-10
    assert 2 == len(runs)


def test_a_function_that_branches_on_a_value_is_run_each_time() -> None:
    def own(x: Any) -> Any:
        if x[0] > 0:
            qml.RX(x[0], 0)
        else:
            qml.RY(x[1], 0)
        return qml.expval(qml.Z(0))

    plain, fast, runs = pair(own)
    with pytest.warns(QCompileWarning, match=r"QC253.*asks for the value of an argument"):
        assert abs(plain(VALUES) - fast(VALUES)) < 1e-12
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for x in (VALUES, -VALUES):
            assert abs(plain(x) - fast(x)) < 1e-12
    assert len(runs) > 3
    for bad in (float, int, bool, round, lambda v: v == 0.5, np.arctan, lambda v: v % 2):
        _, odd, _ = pair(lambda x, bad=bad: (qml.RX(bad(x) * 0.2, 0), qml.expval(qml.Z(0)))[1])
        with pytest.warns(QCompileWarning, match="QC253"):
            odd(0.5)


def test_batches_and_matrices_take_the_other_way() -> None:
    def own(x: Any, u: Any) -> Any:
        qml.QubitUnitary(u, wires=0)
        for q in range(2):
            qml.RX(x[q], q)
            qml.RX(x[2], q)
        return qml.expval(qml.Z(0))

    plain, fast, _ = pair(own)
    u = qml.matrix(qml.RY(0.3, 0))
    batch = np.random.default_rng(0).normal(size=(3, 5))
    with pytest.warns(QCompileWarning, match="QC253"):
        found = fast(batch, u)
    assert np.abs(plain(batch, u) - found).max() < 1e-12


@pytest.mark.parametrize("target", [None, "line:5"])
def test_targets_shots_and_settings(target: Any) -> None:
    def own(x: Any) -> Any:
        qml.RY(x[0], 0)
        qml.CNOT([0, 2])
        qml.RX(x[1], 1)
        qml.CNOT([2, 1])
        return qml.probs(wires=[1, 0]), qml.expval(qml.Z(2))

    plain = qml.QNode(own, qml.device("default.qubit", seed=1))
    fast = qc.qnode(plain, target=target, compile={"basis": "cz,rz,sx,x"})
    for mine, theirs in zip(plain(VALUES), fast(VALUES), strict=True):
        assert np.abs(mine - theirs).max() < 1e-10
    sampled = qml.set_shots(fast, 4000)
    assert type(fast) is type(sampled)
    assert np.abs(sampled(VALUES)[0] - plain(VALUES)[0]).max() < 0.06
    assert 4000 == sampled.shots.total_shots
    assert None is fast.shots.total_shots
    shifted = fast.update(diff_method="parameter-shift")
    x = pnp.array(VALUES, requires_grad=True)
    one, other = (qml.grad(lambda v, n=n: n(v)[1])(x) for n in (plain, shifted))
    assert np.abs(one - other).max() < 1e-10
    assert {"CZ", "RZ", "SX"} >= {op.name for op in fast.construct((VALUES,), {}).operations} - {
        "PauliX"
    }


def test_transforms_and_drawings_take_it_as_a_qnode() -> None:
    def own(x: Any) -> Any:
        qml.RX(x[0], 0)
        qml.RX(x[1], 0)
        return qml.expval(qml.Z(0) @ qml.X(1)), qml.expval(qml.X(0))

    plain, fast, _ = pair(own, diff_method="parameter-shift")
    x = pnp.array(VALUES, requires_grad=True)
    for transform in (qml.transforms.split_non_commuting, qc.qnode_transform):
        assert np.abs(np.subtract(plain(x), transform(fast)(x))).max() < 1e-12
    one, other = (qml.gradients.param_shift(node)(x) for node in (plain, fast))
    for mine, theirs in zip(one, other, strict=True):
        assert np.abs(np.subtract(mine, theirs)).max() < 1e-10
    assert "RX" in qml.draw(fast)(x)


def test_measured_in_the_middle_and_without_arguments() -> None:
    def own(x: Any) -> Any:
        qml.RX(x[0], 0)
        m = qml.measure(0)
        qml.cond(m, qml.PauliX)(1)
        qml.RX(x[1], 1)
        qml.RX(x[2], 1)
        return qml.expval(qml.Z(1)), qml.expval(m)

    plain, fast, runs = pair(own)
    for x in (VALUES, VALUES + 1):
        assert np.abs(np.subtract(plain(x), fast(x))).max() < 1e-12
    assert 2 == len(runs)
    plain, fast, _ = pair(lambda: (qml.Hadamard(0), qml.Hadamard(1), qml.probs(wires=[0]))[-1])
    assert np.abs(plain() - fast()).max() < 1e-12


def test_threads_share_a_qnode() -> None:
    plain, fast, _ = pair(lambda x: (qml.RX(x[0], 0), qml.RX(x[1], 0), qml.expval(qml.Z(0)))[-1])
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda k: float(fast(VALUES + k)), range(40)))
    assert np.abs([plain(VALUES + k) for k in range(40)] - np.array(found)).max() < 1e-12


def test_misuse_is_said() -> None:
    with pytest.raises(SemanticError, match="QC230"):
        qc.qnode(cost)
    with pytest.raises(SemanticError, match="QC230"):
        qc.qnode(qml.QNode(cost, qml.device("default.qubit")), diff_method="adjoint")


# What PennyLane asks of JAX in its own way.
@pytest.mark.filterwarnings("ignore:jax.core:DeprecationWarning")
def test_torch_and_jax_tensors() -> None:
    plain, fast, _ = pair(cost, diff_method="backprop")
    exact = qml.grad(plain)(pnp.array(VALUES, requires_grad=True), DATA)
    try:
        import torch
    except ImportError:
        torch = None
    if torch is not None:
        x = torch.tensor(VALUES, requires_grad=True)
        out = fast(x, torch.tensor(DATA))
        out.backward()
        assert np.abs(x.grad.numpy() - exact).max() < 1e-10
        assert torch.float64 == out.dtype
        assert (
            abs(float(fast(torch.tensor(VALUES), torch.tensor(DATA))) - plain(VALUES, DATA)) < 1e-12
        )
        x = torch.tensor(VALUES, requires_grad=True)
        qc.qnode_transform(plain)(x, torch.tensor(DATA)).backward()
        assert np.abs(x.grad.numpy() - exact).max() < 1e-10
    try:
        import jax
    except ImportError:
        return
    with jax.enable_x64(True):
        for node in (fast, qc.qnode_transform(plain)):
            found = jax.grad(node)(jax.numpy.asarray(VALUES), jax.numpy.asarray(DATA))
            assert np.abs(found - exact).max() < 1e-10
        # Compiling is slow: a circuit of its own.
        _, small, _ = pair(
            lambda x: (qml.RX(x[0], 0), qml.RX(2 * x[1], 0), qml.expval(qml.Z(0)))[-1]
        )
        found = jax.jit(jax.grad(small))(jax.numpy.asarray([0.3, 0.4]))
        assert np.abs(found - np.array([-1, -2]) * np.sin(1.1)).max() < 1e-10
