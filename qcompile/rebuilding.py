# SPDX-License-Identifier: Apache-2.0
"""Operations that own blocks, with other blocks: what rewrites in Python need to reach the inside of control flow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from .circuit import Circuit

if TYPE_CHECKING:
    from ._native import Instruction, Operation

__all__ = ["OWNERS", "region", "with_blocks"]

#: Operations that own blocks and may be rebuilt; of them a protected region is the one that has no condition.
OWNERS = frozenset({"if", "while", "for", "switch", "region"})


def region(body: Circuit, label: str) -> tuple[Instruction, list[int]]:
    """Return a protected region as an instruction, and on which qubits of ``body`` it is.

    Examples
    --------
    >>> region(Circuit(3).cz(0, 2), "kept")
    (Instruction(region), [0, 2])
    """
    around = Circuit(body.num_qubits, body.num_bits)
    around.append_region(body, label)
    return _only(around)


def with_blocks(
    op: Operation, change: Callable[[Circuit, Sequence[int]], bool], wires: Sequence[int]
) -> tuple[Instruction, list[int]] | None:
    """Return an operation with changed blocks, and on which of its operands it is; None if nothing changed.

    Parameters
    ----------
    op : Operation
        One of `OWNERS`.
    change : callable
        Changes a block in place, given the outermost circuit's qubits under the block's; returns whether it did.
    wires : sequence of int
        The outermost circuit's qubits under those of the circuit that holds ``op``.
    """
    inner = [wires[q] for q in op.qubits]
    blocks = [Circuit.from_core(block) for block in op.blocks]
    if not any(change(block, inner) for block in blocks):
        return None
    around = Circuit(len(op.qubits), len(op.bits))
    contents = op.contents
    if op.name == "if":
        around.append_if(contents["condition"], *blocks)
    elif op.name == "while":
        around.append_while(contents["condition"], blocks[0])
    elif op.name == "for":
        around.append_for(contents["values"], blocks[0], contents["variable"])
    elif op.name == "switch":
        default = blocks.pop() if contents["default"] else None
        cases = list(zip(contents["cases"], blocks, strict=True))
        around.append_switch(contents["selector"], cases, default)
    else:
        around.append_region(blocks[0], contents["label"])
    return _only(around)


def _only(around: Circuit) -> tuple[Instruction, list[int]]:
    (op,) = around
    return op.instruction, [*op.qubits, *(around.num_qubits + bit for bit in op.bits)]
