# SPDX-License-Identifier: Apache-2.0
"""What a format would lose. What it cannot hold at all is an error of the writer; this is about the rest."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..circuit import Circuit


def losses(circuit: Circuit, format: str) -> list[str]:
    """Return what reading the text back would not restore, in words; empty for OpenQASM 3.

    Examples
    --------
    >>> from qcompile import Circuit
    >>> losses(Circuit(1), "qasm2"), losses(Circuit(1), "text")
    ([], ['a drawing is for people; nothing reads it back'])
    """
    if format in ("text", "svg", "quantikz"):
        return ["a drawing is for people; nothing reads it back"]
    if format == "pytket-json":
        return (
            []
            if circuit.layouts is None
            else ["pytket's circuits do not keep the initial and final layout"]
        )
    if format in ("braket-qasm", "ionq", "qir", "quil", "stim"):
        module = import_module(f".{format.replace('-', '_')}", __package__)
        said: list[str] = module.losses(circuit)
        return said
    if format == "qpy":
        return []
    if format == "qasm2":
        return [
            "OpenQASM 2 has no protected regions; barriers stand around them"
            for _ in range(any(op.name == "region" for op in circuit))
        ]
    if format != "json":
        return []
    lost = []
    if len(circuit.qubit_registers) > 1 or len(circuit.bit_registers) > 1:
        lost.append("the names and bounds of the registers")
    if circuit.layouts is not None:
        lost.append("the initial and final layout")
    return [f"the list of operations does not keep {what}" for what in lost]
