# SPDX-License-Identifier: Apache-2.0
"""JSON that holds a circuit of another package: which one, and where in the text something stands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..errors import ParseError, quote

if TYPE_CHECKING:
    from .source import Source

#: Keys that an object of each format has, and others do not have together.
_KEYS = {
    "cirq-json": {"cirq_type"},
    "pytket-json": {"commands", "implicit_permutation", "qubits"},
}


def kind(data: bytes) -> str | None:
    """Return the format of a JSON text, by the keys of its object; None for none of `_KEYS` and for no JSON."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    return next((name for name, keys in _KEYS.items() if keys <= value.keys()), None)


def parsed(source: Source) -> Any:
    """Return what a JSON text says.

    Raises
    ------
    ParseError
        QC100, with the place, for what is no JSON.
    """
    start = source.position[0]
    text = source.data[start:].decode()
    try:
        return json.loads(text, parse_constant=_refused)
    except json.JSONDecodeError as error:
        at = start + len(text[: error.pos].encode())
        raise ParseError(
            f"no valid JSON: {error.msg}", code="QC100", span=source.span(at)
        ) from None
    except (ValueError, RecursionError) as error:
        raise whole(source, f"no valid JSON: {quote(error)}") from None


def whole(source: Source, message: str) -> ParseError:
    """Return an error about the text as a whole, at its start."""
    return ParseError(message, code="QC100", span=source.span(source.position[0]))


def _refused(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")
