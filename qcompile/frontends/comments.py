# SPDX-License-Identifier: Apache-2.0
"""The comments our emitter writes into OpenQASM 2 for what the language cannot say.

They stand among the first lines of a file, before the first declaration::

    OPENQASM 2.0;
    include "qelib1.inc";
    // qcompile: phase pi/4
    // qcompile: layout initial 2 0 1 final 0 1 2

``phase`` is the global phase, an angle; ``layout`` says on which qubit each program qubit starts and ends.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..errors import ParseError, SemanticError

if TYPE_CHECKING:
    from .._native import CoreCircuit, Program
    from .source import Source

_MARK = b"// qcompile: "
#: Lines that may come before the comments end: blank, other comments, version and include.
_HEAD_LINE = re.compile(rb"[ \t]*(?://[^\r\n]*|(?:OPENQASM|include)\b[^\r\n]*)?(?:\r\n|\r|\n|\Z)")
_LAYOUT = re.compile(rb"layout initial((?: [0-9]+)*) final((?: [0-9]+)*)[ \t]*\Z")


def restore(program: Program, circuit: CoreCircuit, source: Source) -> None:
    """Give the circuit the phase and layout its text carries.

    Raises
    ------
    ParseError
        QC115 for a comment that cannot be understood.
    SemanticError
        QC220 for a layout that does not fit the circuit.
    """
    if source.data.find(_MARK, 0, 1 << 16) < 0:
        return
    source.position = (at := 3 if source.data.startswith(b"\xef\xbb\xbf") else 0, 1, at)
    while (line := _HEAD_LINE.match(source.data, at)) and line.end() > at:
        text = line.group().rstrip()
        if text.startswith(_MARK):
            _apply(program, circuit, source, at, text)
        at = line.end()


def _apply(program: Program, circuit: CoreCircuit, source: Source, at: int, text: bytes) -> None:
    start = at + len(_MARK)
    body = text[len(_MARK) :]
    if body.startswith(b"phase "):
        value = program.evaluate(text, len(_MARK) + len(b"phase "))
        if isinstance(value, tuple):
            raise ParseError(
                "the phase in this comment is no angle",
                code="QC115",
                span=source.span(start, at + len(text)),
                help="remove the comment to read the circuit without it",
            )
        circuit.add_phase(value)
    elif body.startswith(b"layout "):
        match = _LAYOUT.match(body)
        if match is None:
            raise ParseError(
                "the layout in this comment cannot be understood",
                code="QC115",
                span=source.span(start, at + len(text)),
                help="`// qcompile: layout initial 1 0 final 0 1`",
            )
        initial, final = ([int(n) for n in group.split()] for group in match.groups())
        wires = range(circuit.num_qubits)
        fits = all(len(set(ws)) == len(ws) and set(ws) <= set(wires) for ws in (initial, final))
        if not fits or len(initial) != len(final):
            raise SemanticError(
                f"the layout does not fit the circuit's {len(wires)} qubits",
                code="QC220",
                span=source.span(start, at + len(text)),
                help="every program qubit has a qubit of its own, at the start and at the end",
            )
        circuit.layouts = (initial, final)
