# SPDX-License-Identifier: Apache-2.0
"""Conditions as values of bits, for packages that compare bits with a number and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import PipelineError
from .conditions import bits_read

if TYPE_CHECKING:
    from .._native import Operation

#: The value each bit has; bits are the other package's.
Branch: TypeAlias = "dict[Any, bool]"

#: Most values of the bits of one condition that are told apart.
_MOST = 64


def branches(op: Operation, bits: list[Any], given: Branch) -> Iterator[tuple[Any, Branch]]:
    """Yield the blocks of an ``if`` or ``switch`` with the values of bits they run for.

    Parameters
    ----------
    op : Operation
    bits : list
        The other package's bits, by our numbers.
    given : dict
        Values known already; what contradicts them is left out.

    Yields
    ------
    block : Circuit
    values : dict
        Those given and those of the bits read. They exclude one another.

    Raises
    ------
    PipelineError
        QC409 for a block that writes a bit of its condition before its end, or a condition on too many bits.
    """
    which, values = _blocks(op)
    found = [
        (block, values_of) for block, values_of in zip(which, values, strict=True) if values_of
    ]
    single = sum(len(values_of) for _, values_of in found) == 1
    read = _read(op)
    for block, values_of in found:
        _check(op, block, read, single)
        for value in values_of:
            said = {bits[b]: on for b, on in zip(read, value, strict=True)}
            if all(given.get(bit, on) == on for bit, on in said.items()):
                yield block, {**given, **said}


def _read(op: Operation) -> list[int]:
    contents = op.contents
    if op.name == "switch":
        return sorted(set(contents["selector"]))
    return sorted(bits_read(contents["condition"]))


def _blocks(op: Operation) -> tuple[list[Any], list[list[tuple[bool, ...]]]]:
    """Return the blocks and, for each, the values of the bits read for which it runs."""
    read = _read(op)
    contents = op.contents
    form: Any = contents.get("condition")
    if (
        op.name == "if"
        and not isinstance(form, (bool, int))
        and form[0] == "equals"
        and len(op.blocks) == 1
    ):
        # One value, however many bits.
        numbers = {bit: bool(form[2] >> k & 1) for k, bit in enumerate(form[1])}
        fits = form[2] >> len(form[1]) == 0
        return list(op.blocks), [[tuple(numbers[b] for b in read)] if fits else []]
    if 1 << len(read) > _MOST:
        raise PipelineError(
            f"a condition that tells apart the values of {len(read)} bits (operation {op.index})",
            code="QC409",
            help="write OpenQASM 3 instead, which compares registers",
        )
    chosen: list[list[tuple[bool, ...]]] = [[] for _ in op.blocks]
    for value in product((False, True), repeat=len(read)):
        at = dict(zip(read, value, strict=True))
        block = (
            _case(contents, at, len(op.blocks)) if op.name == "switch" else int(not holds(form, at))
        )
        if block is not None and block < len(chosen):
            chosen[block].append(value)
    return list(op.blocks), chosen


def _case(contents: Any, at: dict[int, bool], blocks: int) -> int | None:
    value = sum(1 << k for k, bit in enumerate(contents["selector"]) if at[bit])
    for block, values in enumerate(contents["cases"]):
        if value in values:
            return block
    return blocks - 1 if contents["default"] else None


def holds(form: Any, at: dict[int, bool]) -> bool:
    """Return whether a condition holds where bits have these values."""
    if isinstance(form, bool):
        return form
    if isinstance(form, int):
        return at[form]
    head, *parts = form
    if head in ("equals", "less"):
        value = sum(1 << k for k, bit in enumerate(parts[0]) if at[bit])
        return bool(value == parts[1] if head == "equals" else value < parts[1])
    if head == "not":
        return not holds(parts[0], at)
    truths = [holds(part, at) for part in parts[0]]
    if head == "xor":
        return sum(truths) % 2 == 1
    return all(truths) if head == "and" else any(truths)


def _check(op: Operation, block: Any, read: list[int], single: bool) -> None:
    """Refuse a block after whose first write the condition would be read again with another value."""
    watched = set(read)
    inside = list(block)
    for index, inner in enumerate(inside):
        ends = single and inner.name == "measure" and index == len(inside) - 1
        if not ends and _writes(inner, watched, op.bits):
            raise PipelineError(
                f"a block that writes a bit of its own condition (operation {op.index})",
                code="QC409",
                help="measure into another bit, or write OpenQASM 3 instead",
            )


def _writes(inner: Operation, watched: set[int], outer: list[int]) -> bool:
    """Return whether an operation measures into a bit watched; ``outer`` numbers the bits around it."""
    own = [outer[b] for b in inner.bits]
    if inner.name == "measure":
        return own[0] in watched
    return any(_writes(deep, watched, own) for block in inner.blocks for deep in block)
