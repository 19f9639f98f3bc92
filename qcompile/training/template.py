# SPDX-License-Identifier: Apache-2.0
"""`template`: a circuit with parameters compiled once, to be bound many times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from .bound import Slot, Template
from .family import Family
from .words import check_names, order

if TYPE_CHECKING:
    from ..circuit import Circuit

__all__ = ["Slot", "Template", "template"]


def template(
    circuit: Circuit | Any,
    target: Any = None,
    *,
    parameters: Iterable[Any] | None = None,
    frozen: Mapping[Any, float] | None = None,
    verify: str = "auto",
    blocks: str = "merge",
    **options: Any,
) -> Template:
    """Compile a circuit with parameters once, to be bound many times.

    At angles that are nothing special, the bound template has no more gates of any kind than the circuit that was bound
    first and compiled afterwards, one-qubit runs included. Blocks on two qubits that hold more gates than their
    operators need are made anew for each binding: which gates there are is decided once, their angles come from a
    decomposition. Where their local gates are special at all angles, binding first may save a few gates on one qubit
    beyond that.

    Parameters
    ----------
    circuit : Circuit, or a circuit of another package
        Left as it is.
    target : optional
        As for `compile`.
    parameters : iterable of str or parameter, optional
        The order of values; by default the circuit's own.
    frozen : mapping of name or parameter to float, optional
        Parameters that do not change: their values are folded in before compiling; see `Template.freeze`.
    verify : {"auto", "full", "off"}, default "auto"
        Compare the template with the circuit at two assignments where that is cheap; always; never.
    blocks : {"merge", "keep"}, default "merge"
        Whether blocks on two qubits at unknown angles are made anew where that takes fewer two-qubit gates. Their
        angles have no derivative at some special values (all zeros, often), where `Template.vjp` warns.
    **options
        As for `compile`: ``level``, ``basis``, ``objective``, ``seed``, ``layout`` and so on; ``trace="full"`` for
        counts around each pass in the report.

    Returns
    -------
    Template

    Raises
    ------
    SemanticError
        QC241 for parameters inside control flow, QC242 for parameters that are not the circuit's.
    PipelineError
        QC402 for an unknown word.
    VerificationError
        QC701 if the comparison shows a difference.

    Examples
    --------
    >>> import qcompile as qc
    >>> theta, phi = qc.Parameter("theta"), qc.Parameter("phi")
    >>> ansatz = qc.Circuit(2).ry(theta, 0).rz(phi, 0).cx(0, 1).ry(theta, 1)
    >>> tpl = qc.template(ansatz, basis="cz,rz,sx,x")
    >>> tpl.parameters
    ('theta', 'phi')
    >>> bool(qc.equivalent(ansatz.bind({"theta": 0.3, "phi": 1.0}), tpl.circuit_at([0.3, 1.0])))
    True
    """
    from .. import interchange

    source, _ = interchange.read(circuit)
    folded = check_names(frozen or {}, source.parameters)
    free = [name for name in source.parameters if name not in folded]
    names = order(free, parameters)
    every = source.parameters if parameters is None else [*names, *folded]
    options["blocks"] = blocks
    family = Family.of(source, target, tuple(every), verify, options)
    return family.member(folded)
