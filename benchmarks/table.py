# SPDX-License-Identifier: Apache-2.0
"""Rows of a comparison as Markdown: means against a reference, and two-qubit gates circuit by circuit."""

from __future__ import annotations

import math
import platform
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from .peers import PEERS

Row = dict[str, Any]

#: What ratios are against: the level of the most used compiler that does the most.
REFERENCE = "qiskit-O3"


def versions(peers: Iterable[str]) -> str:
    """Return one line naming what was measured."""
    packages = dict.fromkeys(package for peer in peers for package in PEERS[peer].packages)
    return ", ".join(
        f"{package} {_version(package)}"
        for package in (*packages, "mqt.qcec", f"Python {platform.python_version()}")
    )


def _version(package: str) -> str:
    if package.startswith("Python "):
        return ""
    if package == "qcompile":
        import qcompile

        return qcompile.__version__
    try:
        return version(package)
    except PackageNotFoundError:
        return "(unknown version)"


def line(row: Row) -> str:
    """Return one row for the terminal, while it runs."""
    head = f"{row['circuit']:28.28} {row['peer']:16}"
    if row["status"] != "done":
        return f"{head} {row['status']} {row.get('message', '')}"
    checked = row.get("checked", {})
    return (
        f"{head} 2q {row['two_qubit']:>6} depth {row['two_qubit_depth']:>6}/{row['depth']:<6}"
        f" T {'-' if row['t_count'] is None else row['t_count']:>5}"
        f" {row['compile_seconds']:9.4f} s {row['memory_bytes'] / 1e6:8.1f} MB"
        f"  {checked.get('oracle', '')} / {checked.get('qcec', '')}"
    )


def wrong(row: Row) -> bool:
    """Return whether an oracle refuted this result."""
    return "not equivalent" in row.get("checked", {}).values()


def _mean(values: list[float]) -> float:
    return math.exp(sum(map(math.log, values)) / len(values)) if values else math.nan


COLUMNS = "compiler circuits two-qubit two-qubit-depth depth gates T-sum time memory checked wrong".split()
MISSING = "-"


def summary(rows: list[Row]) -> str:
    """Return geometric means over the circuits that a peer and the reference both compiled.

    Counts are compared as (count + 1), so that a circuit compiled to nothing has a ratio; memory with a megabyte added,
    below which it is noise. A wrong result is left out of the means and counted in the last column. T is summed over
    the circuits whose T count the reference's result has.
    """
    peers = list(dict.fromkeys(row["peer"] for row in rows))
    name = REFERENCE if REFERENCE in peers else peers[0]
    done = [row for row in rows if row["status"] == "done"]
    reference = {row["circuit"]: row for row in done if row["peer"] == name}
    lines = [
        f"Geometric means relative to {name}; time is compile alone.",
        "",
        f"| {' | '.join(COLUMNS)} |",
        f"|---|{'---:|' * (len(COLUMNS) - 1)}",
    ]
    for peer in peers:
        mine = [row for row in done if row["peer"] == peer]
        cells = [peer, str(len(mine)), *_ratios(mine, reference)]
        cells += [str(sum(map(_confirmed, mine))), str(sum(map(wrong, mine)))]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, *_fallen_out(rows)])


def _ratios(mine: list[Row], reference: dict[str, Row]) -> list[str]:
    pairs = [
        (row, reference[row["circuit"]])
        for row in mine
        if row["circuit"] in reference and not wrong(row)
    ]

    def mean(key: str, offset: float) -> str:
        return f"{_mean([(row[key] + offset) / (other[key] + offset) for row, other in pairs]):.2f}"

    counts = [mean(key, 1) for key in ("two_qubit", "two_qubit_depth", "depth", "gates")]
    with_t = {circuit for circuit, row in reference.items() if row["t_count"] is not None}
    t_counts = [row["t_count"] for row in mine if row["circuit"] in with_t]
    complete = with_t and len(t_counts) == len(with_t) and None not in t_counts
    t_sum = str(sum(t_counts)) if complete else MISSING
    return [*counts, t_sum, mean("compile_seconds", 0), mean("memory_bytes", 1e6)]


def _confirmed(row: Row) -> bool:
    return any(word.startswith("equivalent") for word in row.get("checked", {}).values())


def _fallen_out(rows: list[Row]) -> list[str]:
    out = [
        f"{row['peer']} {row['status']} on {row['circuit']}"
        for row in rows
        if row["status"] != "done"
    ]
    return ["", f"Fallen out: {'; '.join(out)}."] if out else []


def per_circuit(rows: list[Row]) -> str:
    """Return the two-qubit gates of every circuit, the least in bold."""
    peers = list(dict.fromkeys(row["peer"] for row in rows))
    lines = [f"| circuit | {' | '.join(peers)} |", f"|---|{'---:|' * len(peers)}"]
    for circuit in dict.fromkeys(row["circuit"] for row in rows):
        counts = {
            row["peer"]: row["two_qubit"]
            for row in rows
            if row["circuit"] == circuit and row["status"] == "done" and not wrong(row)
        }
        least = min(counts.values(), default=0)
        cells = (
            MISSING
            if peer not in counts
            else f"**{counts[peer]}**"
            if counts[peer] == least
            else str(counts[peer])
            for peer in peers
        )
        lines.append(f"| {circuit} | {' | '.join(cells)} |")
    return "\n".join(lines)
