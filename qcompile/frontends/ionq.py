# SPDX-License-Identifier: Apache-2.0
"""IonQ's JSON: circuits of abstract gates (``qis``) and of native ones.

Rotations of abstract gates are radians; phases and angles of native ones are turns, of 2 pi [1]_ [2]_. Qubits are
measured at the end, all of them, which the circuit here does not say.

References
----------
.. [1] IonQ, "Writing quantum programs", API reference v0.3, 2024, docs.ionq.com
.. [2] IonQ, "Using native gates with the IonQ API", API reference v0.3, 2024, docs.ionq.com
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._native import Angle, Instruction
from ..circuit import Circuit
from ..errors import InputError, ParseError, SemanticError, quote
from .json_text import offset_of, parsed

if TYPE_CHECKING:
    from collections.abc import Callable

    from .source import Source

#: Abstract gates on each of their targets: ours, and whether there is a rotation.
_ONE = {
    "x": "x", "not": "x", "cnot": "x", "y": "y", "z": "z", "h": "h", "s": "s", "si": "sdg", "t": "t", "ti": "tdg",
    "v": "sx", "vi": "sxdg", "rx": "rx", "ry": "ry", "rz": "rz",
}  # fmt: skip
_TWO = {"swap": "swap", "xx": "rxx", "yy": "ryy", "zz": "rzz"}
_TURNED = frozenset({"rx", "ry", "rz", "xx", "yy", "zz"})
#: The angle of a native `ms` that tells none, in turns.
_FULL = 0.25


def read(source: Source) -> Circuit:
    """Return the circuit of a text: a program, or a job with one as its ``input``.

    Raises
    ------
    InputError
        QC100 for what is no JSON or not of this form, QC203 for an unknown gate, QC206 and QC207 for wrong qubits; with
        the place in the text, and the path in the message.
    """
    return _Reader(source).program()


class _Reader:
    """Reads one text."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.value = parsed(source)
        self.qubits = 0

    def program(self) -> Circuit:
        """Return the circuit."""
        path: list[str | int] = []
        value = self.value
        for key in ("input", "body"):
            if (
                isinstance(value, dict)
                and isinstance(value.get(key), dict)
                and "circuit" not in value
            ):
                value = value[key]
                path.append(key)
        if not isinstance(value, dict) or not isinstance(value.get("circuit"), list):
            raise self.fault(path, "an object with a list `circuit` is expected")
        form = value.get("format", "ionq.circuit.v0")
        if not str(form).startswith("ionq.circuit"):
            raise self.fault([*path, "format"], f"`{quote(form)}` is no format of IonQ's circuits")
        gateset = value.get("gateset", "qis")
        if not isinstance(gateset, str) or gateset not in _READERS:
            raise self.fault([*path, "gateset"], f"`{quote(gateset)}` is none of qis and native")
        steps = value["circuit"]
        self.qubits = self.width(value, steps, path)
        out = Circuit(self.qubits)
        for index, step in enumerate(steps):
            at = [*path, "circuit", index]
            if not isinstance(step, dict) or not isinstance(step.get("gate"), str):
                raise self.fault(at, "an object with the name of a `gate` is expected")
            _READERS[gateset](self, out, step, at)
        return out

    def width(self, value: Any, steps: list[Any], path: list[str | int]) -> int:
        """Return the number of qubits: as told, else as many as are used."""
        told = value.get("qubits")
        if told is None:
            used = [q for step in steps if isinstance(step, dict) for q in _mentioned(step)]
            return max(used, default=-1) + 1
        if not isinstance(told, int) or isinstance(told, bool) or told < 0:
            raise self.fault([*path, "qubits"], "a number of qubits is expected")
        return told

    def abstract(self, out: Circuit, step: Any, at: list[str | int]) -> None:
        """Append an abstract gate."""
        name = step["gate"]
        if name not in _ONE and name not in _TWO:
            raise self.unknown(name, at, "an abstract gate")
        targets = self.wires(step, "target", at)
        controls = self.wires(step, "control", at)
        if name == "cnot" and not controls:
            raise self.fault(at, "`cnot` needs a `control`")
        angles = [self.number(step, "rotation", at)] if name in _TURNED else []
        groups = [targets] if name in _TWO else [[target] for target in targets]
        if not targets or (name in _TWO and len(targets) != 2):
            raise self.fault(
                at, f"`{name}` needs {'two `targets`' if name in _TWO else 'a `target`'}"
            )
        made = Instruction.gate(_ONE.get(name) or _TWO[name], angles)
        if controls:
            made = _plain(name, len(controls)) or made.controlled([True] * len(controls))
        for group in groups:
            wires = [*controls, *group]
            if len(set(wires)) < len(wires):
                raise self.fault(at, "a qubit is given twice", "QC207")
            out.append(made, wires)

    def native(self, out: Circuit, step: Any, at: list[str | int]) -> None:
        """Append a native gate."""
        name = step["gate"]
        if name not in ("gpi", "gpi2", "ms", "zz"):
            raise self.unknown(name, at, "a native gate")
        targets = self.wires(step, "target", at)
        if len(targets) != (1 if name.startswith("gpi") else 2):
            raise self.fault(at, f"`{name}` on {len(targets)} qubits")
        if len(set(targets)) < len(targets):
            raise self.fault(at, "a qubit is given twice", "QC207")
        if name in ("gpi", "gpi2"):
            out.append_gate(name, [_radians(self.number(step, "phase", at))], targets)
        elif name == "zz":
            out.append_gate("rzz", [_radians(self.number(step, "angle", at))], targets)
        else:
            phases = step.get("phases")
            if not isinstance(phases, list) or len(phases) != 2 or not all(map(_is_number, phases)):
                raise self.fault([*at, "phases"], "two numbers are expected")
            angle = self.number(step, "angle", at) if "angle" in step else _FULL
            out.append_gate("ms", [_radians(float(x)) for x in (*phases, angle)], targets)

    def wires(self, step: Any, name: str, at: list[str | int]) -> list[int]:
        """Return what ``target`` or ``targets`` says, or a control likewise."""
        many = f"{name}s"
        if name in step and many in step:
            raise self.fault(at, f"both `{name}` and `{many}`")
        key = many if many in step else name
        value = step.get(key, [])
        wires = value if isinstance(value, list) else [value]
        for position, wire in enumerate(wires):
            place = [*at, key, position] if isinstance(value, list) else [*at, key]
            if not isinstance(wire, int) or isinstance(wire, bool):
                raise self.fault(place, "the number of a qubit is expected")
            if not 0 <= wire < self.qubits:
                raise self.fault(place, f"qubit {wire} of {self.qubits}", "QC206")
        return wires

    def number(self, step: Any, key: str, at: list[str | int]) -> float:
        """Return a number of a gate."""
        if key not in step:
            raise self.fault(at, f"`{step['gate']}` needs a `{key}`")
        if not _is_number(step[key]):
            raise self.fault([*at, key], "a number is expected")
        return float(step[key])

    def unknown(self, name: str, at: list[str | int], kind: str) -> InputError:
        """Return an error about the name of a gate."""
        return self.fault([*at, "gate"], f"`{quote(name)}` is no name of {kind}", "QC203")

    def fault(self, path: list[str | int], message: str, code: str = "QC100") -> InputError:
        """Return an error with the path and the place in the text."""
        said = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path).lstrip(".")
        span = self.source.span(offset_of(self.source, path))
        kind = ParseError if code == "QC100" else SemanticError
        return kind(f"{said}: {message}" if said else message, code=code, span=span)


_READERS: dict[Any, Callable[[_Reader, Circuit, Any, list[str | int]], None]] = {
    "qis": _Reader.abstract,
    "native": _Reader.native,
}


def _plain(name: str, controls: int) -> Instruction | None:
    """Return the library gate that an X under controls is."""
    known = {1: "cx", 2: "ccx", 3: "c3x", 4: "c4x"}
    if _ONE.get(name) == "x" and controls in known:
        return Instruction.gate(known[controls])
    return None


def _mentioned(step: Any) -> list[int]:
    found = []
    for key in ("target", "targets", "control", "controls"):
        value = step.get(key, [])
        found += [q for q in (value if isinstance(value, list) else [value]) if isinstance(q, int)]
    return found


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _radians(turns: float) -> float | Angle:
    """Return turns as radians; simple fractions stay exact."""
    above, below = (2 * turns).as_integer_ratio()
    if below <= 1 << 10 and abs(above) < 1 << 20:
        return Angle.pi(above, below)
    from math import pi

    return 2 * pi * turns
