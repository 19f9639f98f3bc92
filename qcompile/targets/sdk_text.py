# SPDX-License-Identifier: Apache-2.0
"""The JSON of another SDK: its values, checked for their kind, and their places.

A place is looked up when a message needs one, and reading pays nothing for it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from ..errors import PipelineError, Span, quote
from .places import places, token_end

#: Keys and indices that lead from the top of a document to a value.
Keys = tuple[str | int, ...]

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

    @classmethod
    def of(
        cls, text: str, path: str | None, recognise: Callable[[dict[str, Any]], bool], what: str
    ) -> Document:
        """Read a text of the kind that is recognised.

        Raises
        ------
        PipelineError
            QC416 where it is none, or no JSON object.
        """
        document = cls(text, path)
        if not recognise(document.value):
            raise document.error(f"no {what}", ())
        return document

    def span(self, keys: Keys) -> Span:
        """Return the place of the value the keys lead to, or of the innermost one on the way that is there."""
        place = places(self.text, [keys], toml=False)[keys]
        at = place.start
        start = self.text.rfind("\n", 0, at) + 1
        line = self.text.count("\n", 0, at) + 1
        end = token_end(self.text, at)
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
