# SPDX-License-Identifier: Apache-2.0
"""The JSON of pytket's circuits (``Circuit.to_dict``), read by pytket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import PipelineError, quote
from .from_pytket import from_pytket
from .json_text import parsed, whole

if TYPE_CHECKING:
    from ..circuit import Circuit
    from .source import Source


def read(source: Source) -> Circuit:
    """Return the circuit of a text.

    Raises
    ------
    ParseError
        QC100 for what is no JSON, or none of a circuit.
    PipelineError
        QC411 without pytket.
    """
    value = parsed(source)
    try:
        from pytket.circuit import Circuit as Tket
    except ImportError:
        raise PipelineError(
            "pytket is not installed", code="QC411", help='pip install "qcompile[pytket]"'
        ) from None
    try:
        circuit = Tket.from_dict(value)
    except Exception as error:  # pytket's own classes of errors differ between versions
        reason = str(error).strip().split("\n")[0]
        raise whole(source, f"pytket reads no circuit in this JSON: {quote(reason)}") from None
    return from_pytket(circuit)
