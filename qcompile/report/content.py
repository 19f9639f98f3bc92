# SPDX-License-Identifier: Apache-2.0
"""What a report says to people, and in which order: the change, the layout, how it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .grid import Grid, markdown_cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..timing import QubitTime
    from .layout import Layout
    from .report import Report

#: Rows of the metrics table: the field, what it is called, whether it is shown when it is zero on every side.
ROWS = (
    ("qubits", "qubits", True),
    ("clbits", "classical bits", False),
    ("gates", "gates", True),
    ("one_qubit", "one-qubit gates", True),
    ("two_qubit", "two-qubit gates", True),
    ("multi_qubit", "larger gates", False),
    ("depth", "depth", True),
    ("two_qubit_depth", "two-qubit depth", True),
    ("t_count", "T-count", True),
    ("t_depth", "T-depth", True),
    ("swaps", "swaps", False),
    ("measurements", "measurements", False),
    ("duration_ns", "duration (ns)", False),
    ("fidelity_estimate", "estimated fidelity", False),
)
#: Program qubits listed one by one in the layout; a wider circuit's layout is in the JSON.
LISTED_QUBITS = 32


#: Sizes that are neither better nor worse for being larger: a device has the qubits it has.
SIZES = ("qubits", "clbits")


def comparison(columns: Sequence[tuple[str, Mapping[str, Any]]], *, change: bool = True) -> Grid:
    """Return the metrics side by side, and the last against the first when `change`."""
    sides = [side for _, side in columns]
    header = ("", *(name for name, _ in columns), *(("change",) if change else ()))
    grid = Grid(header)
    for key, title, always in ROWS:
        values = [side.get(key) for side in sides]
        if always or any(values):
            told = relative(values[0], values[-1]) if key not in SIZES else ""
            last = (told,) if change else ()
            grid.add(title, *(number(value) for value in values), *last)
    names = sorted({name for side in sides for name in side["counts"]})
    for name in names:
        values = [side["counts"].get(name, 0) for side in sides]
        last = (relative(values[0], values[-1]),) if change else ()
        grid.add(f"  {name}", *(number(value) for value in values), *last)
    return grid


def before_and_after(report: Report) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the two columns of a report."""
    return [("before", report.before.to_dict()), ("after", report.after.to_dict())]


def steps(report: Report) -> Grid:
    """Return the trace: one row a pass, with what it left behind."""
    shown = {**STEP_KEYS, **(FIGURES if report.after.unknown_errors is not None else {})}
    grid = Grid(("pass", *shown.values(), "ms"))
    first = report.before.to_dict()
    grid.add("(input)", *(number(first[key]) for key in shown), "")
    for step in report.passes:
        after = step.after.to_dict() if step.after else {}
        mark = "" if step.changed else " (unchanged)"
        grid.add(
            f"{step.name}{options_text(step.options)}{mark}",
            *(number(after.get(key)) for key in shown),
            f"{1e3 * step.seconds:.1f}",
        )
    return grid


def idle(times: Sequence[QubitTime]) -> Grid:
    """Return how long qubits work and wait: all of them, or of many those that wait longest."""
    grid = Grid(("qubit", "from (ns)", "to (ns)", "busy (ns)", "idle (ns)", "idle"))
    longest = sorted(times, key=lambda t: -t.idle_ns)[:LISTED_QUBITS]
    for t in sorted(longest, key=lambda t: t.qubit):
        figures = (t.start_ns, t.end_ns, t.busy_ns, t.idle_ns)
        grid.add(str(t.qubit), *map(number, figures), f"{100 * t.idle_fraction:.1f}%")
    rest = len(times) - len(longest)
    if rest:
        grid.add(f"({rest} more)", "", "", "", "", "")
    busy, waiting = sum(t.busy_ns for t in times), sum(t.idle_ns for t in times)
    share = waiting / (busy + waiting) if busy + waiting else 0.0
    grid.add("all", "", "", number(busy), number(waiting), f"{100 * share:.1f}%")
    return grid


#: Columns of the trace, and those for a target that has figures.
STEP_KEYS = {"gates": "gates", "two_qubit": "two-qubit", "depth": "depth", "t_count": "T-count"}
FIGURES = {"duration_ns": "ns", "fidelity_estimate": "fidelity"}


def options_text(options: Mapping[str, Any]) -> str:
    """Return options as pipeline text writes them: ``{a=1,b=x}``, or nothing."""
    if not options:
        return ""
    return "{" + ",".join(f"{key}={value}" for key, value in options.items()) + "}"


