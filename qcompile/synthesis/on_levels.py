# SPDX-License-Identifier: Apache-2.0
"""Operators on particles of d levels, each on qubits of its own; what happens to the unused states is free.

Which basis state stands for a level is a choice worth gates: an operator that does not mix some levels with others is
block diagonal, and with its blocks on sub-cubes the labels choose between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .._native import synth
from ..errors import LimitError, SemanticError
from .counts import counted
from .level_maps import level_map as named_map
from .result import Free, Synthesis, cost

#: Qubits of an operator on levels.
MOST_QUBITS = 7
#: Entries below this do not join levels to a block.
NOTHING = 1e-9


def on_levels(
    u: Any, levels: int, level_map: str | Sequence[int], free: Free, *, search: bool = False
) -> Synthesis:
    """Synthesise a unitary on levels; see `qcompile.synthesis.unitary`."""
    from .arrays import packed

    particles = _particles(len(u), levels)
    if isinstance(level_map, str) and level_map == "unary":
        from .unary import unary

        return unary(u, particles, free)
    if isinstance(level_map, str) and level_map == "best":
        maps = _candidates(u, levels, particles)
    else:
        maps = [named_map(levels, level_map)]
    best: Synthesis | None = None
    for codes, width in maps:
        if width * particles > MOST_QUBITS:
            raise LimitError(
                f"{particles} particles of {levels} levels are on {width * particles} qubits; "
                f"up to {MOST_QUBITS} are taken",
                code="QC610",
            )
        made = synth.on_levels(
            packed(u),
            codes=_joined(codes, width, particles),
            qubits=width * particles,
            before=free.before,
            after=free.after,
            search=search,
        )
        found = Synthesis.of(made, f"operator on {levels} levels", is_phase_free=free.phase)
        if best is None or cost(found) < cost(best):
            best = found
    assert best is not None
    return best


def _particles(size: int, levels: int) -> int:
    counted("levels", levels, 2)
    particles, reach = 1, levels
    while reach < size:
        particles, reach = particles + 1, reach * levels
    if reach != size:
        raise SemanticError(
            f"the matrix has {size} rows, which is no power of its {levels} levels",
            code="QC237",
            help=f"levels={size} for one particle",
        )
    return particles


def _joined(codes: Sequence[int], width: int, particles: int) -> list[int]:
    """Return the basis state of every state of all particles, the first particle least significant."""
    states = [0]
    for particle in range(particles):
        states = [code << particle * width | state for code in codes for state in states]
    return states


def _candidates(u: Any, levels: int, particles: int) -> list[tuple[list[int], int]]:
    maps = [named_map(levels, "binary"), named_map(levels, "gray")]
    if particles == 1:
        maps.append(_on_cubes(_blocks(u), maps[0][1]))
    unique: list[tuple[list[int], int]] = []
    for candidate in maps:
        if candidate not in unique:
            unique.append(candidate)
    return unique


def _blocks(u: Any) -> list[list[int]]:
    """Return the levels that the matrix mixes with each other, the largest blocks first."""
    left = set(range(len(u)))
    found = []
    while left:
        block, fresh = set(), {min(left)}
        while fresh:
            block |= fresh
            joined = (abs(u[list(fresh)]) > NOTHING).any(axis=0) | (
                abs(u[:, list(fresh)]) > NOTHING
            ).any(axis=1)
            fresh = {int(i) for i in joined.nonzero()[0]} - block
        left -= block
        found.append(sorted(block))
    return sorted(found, key=lambda block: (-len(block), block))


def _on_cubes(blocks: list[list[int]], width: int) -> tuple[list[int], int]:
    """Put each block into a sub-cube of its own, as far as there is room, on `width` qubits."""
    rooms = [(1 << (len(block) - 1).bit_length()) for block in blocks]
    if sum(rooms) > 1 << width:
        rooms = [len(block) for block in blocks]
    codes: dict[int, int] = {}
    start = 0
    for block, room in zip(blocks, rooms, strict=True):
        for i, level in enumerate(block):
            codes[level] = start + i
        start += room
    return [codes[level] for level in range(len(codes))], width
