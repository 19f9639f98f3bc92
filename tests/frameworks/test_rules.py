# SPDX-License-Identifier: Apache-2.0
"""Gradients through `bind` in PyTorch and JAX, batched, in both precisions, under their transformations."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import qcompile as qc
from qcompile.errors import SemanticError

A, B, C = (qc.Parameter(name) for name in "abc")
#: Affine slots, and angles of a merged run.
AFFINE = qc.template(qc.Circuit(2).ry(2 * A + B, 0).cx(0, 1).rz(C - A, 1), basis="rx,ry,rz,cx")
BENT = qc.template(qc.Circuit(1).rx(A, 0).rz(B, 0).rx(C, 0).rz(A, 0), basis="rx,ry,rz,cx")
VALUES = np.random.default_rng(0).normal(size=(4, 3))
TEMPLATES = pytest.mark.parametrize("template", [AFFINE, BENT], ids=["affine", "bent"])


def weights(template: qc.training.Template, rows: int = 4) -> Any:
    return np.random.default_rng(1).normal(size=(rows, len(template.slots)))


#: What PyTorch says of itself when forward mode is first asked for.
@pytest.mark.filterwarnings("ignore:.torch.jit:FutureWarning")
@TEMPLATES
def test_torch_gradients(template: Any) -> None:
    torch = pytest.importorskip("torch")
    from qcompile.frameworks.torch import bind

    x = torch.tensor(VALUES, requires_grad=True)
    out = bind(template, x)
    assert np.array_equal(template.bind(VALUES), out.detach().numpy())
    (out * torch.tensor(weights(template))).sum().backward()
    assert np.array_equal(template.vjp(VALUES, weights(template)), x.grad.numpy())
    assert torch.autograd.gradcheck(lambda v: bind(template, v), (x,), check_forward_ad=True)


def test_torch_second_derivatives_are_exact_or_refused() -> None:
    torch = pytest.importorskip("torch")
    from qcompile.frameworks.torch import bind

    x = torch.tensor(VALUES, requires_grad=True)
    assert torch.autograd.gradgradcheck(lambda v: bind(AFFINE, v), (x,))
    with pytest.raises(SemanticError, match="QC246"):
        torch.autograd.gradgradcheck(lambda v: bind(BENT, v), (x,))


@TEMPLATES
def test_torch_types_shapes_and_vmap(template: Any) -> None:
    torch = pytest.importorskip("torch")
    from qcompile.frameworks.torch import bind

    single = torch.tensor(VALUES[0], dtype=torch.float32, requires_grad=True)
    out = bind(template, single)
    assert torch.float32 == out.dtype
    out.sum().backward()
    assert torch.float32 == single.grad.dtype
    exact = template.vjp(VALUES[0], np.ones(len(template.slots)))
    assert np.abs(single.grad.numpy() - exact).max() < 1e-5
    x = torch.tensor(VALUES)
    assert (2, 2, len(template.slots)) == tuple(bind(template, x.reshape(2, 2, 3)).shape)
    rows = torch.func.vmap(torch.func.grad(lambda v: bind(template, v).sum()))(x)
    assert np.allclose(template.vjp(VALUES, np.ones((4, len(template.slots)))), rows)
    with pytest.raises(SemanticError, match="QC230"):
        bind(template, torch.tensor([1, 2, 3]))
    with pytest.raises(SemanticError, match="QC230"):
        bind(template, torch.zeros(4))


def test_torch_layer() -> None:
    torch = pytest.importorskip("torch")
    from qcompile.frameworks.torch import Layer

    layer = Layer(AFFINE, inputs=["b"], frozen={"c": 0.3}, initial=[0.5], dtype=torch.float64)
    assert ("a",) == layer.names
    x = torch.tensor([[0.1], [0.2]])
    expected = AFFINE.bind(np.array([[0.5, 0.1, 0.3], [0.5, 0.2, 0.3]], dtype=np.float32))
    assert np.abs(layer(x).detach().numpy() - expected).max() < 1e-7
    assert ["weight"] == [name for name, _ in layer.named_parameters()]
    assert {"weight", "fixed"} == set(layer.state_dict())
    layer(x).sum().backward()
    assert (1,) == tuple(layer.weight.grad.shape)
    summed = Layer(AFFINE, run=lambda angles: angles.sum(-1), initial=[0.1, 0.2, 0.3])
    assert () == tuple(summed().shape)
    for bad in (
        {"inputs": ["z"]},
        {"inputs": ["a"], "frozen": {"a": 1.0}},
        {"inputs": ["a", "a"]},
    ):
        with pytest.raises(SemanticError, match="QC242"):
            Layer(AFFINE, **bad)
    with pytest.raises(SemanticError, match="QC230"):
        Layer(AFFINE, initial=[0.1])
    for given in ((), (torch.zeros(2),), (x, x)):
        with pytest.raises(SemanticError, match="QC230"):
            layer(*given)


@TEMPLATES
def test_a_torch_layer_trains_and_is_saved(template: Any, tmp_path: Any) -> None:
    torch = pytest.importorskip("torch")
    from qcompile.frameworks.torch import Layer

    torch.manual_seed(0)
    goal = torch.tensor(template.bind([0.3, -0.4, 0.5]))
    layer = Layer(template, initial=[0.9, -0.2, 0.1], dtype=torch.float64)
    optimiser = torch.optim.Adam(layer.parameters(), lr=0.02)
    losses = []
    for _ in range(200):
        optimiser.zero_grad()
        loss = ((layer() - goal) ** 2).sum()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0] / 100
    torch.save(layer.state_dict(), tmp_path / "layer.pt")
    again = Layer(template, initial=[0.0, 0.0, 0.0], dtype=torch.float64)
    again.load_state_dict(torch.load(tmp_path / "layer.pt"))
    assert torch.equal(layer(), again())


@pytest.fixture(params=[False, True], ids=["x32", "x64"])
def jax(request: pytest.FixtureRequest) -> Any:
    module = pytest.importorskip("jax")
    with module.enable_x64(request.param):
        yield module


@TEMPLATES
def test_jax_jit_vmap_and_grad(template: Any, jax: Any) -> None:
    from qcompile.frameworks.jax import bind

    near = 1e-12 if jax.config.jax_enable_x64 else 1e-5
    x, w = jax.numpy.asarray(VALUES), weights(template)[0]
    dtype = "float64" if jax.config.jax_enable_x64 else "float32"
    assert dtype == x.dtype == bind(template, x).dtype

    def cost(v: Any) -> Any:
        return (bind(template, v) * w).sum()

    exact = template.vjp(VALUES, np.tile(w, (4, 1)))
    assert np.abs(bind(template, x) - template.bind(VALUES)).max() < near
    for made in (
        jax.vmap(jax.grad(cost))(x),
        jax.jit(jax.vmap(jax.grad(cost)))(x),
        jax.vmap(jax.jit(jax.grad(cost)))(x),
        jax.grad(lambda v: (bind(template, v) * w).sum())(x),
    ):
        assert np.abs(made - exact).max() < near
    nested = jax.vmap(jax.vmap(lambda v: bind(template, v)))(x.reshape(2, 2, 3))
    assert np.abs(nested.reshape(4, -1) - template.bind(VALUES)).max() < near
    pulled = jax.vmap(jax.grad(lambda v, g: (bind(template, v) * g).sum()), in_axes=(None, 0))
    many = weights(template)
    assert np.abs(pulled(x[0], many) - template.vjp(np.tile(VALUES[0], (4, 1)), many)).max() < near


def test_jax_second_derivatives_are_exact_or_refused(jax: Any) -> None:
    from qcompile.frameworks.jax import bind

    x = jax.numpy.asarray(VALUES[0])
    slopes = AFFINE.jvp(np.zeros((3, 3)), np.eye(3))
    found = jax.jacrev(jax.grad(lambda v: (bind(AFFINE, v) ** 2).sum()))(x)
    assert np.abs(found - 2 * slopes @ slopes.T).max() < 1e-5
    with pytest.raises(SemanticError, match="QC246"):
        jax.jacrev(jax.grad(lambda v: bind(BENT, v).sum()))(x)


def test_jax_knows_a_template_again(jax: Any) -> None:
    from qcompile.frameworks.jax import bind

    traces = []

    @jax.jit
    def cost(v: Any) -> Any:
        traces.append(None)
        return bind(AFFINE, v).sum()

    for row in VALUES:
        cost(jax.numpy.asarray(row))
    assert 1 == len(traces)
    assert AFFINE.bind([1, 2, 3]).sum() == pytest.approx(float(bind(AFFINE, [1, 2, 3]).sum()))
