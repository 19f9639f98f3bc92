# SPDX-License-Identifier: Apache-2.0
"""The OpenQASM 3 of Amazon Braket, as its `Circuit` writes it: its own gate names, pragmas, no include."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..errors import PipelineError
from .to_braket import to_braket

if TYPE_CHECKING:
    from ..circuit import Circuit

#: What Braket adds to the text of a circuit that measures nothing.
_ADDED = re.compile(r"^(?:bit\[\d+\] b;|b\[\d+\] = measure .*;)\n?", re.MULTILINE)


def write(circuit: Circuit) -> str:
    """Return the text; the measurement of everything that Braket adds where there is none is left out."""
    made = to_braket(circuit, spelled=True)
    try:
        text = str(made.to_ir("OPENQASM").source)
    except ValueError as error:
        raise PipelineError(
            f"Braket does not write this circuit: {error}", code="QC409", help="write OpenQASM 3"
        ) from None
    if not any(op.name == "measure" for op in circuit):
        text = _ADDED.sub("", text)
    return text.rstrip("\n") + "\n"


def losses(circuit: Circuit) -> list[str]:
    """Return what the text does not keep."""
    lost = []
    if len(circuit.qubit_registers) > 1 or len(circuit.bit_registers) > 1:
        lost.append("the names and bounds of the registers")
    if circuit.num_bits > len({op.bits[0] for op in circuit if op.name == "measure"}):
        lost.append("bits that nothing is measured into")
    if any(op.name == "region" and op.contents["label"] for op in circuit):
        lost.append("the labels of protected regions")
    if circuit.layouts is not None:
        lost.append("the initial and final layout")
    return [f"Braket's text does not keep {what}" for what in lost]
