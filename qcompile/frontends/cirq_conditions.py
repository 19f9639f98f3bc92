# SPDX-License-Identifier: Apache-2.0
"""Conditions of Cirq over measurement keys as conditions over bits.

A key's value is read with the first measured qubit as the most significant bit.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..circuit import Bit, Condition
from ..errors import SemanticError, quote

#: What is no plain comparison is tabulated over at most this many bits.
MAX_TABLE_BITS = 8


def condition_of(cirq: Any, condition: Any, bits_of: Callable[[Any, int], list[int]]) -> Condition:
    """Return the condition that Cirq's means.

    Parameters
    ----------
    cirq : module
    condition : cirq.Condition
    bits_of : callable
        The bits of a key's measurement of a number (-1 is the last one), least significant first.

    Raises
    ------
    SemanticError
        QC240 for conditions of a user's own class and for expressions over many bits.
    """
    if isinstance(condition, cirq.KeyCondition):
        return ~(Bit(bits_of(condition.key, condition.index)) == 0)
    if isinstance(condition, cirq.BitMaskKeyCondition):
        bits = bits_of(condition.key, condition.index)
        target = condition.target_value
        if condition.bitmask is not None:
            chosen = [k for k in range(len(bits)) if condition.bitmask >> k & 1]
            if target & ~condition.bitmask:
                return Condition(not condition.equal_target)
            bits = [bits[k] for k in chosen]
            target = sum((target >> k & 1) << i for i, k in enumerate(chosen))
        equal = Condition(target == 0) if not bits else Bit(bits) == target
        return equal if condition.equal_target else ~equal
    if isinstance(condition, cirq.SympyCondition):
        keys = {str(key): bits_of(key, -1) for key in condition.keys}
        known = _plain(condition.expr, keys)
        return _table(cirq, condition, keys) if known is None else known
    raise SemanticError(
        f"a condition of the class `{quote(type(condition).__name__)}`", code="QC240"
    )


def _plain(expr: Any, keys: dict[str, list[int]]) -> Condition | None:
    """Return a comparison of a key with a number, or such joined; None for anything else."""
    name = type(expr).__name__
    if expr.is_Symbol and expr.name in keys:
        return ~(Bit(keys[expr.name]) == 0)
    if name in ("And", "Or", "Xor", "Not"):
        parts = [_plain(part, keys) for part in expr.args]
        forms = [part.form for part in parts if part is not None]
        if len(forms) < len(parts):
            return None
        return Condition(("not", forms[0]) if name == "Not" else (name.lower(), forms))
    if name not in _COMPARED:
        return None
    left, right = expr.args
    if left.is_Symbol and left.name in keys and right.is_Integer and int(right) >= 0:
        return _COMPARED[name](Bit(keys[left.name]), int(right))
    return None


_COMPARED: dict[str, Callable[[Bit, int], Condition]] = {
    "Equality": lambda bits, value: bits == value,
    "Unequality": lambda bits, value: bits != value,
    "StrictLessThan": lambda bits, value: bits < value,
    "LessThan": lambda bits, value: bits < value + 1,
    "StrictGreaterThan": lambda bits, value: ~(bits < value + 1),
    "GreaterThan": lambda bits, value: ~(bits < value),
}


def _table(cirq: Any, condition: Any, keys: dict[str, list[int]]) -> Condition:
    """Return the values for which Cirq itself finds the condition true."""
    bits = [bit for own in keys.values() for bit in own]
    if len(bits) > MAX_TABLE_BITS:
        raise SemanticError(
            f"the condition `{quote(condition)}` over {len(bits)} bits",
            code="QC240",
            help="compare keys with numbers, and join comparisons with and, or, xor and not",
        )
    true = []
    for value in range(1 << len(bits)):
        store = cirq.ClassicalDataDictionaryStore()
        at = 0
        for key in condition.keys:
            own = keys[str(key)]
            digits = [value >> (at + k) & 1 for k in range(len(own))][::-1]
            store.record_measurement(key, digits, cirq.LineQubit.range(len(own)))
            at += len(own)
        if condition.resolve(store):
            true.append((Bit(bits) == value).form)
    return Condition(("or", true)) if true else Condition(False)
