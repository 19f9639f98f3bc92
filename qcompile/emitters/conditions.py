# SPDX-License-Identifier: Apache-2.0
"""Conditions over bits and the blocks under them, for packages that hold less than circuits here do."""

from __future__ import annotations

from typing import Any


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


def renamed(form: Any, bits: dict[int, int]) -> Any:
    """Return a condition over other numbers of bits."""
    if isinstance(form, bool):
        return form
    if isinstance(form, int):
        return bits[form]
    head, *parts = form
    if head in ("equals", "less"):
        return (head, [bits[b] for b in parts[0]], parts[1])
    if head == "not":
        return (head, renamed(parts[0], bits))
    return (head, [renamed(part, bits) for part in parts[0]])


def bits_read(form: Any) -> set[int]:
    """Return the bits a condition reads."""
    if isinstance(form, bool):
        return set()
    if isinstance(form, int):
        return {form}
    head, *parts = form
    if head in ("equals", "less"):
        return set(parts[0])
    return set().union(*map(bits_read, [parts[0]] if head == "not" else parts[0]))


def leaves_early(circuit: Any) -> bool:
    """Return whether a loop's body leaves it early."""
    return any(
        op.name in ("break", "continue")
        or (op.name not in ("for", "while") and any(leaves_early(block) for block in op.blocks))
        for op in circuit
    )
