# SPDX-License-Identifier: Apache-2.0
"""Compiled circuits and their reports as bytes.

``` text
sealed   SHA-256 of key and entry | entry
entry    length of the JSON, 4 bytes, little endian | JSON of the report | the circuit's own serialisation
```
"""

from __future__ import annotations

import json
from dataclasses import fields
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from .._native import CoreCircuit
from ..circuit import Circuit
from ..errors import QCompileError
from ..metrics import Metrics
from ..pipeline.trace import Step
from ..report import Layout, Report
from ..report.report import dump_json, plain
from ..verify import Verdict

if TYPE_CHECKING:
    from ..targets import Target

_SUM = 32


def sealed(key: str, entry: bytes) -> bytes:
    """Return an entry with its checksum, which it has under this key alone."""
    return sha256(key.encode() + entry).digest() + entry


def checked(key: str, whole: bytes) -> bytes | None:
    """Return an entry without its checksum; None where that is wrong."""
    entry = whole[_SUM:]
    return entry if sha256(key.encode() + entry).digest() == whole[:_SUM] else None


def pack(circuit: Circuit, report: Report) -> bytes:
    """Return a compiled circuit and its report as bytes; target and source are the reader's to know."""
    said = {
        "before": report.before.to_dict(),
        "after": report.after.to_dict(),
        "layout": [list(report.layout.initial), list(report.layout.final), report.layout.qubits],
        "passes": [_step(step) for step in report.passes],
        "options": plain(report.options),
        "seed": report.seed,
        "verified": None if report.verified is None else _fields(report.verified),
        "error_bound": report.error_bound,
        "steps": report.steps,
        "stopped": report.stopped,
        "seconds": report.seconds,
        "peak_memory_bytes": report.peak_memory_bytes,
    }
    text = dump_json(said).encode()
    return len(text).to_bytes(4, "little") + text + circuit.to_bytes()


def unpack(entry: bytes, target: Target) -> tuple[Circuit, Report] | None:
    """Return what was packed; None for bytes that are none of this version's."""
    end = 4 + int.from_bytes(entry[:4], "little")
    try:
        said = json.loads(entry[4:end])
        circuit = Circuit.from_core(CoreCircuit.from_bytes(entry[end:]))
        initial, final, wires = said["layout"]
        return circuit, Report(
            before=Metrics(**said["before"]),
            after=Metrics(**said["after"]),
            layout=Layout(tuple(initial), tuple(final), wires),
            passes=tuple(_stepped(step) for step in said["passes"]),
            options=said["options"],
            seed=said["seed"],
            target=target,
            verified=None if said["verified"] is None else Verdict(**said["verified"]),
            error_bound=said["error_bound"],
            steps=said["steps"],
            stopped=said["stopped"],
            seconds=said["seconds"],
            peak_memory_bytes=said["peak_memory_bytes"],
        )
    except (ValueError, KeyError, TypeError, RecursionError, QCompileError):
        return None


def _step(step: Step) -> dict[str, Any]:
    return {
        "name": step.name,
        "options": plain(step.options),
        "seconds": step.seconds,
        "changed": step.changed,
        "before": None if step.before is None else step.before.to_dict(),
        "after": None if step.after is None else step.after.to_dict(),
        "error": step.error,
    }


def _stepped(said: dict[str, Any]) -> Step:
    counts = {
        name: None if said[name] is None else Metrics(**said[name]) for name in ("before", "after")
    }
    return Step(**{**said, **counts})


def _fields(verdict: Verdict) -> dict[str, Any]:
    return plain({f.name: getattr(verdict, f.name) for f in fields(verdict)})
