# SPDX-License-Identifier: Apache-2.0
"""Cirq's JSON (``cirq.to_json``), read by Cirq."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from ..circuit import Circuit
from ..errors import ParseError, PipelineError, quote
from .from_cirq import Reader, from_cirq
from .json_text import parsed, whole

if TYPE_CHECKING:
    from .source import Source

#: How the tag begins in which our writer says what Cirq has no place for.
NOTE = "qcompile "


def read(source: Source) -> Circuit:
    """Return the circuit of a text.

    Raises
    ------
    ParseError
        QC100 for what is no JSON, or none of a circuit.
    SemanticError
        QC240 for what has no equivalent.
    PipelineError
        QC411 without Cirq.
    """
    value = parsed(source)
    try:
        import cirq
    except ImportError:
        raise PipelineError(
            "Cirq is not installed", code="QC411", help='pip install "qcompile[cirq]"'
        ) from None
    try:
        circuit = cirq.read_json(json_text=json.dumps(value))
    except Exception as error:  # anything a constructor of Cirq's may raise
        raise _unread(source, error) from None
    if not isinstance(circuit, cirq.AbstractCircuit):
        raise whole(source, f"Cirq's JSON of a {quote(type(circuit).__name__)}, not of a circuit")
    note = _note(circuit)
    if note is None:
        return from_cirq(circuit)
    try:
        return _as_noted(cirq, circuit, note)
    except (KeyError, TypeError, ValueError):
        raise whole(source, "the tag that qcompile wrote is not as it was") from None


def _note(circuit: Any) -> Any:
    for op in circuit.all_operations():
        for tag in op.tags:
            if isinstance(tag, str) and tag.startswith(NOTE):
                try:
                    return json.loads(tag[len(NOTE) :])
                except ValueError:
                    return None
    return None


def _as_noted(cirq: Any, circuit: Any, note: dict[str, Any]) -> Circuit:
    """Return the circuit with the registers and layouts it had."""
    reader = Reader(circuit, cirq.LineQubit.range(note["qubits"]), note["keys"])
    made = reader.items(circuit.all_operations())
    out = Circuit()
    for count, registers, add in (
        (note["qubits"], note["qregs"], out.add_qubits),
        (note["bits"], note["cregs"], out.add_bits),
    ):
        first = {items[0]: (name, items) for name, items in registers if items}
        done = 0
        while done < count:
            name, items = first.get(done, (None, [done]))
            add(len(items), name)
            done += len(items)
    reader.finish(out, made)
    if note["layouts"] is not None:
        out.layouts = tuple(note["layouts"])
    return out


def _unread(source: Source, error: Exception) -> ParseError:
    """Return the error for what Cirq does not read, at the type it does not know where that is why."""
    reason = str(error).strip().split("\n")[0]
    unknown = re.search(r"resolve type '([^']+)'", reason)
    text = source.data
    at = text.find(f'"{unknown[1]}"'.encode()) if unknown else -1
    message = f"Cirq reads no circuit in this JSON: {quote(reason)}"
    if at < 0:
        return whole(source, message)
    return ParseError(message, code="QC100", span=source.span(at))
