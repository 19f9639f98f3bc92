# SPDX-License-Identifier: Apache-2.0
"""JSON that holds a circuit of another package: which one, and where in the text something stands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..errors import ParseError, quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .source import Source

#: Keys that an object of each format has, and others do not have together.
_KEYS = {
    "cirq-json": {"cirq_type"},
    "ionq": {"circuit", "qubits"},
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


def offset_of(source: Source, path: Sequence[str | int]) -> int:
    """Return the byte at which a value stands, by the keys and positions that lead to it; of the last that is there."""
    start = source.position[0]
    text = source.data[start:].decode()
    at = _blank(text, 0)
    for step in path:
        found = _child(text, at, step)
        if found is None:
            break
        at = found
    return start + len(text[:at].encode())


def _child(text: str, at: int, step: str | int) -> int | None:
    """Return where a member of the object or list at a place begins; None if it has none like that."""
    decoder = json.JSONDecoder()
    closing = {"{": "}", "[": "]"}.get(text[at])
    at, index = _blank(text, at + 1), 0
    found = None
    while closing and text[at] != closing:
        name: Any = index
        if closing == "}":
            name, at = decoder.raw_decode(text, at)
            at = _blank(text, _blank(text, at) + 1)
        if name == step:
            # The last of several members of one name is the one that counts.
            found = at
        _, at = decoder.raw_decode(text, at)
        at = _blank(text, at)
        if text[at] == ",":
            at = _blank(text, at + 1)
        index += 1
    return found


def _blank(text: str, at: int) -> int:
    """Return the next place that is no blank."""
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at