def title(report: Report) -> str:
    """Return one line: what was compiled, for what, how."""
    source = report.source.path if report.source and report.source.path else "circuit"
    parts = [f"{source} -> {report.target.name}" if report.target else source]
    if report.options.get("level") is not None:
        parts.append(f"level {report.options['level']}")
    parts.append(f"seed {report.seed}")
    parts.append(duration(report.seconds))
    return ", ".join(parts)


def notes(report: Report) -> list[str]:
    """Return the lines under the table: layout, verdict, error, what ended the search."""
    lines = [*layout_lines(report.layout)]
    if report.target is not None and (digest := report.target.calibration_sha256()):
        lines.append(f"calibration of {report.target.name}: sha256 {digest}")
    if report.verified is None:
        lines.append("not verified")
    else:
        lines.append(f"verified: {report.verified}, {duration(report.verified.seconds)}")
    if report.after.unknown_errors and report.after.fidelity_estimate is not None:
        lines.append(
            f"estimated fidelity: without {report.after.unknown_errors} operations whose error is not known"
        )
    if report.noise_scale is not None:
        lines.append(f"noise scale: {report.noise_scale}")
    if report.error_bound:
        lines.append(f"error bound: {report.error_bound:.2g}")
    if report.options.get("assume_zero"):
        lines.append("assumed: every qubit starts in |0>")
    if report.stopped:
        lines.append(
            f"stopped by its {report.stopped} budget after {report.steps} steps; this is the best found"
        )
    return lines


def layout_lines(layout: Layout) -> list[str]:
    """Return the layout in words, or program qubit by program qubit where it is not the identity."""
    still = tuple(range(len(layout.initial)))
    if layout.initial == still and layout.final == still:
        return ["layout: every qubit stays in its place"]
    if len(still) > LISTED_QUBITS:
        moved = sum(a != b for a, b in zip(layout.initial, layout.final, strict=True))
        return [
            f"layout: {moved} of {len(still)} qubits end elsewhere than they start (the list is in the JSON)"
        ]
    lines = []
    for name, places in (("initial", layout.initial), ("final", layout.final)):
        listed = " ".join(f"{program}:{physical}" for program, physical in enumerate(places))
        lines.append(f"{name} layout (program:physical): {listed}")
    return lines


def summary(report: Report) -> str:
    """Return one line with the counts that matter most, before and after."""
    before, after = report.before.to_dict(), report.after.to_dict()
    shown = [("two_qubit", "two-qubit"), ("depth", "depth"), ("gates", "gates")]
    counts = ", ".join(
        f"{name} {number(before[key])} -> {number(after[key])}" for key, name in shown
    )
    if report.after.duration_ns is not None:
        counts += f", {number(report.after.duration_ns)} ns"
    if report.after.fidelity_estimate is not None:
        counts += f", estimated fidelity {number(report.after.fidelity_estimate)}"
    checked = report.verified.verdict if report.verified else "not verified"
    return f"{title(report)}: {counts}; {checked}"


def text(report: Report) -> str:
    """Return the whole report as aligned plain text, without a trailing newline."""
    table = comparison(before_and_after(report))
    return "\n".join([title(report), "", table.to_text("  "), "", *notes(report)])


def markdown(report: Report) -> str:
    """Return the whole report as Markdown, the trace included."""
    table = comparison(before_and_after(report))
    blocks = [
        f"## {markdown_cell(title(report))}",
        table.to_markdown(),
        "\n".join(f"- {markdown_cell(line)}" for line in notes(report)),
    ]
    if report.passes:
        blocks += ["### Passes", steps(report).to_markdown()]
    return "\n\n".join(blocks) + "\n"


def number(value: int | float | None) -> str:
    """Return a metric for people; what is not known is a dash."""
    if value is None:
        return "-"
    if not isinstance(value, float):
        return str(value)
    return f"{value:.0f}" if value >= 1000 else f"{value:.4g}"


def relative(before: float | None, after: float | None) -> str:
    """Return the change in percent, or as a difference where there is nothing to divide by."""
    if before is None or after is None or before == after:
        return ""
    if not before:
        return f"{after - before:+g}"
    return f"{100 * (after - before) / before:+.1f}%"


def duration(seconds: float) -> str:
    """Return a time in the unit that reads best."""
    return f"{seconds:.2f} s" if seconds >= 0.1 else f"{1e3 * seconds:.1f} ms"
