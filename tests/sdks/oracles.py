# SPDX-License-Identifier: Apache-2.0
"""Matrices of texts, from what other packages say of their gates."""

from __future__ import annotations

from typing import Any

from qcompile import loads


def stim_matrix(text: str, qubits: int) -> Any:
    """Return the product of Stim's own matrices, and the phase a comment adds."""
    import numpy as np
    import stim

    from qcompile.emitters.matrices import pauli, product

    steps = []
    for line in stim.Circuit(text).flattened():
        if line.name in ("SPP", "SPP_DAG"):
            for group in line.target_groups():
                letters = ["I"] * qubits
                for target in group:
                    letters[target.value] = target.pauli_type
                string, sign = pauli("".join(letters)), 1j if line.name == "SPP" else -1j
                one = np.eye(1 << qubits)
                steps.append(((one + string) / 2 + sign * (one - string) / 2, list(range(qubits))))
        elif line.name != "TICK":
            matrix = stim.gate_data(line.name).unitary_matrix.astype(complex)
            groups = line.target_groups()
            steps += [(_exactly(matrix), [target.value for target in group]) for group in groups]
    head = loads(
        "".join(f"{line}\n" for line in text.splitlines() if "qcompile: phase" in line), "stim"
    )
    return product(steps, qubits) * np.exp(1j * float(head.phase))


def _exactly(matrix: Any) -> Any:
    """Return a matrix Stim says in single precision, whose entries are halves of powers of the square root of 2."""
    import numpy as np

    half = 0.5**0.5
    values = np.array([0, 0.5, half, 1, -0.5, -half, -1])
    near = np.abs(matrix.real[..., None] - values).argmin(-1)
    return values[near] + 1j * values[np.abs(matrix.imag[..., None] - values).argmin(-1)]
