# SPDX-License-Identifier: Apache-2.0
"""How good each qubit of a calibrated device is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .target import Target


def health(target: Target) -> list[float]:
    """Return the health of each qubit, 0 to 1.

    The product of three fidelities: of its readout; of its best one-qubit gate; and of the best two-qubit gate it has
    with a neighbour that is not excluded. A gate that costs nothing, with an error or a duration of 0, is made in
    software and says nothing about the qubit: it does not count. What is not known counts as perfect, but a known
    figure counts before an unknown one.
    """
    count = target.num_qubits or 0
    excluded = set(target.excluded)
    one: list[float | None] = [None] * count
    two: list[float | None] = [None] * count
    for _, a, b, error, duration_ns in target.gate_rows():
        if error is None or (a == b and 0.0 in (error, duration_ns)):
            continue
        if a == b:
            one[a] = _better(one[a], 1.0 - error)
            continue
        for qubit, neighbour in ((a, b), (b, a)):
            if neighbour not in excluded:
                two[qubit] = _better(two[qubit], 1.0 - error)
    readout = [1.0 - (row[2] or 0.0) for row in target.qubit_rows()] or [1.0] * count
    return [
        _or_perfect(one[q]) * _or_perfect(two[q]) * readout[q]
        for q in range(count)
    ]  # fmt: skip


def _better(known: float | None, new: float) -> float:
    return new if known is None else max(known, new)


def _or_perfect(fidelity: float | None) -> float:
    return 1.0 if fidelity is None else fidelity
