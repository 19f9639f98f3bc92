# SPDX-License-Identifier: Apache-2.0
"""How circuits are named: by their id, by a pattern, or by the end of a path."""

from __future__ import annotations

import re
from functools import lru_cache
from posixpath import basename, splitext


def matches(pattern: str, name: str) -> bool:
    """Return whether a pattern names a circuit.

    A pattern without a slash is also held against the end of the id, with or without its suffix.

    Examples
    --------
    >>> matches("circuits/**/qft_*.qasm", "circuits/deep/qft_16.qasm"), matches("qft_16", "circuits/qft_16.qasm")
    (True, True)
    >>> matches("circuits/*.qasm", "circuits/deep/qft_16.qasm"), matches("ansatz:*", "ansatz:build/h2")
    (False, False)
    """
    if pattern == name:
        return True
    whole = _compiled(pattern)
    if whole.match(name):
        return True
    if "/" in pattern:
        return False
    last = basename(name)
    return bool(whole.match(last) or whole.match(splitext(last)[0]))


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a shell pattern as a regular expression: ``*`` stays in its folder, ``**`` does not."""
    made, at = [], 0
    while at < len(pattern):
        if pattern.startswith("**/", at):
            made.append("(?:.*/)?")
            at += 3
        elif pattern.startswith("**", at):
            made.append(".*")
            at += 2
        else:
            char = pattern[at]
            made.append({"*": "[^/]*", "?": "[^/]"}.get(char, re.escape(char)))
            at += 1
    return re.compile("".join(made) + r"\Z", re.DOTALL)
