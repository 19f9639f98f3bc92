# SPDX-License-Identifier: Apache-2.0
"""The smallest circuit that still breaks the same law, found by `qcompile.reduction`, and written to a file."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from qcompile import Circuit
from qcompile.emitters import dumps
from qcompile.errors import QCompileError
from qcompile.reduction import reduce

from .checks import Finding, check
from .generator import Case, case

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

    return replace(start, circuit=reduce(start.circuit, fails, steps=BUDGET).circuit)


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
