# SPDX-License-Identifier: Apache-2.0
"""JSON that remembers where its values stand.

Places are looked up when a message needs one, by walking the text along the keys: reading pays nothing for them.
"""

from __future__ import annotations

import json
import re
from typing import Any

from ..errors import PipelineError, Span, quote

#: Keys and indices that lead from the top of a document to a value.
Keys = tuple[object, ...]

_SPACE = re.compile(r"[ \t\n\r]*")
#: Levels of nesting a device file may have; beyond it the reader's own stack would end.
_DEEPEST = 100


class Document:
    """A JSON text, its value, and the places in it.

    Parameters
    ----------
    text : str
        The text.
    path : str, optional
        Its file, for messages.

    Raises
    ------
    PipelineError
        QC416 where the text is no JSON object, at the place.
    """

    def __init__(self, text: str, path: str | None = None) -> None:
        self.text = text
        self.path = path
        if _depth(text) > _DEEPEST:
            raise PipelineError("the device file is nested too deeply", code="QC416")
        try:
            self.value: Any = json.loads(text)
        except json.JSONDecodeError as error:
            raise PipelineError(
                f"the device file is no JSON: {error.msg.lower()}",
                code="QC416",
                span=Span(path, error.lineno, error.colno, excerpt=_line(text, error.pos)),
            ) from None
        if not isinstance(self.value, dict):
            raise self.error("a device file is one JSON object", ())

    def span(self, keys: Keys) -> Span:
        """Return the place of the value the keys lead to, or of the last of them that is there."""
        at = _walk(self.text, keys)
        start = self.text.rfind("\n", 0, at) + 1
        line = self.text.count("\n", 0, at) + 1
        end = at + max(len(self.text[at : at + 40].split("\n")[0].split(",")[0].rstrip(" }]")), 1)
        return Span(self.path, line, at - start + 1, end - start + 1, excerpt=_line(self.text, at))

    def error(self, message: str, keys: Keys, *, code: str = "QC416") -> PipelineError:
        """Return an error at the value the keys lead to."""
        return PipelineError(message, code=code, span=self.span(keys))

    def get(self, keys: Keys, kind: type[Any] | tuple[type[Any], ...], what: str) -> Any:
        """Return the value at the keys, which has to be of the kind; None where it is absent or null."""
        value = self.value
        for key in keys:
            if isinstance(value, dict):
                value = value.get(key)
            elif isinstance(value, list) and isinstance(key, int) and key < len(value):
                value = value[key]
            else:
                return None
        if value is None or (isinstance(value, kind) and not isinstance(value, bool)):
            return value
        if isinstance(value, bool) and kind is bool:
            return value
        raise self.error(f"{quote(keys[-1])} has to be {what}", keys)


def _depth(text: str) -> int:
    depth = deepest = 0
    for bracket in re.findall(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', text):
        if bracket in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif bracket in "]}":
            depth -= 1
    return deepest


def _line(text: str, at: int) -> str:
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : len(text) if end < 0 else end]


def _walk(text: str, keys: Keys) -> int:
    """Return the offset of the value the keys lead to in a text known to be valid."""
    decoder = json.JSONDecoder()
    at = _skip(text, 0)
    for key in keys:
        found = _step(text, at, key, decoder)
        if found is None:
            return at
        at = found
    return at


def _step(text: str, at: int, key: object, decoder: json.JSONDecoder) -> int | None:
    """Return the offset of one member of the object or list that begins at `at`."""
    if text[at] not in "[{":
        return None
    is_object = text[at] == "{"
    at = _skip(text, at + 1)
    found = None
    index = 0
    while text[at] not in "]}":
        name: object = index
        if is_object:
            name, at = decoder.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)  # the colon
        if name == key:
            found = at  # of a repeated key the last counts, as it does for the reader
        at = _skip(text, decoder.raw_decode(text, at)[1])
        if text[at] == ",":
            at = _skip(text, at + 1)
        index += 1
    return found


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at
