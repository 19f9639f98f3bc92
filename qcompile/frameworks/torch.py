# SPDX-License-Identifier: Apache-2.0
"""Templates in PyTorch: `bind`, which gradients flow through, and `Layer`, a module that owns the parameters.

Tested with PyTorch 2.15. Angles are computed in double precision on the host and given back in the type and on the
device of the values. A second derivative is exact where all slots are affine in the parameters, else QC246.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..errors import PipelineError, SemanticError, quote
from .rules import check_affine, rows

try:
    import torch
except ImportError:
    raise PipelineError(
        "PyTorch is not installed", code="QC411", help='pip install "qcompile[torch]"'
    ) from None

if TYPE_CHECKING:
    from ..training import Template


def bind(template: Template, values: Any) -> Any:
    """Return the angles of every slot; gradients flow through.

    Parameters
    ----------
    template : Template
    values : torch.Tensor, shape (..., parameters)
        Radians, in the order of ``template.parameters``.

    Returns
    -------
    torch.Tensor, shape (..., slots)
        Of the same type, on the same device.

    Raises
    ------
    SemanticError
        QC230 for a tensor of another shape or of integers.
        QC246, when differentiated twice, if some slot is no affine function of the parameters.

    Examples
    --------
    >>> import qcompile as qc
    >>> a = qc.Parameter("a")
    >>> tpl = qc.template(qc.Circuit(1).rz(2 * a, 0), basis="rz,sx,x,cz")
    >>> x = torch.tensor([0.25], requires_grad=True)
    >>> bind(tpl, x).sum().backward()
    >>> x.grad
    tensor([2.])
    """
    if not torch.is_floating_point(values):
        raise SemanticError(
            f"angles of type {values.dtype}", code="QC230", help="give a floating-point tensor"
        )
    return _Bind.apply(values, template)


class Layer(torch.nn.Module):  # type: ignore[misc, unused-ignore]
    """A module that owns parameters of a template and gives its angles, or what is computed of them.

    Parameters
    ----------
    template : Template
    run : callable, optional
        What to do with the angles, a tensor of shape (..., slots): a simulator, a device. By default they are returned.
    inputs : iterable of str or parameter
        Parameters that are no weights but arguments of `forward`, in this order.
    frozen : mapping of name or parameter to float, optional
        Weights that are not trained: they stand in the buffer ``fixed``. What need never be thawed is better given to
        `qcompile.template`, which folds it into the circuit.
    initial : array_like, shape (weights,), optional
        The first values of the weights; uniform in a turn by default, from PyTorch's generator.
    dtype : torch.dtype, optional
        Of the weights; PyTorch's default.

    Attributes
    ----------
    weight : torch.nn.Parameter, shape (weights,)
        The trained parameters, in the order of ``names``.
    names : tuple of str
        Which they are.
    fixed : torch.Tensor, shape (frozen,)

    Raises
    ------
    SemanticError
        QC242 for names that are not the template's, or are given twice; QC230 for weights of another shape.

    Examples
    --------
    >>> import qcompile as qc
    >>> a, x = qc.Parameter("a"), qc.Parameter("x")
    >>> tpl = qc.template(qc.Circuit(1).ry(a, 0).rz(x, 0), basis="rz,ry,cz")
    >>> layer = Layer(tpl, inputs=["x"], initial=[0.5])
    >>> layer(torch.tensor([[0.1], [0.2]])).shape  # two rows of inputs, the slots and the global phase
    torch.Size([2, 3])
    """

    def __init__(
        self,
        template: Template,
        run: Callable[[Any], Any] | None = None,
        *,
        inputs: Iterable[Any] = (),
        frozen: Mapping[Any, float] | None = None,
        initial: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        self.template = template
        self.run = run
        self.inputs = tuple(str(name) for name in inputs)
        held = {str(name): float(value) for name, value in (frozen or {}).items()}
        given = [*self.inputs, *held]
        wrong = [name for name in given if name not in template.parameters]
        if wrong or len(set(given)) < len(given):
            what = (
                f"no parameter is called `{quote(wrong[0])}`"
                if wrong
                else "a parameter is both an input and frozen, or given twice"
            )
            raise SemanticError(what, code="QC242", help="see `template.parameters`")
        self.names = tuple(name for name in template.parameters if name not in given)
        dtype = dtype or torch.get_default_dtype()
        if initial is None:
            start = (torch.rand(len(self.names), dtype=dtype) * 2 - 1) * torch.pi
        else:
            start = torch.as_tensor(initial, dtype=dtype).detach().clone()
        if start.shape != (len(self.names),):
            raise SemanticError(
                f"{len(self.names)} weights of shape {tuple(start.shape)}", code="QC230"
            )
        self.weight = torch.nn.Parameter(start)
        self.register_buffer("fixed", torch.tensor(list(held.values()), dtype=dtype))
        # Weights, fixed ones and inputs stand one after the other; this is the template's order of them.
        order = [*self.names, *held, *self.inputs]
        places = [order.index(name) for name in template.parameters]
        self.register_buffer("_places", torch.tensor(places, dtype=torch.long), persistent=False)

    def forward(self, *inputs: Any) -> Any:
        """Return the angles, or what ``run`` makes of them.

        Parameters
        ----------
        *inputs : torch.Tensor, shape (..., inputs)
            One tensor, where the layer has inputs.
        """
        if len(inputs) != bool(self.inputs) or any(
            x.shape[-1:] != (len(self.inputs),) for x in inputs
        ):
            raise SemanticError(
                f"a layer of {len(self.inputs)} inputs is called with {len(inputs)} tensors of shapes"
                f" {[tuple(x.shape) for x in inputs]}",
                code="QC230",
                help="give one tensor whose last axis are the inputs",
            )
        own = torch.cat([self.weight, self.fixed])
        if inputs:
            x = inputs[0].to(own.dtype)
            own = torch.cat([own.expand(*x.shape[:-1], -1), x], dim=-1)
        angles = bind(self.template, own[..., self._places])
        return angles if self.run is None else self.run(angles)

    def extra_repr(self) -> str:
        """Return what stands between the parentheses of the module's description."""
        return f"weights={len(self.names)}, frozen={len(self.fixed)}, inputs={len(self.inputs)}"


