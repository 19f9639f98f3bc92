# SPDX-License-Identifier: Apache-2.0
"""Cases as text: `tests/files/<pass>/*.qasm`, each a circuit, a pipeline, and what comes out.

A file holds cases one after another::

    // case: what it shows
    // pipeline: merge-rotations           pipeline text; `// basis: cx,rz,sx,x` and `// error: 0.01` may follow
    qreg q[1];
    t q[0];
    t q[0];
    // becomes: phase 0                    the global phase added, in units of pi; `phase 0` may be left out
    s q[0];

Header and declarations are taken from the first part. A case that ends in `// becomes: itself` must not change, and
the pass must say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import pi
from pathlib import Path

import pytest

from qcompile import Circuit, Target, equivalent, loads
from qcompile.contract import Context
from qcompile.pipeline import Pipeline

FOLDER = Path(__file__).resolve().parent.parent / "files"
HEADER = 'OPENQASM 2.0;\ninclude "qelib1.inc";\n'


@dataclass(frozen=True)
class Case:
    """One circuit and what becomes of it."""

    title: str
    pipeline: str
    basis: str | None
    error: float
    before: Circuit
    after: Circuit
    unchanged: bool


def cases() -> Iterator[pytest.ParameterSet]:
    """Yield every case of every file."""
    for path in sorted(FOLDER.glob("*/*.qasm")):
        for part in path.read_text().split("// case: ")[1:]:
            case = read(part)
            name = f"{path.parent.name}/{path.stem}: {case.title}"
            yield pytest.param(case, id=name)


def read(part: str) -> Case:
    """Read one case."""
    title, _, text = part.partition("\n")
    options = dict(re.findall(r"^// (pipeline|basis|error): (.*)$", text, re.M))
    first, marker, second = re.split(r"^// becomes:(.*)\n?", text, maxsplit=1, flags=re.M)
    before = loads(HEADER + first)
    unchanged = marker.strip() == "itself"
    declared = "".join(re.findall(r"^[qc]reg .*\n", first, re.M))
    after = before.copy() if unchanged else loads(HEADER + declared + second)
    phase = re.search(r"phase (\S+)", marker)
    if phase:
        after.phase = float(phase.group(1)) * pi
    error = float(options.get("error", 0.0))
    return Case(title, options["pipeline"], options.get("basis"), error, before, after, unchanged)


@pytest.mark.parametrize("case", list(cases()))
def test_case(case: Case) -> None:
    target = Target.from_basis(case.basis) if case.basis else Target.like(case.before)
    context = Context(target=target)
    out, trace = Pipeline(case.pipeline).run(case.before, context, error=case.error)
    assert operations(case.after) == operations(out)
    assert not case.unchanged or not any(step.changed for step in trace.steps)
    # Same operations, so the matrices differ by the phase at most, which was said.
    assert equivalent(case.after, out).verdict == "equivalent"
    if not case.error:
        assert equivalent(case.before, out, relation=trace.relation).verdict == "equivalent"


def operations(circuit: Circuit) -> list[object]:
    """Return what two circuits are compared by: names, angles, wires, in order."""
    return [(op.name, [str(a) for a in op.angles], op.qubits, op.bits) for op in circuit]
