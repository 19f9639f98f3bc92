# SPDX-License-Identifier: Apache-2.0
"""A page of characters on which lines that touch become the right box-drawing character."""

from __future__ import annotations

UP, DOWN, LEFT, RIGHT = 1, 2, 4, 8
#: The same directions, doubled: classical wires.
UP2, DOWN2, LEFT2, RIGHT2 = 16, 32, 64, 128

_LIGHT = " ╵╷│╴┘┐┤╶└┌├─┴┬┼"
_CROSSINGS = {
    LEFT2 | RIGHT2: "═",
    LEFT2: "═",
    RIGHT2: "═",
    UP2 | DOWN2: "║",
    UP2: "║",
    DOWN2: "║",
    LEFT | RIGHT | UP2 | DOWN2: "╫",
    LEFT | RIGHT | DOWN2: "╥",
    LEFT | RIGHT | UP2: "╨",
    LEFT2 | RIGHT2 | UP | DOWN: "╪",
    LEFT2 | RIGHT2 | UP: "╧",
    LEFT2 | RIGHT2 | DOWN: "╤",
    LEFT2 | RIGHT2 | UP2 | DOWN2: "╬",
    LEFT2 | RIGHT2 | UP2: "╩",
    LEFT2 | RIGHT2 | DOWN2: "╦",
    UP | DOWN | LEFT2: "╡",
    UP | DOWN | RIGHT2: "╞",
}


class Canvas:
    """A grid of cells; each holds the directions lines leave it in, or a character over them."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self._lines = [[0] * width for _ in range(height)]
        self._text: list[dict[int, str]] = [{} for _ in range(height)]

    def across(self, y: int, left: int, right: int, *, double: bool = False) -> None:
        """Draw a line from column `left` to column `right`, both included."""
        row = self._lines[y]
        toward_left, toward_right = (LEFT2, RIGHT2) if double else (LEFT, RIGHT)
        for x in range(left, right):
            row[x] |= toward_right
            row[x + 1] |= toward_left

    def wire(self, y: int, left: int, right: int, *, double: bool = False) -> None:
        """Draw a line that fills its first and last cell."""
        both = LEFT2 | RIGHT2 if double else LEFT | RIGHT
        for x in range(left, right + 1):
            self._lines[y][x] |= both

    def down(self, x: int, top: int, bottom: int, *, double: bool = False) -> None:
        """Draw a line from row `top` to row `bottom`, both included."""
        toward_up, toward_down = (UP2, DOWN2) if double else (UP, DOWN)
        for y in range(top, bottom):
            self._lines[y][x] |= toward_down
            self._lines[y + 1][x] |= toward_up

    def box(
        self, left: int, top: int, right: int, bottom: int, *, open_inside: bool = False
    ) -> None:
        """Draw a frame; lines inside it end at its sides unless it is `open_inside`."""
        if not open_inside:
            for y in range(top + 1, bottom):
                row = self._lines[y]
                row[left + 1 : right] = [0] * (right - left - 1)
                row[left] &= ~(RIGHT | RIGHT2)
                row[right] &= ~(LEFT | LEFT2)
            for x in range(left + 1, right):
                self._lines[top][x] &= ~(DOWN | DOWN2)
                self._lines[bottom][x] &= ~(UP | UP2)
        self.across(top, left, right)
        self.across(bottom, left, right)
        self.down(left, top, bottom)
        self.down(right, top, bottom)

    def write(self, x: int, y: int, text: str) -> None:
        """Put text over whatever is there."""
        for k, character in enumerate(text):
            if 0 <= x + k < self.width:
                self._text[y][x + k] = character

    def lines(self) -> list[str]:
        """Return the rows, without blanks at their ends."""
        return [
            "".join(over.get(x, _character(mask)) for x, mask in enumerate(row)).rstrip()
            for row, over in zip(self._lines, self._text, strict=True)
        ]


def _character(mask: int) -> str:
    if mask < len(_LIGHT):
        return _LIGHT[mask]
    # A meeting of light and double lines that has no character of its own is drawn light.
    return _CROSSINGS.get(mask) or _LIGHT[(mask & 15) | (mask >> 4)]
