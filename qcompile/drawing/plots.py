# SPDX-License-Identifier: Apache-2.0
"""Figures by matplotlib, an optional package: profiles that can be restyled and saved as anything, and histograms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import PipelineError
from .picture import counted
from .profiles import profile
from .theme import PALETTE

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from .._native import CoreCircuit

    Path = str | os.PathLike[str]

#: Bars of a histogram; what is left over is one bar more.
MOST_BARS = 40


def depth_profile(
    before: CoreCircuit, after: CoreCircuit | None = None, *, path: Path | None = None
) -> Any:
    """Plot how many two-qubit gates run at once, layer by layer, before and after.

    Parameters
    ----------
    before, after : Circuit
        The circuit given, and the one it became if there is one.
    path : path, optional
        A file to save the figure to, in the format of its name.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    PipelineError
        QC411 without matplotlib, QC408 for a name that says no format matplotlib writes.
    FileError
        QC502 or QC504 if the file cannot be written.
    """
    figure, axes = _figure(9.0, 3.0)
    for name, circuit in (("before", before), ("after", after)):
        if circuit is None:
            continue
        levels, colour = profile(circuit), PALETTE[name][0]
        edges = range(len(levels) + 1)
        label = f"{name}: {counted(sum(levels), 'gate')} in {counted(len(levels), 'layer')}"
        axes.stairs(levels, edges, fill=True, color=colour, alpha=0.3)
        axes.stairs(levels, edges, color=colour, linewidth=1.4, label=label)
    axes.set_xlabel("two-qubit layer")
    axes.set_ylabel("two-qubit gates")
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.set_xlim(left=0)
    axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2)
    return _saved(figure, path)


def histogram(counts: Mapping[str, float], *, path: Path | None = None) -> Any:
    """Plot counts by name: measured bit strings, or gates (``stats(circuit).counts``).

    Parameters
    ----------
    counts : mapping of str to number
        Drawn in the order of their names; of more than 40 the largest, and the others as one bar.
    path : path, optional
        A file to save the figure to, in the format of its name.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    PipelineError
        QC411 without matplotlib, QC408 for a name that says no format matplotlib writes.
    FileError
        QC502 or QC504 if the file cannot be written.
    """
    largest = sorted(counts, key=lambda name: (-counts[name], name))
    names = sorted(largest[:MOST_BARS])
    heights = [counts[name] for name in names]
    rest = [counts[name] for name in largest[MOST_BARS:]]
    if rest:
        names.append(f"{len(rest)} others")
        heights.append(sum(rest))
    figure, axes = _figure(max(4.0, 0.34 * len(names) + 1.5), 3.2)
    places = range(len(names))
    axes.bar(places, heights, color=PALETTE["after"][0], width=0.75)
    # Names are names: a dollar sign in one begins no formula.
    axes.set_xticks(places, [name.replace("$", r"\$") for name in names], rotation=60, ha="right")
    axes.set_ylabel("count")
    axes.margins(x=0.01)
    return _saved(figure, path)


def _figure(width: float, height: float) -> tuple[Any, Any]:
    """Return a figure that no window knows of, and its axes."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise PipelineError(
            "matplotlib is not installed", code="QC411", help='pip install "qcompile[plot]"'
        ) from None
    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_axisbelow(True)
    axes.grid(axis="y", color=PALETTE["rule"][0])
    return figure, axes


def _saved(figure: Any, path: Path | None) -> Any:
    if path is None:
        return figure
    import os
    from io import BytesIO

    from ..files import write_whole

    suffix = os.path.splitext(os.fspath(path))[1].lower().removeprefix(".")
    known = figure.canvas.get_supported_filetypes()
    if suffix not in known:
        raise PipelineError(
            f"matplotlib writes no file called `{os.fspath(path)}`",
            code="QC408",
            help=f"end its name in {', '.join(f'.{name}' for name in sorted(known))}",
        )
    data = BytesIO()
    figure.savefig(data, format=suffix, dpi=150)
    write_whole(path, data.getvalue())
    return figure
