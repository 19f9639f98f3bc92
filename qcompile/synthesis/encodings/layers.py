# SPDX-License-Identifier: Apache-2.0
"""Encodings in layers, with trained weights: data re-uploading and strongly entangling layers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..counts import counted
from .encoding import Encoding, slots


def reuploading(features: int, layers: int) -> Encoding:
    """Layers of ``rz(a[2]) ry(a[1]) rz(a[0])`` with ``a = offset + scale * x``, and a ring of cz between them.

    Each qubit reads the next three features in turn, starting at feature ``3 q``, modulo their number, so that
    ``ceil(features / 3)`` qubits see every one in every layer.

    Parameters
    ----------
    features, layers : int

    Returns
    -------
    Encoding
        Data of shape (features,); weights of shape (2, layers, qubits, 3): the offsets, then the scales. The parameters
        of the circuit are the angles ``a``, so that weights are trained without compiling again.

    References
    ----------
    .. [1] A. Perez-Salinas, A. Cervera-Lierta, E. Gil-Fuster, J. Latorre, "Data re-uploading for a universal quantum
       classifier", Quantum 4, 226 (2020), doi:10.22331/q-2020-02-06-226

    Examples
    --------
    >>> from qcompile.synthesis import encodings
    >>> encodings.reuploading(4, layers=3).weights_shape
    (2, 3, 2, 3)
    """
    from ...circuit import Circuit

    count = counted("features", features)
    depth = counted("layers", layers)
    n = -(-count // 3)
    reads = [[(3 * q + k) % count for k in range(3)] for q in range(n)]
    a = slots("a", depth * n * 3)
    circuit = Circuit(n, name="data re-uploading")
    place = iter(a)
    for layer in range(depth):
        for q in range(n):
            circuit.rz(next(place), q).ry(next(place), q).rz(next(place), q)
        if layer + 1 < depth:
            for q in range(n if n > 2 else n - 1):
                circuit.cz(q, (q + 1) % n)

    def angles(data: Any, weights: Any) -> Any:
        offsets, scales = weights
        all_angles = offsets + scales * data[..., None, reads]
        return all_angles.reshape(*data.shape[:-1], -1)

    return Encoding("reuploading", circuit, a, (count,), (2, depth, n, 3), angles)


def strongly_entangling(
    qubits: int, layers: int, *, ranges: Sequence[int] | None = None
) -> Encoding:
    """Layers of ``rz(w[2]) ry(w[1]) rz(w[0])`` on every qubit, and cx from each to one some way further on.

    The same unitary as PennyLane's ``StronglyEntanglingLayers``, whose wire q is qubit q here.

    Parameters
    ----------
    qubits, layers : int
    ranges : sequence of int, optional
        For each layer how far a cx reaches; by default layer l reaches ``l % (qubits - 1) + 1``.

    Returns
    -------
    Encoding
        Data (or weights: there is no difference) of shape (layers, qubits, 3).

    Raises
    ------
    PipelineError
        QC402 for ranges that do not fit.

    References
    ----------
    .. [1] M. Schuld, A. Bocharov, K. Svore, N. Wiebe, "Circuit-centric quantum classifiers", Physical Review A 101,
       032308 (2020), doi:10.1103/PhysRevA.101.032308

    Examples
    --------
    >>> from qcompile.synthesis import encodings
    >>> encodings.strongly_entangling(3, layers=2).shape
    (2, 3, 3)
    """
    from ...circuit import Circuit
    from ...errors import PipelineError

    n = counted("qubits", qubits)
    depth = counted("layers", layers)
    reach = (
        [layer % max(n - 1, 1) + 1 for layer in range(depth)] if ranges is None else list(ranges)
    )
    if len(reach) != depth or any(r % n == 0 for r in reach if n > 1):
        raise PipelineError(
            f"`ranges` has a number for each of {depth} layers, none a multiple of {n}",
            code="QC402",
        )
    w = slots("w", depth * n * 3)
    circuit = Circuit(n, name="strongly entangling layers")
    place = iter(w)
    for layer in range(depth):
        for q in range(n):
            circuit.rz(next(place), q).ry(next(place), q).rz(next(place), q)
        if n > 1:
            for q in range(n):
                circuit.cx(q, (q + reach[layer]) % n)
    return Encoding(
        "strongly_entangling",
        circuit,
        w,
        (depth, n, 3),
        None,
        lambda data: data.reshape(*data.shape[: data.ndim - 3], -1),
    )
