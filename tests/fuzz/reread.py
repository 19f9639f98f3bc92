# SPDX-License-Identifier: Apache-2.0
"""OpenQASM 3 as somebody else reads it: this version of qcompile writes that language and does not read it."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec

from qcompile import Circuit
from qcompile.emitters import dumps
from qcompile.errors import QCompileError

#: Matrices are compared up to here.
MAX_QUBITS = 6
MAX_OPERATIONS = 400
TOLERANCE = 1e-9


@cache
def available() -> bool:
    """Return whether Qiskit and its reader are installed."""
    return all(find_spec(name) for name in ("qiskit", "qiskit_qasm3_import"))


def readable(circuit: Circuit) -> bool:
    """Return whether the text of this circuit is compared: gates on few qubits at angles that are numbers."""
    return (
        available()
        and 0 < circuit.num_qubits <= MAX_QUBITS
        and len(circuit) <= MAX_OPERATIONS
        and not circuit.num_bits
        and not circuit.parameters
        # Qiskit takes the angle of u0, which is nothing, for a length that must be whole.
        and not {"reset", "delay", "u0"} & set(circuit.gate_names())
    )


def difference(circuit: Circuit) -> str | None:
    """Return how Qiskit's readings of versions 2 and 3 differ; None if they are one operator up to its phase.

    None as well where version 2 has no words for the circuit.
    """
    import numpy as np
    from qiskit import qasm2, qasm3
    from qiskit.quantum_info import Operator

    try:
        text = dumps(circuit, "qasm2")
    except QCompileError:
        return None
    two = qasm2.loads(text, custom_instructions=qasm2.LEGACY_CUSTOM_INSTRUCTIONS)
    # Phase and layouts are pragmas, which Qiskit does not read; both texts are compared without them.
    lines = dumps(circuit, "qasm3").splitlines()
    three = qasm3.loads("\n".join(line for line in lines if not line.startswith("pragma")))
    one, other = Operator(two).data, Operator(three).data
    # The phase is that of the whole overlap: one small entry has it with a large error.
    overlap = np.vdot(one, other)
    if np.abs(one * (overlap / abs(overlap)) - other).max() < TOLERANCE:
        return None
    return "Qiskit reads another operator from version 3 than from version 2"