def _host(tensor: Any) -> Any:
    return tensor.detach().to("cpu", torch.float64).numpy()


def _like(array: Any, tensor: Any) -> Any:
    return torch.from_numpy(array).to(tensor)


class _Bind(torch.autograd.Function):  # type: ignore[misc, unused-ignore]
    """Values to angles."""

    generate_vmap_rule = False

    @staticmethod
    def forward(values: Any, template: Template) -> Any:
        return _like(rows(template.bind, _host(values)), values)

    @staticmethod
    def setup_context(ctx: Any, inputs: Any, output: Any) -> None:
        values, ctx.template = inputs
        ctx.save_for_backward(values)
        ctx.save_for_forward(values)

    @staticmethod
    def backward(ctx: Any, gradient: Any) -> Any:
        (values,) = ctx.saved_tensors
        return _Pull.apply(values, gradient, ctx.template), None

    @staticmethod
    def jvp(ctx: Any, direction: Any, _template: Any) -> Any:
        (values,) = ctx.saved_tensors
        return _like(rows(ctx.template.jvp, _host(values), _host(direction)), values)

    @staticmethod
    def vmap(info: Any, in_dims: Any, values: Any, template: Template) -> Any:
        return _Bind.apply(values.movedim(in_dims[0], 0), template), 0


class _Pull(torch.autograd.Function):  # type: ignore[misc, unused-ignore]
    """A gradient with respect to angles to one with respect to values; linear in the gradient."""

    @staticmethod
    def forward(values: Any, gradient: Any, template: Template) -> Any:
        return _like(rows(template.vjp, _host(values), _host(gradient)), values)

    @staticmethod
    def setup_context(ctx: Any, inputs: Any, output: Any) -> None:
        values, _, ctx.template = inputs
        ctx.save_for_backward(values)

    @staticmethod
    @torch.autograd.function.once_differentiable  # type: ignore[untyped-decorator, unused-ignore]
    def backward(ctx: Any, direction: Any) -> Any:
        check_affine(ctx.template)
        (values,) = ctx.saved_tensors
        push = _like(rows(ctx.template.jvp, _host(values), _host(direction)), values)
        return torch.zeros_like(values), push, None

    @staticmethod
    def vmap(info: Any, in_dims: Any, values: Any, gradient: Any, template: Template) -> Any:
        x = values if in_dims[0] is None else values.movedim(in_dims[0], 0)
        g = gradient if in_dims[1] is None else gradient.movedim(in_dims[1], 0)
        if in_dims[0] is None:
            x = x.expand(g.shape[0], *x.shape)
        return _Pull.apply(x, g, template), 0
