# SPDX-License-Identifier: Apache-2.0
"""The formats that round trips are made through, by name."""

from __future__ import annotations

from typing import Any

from qcompile import Circuit, interchange

from .trips import Format


def _qiskit_matrix(circuit: Any, qubits: int) -> Any:
    from qiskit.quantum_info import Operator

    flat = circuit.copy()
    flat.data = [item for item in flat.data if item.operation.name != "barrier"]
    return Operator(_unboxed(flat)).data


def _unboxed(circuit: Any) -> Any:
    """Return a circuit whose boxes are opened, which Qiskit's operators do not do."""
    out = circuit.copy_empty_like()
    for item in circuit.data:
        if item.operation.name == "box":
            body = _unboxed(item.operation.blocks[0])
            out.compose(body, item.qubits, inplace=True)
        else:
            out.append(item)
    return out


def _object(name: str, **more: Any) -> Format:
    def write(circuit: Circuit) -> Any:
        return interchange.write(circuit, name)

    def read(obj: Any) -> Circuit:
        return interchange.read(obj)[0]

    return Format(name, write, read, **more)


FORMATS = {
    "qiskit": _object("qiskit", matrix=_qiskit_matrix),
}
