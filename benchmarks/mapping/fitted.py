# SPDX-License-Identifier: Apache-2.0
"""Circuits that fit their device as they are, or under another numbering: no SWAP, ever."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

from ..floor.figure import Figure
from ..worker import Worker
from .devices import Chip, named
from .run import measured

DEVICES = ("line:100", "grid:10x10", "ibm-127", "ibm-156", "sycamore", "heavy-hex:7")
#: Share of the device's qubits, and gates for each qubit.
SIZES = ((0.25, 10), (0.6, 10), (1.0, 4), (1.0, 40))
LIMIT_SECONDS = 120.0


def drawn(chip: Chip, share: float, deep: int, rng: random.Random, *, hidden: bool) -> str:
    """Return a circuit on a connected part of the device, its couplers used at random, each at least once.

    Parameters
    ----------
    chip : Chip
        The device.
    share : float
        How much of it.
    deep : int
        Two-qubit gates for each qubit.
    rng : random.Random
        Draws.
    hidden : bool
        Whether the qubits are numbered anew; otherwise every qubit of the device is declared and in its place.
    """
    part = _part(chip, max(2, round(share * chip.qubits)), rng)
    edges = [e for e in chip.edges if part.issuperset(e)]
    wanted = max(deep * len(part) - len(edges), 0)
    gates = rng.sample(edges, len(edges)) + rng.choices(edges, k=wanted)
    names = {q: q for q in range(chip.qubits)}
    if hidden:
        names = dict(zip(sorted(part), rng.sample(range(len(part)), len(part)), strict=True))
    lines = [f"qreg q[{len(part) if hidden else chip.qubits}];"]
    for a, b in gates:
        first, second = (a, b) if chip.directed or rng.random() < 0.5 else (b, a)
        lines.append(f"{chip.coupler} q[{names[first]}],q[{names[second]}];")
        lines.append(f"rz({rng.uniform(-3, 3):.15g}) q[{names[rng.choice((a, b))]}];")
        lines.append(f"sx q[{names[rng.choice((a, b))]}];")
    head = 'OPENQASM 2.0;\ninclude "qelib1.inc";\n'
    if chip.coupler == "ecr":
        head += "gate ecr a,b { s a; sx b; cx a,b; x a; }\n"
    return head + "\n".join(lines) + "\n"


def _part(chip: Chip, size: int, rng: random.Random) -> set[int]:
    around: dict[int, set[int]] = {q: set() for q in range(chip.qubits)}
    for a, b in chip.edges:
        around[a].add(b)
        around[b].add(a)
    part = {rng.randrange(chip.qubits)}
    while len(part) < size:
        border = sorted({n for q in part for n in around[q]} - part)
        part.add(rng.choice(border))
    return part


def measure(folder: Path, options: argparse.Namespace) -> Iterator[Figure]:
    """Yield how many of either kind were given SWAPs."""
    swapped: dict[bool, list[str]] = {False: [], True: []}
    total = 0
    for device in options.devices or DEVICES:
        chip = named(device)
        with Worker(f"mapped_ours:{device} route {options.seed}") as router:
            for hidden in (False, True):
                for number, (share, deep) in enumerate(SIZES):
                    rng = random.Random(f"{device} {number} {hidden}")
                    source = folder / "source.qasm"
                    source.write_text(drawn(chip, share, deep, rng, hidden=hidden))
                    result = measured(router, source, folder / "out.qasm", LIMIT_SECONDS)
                    total += 1
                    if result.get("swaps") != 0:
                        told = result.get("swaps", result.get("error", "timeout"))
                        swapped[hidden].append(f"{device} {share:g}x{deep}: {told}")
    for hidden, names in swapped.items():
        what = "under another numbering" if hidden else "as they are"
        note = f"of {total // 2}; " + "; ".join(names)[:300]
        yield Figure(f"fitted: given SWAPs though they fit {what}", len(names), 0, note=note)
