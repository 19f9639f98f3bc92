# SPDX-License-Identifier: Apache-2.0
"""Conditions over bits as Cirq's over measurement keys, all of which have to hold."""

from __future__ import annotations

from functools import reduce
from typing import Any

from .cirq_keys import Key


def conditions_of(cirq: Any, form: Any, keys: dict[int, Key]) -> list[Any]:
    """Return conditions of Cirq for a folded one; an operation under all of them is under it."""
    if isinstance(form, int):
        return [_masked(cirq, [form], 1, keys, equal=True)]
    head, *parts = form
    if head == "and":
        return [c for part in parts[0] for c in conditions_of(cirq, part, keys)]
    if head == "equals":
        return _by_key(cirq, parts[0], parts[1], keys)
    if head == "not":
        inner = parts[0]
        if isinstance(inner, int):
            return [_masked(cirq, [inner], 0, keys, equal=True)]
        if inner[0] == "equals" and len({id(keys[b]) for b in inner[1]}) == 1:
            return [_masked(cirq, inner[1], inner[2], keys, equal=False)]
    return [cirq.SympyCondition(_expression(form, keys))]


def _by_key(cirq: Any, bits: list[int], value: int, keys: dict[int, Key]) -> list[Any]:
    """Return an equality as one a key."""
    groups: dict[int, list[tuple[int, int]]] = {}
    for k, bit in enumerate(bits):
        groups.setdefault(id(keys[bit]), []).append((bit, value >> k & 1))
    out = []
    for group in groups.values():
        number = sum(v << k for k, (_, v) in enumerate(group))
        out.append(_masked(cirq, [b for b, _ in group], number, keys, equal=True))
    return out


def _masked(cirq: Any, bits: list[int], value: int, keys: dict[int, Key], *, equal: bool) -> Any:
    """Return a comparison of bits of one key; its first bit is the most significant one."""
    key = keys[bits[0]]
    width = len(key.bits)
    whole = len(set(bits)) == width
    if whole and ((value == 0 and not equal) or (width == 1 and bool(value) == equal)):
        return cirq.KeyCondition(cirq.MeasurementKey.parse_serialized(key.name), key.index)
    places = [width - 1 - key.bits.index(bit) for bit in bits]
    mask = sum(1 << place for place in places)
    target = sum((value >> k & 1) << place for k, place in enumerate(places))
    return cirq.BitMaskKeyCondition(
        cirq.MeasurementKey.parse_serialized(key.name),
        index=key.index,
        target_value=target,
        equal_target=equal,
        bitmask=None if mask == (1 << width) - 1 else mask,
    )


def _expression(form: Any, keys: dict[int, Key]) -> Any:
    import sympy

    if isinstance(form, int):
        return sympy.Ne(sympy.Symbol(keys[form].name), 0)
    head, *parts = form
    if head == "equals":
        values = [(b, parts[1] >> k & 1) for k, b in enumerate(parts[0])]
        symbols = [(sympy.Symbol(keys[b].name), v) for b, v in values]
        return sympy.And(*(sympy.Ne(s, 0) if v else sympy.Eq(s, 0) for s, v in symbols))
    if head == "not":
        return sympy.Not(_expression(parts[0], keys))
    join = {"and": sympy.And, "or": sympy.Or, "xor": sympy.Xor}[head]
    return reduce(join, [_expression(part, keys) for part in parts[0]])
