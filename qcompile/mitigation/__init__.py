# SPDX-License-Identifier: Apache-2.0
"""Error mitigation after compiling: noise scaled exactly, twirls at bind time, Mitiq.

`fold` makes a compiled circuit noisier by a known factor, `mitiq` hands that to Mitiq's zero-noise extrapolation,
`twirl` puts two-qubit gates into random frames. See docs/mitigation.md. Compiling itself knows nothing of this room.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, overload

from .._native import CoreCircuit
from .folding import fold_circuit, noise_scale
from .templates import FoldedTemplate

if TYPE_CHECKING:
    from ..circuit import Circuit
    from ..compiler import Result
    from ..targets import Target
    from ..training.template import Template
    from .twirling import Twirling

__all__ = ["FoldedTemplate", "fold", "noise_scale", "twirl"]


@overload
def fold(
    work: Circuit, scale: float | Fraction, where: str = ..., *, target: Target | None = ...
) -> Circuit: ...
@overload
def fold(
    work: Result, scale: float | Fraction, where: str = ..., *, target: None = ...
) -> Result: ...
@overload
def fold(
    work: Template, scale: float | Fraction, where: str = ..., *, target: None = ...
) -> FoldedTemplate: ...
def fold(
    work: Any, scale: float | Fraction, where: str = "two-qubit", *, target: Target | None = None
) -> Any:
    """Return the same operator with its noise scaled.

    Parameters
    ----------
    work : Circuit, Result or Template
        Compiled; left as it is.
    scale : float or Fraction
        1 or more: how many times the two-qubit gates there are. 3, 5, 7 and so on are kept exactly; of others the
        nearest that whole folds give, with the folded gates spread evenly.
    where : {"two-qubit", "global", "layers"}, default "two-qubit"
        What is repeated as a whole: each two-qubit gate; each stretch without measurement, ``C`` becoming
        ``C Cdg C``; each layer of it.
    target : Target, optional
        In whose gates inverses are written; a result and a template have their own. Without one they are the library's.

    Returns
    -------
    Circuit, Result or FoldedTemplate
        A circuit of a circuit; a result whose report has the true ``noise_scale``; or what binds and folds.

    Raises
    ------
    SemanticError
        QC270 for a scale or a way that is none, QC271 for a gate whose inverse the target cannot write.

    Notes
    -----
    Global phase included, the operator is the one that was given, in as many two-qubit gates as promised, and of the
    same kind. Measurements, resets, channels, opaque gates and conditions stay as they are; blocks are folded inside.
    What is folded stands in protected regions, which no pass opens, and between barriers, which other compilers respect
    (not on devices that refuse barriers). Linear in the gates.

    Examples
    --------
    >>> import qcompile as qc
    >>> result = qc.compile(qc.Circuit(2).h(0).cx(0, 1), target="line:2", basis="cz,rz,sx,x")
    >>> folded = fold(result, 3)
    >>> folded.report.noise_scale, folded.report.after.two_qubit
    (Fraction(3, 1), 3)
    """
    if isinstance(work, CoreCircuit):
        return fold_circuit(work, scale, where, target)
    if hasattr(work, "circuit_at"):
        return FoldedTemplate(work, scale, where)
    from ..metrics import stats

    folded = fold_circuit(work.circuit, scale, where, work.target)
    true = noise_scale(folded, work.circuit)
    if true is not None and work.report.noise_scale is not None:
        true *= work.report.noise_scale
    report = replace(work.report, after=stats(folded, work.target), noise_scale=true, verified=None)
    return replace(work, circuit=folded, report=report)


def twirl(work: Result | Template) -> Twirling:
    """Return what draws random Pauli frames for the two-qubit gates of a compiled circuit.

    Parameters
    ----------
    work : Result or Template
        Left as it is.

    Returns
    -------
    Twirling
        Its `bind(count, seed)` gives the angles of every draw, its `circuits(count, seed)` the circuits.

    Notes
    -----
    Every draw is the same operator, global phase included, with the same two-qubit gates in the same places. Frames
    merge into the neighbouring one-qubit gates. ``cx``, ``cz``, ``ecr`` and ``iswap`` take all 16 pairs of Paulis,
    gates at other angles those that they turn into Paulis, ``rzz`` eight. Blocks and protected regions are left alone.

    Examples
    --------
    >>> import qcompile as qc
    >>> result = qc.compile(qc.Circuit(2).h(0).cx(0, 1), target="line:2", basis="cz,rz,sx,x")
    >>> [draw.metrics()["counts"]["cz"] for draw in twirl(result).circuits(3, seed=1)]
    [1, 1, 1]
    """
    from .twirling import Twirling

    return Twirling(work)
