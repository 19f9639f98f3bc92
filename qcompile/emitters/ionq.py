# SPDX-License-Identifier: Apache-2.0
"""IonQ's JSON: of native gates where a circuit has no others, else of abstract ones; see `frontends.ionq`.

Global phases are not kept, and what every qubit does at the end is measured: see `losses`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import pi
from typing import TYPE_CHECKING, Any

from .._native import Angle
from ..errors import PipelineError
from .lowering import lowered, swaps

if TYPE_CHECKING:
    from .._native import Operation
    from ..circuit import Circuit

#: Our gates as abstract ones.
_ONE = {
    "x": "x", "y": "y", "z": "z", "h": "h", "s": "s", "sdg": "si", "t": "t", "tdg": "ti", "sx": "v", "sxdg": "vi",
    "rx": "rx", "ry": "ry", "rz": "rz",
}  # fmt: skip
_TWO = {"swap": "swap", "rxx": "xx", "ryy": "yy", "rzz": "zz"}
#: A gate under so many controls.
_CONTROLLED = {
    "cx": ("x", 1), "cy": ("y", 1), "cz": ("z", 1), "ch": ("h", 1), "cs": ("s", 1), "csdg": ("sdg", 1),
    "csx": ("sx", 1), "crx": ("rx", 1), "cry": ("ry", 1), "crz": ("rz", 1), "ccx": ("x", 2), "ccz": ("z", 2),
    "c3x": ("x", 3), "c3sx": ("sx", 3), "c4x": ("x", 4),
}  # fmt: skip
#: Most controls of a gate.
_MOST = 7
_NATIVE = frozenset({"gpi", "gpi2", "ms", "rzz", "measure", "barrier"})
#: What an expansion may be made of.
_BASIS = (*_ONE, *_TWO, "cx")


def write(circuit: Circuit) -> str:
    """Return the text, a gate a line.

    Raises
    ------
    PipelineError
        QC409 for what it cannot hold: parameters, conditions, resets, operations after a measurement.
    """
    if circuit.parameters:
        raise PipelineError(
            f"IonQ's JSON has no parameters, as `{circuit.parameters[0]}` is one",
            code="QC409",
            help="bind them first",
        )
    _check_measured(circuit)
    names = {op.name for op in circuit}
    native = names <= _NATIVE and bool(names & {"gpi", "gpi2", "ms"})
    make = _native if native else _abstract
    steps = [step for op in circuit for step in make(op, op.qubits)]
    head = {
        "format": "ionq.circuit.v0",
        "gateset": "native" if native else "qis",
        "qubits": circuit.num_qubits,
    }
    lines = ",\n".join("  " + json.dumps(step) for step in steps)
    opening = json.dumps(head, indent=1)[:-2]
    return (
        f'{opening},\n "circuit": [\n{lines}\n ]\n}}\n'
        if steps
        else f'{opening},\n "circuit": []\n}}\n'
    )


def losses(circuit: Circuit) -> list[str]:
    """Return what the text does not keep."""
    names = {op.name for op in circuit}
    lost = []
    if circuit.phase != 0:
        lost.append("the global phase")
    if "measure" in names:
        lost.append("which bits are measured into: every qubit is measured at the end")
    if names & {"barrier", "region"}:
        lost.append("barriers and protected regions")
    if circuit.layouts is not None:
        lost.append("the initial and final layout")
    return [f"IonQ's JSON does not keep {what}" for what in lost]


def _check_measured(circuit: Circuit) -> None:
    done: set[int] = set()
    for op in circuit:
        if op.name != "barrier" and done.intersection(op.qubits):
            raise PipelineError(
                f"IonQ measures at the end, and `{op.name}` (operation {op.index}) is after a measurement",
                code="QC409",
                help="write OpenQASM 3 instead",
            )
        if op.name == "measure":
            done.update(op.qubits)


def _native(op: Operation, on: list[int]) -> Iterator[dict[str, Any]]:
    name = op.name
    if name in ("measure", "barrier"):
        return
    turns = [_turns(p) for p in op.parameters]
    if name in ("gpi", "gpi2"):
        yield {"gate": name, "phase": turns[0], "target": on[0]}
    elif name == "rzz":
        yield {"gate": "zz", "angle": turns[0], "targets": on}
    else:
        yield from _entangled(turns, on)


def _entangled(turns: list[float], on: list[int]) -> Iterator[dict[str, Any]]:
    """Yield an `ms` with its angle from 0 to a quarter; half a turn more is a `gpi` on both."""
    first, second, angle = turns
    if abs(angle) > 0.25:
        yield {"gate": "gpi", "phase": first, "target": on[0]}
        yield {"gate": "gpi", "phase": second, "target": on[1]}
        angle -= 0.5 if angle > 0 else -0.5
    if angle < 0:
        # The other way round is about the axis opposite.
        first, angle = first - 0.5 if first > 0 else first + 0.5, -angle
    yield {"gate": "ms", "phases": [first, second], "angle": angle, "targets": on}


def _turns(value: float | Angle) -> float:
    """Return radians as turns between -1/2 and 1/2; whole turns change nothing but the global phase."""
    ratio = Angle(value).pi_ratio
    turns = ratio[0] / (2 * ratio[1]) if ratio is not None else float(value) / (2 * pi)
    return turns - round(turns)


def _abstract(what: Any, on: list[int]) -> Iterator[dict[str, Any]]:
    name, contents = what.name, what.contents
    if name in ("measure", "barrier", "id", "u0"):
        return
    if name == "region":
        for op in what.blocks[0]:
            yield from _abstract(op, [on[q] for q in op.qubits])
        return
    if name == "permutation":
        for a, b in swaps(contents["image"]):
            yield {"gate": "swap", "targets": [on[a], on[b]]}
        return
    found = _single(what)
    if found is not None and len(found[1]) <= _MOST:
        yield from _under(*found, on)
        return
    definition = contents.get("definition")
    if name in _REFUSED or (definition is not None and definition.is_opaque):
        raise PipelineError(
            f"IonQ's JSON has nothing for `{name}` (operation {what.index})",
            code="QC409",
            help="write OpenQASM 3 instead",
        )
    for op in lowered(getattr(what, "instruction", what), len(on), _BASIS):
        if op.name not in _BASIS:
            raise PipelineError(f"IonQ's JSON has nothing for `{op.name}`", code="QC409")
        yield from _abstract(op, [on[q] for q in op.qubits])


def _single(what: Any) -> tuple[str, list[bool], list[float]] | None:
    """Return a gate of `_ONE` or `_TWO` with the polarity of its controls and its angles; None for others."""
    name, polarity = what.name, []
    if name == "controlled":
        polarity = [bool(p) for p in what.contents["polarity"]]
        what = what.contents["base"]
        name = what.name
    base, controls = _CONTROLLED.get(name, (name, 0))
    closed = [*polarity, *([True] * controls)]
    if base not in _ONE and (base not in _TWO or (base == "swap" and closed)):
        return None
    return base, closed, [float(p) for p in what.parameters]


def _under(
    base: str, polarity: list[bool], angles: list[float], on: list[int]
) -> Iterator[dict[str, Any]]:
    """Yield a gate under controls; an open one is a closed one between two X."""
    controls, targets = on[: len(polarity)], on[len(polarity) :]
    opened = [q for q, closed in zip(controls, polarity, strict=True) if not closed]
    step: dict[str, Any] = {
        "gate": "cnot" if controls and base == "x" else _ONE.get(base) or _TWO[base]
    }
    if len(controls) == 1:
        step["control"] = controls[0]
    elif controls:
        step["controls"] = controls
    if base in _TWO:
        step["targets"] = targets
    else:
        step["target"] = targets[0]
    if angles:
        step["rotation"] = angles[0]
    around = [{"gate": "x", "target": q} for q in opened]
    yield from around
    yield step
    yield from around


_REFUSED = frozenset(
    {"reset", "if", "switch", "while", "for", "break", "continue", "delay", "channel", "pulse", "allocate", "release"}
)  # fmt: skip
