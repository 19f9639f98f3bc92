# SPDX-License-Identifier: Apache-2.0
"""What every data encoding is: a circuit with parameters, and the map from data to their values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...errors import SemanticError

if TYPE_CHECKING:
    from ...circuit import Circuit, Parameter


@dataclass(frozen=True, repr=False)
class Encoding:
    """A circuit with parameters that is compiled once, and the map from data to the values of its parameters.

    Parameters
    ----------
    name : str
        What it is called.
    circuit : Circuit
        Feature i, where features have qubits of their own, is on qubit i.
    parameters : tuple of Parameter
        Those of the circuit, in the order of `angles`.
    shape : tuple of int
        Of one sample.
    weights_shape : tuple of int, optional
        Of the trained weights, where there are any.
    is_complex : bool
        Whether a sample may be complex.

    Examples
    --------
    >>> import qcompile as qc
    >>> from qcompile.synthesis import encodings
    >>> encoding = encodings.angle(2)
    >>> compiled = qc.compile(encoding.circuit).circuit
    >>> for sample in ([0.1, 0.2], [0.3, 0.4]):
    ...     print(compiled.bind(encoding.values(sample)).parameters)
    []
    []
    """

    name: str
    circuit: Circuit
    parameters: tuple[Parameter, ...]
    shape: tuple[int, ...]
    weights_shape: tuple[int, ...] | None
    _map: Callable[..., Any]
    is_complex: bool = False

    def angles(self, x: Any, weights: Any = None) -> Any:
        """Return the values of the parameters for a sample or a batch of them.

        Parameters
        ----------
        x : array_like, shape ``shape`` or ``(batch, *shape)``
        weights : array_like, shape ``weights_shape``, optional
            For the encodings that have trained weights beside the data.

        Returns
        -------
        numpy.ndarray of float64, shape (slots,) or (batch, slots)
            In the order of `parameters`.

        Raises
        ------
        SemanticError
            QC237 a wrong shape, QC238 amplitudes of no norm, QC239 numbers that are not finite.
        """
        from ..arrays import finite

        data = finite(x, "the data")
        if data.shape[data.ndim - len(self.shape) :] != self.shape or data.ndim > 1 + len(
            self.shape
        ):
            raise SemanticError(
                f"the encoding `{self.name}` takes data of shape {self.shape}, got {data.shape}",
                code="QC237",
                help=f"one sample of shape {self.shape}, or a batch of shape {('batch', *self.shape)}".replace(
                    "'", ""
                ),
            )
        if data.dtype.kind == "c" and not self.is_complex:
            raise SemanticError(
                f"the encoding `{self.name}` takes real numbers",
                code="QC237",
                help="for amplitudes, amplitude(qubits, is_complex=True)",
            )
        if self.weights_shape is None:
            if weights is not None:
                raise SemanticError(
                    f"the encoding `{self.name}` has no weights beside the data", code="QC237"
                )
            return self._map(data)
        trained = finite([] if weights is None else weights, "the weights")
        if trained.shape != self.weights_shape:
            raise SemanticError(
                f"the encoding `{self.name}` takes weights of shape {self.weights_shape}, got {trained.shape}",
                code="QC237",
            )
        return self._map(data, trained)

    def values(self, x: Any, weights: Any = None) -> dict[str, float]:
        """Return the parameters of one sample by name, for ``bind`` of this circuit or of one compiled from it."""
        angles = self.angles(x, weights)
        if angles.ndim != 1:
            raise SemanticError("`values` takes one sample, got a batch", code="QC237")
        return dict(zip(map(str, self.parameters), angles.tolist(), strict=True))

    def bind(self, x: Any, weights: Any = None) -> Circuit:
        """Return the circuit of one sample."""
        return self.circuit.bind(self.values(x, weights))

    def __repr__(self) -> str:
        return f"<Encoding {self.name}, {self.circuit.num_qubits} qubits, {len(self.parameters)} parameters>"


def slots(prefix: str, count: int) -> tuple[Parameter, ...]:
    """Return the parameters ``prefix[0]`` and on."""
    from ...circuit import Parameter

    return tuple(Parameter(f"{prefix}[{i}]") for i in range(count))


def chosen(what: str, value: str, known: Sequence[str]) -> str:
    """Return a choice.

    Raises
    ------
    PipelineError
        QC402 if it is none of the known ones.
    """
    if value not in known:
        from ...errors import PipelineError

        words = ", ".join(f"`{word}`" for word in known)
        raise PipelineError(f"{what} is one of {words}, not `{value}`", code="QC402")
    return value
