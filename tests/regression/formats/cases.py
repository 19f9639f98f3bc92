# SPDX-License-Identifier: Apache-2.0
"""Checks as a project's CI would meet them, made by hand: every standing, hostile names, many circuits."""

from __future__ import annotations

from typing import Any

from qcompile.errors import Diagnostic, Span
from qcompile.regression import (
    Aggregate,
    Cause,
    Change,
    Check,
    Entry,
    Limit,
    Overrun,
    Row,
    Snapshot,
    Standing,
)

#: Names that each format has to survive: markup, commands, table cells, code spans, control characters.
HOSTILE = (
    "<script>alert(1)</script>",
    "]]><evil/>",
    "::error file=a.py::owned",
    "##[add-mask]x",
    "a|b|c",
    "`tick` ``two`` **bold** _em_ [x](http://e.vil)",
    "@everyone #1 :x: www.example.com $x$ ~~no~~",
    'quote" onmouseover="alert(1)',
    "new\nline\r\x1b[31mred\u202egnp",
    "a\\|b\\",
    "%0Aline, with: commas",
    "\ud800 alone",
    "</script><!-- ",
    "{{ 7 * 7 }}{% x %}",
)

DIGEST = "9c1e" * 16


def row(id: str, **metrics: int | float | None) -> Row:
    return Row(
        id=id,
        source=f"circuits/{id}.qasm",
        source_sha256=DIGEST,
        settings_sha256=DIGEST,
        output_sha256=DIGEST,
        target="ibm-heron-r2",
        target_sha256=DIGEST,
        tool="qcompile 0.3.0",
        level=2,
        seed=7,
        metrics=metrics,
    )


def entry(
    id: str,
    standing: Standing,
    two_qubit: tuple[int | None, int | None] = (318, 318),
    depth: tuple[int | None, int | None] = (131, 131),
    **more: Any,
) -> Entry:
    """Return a circuit with two metrics: two-qubit gates exact, two-qubit depth with two percent to spare."""
    before = row(id, two_qubit=two_qubit[0], two_qubit_depth=depth[0])
    after = row(id, two_qubit=two_qubit[1], two_qubit_depth=depth[1])
    return Entry(
        **{
            "id": id,
            "source": f"circuits/{id}.qasm",
            "standing": standing,
            "before": before,
            "after": after,
            "changes": (
                Change("two_qubit", *two_qubit),
                Change("two_qubit_depth", *depth, limit=Limit(share=0.02)),
            ),
            "reproduce": f"qcompile circuits/{id}.qasm -t ibm-heron-r2 --seed 7",
            **more,
        }
    )


def demo(**more: Any) -> Check:
    """Return the check of the documentation: one of every standing, and forty that are the same."""
    entries = [
        entry("vqe_h2o", Standing.WORSE, (412, 431), (160, 171), causes=(Cause.SOURCE,), line=14),
        entry("vqe_lih", Standing.WORSE, (90, 190), (40, 40), causes=(Cause.SOURCE, Cause.TARGET)),
        entry("qft_16", Standing.BETTER, (318, 306), (131, 127), causes=(Cause.TOOL,)),
        entry(
            "adder_8",
            Standing.OVER_BUDGET,
            (240, 240),
            overruns=(Overrun("two_qubit", 240, 200),),
        ),
        entry("grover", Standing.CHANGED, (20, 20), (100, 101), causes=(Cause.SETTINGS,)),
        entry("ghz", Standing.NEW, before=None, changes=()),
        entry("old", Standing.REMOVED, after=None, changes=()),
        entry("dice", Standing.NONDETERMINISTIC, causes=(Cause.NONDETERMINISM,)),
        entry(
            "broken",
            Standing.FAILED,
            after=None,
            changes=(),
            line=3,
            error=Diagnostic(
                "error",
                "QC201",
                "gate `cx` takes 2 qubits, got 3",
                Span("circuits/broken.qasm", 3, 1),
                help="for two controls use `ccx`",
            ),
        ),
        *(entry(f"same_{i:02}", Standing.SAME) for i in range(40)),
    ]
    return Check(
        **{
            "entries": sorted(entries, key=lambda e: e.id),
            "aggregates": (
                Aggregate("two_qubit", 0.998, 45, Limit(share=0.005)),
                Aggregate("two_qubit_depth", 1.001, 45),
            ),
            "settings": {"seed": 7},
            "tool": "qcompile 0.3.0",
            "target": "ibm-heron-r2",
            "passed": False,
            "reasons": ("2 circuits got worse", "1 circuit failed"),
            "notes": ("run `qcompile check --update` to lock in 1 improvement",),
            "seconds": 1.25,
            **more,
        }
    )


def hostile() -> Check:
    """Return a check in which everything a user names is an attack."""
    entries = [
        entry(
            name,
            Standing.WORSE,
            (10 + i, 20 + i),
            source=f"circuits/{name}.qasm",
            causes=(Cause.SOURCE,),
            error=Diagnostic("error", "QC201", name, help=name),
            reproduce=f"qcompile {name}",
        )
        for i, name in enumerate(HOSTILE)
    ]
    return Check(
        entries=sorted(entries, key=lambda e: e.id),
        aggregates=(Aggregate("two_qubit", 1.5, len(entries)),),
        target=HOSTILE[0],
        against=HOSTILE[4],
        tool="qcompile 0.3.0",
        passed=False,
        reasons=HOSTILE,
        notes=HOSTILE,
        settings={name: name for name in HOSTILE},
        history=(Snapshot(revision="abc", date=HOSTILE[0], rows={HOSTILE[0]: {"two_qubit": 3}}),),
    )


def many(circuits: int, standing: Standing = Standing.WORSE) -> Check:
    """Return a check of many circuits, the last of which got worse by most."""
    entries = [
        entry(f"circuit_{i:05}", standing, (100, 101 + i), causes=(Cause.SOURCE,))
        for i in range(circuits)
    ]
    return Check(entries=entries, aggregates=(Aggregate("two_qubit", 1.5, circuits),), passed=False)
