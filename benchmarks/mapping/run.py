# SPDX-License-Identifier: Apache-2.0
"""One circuit through one side on one device: counted by the reader that belongs to no compiler."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .. import openqasm
from ..counter import count
from ..worker import Worker

#: Two-qubit gates a SWAP takes.
SWAP_GATES = 3


def measured(worker: Worker, source: Path, out: Path, limit: float) -> dict[str, Any]:
    """Compile a file and count what was written.

    Parameters
    ----------
    worker : Worker
        The side, set up for the device.
    source, out : Path
        Text to read, text to write.
    limit : float
        Seconds.

    Returns
    -------
    dict
        ``two``, ``depth2``, ``swaps``, ``depth``, ``seconds``; or ``timeout`` or ``error``.
    """
    row = worker.run(source=str(source), out=str(out), repeat=1, limit=limit)
    if row["status"] == "timeout":
        return {"timeout": limit}
    if row["status"] != "done":
        return {"error": row.get("message", row["status"])}
    program = openqasm.read(out.read_text())
    counts = count(program)
    swaps = counts.names.get("swap", 0)
    return {
        "two": counts.two_qubit + (SWAP_GATES - 1) * swaps,
        "depth2": counts.two_qubit_depth,
        "swaps": swaps,
        "depth": deepest(program),
        "seconds": round(row["compile_seconds"], 4),
    }


def deepest(program: openqasm.Program) -> int:
    """Return the depth with a SWAP as three gates; barriers order and cost nothing."""
    level = [0] * program.num_qubits
    for op in program.ops:
        if op.name == "barrier":
            continue
        end = max(level[q] for q in op.qubits) + (SWAP_GATES if op.name == "swap" else 1)
        for q in op.qubits:
            level[q] = end
    return max(level, default=0)
