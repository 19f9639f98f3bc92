# SPDX-License-Identifier: Apache-2.0
"""How a circuit shows itself; the drawing is in its own room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .drawing import Drawing


class PictureMethods:
    """Drawings of a circuit."""

    __slots__ = ()

    def draw(self, to: str = "text", **options: Any) -> Drawing:
        """Return a drawing of the circuit.

        Parameters
        ----------
        to : {"text", "svg", "quantikz"}
            What to draw with: characters, SVG, LaTeX.
        **options
            Those of `qcompile.drawing.draw`, `svg` and `quantikz`.

        Returns
        -------
        Drawing
            A string that shows itself in a notebook and has a method `save`.
        """
        from .drawing import drawn

        return drawn(self, to, **options)  # type: ignore[arg-type]

    def _repr_svg_(self) -> str:
        """Return what notebooks show."""
        return str(self.draw("svg"))

    def __str__(self) -> str:
        return str(self.draw())
