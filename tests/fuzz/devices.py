# SPDX-License-Identifier: Apache-2.0
"""The kind that has to be placed and routed: devices as uneven as real ones, and circuits that were not drawn on them.

A device has islands, lonely qubits, couplers with directions and gates of their own, one-qubit gates that differ by
qubit, angle limits, qubits nothing may be placed on, and things it forbids.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from qcompile import Circuit, Target

from .angles import nasty
from .classical import Blocks, Dynamic
from .unitary import clifford_t, library_gate, operands, permutation, rotation

MAX_QUBITS = 8
#: Whole instruments are compared up to here.
MAX_MEASURED_QUBITS = 6
OPERATIONS = (5, 60)

#: One-qubit gates that together make any.
SITES = (
    ("rz", "sx", "x"),
    ("rz", "sx"),
    ("u",),
    ("rz", "rx"),
    ("rz", "ry"),
    ("r", "rz"),
    ("p", "h"),
    ("rz", "sx", "x", "rx"),
)
COUPLERS = ("cx", "cz", "ecr", "rzz", "iswap", "rxx", "siswap", "cp", "rzx", "swap")
#: Couplers that cannot stand alone.
HELPERS = frozenset({"swap"})
#: Limits some devices have: gate, lowest and highest first angle.
LIMITS = (
    ("rzz", 0.0, math.pi / 2),
    ("rzz", -math.pi / 2, math.pi / 2),
    ("rxx", 0.0, math.pi),
    ("rz", -math.pi, math.pi),
    ("rx", -math.pi, math.pi),
)
FORBIDDEN = ("barrier", "mid-circuit-measurement", "reset", "control-flow")


@dataclass(frozen=True)
class Spec:
    """A device in plain words.

    Parameters
    ----------
    qubits : int
        Its wires.
    sites : tuple of tuple of str
        One-qubit gates of each.
    couplers : dict
        Gates of ordered pairs.
    ranges : dict
        Limits of first angles by gate.
    excluded : frozenset of int
        Qubits nothing may be placed on.
    forbids : frozenset of str
        What it refuses.
    """

    qubits: int
    sites: tuple[tuple[str, ...], ...]
    couplers: dict[tuple[int, int], tuple[str, ...]]
    ranges: dict[str, tuple[float, float]] = field(default_factory=dict)
    excluded: frozenset[int] = frozenset()
    forbids: frozenset[str] = frozenset()

    def target(self) -> Target:
        """Return it as a target; said the short way where all qubits are alike."""
        used = {g for names in self.couplers.values() for g in names}
        singles = {g for names in self.sites for g in names}
        alike = len(set(self.sites)) == 1
        return Target(
            "fuzz",
            sorted(singles | used),
            self.qubits,
            [(a, b, g) for (a, b), g in self.couplers.items()],
            self.ranges,
            sites=None if alike else self.sites,
            excluded=sorted(self.excluded),
            forbids=sorted(self.forbids),
        )

    def islands(self) -> list[set[int]]:
        """Return the connected parts of what may be used, largest first."""
        parts = [{q} for q in range(self.qubits) if q not in self.excluded]
        return grouped(parts, [p for p in self.couplers if not self.excluded.intersection(p)])


def grouped(parts: list[set[int]], links: list[tuple[int, ...]]) -> list[set[int]]:
    """Join the parts that links connect; largest first."""
    for link in links:
        met = [part for part in parts if part.intersection(link)]
        if len(met) > 1:
            parts = [part for part in parts if part not in met] + [set().union(*met)]
    return sorted(parts, key=lambda part: (-len(part), min(part)))


def fits(circuit: Circuit, spec: Spec) -> bool:
    """Return whether the islands hold the circuit's connected parts, by trying every way; barriers connect nothing.

    A block counts as one operation on all it touches: a circuit may fit although this says no.
    """
    links = [op.qubits for op in circuit if op.name != "barrier" and len(op.qubits) > 1]
    parts = grouped([{q} for q in range(circuit.num_qubits)], [tuple(link) for link in links])
    return _packed([len(part) for part in parts], [len(island) for island in spec.islands()])


def _packed(parts: list[int], rooms: list[int]) -> bool:
    if not parts:
        return True
    return any(
        _packed(parts[1:], sorted([*rooms[:k], room - parts[0], *rooms[k + 1 :]]))
        for k, room in enumerate(rooms)
        if room >= parts[0]
    )


def device(rng: Random, qubits: int) -> Spec:
    """Return a random device."""
    order = operands(rng, qubits, qubits)
    # Where a new island starts, the next qubit is not tied to those before.
    lonely = rng.choice((0.0, 0.0, 0.0, 0.1, 0.3))
    edges: list[tuple[int, int]] = []
    start = 0
    for k in range(1, qubits):
        if rng.random() < lonely:
            start = k
            continue
        edges.append((order[k], order[rng.randrange(start, k)]))
        if rng.random() < 0.3:
            edges.append((order[k], order[rng.randrange(start, k)]))
    couplers: dict[tuple[int, int], tuple[str, ...]] = {}
    common = rng.choice(COUPLERS[:5]) if rng.random() < 0.5 else None
    for edge in edges:
        a, b = rng.sample(edge, 2)
        if (a, b) in couplers or (b, a) in couplers:
            continue
        couplers[a, b] = (common,) if common else _coupler(rng)
        if rng.random() < 0.4:
            couplers[b, a] = (common,) if common and rng.random() < 0.8 else _coupler(rng)
    sites = (rng.choice(SITES),) * qubits
    if rng.random() < 0.4:
        sites = tuple(rng.choice(SITES) for _ in range(qubits))
    names = {g for held in (*couplers.values(), *sites) for g in held}
    ranges = {g: (low, high) for g, low, high in LIMITS if g in names and rng.random() < 0.4}
    excluded = [q for q in range(qubits) if rng.random() < 0.1] if rng.random() < 0.4 else []
    forbids = [f for f in FORBIDDEN if rng.random() < 0.3] if rng.random() < 0.3 else []
    return Spec(qubits, sites, couplers, ranges, frozenset(excluded), frozenset(forbids))


def _coupler(rng: Random) -> tuple[str, ...]:
    names = rng.sample(COUPLERS, rng.randint(1, 3))
    return tuple(names) if not set(names) <= HELPERS else ("cz", *names)


def circuit(rng: Random, spec: Spec) -> tuple[Circuit, bool]:
    """Return a circuit of at most the device's qubits, and whether it measures."""
    room = max(1, spec.qubits - len(spec.excluded))
    qubits = rng.randint(max(1, room - rng.choice((0, 0, 1, 3))), room)
    if rng.random() < 0.03:
        # One too many: to be refused.
        qubits = min(qubits + 1, MAX_QUBITS)
    measured = spec.qubits <= MAX_MEASURED_QUBITS and rng.random() < 0.4
    bits = rng.randint(1, 3) if measured else 0
    makers: list[Callable[[Random, Circuit], None]] = [clifford_t, rotation, permutation, narrow]
    append = rng.choice(makers)
    if measured and rng.random() < 0.7:
        append = rng.choice((Dynamic, Blocks))()
    c = Circuit(qubits, bits)
    count = rng.randint(OPERATIONS[0] if rng.random() < 0.5 else 30, OPERATIONS[1])
    groups = _groups(rng, spec, qubits)
    while len(c) < count:
        append(rng, c) if groups is None else apart(rng, c, groups)
        if rng.random() < 0.02 and "barrier" not in spec.forbids:
            c.barrier(operands(rng, qubits, rng.randint(1, qubits)))
    if rng.random() < 0.3:
        c.add_phase(nasty(rng))
    if measured and not isinstance(append, Dynamic):
        for q in operands(rng, qubits, rng.randint(1, qubits)):
            c.measure(q, rng.randrange(bits))
    if not measured and rng.random() < 0.15:
        # A circuit that was compiled before: its layouts have to be carried on, three-cycles among them.
        wires = range(qubits)
        c.layouts = (rng.sample(wires, qubits), rng.sample(wires, qubits))
    return c, measured


