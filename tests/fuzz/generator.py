# SPDX-License-Identifier: Apache-2.0
"""Random circuits of named kinds, each the same share of the trials.

A case is a function of its seed and index alone. Sizes: 1 to 8 qubits (6 where something is measured), 5 to 60
operations, both drawn evenly with a pull upwards, so that their means stay above the middle.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from qcompile import Angle, Circuit, Target

from . import devices
from .angles import nasty
from .choosing import Choosing
from .classical import Blocks, Dynamic
from .folding import Foldable, arbitrary, exact, symbolic
from .unitary import (
    GATES,
    ROTATIONS,
    clifford_t,
    library_gate,
    open_control,
    operands,
    permutation,
    rotation,
)

MAX_QUBITS = 8
#: Whole instruments are compared up to here.
MAX_MEASURED_QUBITS = 6
OPERATIONS = (5, 60)

#: Bases a case may ask for; None keeps the input's gates.
BASES = (
    None,
    "cx,rz,sx,x",
    "cz,rz,sx,x",
    "cx,u",
    "rzz,rz,rx",
    "ecr,rz,sx,x",
    "iswap,rz,sx,x",
    "cz,r,rz",
)

#: Two-qubit gates of a device's pairs.
COUPLERS = ("cx", "cz", "ecr", "rzz", "iswap")


@dataclass(frozen=True, kw_only=True)
class Case:
    """A circuit to compile, what for, and values for its parameters.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    seed, index : int
        The case's name.
    circuit : Circuit
        The input.
    basis : str, optional
        Gates to compile to.
    target : Target, optional
        Device to compile to; excludes a basis.
    objective : str, default "two-qubit"
        What levels make small.
    values : tuple of dict, default ()
        Bindings to try; none where the circuit has no parameters.
    spec : Spec, optional
        The device in plain words, where the circuit has to be placed on it.
    layout : tuple of (int or None), default ()
        Places the user gave.
    """

    kind: str
    seed: int
    index: int
    circuit: Circuit
    basis: str | None = None
    target: Target | None = None
    objective: str = "two-qubit"
    values: tuple[dict[str, float], ...] = field(default=())
    spec: devices.Spec | None = None
    layout: tuple[int | None, ...] = ()

    @property
    def min_health(self) -> float:
        """What `compile` is asked for."""
        return devices.MIN_HEALTH if self.spec and self.spec.unhealthy else 0.0

    def __str__(self) -> str:
        return f"{self.kind} seed={self.seed} index={self.index}"


def case(seed: int, index: int, kind: str | None = None) -> Case:
    """Return the case of that name; ``kind`` overrides the one its index stands for."""
    kind = kind or tuple(KINDS)[index % len(KINDS)]
    return KINDS[kind](Random(f"{seed}:{index}:{kind}"), kind, seed, index)


def _size(rng: Random, low: int, high: int) -> int:
    return rng.randint((low + high) // 2 if rng.random() < 0.2 else low, high)


def _grown(
    rng: Random, append: Callable[[Random, Circuit], None], qubits: int, bits: int = 0
) -> Circuit:
    c = Circuit(qubits, bits)
    count = _size(rng, *OPERATIONS)
    while len(c) < count:
        append(rng, c)
        if rng.random() < 0.02:
            c.barrier(operands(rng, qubits, rng.randint(1, qubits)))
    if rng.random() < 0.3:
        c.add_phase(nasty(rng))
    return c


def _plain(append: Callable[[Random, Circuit], None]) -> Callable[..., Case]:
    """Return the maker of a kind of unitary circuits."""

    def make(rng: Random, kind: str, seed: int, index: int) -> Case:
        c = _grown(rng, append, _size(rng, 1, MAX_QUBITS))
        if kind == "permutation" and rng.random() < 0.3:
            # A circuit that was compiled before: its layouts have to be carried on.
            wires = range(c.num_qubits)
            c.layouts = (rng.sample(wires, len(wires)), rng.sample(wires, len(wires)))
        basis = rng.choice(BASES)
        exact = not {"c3x", "rc3x"} & set(c.gate_names())
        if kind == "clifford-t" and exact and rng.random() < 0.5:
            # A c3x on four qubits has no exact form there without an ancilla.
            basis = "clifford+t"
        return Case(kind=kind, seed=seed, index=index, circuit=c, basis=basis)

    return make


def _measured(append: type[Dynamic]) -> Callable[..., Case]:
    """Return the maker of a kind of circuits with a classical record."""

    def make(rng: Random, kind: str, seed: int, index: int) -> Case:
        qubits = _size(rng, 1, MAX_MEASURED_QUBITS)
        c = _grown(rng, append(), qubits, rng.randint(1, 4))
        return Case(kind=kind, seed=seed, index=index, circuit=c, basis=rng.choice(BASES))

    return make


def _parameters(rng: Random, kind: str, seed: int, index: int) -> Case:
    """Affine expressions of up to four parameters, now and then a sine or a product."""
    # Without an identity of their own: the same case is to be the same circuit.
    parameters = [Angle.symbol(f"theta[{k}]") for k in range(rng.randint(1, 4))]

    def expression() -> object:
        p = rng.choice(parameters)
        which = rng.randrange(6)
        if which == 0:
            return p
        if which == 1:
            return p.sin() * rng.choice((1, 2, -1))
        if which == 2:
            return p * rng.choice(parameters)
        other = rng.choice((0, 0, rng.choice(parameters)))
        return p * rng.choice((1, -1, 2, 0.5, -3)) + other + nasty(rng)

    def append(rng: Random, c: Circuit) -> None:
        gates = ROTATIONS if rng.random() < 0.6 else GATES
        name, width, angles = rng.choice([g for g in gates if g[1] <= c.num_qubits])
        values = [expression() if rng.random() < 0.7 else nasty(rng) for _ in range(angles)]
        c.append_gate(name, values, operands(rng, c.num_qubits, width))

    c = _grown(rng, append, _size(rng, 1, MAX_QUBITS))
    if rng.random() < 0.3:
        c.add_phase(expression())
    # Bound twice, with different values: a compiler may remember the first.
    values = tuple({p: float(nasty(rng)) for p in c.parameters} for _ in range(2))
    basis = rng.choice(BASES)
    return Case(kind=kind, seed=seed, index=index, circuit=c, basis=basis, values=values)


def _device(rng: Random, kind: str, seed: int, index: int) -> Case:
    """A connected device with directions and gates of its own on each pair; the circuit is placed on it."""
    qubits = max(2, _size(rng, 1, MAX_QUBITS))
    order = operands(rng, qubits, qubits)
    edges = [(order[k], rng.choice(order[:k])) for k in range(1, qubits)]
    if qubits > 2 and rng.random() < 0.5:
        edges.append((order[0], order[-1]))
    edges = list(dict.fromkeys(tuple(rng.sample(e, 2)) for e in edges))
    pairs: dict[tuple[int, int], list[str]] = {}
    for a, b in edges:
        if (b, a) in pairs:
            continue
        pairs[a, b] = rng.sample(COUPLERS, rng.randint(1, 2))
        if rng.random() < 0.3:
            pairs[b, a] = rng.sample(COUPLERS, 1)
    used = sorted({g for names in pairs.values() for g in names})
    singles = rng.choice((["rz", "sx", "x"], ["u"], ["rz", "rx"], ["rz", "ry"]))
    target = Target("fuzz", [*singles, *used], qubits, [(a, b, g) for (a, b), g in pairs.items()])
    two = tuple(g for g in GATES if g[1] == 2)

    def append(rng: Random, c: Circuit) -> None:
        if rng.random() < 0.5:
            library_gate(rng, c, tuple(g for g in GATES if g[1] == 1))
            return
        name, _, angles = rng.choice(two)
        on = list(rng.choice(list(pairs)))
        rng.shuffle(on)
        c.append_gate(name, [nasty(rng) for _ in range(angles)], on)

    c = _grown(rng, append, qubits)
    return Case(kind=kind, seed=seed, index=index, circuit=c, target=target)


def _folding(rng: Random, kind: str, seed: int, index: int) -> Case:
    """Repeated parities: exact, with any angle, with parameters, or measured; see `folding`."""
    which = rng.random()
    measured = which < 0.2
    qubits = rng.randint(4, MAX_MEASURED_QUBITS if measured else MAX_QUBITS)
    angle = arbitrary if which > 0.85 else symbolic if which > 0.7 else exact
    c = Circuit(qubits, rng.randint(1, 3) if measured else 0)
    append = Foldable(rng, qubits, angle, OPERATIONS[1])
    count = rng.randint(20, OPERATIONS[1])
    while len(c) < count:
        append(rng, c)
        if rng.random() < 0.02 and len(c) < count:
            c.barrier(operands(rng, qubits, rng.randint(1, qubits)))
    if rng.random() < 0.3:
        c.add_phase(nasty(rng))
    values = tuple(
        {p: float(nasty(rng)) for p in c.parameters} for _ in range(2 if c.parameters else 0)
    )
    basis, objective = rng.choice(BASES), "two-qubit"
    if angle is exact and rng.random() < 0.7:
        basis = "clifford+t"
        objective = rng.choice(("t-count", "t-count", "two-qubit"))
    return Case(
        kind=kind,
        seed=seed,
        index=index,
        circuit=c,
        basis=basis,
        objective=objective,
        values=values,
    )


def _choosing(rng: Random, kind: str, seed: int, index: int) -> Case:
    """Gates on a few qubits chosen by the others; see `choosing`."""
    qubits = _size(rng, 2, MAX_QUBITS)
    c = _grown(rng, Choosing(rng, qubits), qubits)
    return Case(kind=kind, seed=seed, index=index, circuit=c, basis=rng.choice(BASES))


def _placed(rng: Random, kind: str, seed: int, index: int) -> Case:
    """A circuit that was not drawn on its device; see `devices`."""
    most = rng.choice((MAX_MEASURED_QUBITS, MAX_QUBITS))
    spec = devices.device(rng, max(rng.randint(1, most), rng.randint(1, most)))
    c, _ = devices.circuit(rng, spec)
    objective = rng.choice(("two-qubit", "two-qubit", "two-qubit-depth"))
    return Case(
        kind=kind,
        seed=seed,
        index=index,
        circuit=c,
        target=spec.target(),
        objective=objective,
        spec=spec,
        layout=devices.places(rng, spec, c),
    )


#: Makers of the kinds, in the order in which indices stand for them.
KINDS: dict[str, Callable[..., Case]] = {
    "clifford-t": _plain(clifford_t),
    "rotations": _plain(rotation),
    "open-controls": _plain(open_control),
    "parameters": _parameters,
    "dynamic": _measured(Dynamic),
    "blocks": _measured(Blocks),
    "permutation": _plain(permutation),
    "device": _device,
    "folding": _folding,
    "devices": _placed,
    "choosing": _choosing,
}
