# SPDX-License-Identifier: Apache-2.0
"""Conditions over bits as Cirq's over measurement keys, all of which have to hold."""

from __future__ import annotations

from functools import reduce
from typing import Any

from .cirq_keys import Key


def folded(form: Any, known: set[int]) -> Any:
    """Return a condition in which bits that nothing was measured into are 0, constants gone."""
    if isinstance(form, bool):
        return form
    if isinstance(form, int):
        return form if form in known else False
    head, *parts = form
    if head == "equals":
        return _equal(parts[0], parts[1], known)
    if head == "less":
        return _less(parts[0], parts[1], known)
    if head == "not":
        inner = folded(parts[0], known)
        return (not inner) if isinstance(inner, bool) else negated(inner)
    inside = [folded(part, known) for part in parts[0]]
    left = [part for part in inside if not isinstance(part, bool)]
    truths = [part for part in inside if isinstance(part, bool)]
    if head == "xor":
        odd = sum(truths) % 2 == 1
        whole = left[0] if len(left) == 1 else ("xor", left) if left else False
        if isinstance(whole, bool):
            return odd
        return negated(whole) if odd else whole
    stops = head == "or"
    if stops in truths:
        return stops
    if not left:
        return not stops
    return left[0] if len(left) == 1 else (head, left)


def negated(form: Any) -> Any:
    """Return the opposite of a folded condition."""
    if isinstance(form, bool):
        return not form
    if isinstance(form, tuple) and form[0] == "not":
        return form[1]
    return ("not", form)


def _equal(bits: list[int], value: int, known: set[int]) -> Any:
    if value >> len(bits) or any(value >> k & 1 and b not in known for k, b in enumerate(bits)):
        return False
    kept = [(b, value >> k & 1) for k, b in enumerate(bits) if b in known]
    if not kept:
        return True
    return ("equals", [b for b, _ in kept], sum(v << k for k, (_, v) in enumerate(kept)))


def _less(bits: list[int], value: int, known: set[int]) -> Any:
    if value >> len(bits):
        return True
    if value == 0:
        return False
    # The first place, from above, at which the number is below: everything higher is equal, this bit is 0 and 1.
    cases = []
    for k in range(len(bits) - 1, -1, -1):
        if value >> k & 1:
            above = ("equals", bits[k:], (value >> k) - 1)
            cases.append(above)
    return folded(("or", cases), known)


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
