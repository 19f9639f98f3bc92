# SPDX-License-Identifier: Apache-2.0
"""What another package has no gate for, in terms of gates that it has: exact, phase included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._native import CoreTarget, kernels
from ..circuit import Circuit
from ..errors import SemanticError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .._native import Instruction

#: Most operations one instruction becomes.
_LIMIT = 1_000_000


def lowered(instruction: Instruction, width: int, gates: Iterable[str]) -> Circuit:
    """Return a circuit that does what an instruction does, in library gates on one and two qubits.

    Parameters
    ----------
    instruction : Instruction
        A unitary one.
    width : int
        Its number of qubits.
    gates : iterable of str
        Gates the other package has; those on one or two qubits that are not of these are rewritten in `rz`, `ry` and
        `cx`, which it has to have.

    Returns
    -------
    Circuit
        Over the instruction's qubits. Calls of opaque gates are left in it.

    Examples
    --------
    >>> from qcompile._native import Instruction
    >>> [op.name for op in lowered(Instruction.gate("rzx", [0.5]), 2, ["h", "rzz"])]
    ['h', 'rzz', 'h']
    """
    out = Circuit(width)
    out.append(instruction, range(width))
    known = frozenset(gates)
    target = CoreTarget("lowering", sorted(known | {"cx", "ry", "rz"}))
    kernels.decompose(out, target, limit=_LIMIT, borrow=False, assume_zero=False)
    if any(op.name not in known for op in out):
        kernels.basis_translation(out, target, one_qubit=True)
    return out


def width_of(instruction: Instruction, most: int) -> int:
    """Return how many qubits an instruction acts on, of at most so many."""
    for width in range(most, 0, -1):
        try:
            Circuit(width).append(instruction, range(width))
        except SemanticError:
            continue
        return width
    return 0


def swaps(image: Iterable[int]) -> list[tuple[int, int]]:
    """Return exchanges, in order, that move the state of each wire i to wire ``image[i]``.

    Examples
    --------
    >>> swaps([1, 2, 0])
    [(0, 1), (0, 2)]
    """
    left = list(image)
    made = []
    for wire in range(len(left)):
        while left[wire] != wire:
            to = left[wire]
            made.append((wire, to))
            # The state that belongs on `to` is there now; what was there is on `wire`.
            left[wire], left[to] = left[to], to
    return made
