# SPDX-License-Identifier: Apache-2.0
"""Delta debugging: the smallest circuit that still breaks the same law.

Operations go in halves, quarters and one by one (Zeller, Hildebrandt, "Simplifying and isolating failure-inducing
input", IEEE TSE 28(2), 2002, doi:10.1109/32.988498); then blocks are opened, wires without operations removed, and
angles made plain. Rounds follow until one changes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from qcompile import Circuit
from qcompile._native import CoreCircuit, reduce
from qcompile.emitters import dumps
from qcompile.errors import QCompileError

from .checks import Finding, check
from .generator import Case, case

#: Angles that are tried in the place of any other.
PLAIN = (0.0, math.pi / 2, math.pi, math.pi / 4, 2 * math.pi, 1.0)
#: Compilations spent on one circuit.
BUDGET = 3000


def shrunk(seed: int, index: int, kind: str, finding: Finding) -> Case:
    """Return the smallest case found that breaks the law of ``finding`` as the case of that name does."""
    start = case(seed, index, kind)
    pipeline = finding.pipeline.split(" as ")[0]
    if finding.law == "never-worse":
        pipeline = "all"

    def fails(circuit: Circuit) -> bool:
        values = tuple({p: v[p] for p in circuit.parameters if p in v} for v in start.values)
        smaller = replace(start, circuit=circuit, values=values)
        return any(f.law == finding.law for f in check(smaller, pipeline).findings)

    return replace(start, circuit=minimal(start.circuit, fails))


def minimal(circuit: Circuit, fails: Callable[[Circuit], bool]) -> Circuit:
    """Return a circuit that still fails and from which no single step leads to a smaller one that does."""
    left = BUDGET

    def still(candidate: Circuit) -> bool:
        nonlocal left
        left -= 1
        return left >= 0 and fails(candidate)

    changed = True
    while changed and left > 0:
        changed = False
        for step in (_fewer, _opened, _narrow, _plainer):
            for candidate in step(circuit, still):
                circuit, changed = candidate, True
    return circuit


def _of(core: CoreCircuit) -> Circuit:
    return Circuit.from_core(core)


def _fewer(circuit: Circuit, still: Callable[[Circuit], bool]) -> Iterator[Circuit]:
    """Leave out runs of operations, long runs first; yield each success."""
    run = max(reduce.size(circuit) // 2, 1)
    while True:
        at = 0
        while at < reduce.size(circuit):
            total = reduce.size(circuit)
            candidate = _of(reduce.kept(circuit, [not at <= k < at + run for k in range(total)]))
            if still(candidate):
                circuit = candidate
                yield circuit
            else:
                at += run
        if run == 1:
            return
        run //= 2


def _opened(circuit: Circuit, still: Callable[[Circuit], bool]) -> Iterator[Circuit]:
    """Put the content of a block where its owner was."""
    number = 0
    while number < reduce.size(circuit):
        for block in range(4):
            core = reduce.hoisted(circuit, number, block)
            if core is None:
                break
            candidate = _of(core)
            if still(candidate):
                circuit = candidate
                yield circuit
                break
        number += 1


def _narrow(circuit: Circuit, still: Callable[[Circuit], bool]) -> Iterator[Circuit]:
    """Drop the phase, the layouts, and wires that nothing happens to."""
    for drop in (_without_phase, _without_layouts, lambda c: _of(reduce.narrowed(c))):
        candidate = drop(circuit)
        if candidate != circuit and still(candidate):
            circuit = candidate
            yield circuit


def _without_phase(circuit: Circuit) -> Circuit:
    candidate = circuit.copy()
    candidate.phase = 0.0
    return candidate


def _without_layouts(circuit: Circuit) -> Circuit:
    candidate = circuit.copy()
    candidate.layouts = None
    return candidate


def _plainer(circuit: Circuit, still: Callable[[Circuit], bool]) -> Iterator[Circuit]:
    """Try plain angles."""
    for number, k, angle in reduce.angles(circuit):
        if angle.value in PLAIN:
            continue
        for value in PLAIN:
            candidate = _of(reduce.with_angle(circuit, number, k, value))
            if still(candidate):
                circuit = candidate
                yield circuit
                break


def save(small: Case, finding: Finding, root: Path) -> Path:
    """Write a reduced case to ``tests/files/fuzz``; its first lines say what it breaks and under what."""
    folder = root / "tests" / "files" / "fuzz"
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        f"// law: {finding.law}",
        f"// pipeline: {finding.pipeline}",
        f"// from: {small}",
    ]
    if small.basis is not None:
        lines.append(f"// basis: {small.basis}")
    if small.target is not None:
        lines.append(f"// gates: {','.join(small.target.gates)}")
        lines.append(f"// pairs: {small.target.pairs}")
    if small.layout:
        lines.append(f"// layout: {small.layout}")
    for form in ("qasm2", "qasm3"):
        with suppress(QCompileError):
            lines += dumps(small.circuit, form).splitlines()
            break
    else:
        # No text holds it: its seed and index do.
        lines += [f"// {line}" for line in str(small.circuit).splitlines()]
    path = folder / f"{finding.law}_{small.kind}_{small.seed}_{small.index}.qasm"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
