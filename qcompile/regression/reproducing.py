# SPDX-License-Identifier: Apache-2.0
"""The command line that compiles one circuit as a check does."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, Any

from ..options import TABLE
from .measuring import shown
from .project import said_otherwise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .listing import Listed


def reproduce(listed: Listed) -> str:
    """Return the command line; what an entry point returns is compiled by the check alone."""
    if listed.path is None:
        return f"qcompile check --recompile {quote(listed.id)}"
    words = ["qcompile", "compile", quote(listed.source), *flags(listed.options)]
    return " ".join(words)


def flags(options: Mapping[str, Any]) -> list[str]:
    """Return options as words of a command line, those alone that are not the defaults."""
    words = []
    for name, value in said_otherwise(options).items():
        option = TABLE[name]
        said = option.flags[0]
        if option.read is None:
            words.append(said)
        elif option.repeat:
            texts = [each if isinstance(each, str) else "=".join(map(str, each)) for each in value]
            words += [f"{said} {quote(text)}" for text in texts]
        else:
            words.append(f"{said} {quote(_text(name, value))}")
    return words


def _text(name: str, value: Any) -> str:
    if name == "target":
        return shown(value)
    if name == "layout":
        return ",".join("-" if qubit is None else str(qubit) for qubit in value)
    return str(value)
