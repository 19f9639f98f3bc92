# SPDX-License-Identifier: Apache-2.0
"""Device files out: target -> document -> JSON or TOML that people can look at. What `reading` reads back is equal."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from .bases import names_on
from .document import MARK, VERSION
from .figures import GATE_FIGURES, Places
from .graphs import QUBIT_FIGURES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from .checks import Pair
    from .figures import Figures, Place
    from .target import Target

#: Columns a line is filled to.
WIDTH = 100


def document_of(target: Target) -> dict[str, Any]:
    """Return the document of a target: nothing is said twice, and nothing that goes without saying."""
    made: dict[str, Any] = {MARK: VERSION, "name": target.name}
    if target.source is not None:
        made["source"] = target.source
    if target.num_qubits is not None:
        made["qubits"] = target.num_qubits
    pairs, both = _pairs_by_gate(target)
    shared: tuple[Pair, ...] = ()
    if target.pairs is not None:
        shared = Counter(pairs.values()).most_common(1)[0][0] if pairs else ()
        made["couplings"] = [list(pair) for pair in shared]
    gates: dict[str, dict[str, Any]] = {name: {} for name in target.gates}
    made["gates"] = gates
    for name, low, high in target.ranges:
        gates[name]["range"] = [_number(low), _number(high)]
    for name, qubits in _qubits_by_gate(target).items():
        gates[name]["qubits"] = qubits
    for name, listed in pairs.items():
        if listed != shared:
            gates[name]["pairs"] = [list(pair) for pair in listed]
        if name in both:
            gates[name]["both_directions"] = True
    if target.excluded:
        made["excluded"] = target.excluded
    if target.forbids:
        made["forbids"] = target.forbids
    measured = _calibration(target)
    if measured:
        made["calibration"] = measured
    return made


def _qubits_by_gate(target: Target) -> dict[str, list[int]]:
    """Return the qubits of each one-qubit gate that not every qubit has."""
    sites = target.sites
    if sites is None:
        return {}
    made = {
        name: [q for q, names in enumerate(sites) if name in names]
        for name in target.gates
        if name in names_on(1)
    }
    return {name: qubits for name, qubits in made.items() if len(qubits) < len(sites)}


def _pairs_by_gate(target: Target) -> tuple[dict[str, tuple[Pair, ...]], set[str]]:
    """Return the pairs of each two-qubit gate, and the gates whose pairs stand for both directions."""
    if target.pairs is None:
        return {}, set()
    listed: dict[str, list[Pair]] = {name: [] for name in target.gates if name in names_on(2)}
    for a, b, names in target.pairs:
        for name in names:
            listed[name].append((a, b))
    both = set()
    for name, pairs in listed.items():
        if (
            name in names_on(2, directed=True)
            and pairs
            and {(b, a) for a, b in pairs} == set(pairs)
        ):
            both.add(name)
            listed[name] = [(a, b) for a, b in pairs if a < b]
    return {name: tuple(pairs) for name, pairs in listed.items()}, both


def _calibration(target: Target) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if target.calibrated is not None:
        made["date"] = target.calibrated
    if target.qubit_facts is not None:
        qubits: dict[Place, Figures] = {(q,): facts for q, facts in enumerate(target.qubit_facts)}
        made["qubits"] = _rows(qubits, qubits, QUBIT_FIGURES)
    by_gate: dict[str, dict[Place, Figures]] = {}
    for (gate, on), facts in target.gate_facts.items():
        by_gate.setdefault(gate, {})[on] = facts
    places = _places(target)
    if by_gate:
        made["gates"] = {
            gate: _rows(known, places.all_of(gate), GATE_FIGURES) for gate, known in by_gate.items()
        }
    return made


def _places(target: Target) -> Places:
    pairs: dict[str, list[Pair]] | None = None
    if target.pairs is not None:
        pairs = {}
        for a, b, names in target.pairs:
            for name in names:
                pairs.setdefault(name, []).append((a, b))
    return Places(target.num_qubits, target.gates, _qubits_by_gate(target), pairs)


def _rows(
    known: Mapping[Place, Figures], everywhere: Collection[Place], keys: tuple[str, ...]
) -> dict[str, Any]:
    """Return the figures that every place shares, then those of each place."""
    common: Figures = {}
    for key in keys:
        said = {facts.get(key) for facts in known.values()}
        number = said.pop()
        if number is not None and not said and known.keys() >= set(everywhere):
            common[key] = number
    rows = []
    for on, facts in known.items():
        row = {key: _number(number) for key, number in facts.items() if key not in common}
        if row:
            rows.append({"on": on[0] if len(on) == 1 else list(on), **row})
    made: dict[str, Any] = {key: _number(number) for key, number in common.items()}
    return {**made, "at": rows} if rows else made


def _number(number: float) -> int | float:
    """Return a figure as people write it; what is read back is the same float."""
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def to_json(target: Target) -> str:
    """Return a device file in JSON: a row, or a line full of couplings, on each line."""
    return _laid_out(document_of(target), 0) + "\n"


_inline = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def _laid_out(value: Any, depth: int) -> str:
    """Return a value over several lines, if one is too short or it holds rows."""
    inline = _inline(value)
    rows = isinstance(value, list) and value and isinstance(value[0], dict)
    if (
        depth
        and not rows
        and (len(inline) <= WIDTH - 4 * depth or not isinstance(value, list | dict))
    ):
        return inline
    inner, outer = "  " * (depth + 1), "  " * depth
    if isinstance(value, dict):
        members = [f"{_inline(key)}: {_laid_out(each, depth + 1)}" for key, each in value.items()]
        return "{\n" + ",\n".join(inner + each for each in members) + f"\n{outer}}}"
    items = [_inline(each) for each in value]
    lines = items if rows else _filled(items, WIDTH - len(inner))
    return "[\n" + ",\n".join(inner + each for each in lines) + f"\n{outer}]"


def _filled(items: list[str], width: int) -> list[str]:
    """Put items on lines, as many as fit on each."""
    lines: list[str] = []
    for item in items:
        if lines and len(lines[-1]) + len(item) + 3 <= width:
            lines[-1] += f", {item}"
        else:
            lines.append(item)
    return lines


def to_toml(target: Target) -> str:
    """Return a device file in TOML."""
    return "\n".join(_toml_table(document_of(target), ())).lstrip("\n") + "\n"


def _toml_table(table: Mapping[str, Any], path: tuple[str, ...]) -> list[str]:
    """Return the lines of a table, tables inside it after the rest."""
    plain = {key: each for key, each in table.items() if not _stands_alone(each)}
    lines = []
    if path and (plain or not table):
        lines += ["", f"[{'.'.join(path)}]"]
    lines += [f"{key} = {_toml_value(each)}" for key, each in plain.items()]
    for key, each in table.items():
        if _stands_alone(each):
            lines += _toml_table(each, (*path, key))
    return lines


def _stands_alone(value: Any) -> bool:
    """Tell tables under a header of their own from those that fit on the line of their key."""
    return isinstance(value, dict) and any(isinstance(x, dict | list) for x in value.values())


def _toml_value(value: Any) -> str:
    """Return a value; lists that are long, or hold rows, over several lines."""
    inline = _toml_inline(value)
    rows = isinstance(value, list) and value and isinstance(value[0], dict)
    if not rows and (len(inline) <= WIDTH - 20 or not isinstance(value, list)):
        return inline
    items = [_toml_inline(each) for each in value]
    lines = items if rows else _filled(items, WIDTH - 2)
    return "[\n" + "".join(f"  {each},\n" for each in lines) + "]"


def _toml_inline(value: Any) -> str:
    if isinstance(value, dict):
        members = ", ".join(f"{key} = {_toml_inline(each)}" for key, each in value.items())
        return f"{{ {members} }}" if members else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml_inline, value))}]"
    # Texts of JSON are texts of TOML but for one control character; so are its numbers, true and false.
    return _inline(value).replace("\x7f", "\\u007f")
