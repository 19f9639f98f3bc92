# SPDX-License-Identifier: Apache-2.0
"""The kind that has to be placed and routed: devices as uneven as real ones, and circuits that were not drawn on them.

A device has islands, lonely qubits, couplers with directions and gates of their own, one-qubit gates that differ by
qubit, angle limits, qubits nothing may be placed on, and things it forbids. Users name places, and hand in circuits
that were mapped to other devices before, with wires to spare.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from qcompile import Circuit, Target

from .angles import nasty
from .classical import Blocks, Dynamic
from .nested import Nested
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
#: What a broken qubit's readout is, and what `compile` is asked for.
BROKEN, MIN_HEALTH = 0.9, 0.5
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
    unhealthy : bool
        The target does not exclude those qubits; they are known to be bad, and `compile` is told not to use such.
    """

    qubits: int
    sites: tuple[tuple[str, ...], ...]
    couplers: dict[tuple[int, int], tuple[str, ...]]
    ranges: dict[str, tuple[float, float]] = field(default_factory=dict)
    excluded: frozenset[int] = frozenset()
    forbids: frozenset[str] = frozenset()
    unhealthy: bool = False

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
            excluded=[] if self.unhealthy else sorted(self.excluded),
            forbids=sorted(self.forbids),
            qubit_facts=self._facts() if self.unhealthy else None,
        )

    def _facts(self) -> list[dict[str, float]]:
        return [
            {"readout_error": BROKEN if q in self.excluded else 0.01} for q in range(self.qubits)
        ]

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


def fits(circuit: Circuit, spec: Spec, layout: tuple[int | None, ...] = ()) -> bool:
    """Return whether the islands hold the circuit's connected parts, by trying every way; barriers connect nothing.

    A block counts as one operation on all it touches: a circuit may fit although this says no. A part with a place the
    user gave has to be on the island of that place.
    """
    wires, links = set(range(circuit.num_qubits)), []
    initial: Sequence[int] = range(circuit.num_qubits)
    if circuit.layouts:
        initial = circuit.layouts[0]
        wires = {wire for row in circuit.layouts for wire in row}
    for op in circuit:
        if op.name != "barrier":
            wires.update(op.qubits)
            links.append(tuple(op.qubits))
    place = {wire: p for wire, p in zip(initial, layout, strict=False) if p is not None}
    islands = spec.islands()
    parts = []
    for part in grouped([{q} for q in sorted(wires)], links):
        given = {place[q] for q in part if q in place}
        homes = [k for k, island in enumerate(islands) if given <= island]
        parts.append((len(part), homes))
    return _packed(sorted(parts, key=lambda part: len(part[1])), [len(i) for i in islands])


def _packed(parts: list[tuple[int, list[int]]], rooms: list[int]) -> bool:
    if not parts:
        return True
    (size, homes), rest = parts[0], parts[1:]
    return any(
        _packed(rest, [*rooms[:k], rooms[k] - size, *rooms[k + 1 :]])
        for k in homes
        if rooms[k] >= size
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
    unhealthy = bool(excluded) and rng.random() < 0.4
    return Spec(qubits, sites, couplers, ranges, frozenset(excluded), frozenset(forbids), unhealthy)


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
        append = rng.choice((Dynamic, Blocks, Nested, Nested))()
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
    elif rng.random() < 0.15 and qubits < min(spec.qubits + 1, MAX_QUBITS):
        c = spread(rng, c, rng.randint(qubits + 1, min(spec.qubits + 1, MAX_QUBITS)))
    return c, measured


def spread(rng: Random, c: Circuit, wires: int) -> Circuit:
    """Return the circuit as one mapped before: on more wires, its qubits moved about them by swaps."""
    out = Circuit(wires, c.num_bits)
    out.add_phase(c.phase)
    at = rng.sample(range(wires), c.num_qubits)
    initial = list(at)
    moving = rng.choice((0.0, 0.1))
    for op in c:
        if rng.random() < moving:
            p, q = operands(rng, wires, 2)
            out.swap(p, q)
            at = [q if w == p else p if w == q else w for w in at]
        out.append(op.instruction, [at[q] for q in op.qubits], op.bits)
    out.layouts = (initial, at)
    return out


def places(rng: Random, spec: Spec, c: Circuit) -> tuple[int | None, ...]:
    """Return places a user might give: of all qubits, of some, of none; on one island, mostly."""
    qubits = len(c.layouts[0]) if c.layouts else c.num_qubits
    usable = [q for q in range(spec.qubits) if q not in spec.excluded]
    if rng.random() < 0.6 or qubits > len(usable) or not spec.couplers:
        return ()
    share = rng.choice((0.2, 0.5, 1.0))
    # Several tries: most places of a device in pieces have what must meet on two of them.
    for _ in range(8):
        drawn = rng.sample(usable, qubits)
        layout = tuple(q if rng.random() < share else None for q in drawn)
        if fits(c, spec, layout):
            return layout
    return ()


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