def narrow(rng: Random, c: Circuit) -> None:
    """Append a gate on one or two qubits."""
    two = ("cx", "cz", "swap", "cp", "rzz", "ecr", "iswap", "rxx", "ch")
    if c.num_qubits == 1 or rng.random() < 0.4:
        library_gate(rng, c, (("h", 1, 0), ("t", 1, 0), ("rz", 1, 1), ("sx", 1, 0), ("ry", 1, 1)))
        return
    name = rng.choice(two)
    angles = [nasty(rng)] if name in ("cp", "rzz", "rxx") else []
    c.append_gate(name, angles, operands(rng, c.num_qubits, 2))


def _groups(rng: Random, spec: Spec, qubits: int) -> list[list[int]] | None:
    """Return parts of the program no larger than the islands, where the device has several."""
    sizes = [len(island) for island in spec.islands()]
    if len(sizes) < 2 or qubits > sum(sizes):
        return None
    order = operands(rng, qubits, qubits)
    groups = []
    for size in sizes:
        groups.append(order[:size])
        order = order[size:]
    return [group for group in groups if group]


def apart(rng: Random, c: Circuit, groups: list[list[int]]) -> None:
    """Append a gate within one of the parts."""
    group = rng.choice(groups)
    small = Circuit(len(group))
    rng.choice((narrow, narrow, clifford_t))(rng, small)
    for op in small:
        c.append(op.instruction, [group[q] for q in op.qubits], op.bits)
