# SPDX-License-Identifier: Apache-2.0
"""The pictures of a compilation, as far as a page has room for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import PipelineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ...circuit import Circuit
    from ..report import Report

#: Layers of a circuit that are drawn, and characters of one picture: more is no picture any more.
LAYERS = 60
LARGEST = 400_000
#: Operations of a circuit whose layers are counted.
OPERATIONS = 50_000


class Space:
    """What is left of a page.

    Parameters
    ----------
    room : int
        Characters.
    """

    def __init__(self, room: int) -> None:
        self.room = room

    def take(self, characters: int) -> bool:
        """Return whether there is room for so much, and take it."""
        if characters > self.room:
            return False
        self.room -= characters
        return True


def pictures(
    report: Report, given: Circuit | None, made: Circuit | None, space: Space
) -> list[dict[str, Any]]:
    """Return titles and drawings: what each pass changed, and where the circuits are known, those."""
    found: list[dict[str, Any]] = []
    for title, titled, draw in _drawn(report, given, made):
        try:
            svg = str(draw())
        except PipelineError:
            continue  # a device without a map, a circuit too wide to draw
        if len(svg) <= LARGEST and space.take(len(svg)):
            found.append({"title": title, "titled": titled, "svg": svg})
    return found


def _drawn(
    report: Report, given: Circuit | None, made: Circuit | None
) -> Iterator[tuple[str, bool, Callable[[], str]]]:
    """Yield what a picture is called, whether it says so itself, and how it is drawn."""
    from ...drawing import depth_profile, device_map, svg, waterfall

    if report.passes:
        yield "What each pass changed", True, lambda: waterfall(report)
    if given is None or made is None:
        return
    if report.before.gates + report.after.gates <= OPERATIONS:
        yield "Two-qubit gates at once, layer by layer", True, lambda: depth_profile(given, made)
    target = report.target
    if target is not None and target.num_qubits:
        yield (
            f"Where it lies on {target.name}",
            True,
            lambda: device_map(target, layout=report.layout, circuit=made),
        )
    yield "The circuit given", False, lambda: svg(given, layers=LAYERS)
    yield "The circuit compiled", False, lambda: svg(made, layers=LAYERS)
