# SPDX-License-Identifier: Apache-2.0
"""Pipelines as text: ``decompose, merge-rotations, fixed-point(cancel-inverses){rounds=3}``.

The grammar, with spaces free::

    pipeline := item ("," item)*
    item     := name [ "(" pipeline ")" ] [ "{" option ("," option)* "}" ]
    option   := name "=" value

A value with anything but letters, digits, ``_``, ``-`` and ``.`` stands in double quotes.
"""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any

from ..contract import Pass
from ..errors import PipelineError
from .combinators import BestOf, Combinator, FixedPoint, IfChanged, Sequence, Unplaced
from .registry import find

_TOKEN = re.compile(r"\s*([A-Za-z_][\w-]*|[-+]?\d[\w.+-]*|[(){},=]|\"[^\"]*\")")
_COMBINATORS: dict[str, type[Combinator]] = {
    c.name: c for c in (BestOf, FixedPoint, IfChanged, Sequence, Unplaced)
}


def parse(text: str) -> list[Pass]:
    """Read a pipeline.

    Parameters
    ----------
    text : str
        See the module's page.

    Returns
    -------
    list of Pass

    Raises
    ------
    PipelineError
        QC403 unknown pass, QC402 wrong option, QC413 malformed text (with the position).
    """
    reader = _Reader(text)
    passes = reader.pipeline()
    if reader.peek() is not None:
        raise reader.malformed()
    return passes


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, int]] = []
        at = 0
        while text[at:].strip():
            match = _TOKEN.match(text, at)
            if match is None:
                at += len(text[at:]) - len(text[at:].lstrip())
                raise self._error(at)
            self.tokens.append((match[1], match.start(1)))
            at = match.end()
        self.position = 0

    def _error(self, at: int) -> PipelineError:
        return PipelineError(
            f"malformed pipeline at column {at + 1}: {self.text[at : at + 20]!r}",
            code="QC413",
            help="write `pass,pass{option=1},fixed-point(pass,pass)`",
        )

    def malformed(self) -> PipelineError:
        if self.position < len(self.tokens):
            return self._error(self.tokens[self.position][1])
        return self._error(len(self.text))

    def peek(self) -> str | None:
        return self.tokens[self.position][0] if self.position < len(self.tokens) else None

    def take(self, wanted: str | None = None) -> str:
        token = self.peek()
        if token is None or (wanted is not None and token != wanted):
            raise self.malformed()
        self.position += 1
        return token

    def pipeline(self) -> list[Pass]:
        items = [self.item()]
        while self.peek() == ",":
            self.take()
            items.append(self.item())
        return items

    def item(self) -> Pass:
        name = self.take()
        if not name[0].isalpha():
            self.position -= 1
            raise self.malformed()
        inner: list[Pass] | None = None
        if self.peek() == "(":
            self.take()
            inner = self.pipeline()
            self.take(")")
        options: dict[str, Any] = {}
        if self.peek() == "{":
            self.take()
            while True:
                key = self.take()
                self.take("=")
                options[key] = self.take()
                if self.peek() != ",":
                    break
                self.take()
            self.take("}")
        return _build(name, inner, options)


def _build(name: str, inner: list[Pass] | None, options: dict[str, str]) -> Pass:
    cls: type[Pass]
    arguments: dict[str, Any] = {}
    if name in _COMBINATORS:
        cls = _COMBINATORS[name]
        if inner is None:
            raise PipelineError(f"`{name}` takes passes in parentheses", code="QC413")
        arguments["passes"] = tuple(inner)
    else:
        cls = find(name)
        if inner is not None:
            raise PipelineError(f"pass `{name}` takes no passes in parentheses", code="QC413")
    known = {f.name: f for f in fields(cls) if f.name != "passes"}
    for key, value in options.items():
        if key not in known:
            raise PipelineError(
                f"pass `{name}` has no option `{key}`",
                code="QC402",
                help=f"its options: {', '.join(sorted(known)) or 'none'}",
            )
        arguments[key] = _value(name, key, value, known[key].default)
    return cls(**arguments)


def _value(name: str, key: str, text: str, default: Any) -> Any:
    kind = type(default)
    try:
        if kind is bool:
            return {"true": True, "1": True, "false": False, "0": False}[text.lower()]
        if kind is str:
            return text.strip('"')
        return kind(text) if kind in (int, float) else text
    except (KeyError, ValueError):
        raise PipelineError(
            f"option `{key}` of pass `{name}` takes {kind.__name__}, got `{text}`", code="QC402"
        ) from None
