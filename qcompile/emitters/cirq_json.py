# SPDX-License-Identifier: Apache-2.0
"""Cirq's JSON, as ``cirq.to_json`` gives it.

What Cirq has no place for stands in a tag of a first operation that does nothing: the registers, the bits of the keys
and the layouts. Cirq's own reader keeps the tag and needs nothing from here.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..errors import PipelineError, quote
from .to_cirq import Writer, module

if TYPE_CHECKING:
    from ..circuit import Circuit

#: How the tag begins; what follows is JSON.
NOTE = "qcompile "


def write(circuit: Circuit) -> str:
    """Return the text.

    Raises
    ------
    PipelineError
        QC411 without Cirq, QC409 for what Cirq or its JSON cannot hold: functions of symbols other than powers.
    """
    cirq = module()
    writer = Writer(cirq, circuit, None, {}, {})
    ops = writer.whole(circuit)
    note = cirq.global_phase_operation(1).with_tags(NOTE + json.dumps(_note(circuit, writer)))
    out = cirq.Circuit(note, ops)
    try:
        return str(cirq.to_json(out)) + "\n"
    except TypeError as error:
        raise PipelineError(
            f"Cirq's JSON cannot hold an angle of this circuit: {quote(error)}",
            code="QC409",
            help="bind its parameters first",
        ) from None


def _note(circuit: Circuit, writer: Writer) -> dict[str, Any]:
    return {
        "qubits": circuit.num_qubits,
        "qregs": circuit.qubit_registers,
        "bits": circuit.num_bits,
        "cregs": circuit.bit_registers,
        "keys": {key.name: key.bits for key in writer.keys.values() if key.index == -1},
        "layouts": circuit.layouts,
    }
