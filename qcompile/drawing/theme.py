# SPDX-License-Identifier: Apache-2.0
"""Colours and letters of the SVG pictures.

Every colour is a CSS custom property with a value for light and one for dark: the reader's system decides, or
``data-theme="light"`` or ``"dark"`` on the picture or on anything around it. Programs that know no custom properties
draw the light values, which stand before them. The hues stay apart for the colour-blind: blue against orange, and every
scale runs from pale to strong.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Name: light, dark.
PALETTE = {
    "page": ("#ffffff", "#15181e"),
    "ink": ("#1d2433", "#e8ebf1"),
    "muted": ("#667085", "#98a2b3"),
    "wire": ("#98a1b0", "#5f6b7e"),
    "rule": ("#e3e6eb", "#2b313b"),
    # Gates: box, outline.
    "clifford": ("#e4eefb", "#1a2c49"),
    "clifford-line": ("#3d73c6", "#79a8f2"),
    "rotation": ("#eee9fb", "#2b2549"),
    "rotation-line": ("#7259c8", "#ab9af4"),
    "other": ("#e2f3f0", "#143430"),
    "other-line": ("#23857a", "#5bc6b6"),
    "measure": ("#f0f2f5", "#262c36"),
    "measure-line": ("#5a6577", "#a8b2c2"),
    "reset": ("#fcebe8", "#3b211f"),
    "reset-line": ("#b8503f", "#ee9080"),
    "mark": ("#1f5fb4", "#8ab6f9"),
    "frame": ("#fdf6e7", "#241f14"),
    "frame-line": ("#b98423", "#c9973b"),
    "frame-ink": ("#84590b", "#e6bd6d"),
    "barrier": ("#8b95a5", "#768296"),
    # Before and after, better and worse.
    "before": ("#b9c1cd", "#566172"),
    "after": ("#2467bd", "#77adf7"),
    "better": ("#2467bd", "#77adf7"),
    "worse": ("#d2691a", "#f39a4d"),
    # Errors of pairs, from low to high, and of qubits with what is written on them.
    "pair-0": ("#f7d9ae", "#54371d"),
    "pair-1": ("#f3b76f", "#80491d"),
    "pair-2": ("#ea8f3c", "#b1601f"),
    "pair-3": ("#cf6418", "#de802f"),
    "pair-4": ("#9c3f0c", "#f8ab62"),
    "pair-5": ("#5f2207", "#ffe0b5"),
    "qubit-0": ("#e6f0fb", "#16283f"),
    "qubit-1": ("#c1daf5", "#1e406a"),
    "qubit-2": ("#8fbcea", "#2c5f9f"),
    "qubit-3": ("#4d8dd3", "#4c89d1"),
    "qubit-4": ("#2363ae", "#89b7ee"),
    "qubit-5": ("#123c75", "#cee3fb"),
    "on-pale": ("#16243b", "#e8ebf1"),
    "on-strong": ("#ffffff", "#0d1828"),
    "program": ("#0e8074", "#54cdbb"),
    "on-program": ("#ffffff", "#06231f"),
}
FONT = 'Inter,system-ui,"Segoe UI",Roboto,Helvetica,Arial,"DejaVu Sans",sans-serif'

_COLOUR = re.compile(r"@([\w-]+)")


def style(rules: Mapping[str, Mapping[str, str]]) -> str:
    """Return the style sheet of a picture.

    Parameters
    ----------
    rules : mapping of str to mapping of str to str
        Properties by class; ``@name`` stands for a colour of the palette.

    Returns
    -------
    str
        All selectors begin with ``.qc-svg``, so that pictures in one page do not disturb it or each other.
    """
    lines = []
    used = {"page": None, "ink": None}
    for selector, properties in rules.items():
        body = ""
        for key, value in properties.items():
            named = _COLOUR.findall(value)
            used.update(dict.fromkeys(named))
            if named:
                body += f"{key}:{_COLOUR.sub(lambda found: PALETTE[found[1]][0], value)};"
            body += f"{key}:{_COLOUR.sub(lambda found: f'var(--qc-{found[1]})', value)};"
        lines.append(f".qc-svg .{selector}{{{body.rstrip(';')}}}")
    light, dark = _values(used, 0), _values(used, 1)
    head = [
        f".qc-svg{{{light};color:{PALETTE['ink'][0]};color:var(--qc-ink);max-width:100%;height:auto;font-family:{FONT}}}",
        f"@media (prefers-color-scheme:dark){{.qc-svg{{{dark}}}}}",
        f"{_themed('light')}{{{light}}}",
        f"{_themed('dark')}{{{dark}}}",
    ]
    return "\n".join([*head, *lines])


def _values(names: Iterable[str], which: int) -> str:
    said = ("color-scheme:light", "color-scheme:dark")[which]
    return ";".join([said, *(f"--qc-{name}:{PALETTE[name][which]}" for name in names)])


def _themed(theme: str) -> str:
    """Return the selector of pictures in a theme that somebody chose; JupyterLab says it in a word of its own."""
    lab = "true" if theme == "light" else "false"
    return (
        f'[data-theme="{theme}"] .qc-svg,.qc-svg[data-theme="{theme}"],'
        f'[data-jp-theme-light="{lab}"] .qc-svg'
    )


def text_width(text: str, size: float) -> float:
    """Return how wide a text is at most, roughly, in the widest of the usual fonts.

    Examples
    --------
    >>> text_width("H", 10) < text_width("Rz", 10) < text_width("WWW", 10)
    True
    """
    return size * sum(_WIDTHS.get(character) or _width(character) for character in text)


_WIDTHS = {
    **dict.fromkeys("ijl.,:;'|!", 0.31),
    **dict.fromkeys("ft()[]/ r-I⟩", 0.4),
    **dict.fromkeys("mMW@", 0.93),
    **dict.fromkeys("w%", 0.84),
}


def _width(character: str) -> float:
    if character.isascii():
        return 0.72 if character.isupper() else 0.63
    # East Asian characters and symbols are as wide as they are high.
    return 1.0 if ord(character) >= 0x1100 and not 0x2000 <= ord(character) < 0x2600 else 0.72
