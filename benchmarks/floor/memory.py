# SPDX-License-Identifier: Apache-2.0
"""Peak memory of the whole command, text included: bytes a gate, as the slope between two sizes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from ..peers import BASIS
from ..workloads import scaled
from .command import qcompile, run
from .figure import Figure

BYTES_A_GATE = 250


def measure(
    folder: Path, *, kinds: tuple[str, ...], sizes: tuple[int, ...], levels: tuple[int, ...]
) -> Iterator[Figure]:
    """Yield one figure a kind and level."""
    least, most = min(sizes), max(sizes)
    for kind in kinds:
        for level in levels:
            peaks = {}
            for gates in (least, most):
                out = folder / "out.qasm"
                result = run(
                    *(*qcompile(), "compile", str(scaled(kind, gates, folder).path)),
                    *("-o", str(out), "--basis", ",".join(BASIS), "-O", str(level)),
                    *("--verify", "off", "-q"),
                )
                if result.status:
                    print(f"O{level} {kind} {gates:.0e}: exit {result.status}", file=sys.stderr)
                    break
                peaks[gates] = result.peak_bytes
            else:
                yield Figure(
                    f"bytes a gate, O{level} {kind} {least:.0e} to {most:.0e}",
                    (peaks[most] - peaks[least]) / (most - least),
                    BYTES_A_GATE,
                    note=f"{peaks[least] / 1e6:.0f} MB to {peaks[most] / 1e6:.0f} MB",
                )
