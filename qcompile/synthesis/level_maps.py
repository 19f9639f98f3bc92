# SPDX-License-Identifier: Apache-2.0
"""Which basis state of some qubits stands for which of d levels."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import PipelineError

NAMES = ("binary", "gray", "unary")


def level_map(levels: int, map: str | Sequence[int]) -> tuple[list[int], int]:
    """Return the basis state of each level, and the number of qubits.

    Parameters
    ----------
    levels : int
        At least 2.
    map : {"binary", "gray", "unary"} or sequence of int
        A name, or the states themselves.

    Raises
    ------
    PipelineError
        QC402 for an unknown name, or states that are negative, repeated or not one for each level.

    Examples
    --------
    >>> level_map(3, "gray")
    ([0, 1, 3], 2)
    >>> level_map(3, "unary")
    ([1, 2, 4], 3)
    """
    if isinstance(map, str):
        if map not in NAMES:
            known = ", ".join(f"`{name}`" for name in NAMES)
            raise PipelineError(
                f"a level map is {known} or a list of basis states, not `{map}`", code="QC402"
            )
        if map == "unary":
            return [1 << level for level in range(levels)], levels
        codes = [level ^ (level >> 1) if map == "gray" else level for level in range(levels)]
        return codes, (levels - 1).bit_length()
    codes = [int(code) for code in map]
    if len(codes) != levels or len(set(codes)) != levels or min(codes) < 0:
        raise PipelineError(
            f"a level map has {levels} different basis states, one for each level", code="QC402"
        )
    return codes, max(max(codes).bit_length(), 1)
