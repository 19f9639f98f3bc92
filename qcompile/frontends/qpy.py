# SPDX-License-Identifier: Apache-2.0
"""Qiskit's QPY, through Qiskit (tested with 2.6), from version 13 of the format on.

Older versions keep expressions in forms that are unpickled or evaluated when they are read; a file must not be able to
run anything, so those are refused before Qiskit sees them.
"""

from __future__ import annotations

from io import BytesIO
from struct import Struct

from ..circuit import Circuit
from ..errors import ParseError, PipelineError, SemanticError, quote
from .from_qiskit import from_qiskit

MAGIC = b"QISKIT"
#: Preface, version of the format, version of Qiskit, number of programs, what expressions are kept as.
_HEADER = Struct("!6sB3BQc")
_OLDEST = 13
_OWN_EXPRESSIONS = b"p"


def read(data: bytes) -> Circuit:
    """Return the one circuit of a QPY file.

    Raises
    ------
    ParseError
        QC110 for bytes that are no QPY.
    SemanticError
        QC240 for several circuits, versions of the format before 13, and what has no equivalent.
    PipelineError
        QC411 without Qiskit.
    """
    if not data.startswith(MAGIC) or len(data) < _HEADER.size:
        raise ParseError("these bytes are no QPY", code="QC110")
    _, version, _, _, _, programs, expressions = _HEADER.unpack_from(data)
    if version < _OLDEST or expressions != _OWN_EXPRESSIONS:
        raise SemanticError(
            f"QPY version {version} may hold expressions that run code when they are read",
            code="QC240",
            help="if you trust the file, read it with Qiskit and give the circuit to qcompile.from_qiskit, "
            "or write it anew with Qiskit 1.3 or later",
        )
    if programs != 1:
        raise SemanticError(
            f"the file holds {programs} circuits, expected one",
            code="QC240",
            help="choose one: qcompile.from_qiskit(qiskit.qpy.load(file)[0])",
        )
    try:
        from qiskit import qpy
    except ImportError:
        raise PipelineError(
            "Qiskit is not installed", code="QC411", help='pip install "qcompile[qiskit]"'
        ) from None
    try:
        (circuit,) = qpy.load(BytesIO(data))
    except Exception as error:  # what damaged bytes raise differs from field to field
        reason = str(error).strip().split("\n")[0]
        raise ParseError(f"Qiskit reads no circuit in it: {quote(reason)}", code="QC110") from None
    return from_qiskit(circuit)
