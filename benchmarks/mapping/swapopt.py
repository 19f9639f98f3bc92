# SPDX-License-Identifier: Apache-2.0
"""Circuits whose least number of SWAPs is known: routing alone, gates opaque and in their order on each qubit."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from ..floor.figure import Figure
from ..worker import Worker
from .checker import Device, check
from .devices import named
from .run import measured
from .store import Store
from .suite import Known, known
from .text import read
from .undo import difference

RATIO = 1.3
LIMIT_SECONDS = 600.0


def measure(folder: Path, options: argparse.Namespace) -> Iterator[Figure]:
    """Print a row a circuit, then yield the goals."""
    store = Store(options.json)
    by_device: dict[str, list[Known]] = defaultdict(list)
    for each in known("swapopt", options.only, options.most):
        by_device[each.device].append(each)
    ours = theirs = optimum = 0
    wrong: list[str] = []
    for device, circuits in sorted(by_device.items()):
        chip = named(device)
        allowed = Device.uniform(chip.qubits, chip.pairs(), [*chip.basis, "swap", "h", "x"])
        out = folder / "out.qasm"
        with (
            Worker(f"mapped_ours:{device} order {options.seed}") as router,
            Worker(f"mapped_qiskit:{device} route {options.seed}") as sabre,
        ):
            for each in circuits:
                other = measured(sabre, each.work.path, out, LIMIT_SECONDS)
                own = measured(router, each.work.path, out, LIMIT_SECONDS)
                store.put(each.work.name, device, "sabre", 0, other)
                store.put(each.work.name, device, "order", 0, own)
                if "swaps" not in own:
                    wrong.append(f"{each.work.path.stem}: {own}")
                    continue
                text = out.read_text()
                found = [str(f) for f in check(text, allowed)]
                changed = difference(read(each.work.path.read_text()), read(text), commuting=False)
                if found or changed:
                    wrong.append(f"{each.work.path.stem}: {changed or found[0]}")
                ours, optimum = ours + own["swaps"], optimum + each.swaps
                theirs += other.get("swaps", 0)
                print(
                    f"{each.work.path.stem:32} optimum {each.swaps:>4} ours {own['swaps']:>5}"
                    f" qiskit {other.get('swaps', '-'):>5} {own['seconds']:9.3f} s",
                    flush=True,
                )
    yield Figure(
        "swapopt: circuits not routed, or not in order", len(wrong), 0, note="; ".join(wrong)[:300]
    )
    note = f"{ours} against {optimum}; Qiskit {theirs}"
    yield Figure("swapopt: SWAPs over optima, sums", ours / max(optimum, 1), RATIO, note=note)
