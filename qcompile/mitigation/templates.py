# SPDX-License-Identifier: Apache-2.0
"""A template whose circuits are folded."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from .folding import check_scale, check_way, fold_circuit, noise_scale

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from numpy.typing import ArrayLike

    from ..circuit import Circuit
    from ..report import Layout
    from ..targets import Target
    from ..training.template import Template


class FoldedTemplate:
    """A compiled circuit with parameters and its noise scaled; made by `Template.fold`.

    Compiled once: every scale and every assignment has the gates, the places and the angles of the template.

    Parameters
    ----------
    template : Template
        What was compiled.
    scale : float or Fraction
        As for `qcompile.mitigation.fold`.
    where : str
        Likewise.
    """

    def __init__(self, template: Template, scale: float | Fraction, where: str) -> None:
        check_way(where)
        self.template = template
        self.scale = check_scale(scale)
        self.where = where

    @property
    def target(self) -> Target:
        """What it was compiled for."""
        return self.template.target

    @property
    def layout(self) -> Layout:
        """Where program qubits start and end."""
        return self.template.layout

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the columns of values."""
        return self.template.parameters

    @cached_property
    def noise_scale(self) -> Fraction | None:
        """By what factor there are more two-qubit gates than in the template; None where it has none."""
        circuit = self.template.circuit
        return noise_scale(fold_circuit(circuit, self.scale, self.where, self.target), circuit)

    def circuit_at(self, values: ArrayLike | Mapping[Any, Any]) -> Circuit:
        """Return the folded circuit at one assignment.

        Parameters
        ----------
        values : array_like, shape (parameters,), or mapping
            As for `Template.bind`.
        """
        return fold_circuit(self.template.circuit_at(values), self.scale, self.where, self.target)

    def to_qiskit(self, values: ArrayLike | Mapping[Any, Any]) -> Any:
        """Return the folded circuit at one assignment as Qiskit's."""
        from .. import interchange

        return interchange.write(self.circuit_at(values), "qiskit")

    def __repr__(self) -> str:
        return f"<FoldedTemplate of noise scale {self.noise_scale}, {self.template!r}>"
