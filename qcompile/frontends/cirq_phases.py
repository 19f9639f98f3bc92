# SPDX-License-Identifier: Apache-2.0
"""The global phase between an operation of Cirq and its decomposition, which Cirq promises up to a phase only."""

from __future__ import annotations

from typing import Any

#: Matrices further apart than this, entry by entry, are not the same.
TOLERANCE = 1e-7
#: Below this a phase is rounding.
_NOISE = 1e-12


def phase_between(cirq: Any, op: Any, parts: Any) -> float | None:
    """Return the angle by which the operation is ahead of its parts; None if they differ in more than that."""
    from cmath import phase

    exact = cirq.unitary(op, default=None)
    # Beside identities, so that no qubit of the operation is missing among the parts.
    made = cirq.Circuit(parts).unitary(
        qubit_order=op.qubits, qubits_that_should_be_present=op.qubits
    )
    if exact is None:
        return None
    overlap = complex((made.conj() * exact).sum()) / len(exact)
    if abs(abs(overlap) - 1.0) > TOLERANCE:
        return None
    angle = phase(overlap)
    return 0.0 if abs(angle) < _NOISE else angle


def same_at_samples(cirq: Any, op: Any, parts: Any) -> bool:
    """Return whether an operation with symbols is its parts, phase included, at two generic points."""
    names = sorted(cirq.parameter_names(op))
    for start in (0.3, -1.7):
        values = {name: start + 0.37 * k for k, name in enumerate(names)}
        bound = [cirq.resolve_parameters(part, values) for part in parts]
        whole = cirq.resolve_parameters(op, values)
        if not cirq.has_unitary(whole):
            # Nothing to compare with: the decomposition is its only meaning.
            return True
        if phase_between(cirq, whole, bound) != 0.0:
            return False
    return True
