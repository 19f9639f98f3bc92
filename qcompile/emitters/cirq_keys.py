# SPDX-License-Identifier: Apache-2.0
"""Classical bits as Cirq's measurement keys.

A register that is measured in one go is one key over all of its qubits; otherwise each bit is a key of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..circuit import Circuit


@dataclass
class Key:
    """A measurement key.

    Parameters
    ----------
    name : str
    bits : list of int
        In the order of the measured qubits.
    index : int, default -1
        Which of the key's measurements it is; -1 where there are no others.
    """

    name: str
    bits: list[int]
    index: int = -1


def keys_of(circuit: Circuit) -> dict[int, Key]:
    """Return the key of each bit."""
    groups = list(circuit.bit_registers)
    named = {bit for _, bits in groups for bit in bits}
    groups += [(f"b{bit}", [bit]) for bit in range(circuit.num_bits) if bit not in named]
    groups.sort(key=lambda group: group[1][:1])
    whole = _whole(circuit, groups)
    taken: set[str] = set()
    repeated = _repeated(circuit, groups, whole)
    out: dict[int, Key] = {}
    for name, bits in groups:
        if name in whole or len(bits) == 1:
            key, index = repeated.get(name, (name, -1))
            if index == -1:
                key = _free(key, taken)
            made = Key(key, bits, index)
            out.update(dict.fromkeys(bits, made))
        else:
            for k, bit in enumerate(bits):
                out[bit] = Key(_free(f"{name}_{k}", taken), [bit])
    return out


def compound(form: Any, bits: bool = False) -> Iterator[int]:
    """Return the bits of a condition that Cirq reads only as a whole key's value or one by one."""
    if isinstance(form, bool) or (isinstance(form, int) and not bits):
        return
    if isinstance(form, int):
        yield form
        return
    head, *parts = form
    if head == "not" and not bits:
        simple = isinstance(parts[0], int) or parts[0][0] == "equals"
        yield from compound(parts[0], not simple)
    elif head == "and" and not bits:
        for part in parts[0]:
            yield from compound(part)
    elif head == "equals" and not bits:
        return
    elif head in ("equals", "less"):
        yield from parts[0]
    else:
        for part in parts[0] if head != "not" else parts:
            yield from compound(part, True)


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    taken.add(name)
    return name


def _whole(circuit: Circuit, groups: list[tuple[str, list[int]]]) -> dict[str, int]:
    """Return the registers that one measurement can write, with the place of the last part of it.

    The parts are made together at that place, so nothing may touch a measured qubit or read a bit in between.
    """
    register = {bit: (name, len(bits)) for name, bits in groups for bit in bits if len(bits) > 1}
    failed = {register[b][0] for b in _unfit(circuit, range(circuit.num_bits)) if b in register}
    parts: dict[str, dict[int, int]] = {}
    waiting: dict[int, str] = {}
    done: dict[str, int] = {}
    for place, op in enumerate(circuit):
        own = register.get(op.bits[0]) if op.name == "measure" else None
        failed.update(waiting[q] for q in op.qubits if q in waiting)
        if own is None:
            failed.update(
                register[b][0] for b in op.bits if b in register and register[b][0] not in done
            )
            continue
        name, width = own
        found = parts.setdefault(name, {})
        if op.bits[0] in found:
            failed.add(name)
        found[op.bits[0]] = op.qubits[0]
        waiting[op.qubits[0]] = name
        if len(found) == width and name not in done:
            done[name] = place
            waiting = {q: n for q, n in waiting.items() if n != name}
    return {name: place for name, place in done.items() if name not in failed}


def _unfit(circuit: Any, to: Sequence[int], inside: bool = False) -> Iterator[int]:
    """Return bits that conditions read in ways a key of several qubits cannot, or that blocks write."""
    for op in circuit:
        contents = op.contents
        if "condition" in contents:
            form = contents["condition"]
            yield from (to[b] for b in compound(form))
            # The opposite is what an else-branch is done under, and where a loop ends.
            if len(op.blocks) > 1 or op.name == "while":
                opposite = (
                    form[1] if isinstance(form, tuple) and form[0] == "not" else ("not", form)
                )
                yield from (to[b] for b in compound(opposite))
        if "selector" in contents:
            yield from (to[b] for b in contents["selector"])
        if inside and op.name == "measure":
            yield from (to[b] for b in op.bits)
        for block in op.blocks:
            yield from _unfit(block, [to[b] for b in op.bits], True)


def _repeated(
    circuit: Circuit, groups: list[tuple[str, list[int]]], whole: dict[str, int]
) -> dict[str, tuple[str, int]]:
    """Return registers that are measurements of one key, as their names say, where they come in that order."""
    widths = {name: len(bits) for name, bits in groups}
    name_of = {bit: name for name, bits in groups for bit in bits}
    order: dict[str, list[str]] = {}
    unfit = {name_of[b] for b in _unfit(circuit, range(circuit.num_bits))}
    for op in circuit:
        if op.name == "measure":
            name = name_of[op.bits[0]]
            seen = order.setdefault(name.partition("#")[0], [])
            if name not in seen or name not in whole:
                seen.append(name)
    out: dict[str, tuple[str, int]] = {}
    for key, seen in order.items():
        expected = [key, *(f"{key}#{n}" for n in range(1, len(seen)))]
        fits = all(widths[n] == widths[key] and (n in whole or widths[n] == 1) for n in seen)
        if len(seen) > 1 and seen == expected and fits and not unfit.intersection(seen):
            out.update({name: (key, n) for n, name in enumerate(seen)})
    return out
