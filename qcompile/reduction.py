# SPDX-License-Identifier: Apache-2.0
"""A smaller text that shows the same fault, for reports."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def reduce_lines(text: str, fails: Callable[[str], bool], *, seconds: float = 5.0) -> str:
    r"""Leave out lines as long as the text still fails.

    Halves are tried first, then quarters, down to single lines (delta debugging [1]_).

    Parameters
    ----------
    text : str
        A text that fails.
    fails : callable (str) -> bool
        Whether a text shows the same fault.
    seconds : float, default 5.0
        No new attempt is begun after this time; the best so far is returned.

    Returns
    -------
    str
        A text that fails; no longer than the one given.

    References
    ----------
    .. [1] Zeller, Hildebrandt, "Simplifying and isolating failure-inducing input", IEEE TSE 28(2), 2002,
       doi:10.1109/32.988498

    Examples
    --------
    >>> reduce_lines("a\nb\nfault\nc\n", lambda text: "fault" in text)
    'fault\n'
    """
    end = monotonic() + seconds
    lines = text.splitlines(keepends=True)
    size = max(len(lines) // 2, 1)
    while lines:
        removed = False
        at = 0
        while at < len(lines):
            if monotonic() > end:
                return "".join(lines)
            fewer = lines[:at] + lines[at + size :]
            if fails("".join(fewer)):
                lines, removed = fewer, True
            else:
                at += size
        if size == 1 and not removed:
            break
        size = max(size // 2, 1)
    return "".join(lines)
