# SPDX-License-Identifier: Apache-2.0
"""Pictures as strings that know how to show and to save themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import PipelineError
from ..files import write_whole

if TYPE_CHECKING:
    import os

    from .._native import CoreCircuit

#: What a circuit is drawn with.
FORMS = ("text", "svg", "quantikz")


class Drawing(str):
    """A picture as text: a string in every way, which can `save` itself to a file."""

    __slots__ = ()

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the picture to a file, whole or not at all.

        Raises
        ------
        FileError
            QC502 or QC504 if it cannot be written.
        """
        write_whole(path, self if self.endswith("\n") else self + "\n")


class TextDrawing(Drawing):
    """A drawing in characters; an interpreter shows the drawing and not its source."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


class Latex(Drawing):
    """LaTeX source; an interpreter shows it as it is."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


class Svg(Drawing):
    """An SVG picture; a notebook shows the picture."""

    __slots__ = ()

    def _repr_svg_(self) -> str:
        return str(self)

    def __repr__(self) -> str:
        return f"<Svg, {len(self.encode())} bytes>"


def drawn(circuit: CoreCircuit, to: str = "text", **options: Any) -> Drawing:
    """Draw a circuit with characters, SVG or LaTeX.

    Parameters
    ----------
    circuit : Circuit
        What to draw.
    to : {"text", "svg", "quantikz"}
    **options
        Those of `draw`, `svg` and `quantikz`.

    Raises
    ------
    PipelineError
        QC408 for another word, and what the writers raise.

    Examples
    --------
    >>> from qcompile import Circuit
    >>> Circuit(1).h(0).draw()
           ┌───┐
    q[0]: ─┤ H ├─
           └───┘
    """
    if to == "text":
        from .text import draw

        return draw(circuit, **options)
    if to == "svg":
        from .vector import svg

        return svg(circuit, **options)
    if to == "quantikz":
        from .quantikz import quantikz

        return quantikz(circuit, **options)
    raise PipelineError(
        f"there is no drawing called `{to}`", code="QC408", help=f"it is one of {', '.join(FORMS)}"
    )
