# SPDX-License-Identifier: Apache-2.0
"""A report in a notebook: the counts, what is known of the result, and pictures that open on a click."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from . import content

if TYPE_CHECKING:
    from ..circuit import Circuit
    from ..drawing import Svg
    from ..targets import Target
    from .grid import Grid
    from .report import Report

#: Layers of a circuit drawn beside its report, and the largest device that has a map there.
LAYERS, MAPPED = 60, 500


def html(report: Report, circuit: Circuit | None = None) -> str:
    """Return a report as HTML, with the circuit if it is given.

    Parameters
    ----------
    report : Report
        What is told.
    circuit : Circuit, optional
        What was compiled.

    Returns
    -------
    str
        One ``div``; nothing in it comes from elsewhere.
    """
    from ..drawing import svg, waterfall

    target = report.target
    parts = [f"<strong>{escape(content.title(report))}</strong>"]
    parts.append(table(content.comparison(content.before_and_after(report))))
    parts += [f"<div>{escape(line)}</div>" for line in content.notes(report)]
    if circuit is not None:
        parts.append(_opened("circuit", svg(circuit, layers=LAYERS), shown=True))
    if target is not None and target.has_couplings and (target.num_qubits or 0) <= MAPPED:
        parts.append(_opened("device", _map(report, target, circuit)))
    if report.passes:
        parts.append(_opened("passes", waterfall(report)))
    return f'<div class="qc-report">{"".join(parts)}</div>'


def _map(report: Report, target: Target, circuit: Circuit | None) -> Svg:
    from ..drawing import device_map
    from ..errors import PipelineError

    if circuit is None:
        return device_map(target, layout=report.layout)
    try:
        return device_map(target, layout=report.layout, circuit=circuit)
    except PipelineError:
        # A pipeline of the user's own need not end on the device.
        return device_map(target)


def table(grid: Grid) -> str:
    """Return a grid as an HTML table.

    Examples
    --------
    >>> from qcompile.report import Grid
    >>> grid = Grid(("", "n"))
    >>> grid.add("<b>", "3")
    >>> table(grid).count("<td"), "&lt;b&gt;" in table(grid)
    (2, True)
    """
    rows = []
    for kind, cells in (("th", grid.header), *(("td", row) for row in grid.rows)):
        made = [
            f'<{kind} style="text-align:{"left" if k in grid.left else "right"}">{escape(cell)}</{kind}>'
            for k, cell in enumerate(cells)
        ]
        rows.append(f"<tr>{''.join(made)}</tr>")
    return f"<table>{''.join(rows)}</table>"


def _opened(title: str, picture: Svg, *, shown: bool = False) -> str:
    state = " open" if shown else ""
    return f"<details{state}><summary>{title}</summary>{picture}</details>"
