# SPDX-License-Identifier: Apache-2.0
"""Would the device take this text as it is? Judged from the text alone, by code that belongs to no compiler.

Every gate native where it stands, on a coupler, in a direction the coupler has, its angle within limits; nothing on
an excluded qubit; nothing the device forbids; layouts that put each program qubit on a wire of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .text import Program, Step, read, walk

#: Gates that act the same whichever operand stands first: a coupler listed one way has them both ways.
SYMMETRIC = frozenset("cz cs csdg cp swap iswap iswapdg siswap siswapdg rxx ryy rzz".split())
#: Steps that every device has unless it forbids them.
ORDINARY = frozenset("measure reset barrier delay gphase".split())
CONTROL = frozenset("if while for switch".split())
#: How far an angle may be outside its limits: what is lost in printing.
SLACK = 1e-9


@dataclass(frozen=True)
class Device:
    """What is asked of a text.

    Parameters
    ----------
    qubits : int
        Wires of the device.
    sites : sequence of set of str
        Native gates of each qubit.
    couplers : mapping of (int, int) to set of str
        Native gates of ordered pairs, first operand first.
    ranges : mapping of str to (float, float)
        Limits of a gate's first angle.
    excluded : set of int
        Qubits on which nothing may happen.
    forbids : set of str
        ``barrier``, ``mid-circuit-measurement``, ``reset``, ``control-flow``.
    """

    qubits: int
    sites: tuple[frozenset[str], ...]
    couplers: Mapping[tuple[int, int], frozenset[str]]
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    excluded: frozenset[int] = frozenset()
    forbids: frozenset[str] = frozenset()

    @classmethod
    def uniform(
        cls, qubits: int, edges: Iterable[tuple[int, int]], basis: Iterable[str], **limits: Any
    ) -> Device:
        """Return a device with one basis everywhere, its couplers used only in the directions of `edges`."""
        names = frozenset(basis)
        return cls(qubits, (names,) * qubits, dict.fromkeys(edges, names), **limits)

    def native(self, name: str, qubits: tuple[int, ...]) -> str:
        """Return what is wrong with a gate there; nothing if it is native."""
        if any(q >= self.qubits for q in qubits):
            return f"qubit {max(qubits)} of a device with {self.qubits}"
        if bad := self.excluded.intersection(qubits):
            return f"on excluded qubit {min(bad)}"
        if len(qubits) == 1:
            return "" if name in self.sites[qubits[0]] else f"{name} is not native on {qubits[0]}"
        if len(qubits) != 2:
            return f"{name} on {len(qubits)} qubits"
        forward = self.couplers.get(qubits, frozenset())
        backward = self.couplers.get(qubits[::-1], frozenset())
        if not forward and not backward:
            return f"{name} on {qubits[0]}, {qubits[1]}, which are not coupled"
        if name in forward or (name in backward and name in SYMMETRIC):
            return ""
        how = "in the direction" if name in backward else "on the coupler"
        return f"{name} is not native {how} {qubits[0]}, {qubits[1]}"


@dataclass(frozen=True)
class Finding:
    """Something a device would refuse, and the line it is on; line 0 for the text as a whole."""

    line: int
    what: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}"


def check(text: str | Program, device: Device, *, mapped: bool = True) -> list[Finding]:
    """Return everything the device would refuse, in the order of lines.

    Parameters
    ----------
    text : str or Program
        OpenQASM 2 or 3.
    device : Device
        What it is to run on.
    mapped : bool, default True
        Whether the text must be as wide as the device and say its layouts.
    """
    program = read(text) if isinstance(text, str) else text
    found = [*_layouts(program, device)] if mapped else []
    for step in walk(program.steps):
        found += (Finding(step.line, what) for what in _step(step, device))
    if "mid-circuit-measurement" in device.forbids:
        found += _after_measurement(program.steps, set(), set())
    return sorted(set(found), key=lambda f: (f.line, f.what))


def _layouts(program: Program, device: Device) -> Iterator[Finding]:
    if program.num_qubits != device.qubits:
        yield Finding(0, f"{program.num_qubits} qubits declared for a device with {device.qubits}")
    for name, layout in (("initial", program.initial), ("final", program.final)):
        if layout is None:
            yield Finding(0, f"no {name} layout")
            continue
        if len(set(layout)) != len(layout):
            yield Finding(0, f"two program qubits on one wire in the {name} layout")
        for wire in layout:
            if wire >= device.qubits or wire in device.excluded:
                yield Finding(0, f"wire {wire} of the {name} layout is not to be used")
    if program.initial and program.final and len(program.initial) != len(program.final):
        yield Finding(0, "layouts of different lengths")


def _step(step: Step, device: Device) -> Iterator[str]:
    if step.name == "?":
        yield f"not understood: {step.text}"
    elif step.name in CONTROL:
        if "control-flow" in device.forbids:
            yield f"{step.name} is forbidden"
    elif step.name in ORDINARY:
        yield from _ordinary(step, device)
    elif step.name not in ("break", "continue", "box"):
        yield from _gate(step, device)


def _ordinary(step: Step, device: Device) -> Iterator[str]:
    if step.name in device.forbids:
        yield f"{step.name} is forbidden"
    if bad := [q for q in step.qubits if q >= device.qubits]:
        yield f"{step.name} on qubit {bad[0]} of a device with {device.qubits}"
    if step.name != "barrier" and (bad := [q for q in step.qubits if q in device.excluded]):
        yield f"{step.name} on excluded qubit {bad[0]}"


def _gate(step: Step, device: Device) -> Iterator[str]:
    if len(set(step.qubits)) != len(step.qubits):
        yield f"{step.name} with a qubit twice"
    if wrong := device.native(step.name, step.qubits):
        yield wrong
    if step.name in device.ranges and step.angles and step.angles[0] is not None:
        low, high = device.ranges[step.name]
        if not low - SLACK <= step.angles[0] <= high + SLACK:
            yield f"{step.name} by {step.angles[0]:.12g}, outside {low:.12g} to {high:.12g}"


def _after_measurement(
    steps: tuple[Step, ...], measured: set[int], written: set[int]
) -> Iterator[Finding]:
    """Yield what comes after a measurement of its qubit, or waits for its result."""
    for step in steps:
        if step.name in CONTROL and written.intersection(step.reads):
            yield Finding(step.line, f"{step.name} waits for a measurement")
        if step.name not in ("barrier", "delay", *CONTROL) and measured.intersection(step.qubits):
            yield Finding(step.line, f"{step.name} on a qubit measured before")
        if step.name == "measure":
            measured.update(step.qubits)
            written.update(step.bits)
        # A loop comes round: what its end measures is measured before its start.
        for block in step.blocks * (2 if step.name in ("while", "for") else 1):
            yield from _after_measurement(block, measured, written)
