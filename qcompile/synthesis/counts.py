# SPDX-License-Identifier: Apache-2.0
"""Numbers of qubits, levels and the like, as arguments."""

from __future__ import annotations

from ..errors import PipelineError


def counted(what: str, value: object, least: int = 1) -> int:
    """Return a whole number that is not too small.

    Raises
    ------
    PipelineError
        QC402 if it is not a whole number from `least` on.
    """
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise PipelineError(
            f"the number of {what} is a whole number from {least} on, got {value!r}", code="QC402"
        )
    return value
