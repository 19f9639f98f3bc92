# SPDX-License-Identifier: Apache-2.0
"""An SVG page: elements in layers, one above the other. Everything that is written is escaped here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from . import theme
from .pictures import Svg

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: What XML 1.0 cannot hold, not even escaped.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escaped(text: str) -> str:
    """Return text as it stands between tags or in a quoted attribute.

    Examples
    --------
    >>> escaped('<script>"&"')
    '&lt;script&gt;&quot;&amp;&quot;'
    """
    text = _UNWRITABLE.sub("\ufffd", text)
    for plain, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(plain, entity)
    return text


def number(value: float) -> str:
    """Return a coordinate: two digits behind the point, and none that say nothing."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def element(name: str, content: str | None = None, **attributes: object) -> str:
    """Return an element; attributes that are None are left out, ``_`` at the end of a name too, and ``_`` is ``-``."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{said}/>" if content is None else f"<{name}{said}>{content}</{name}>"


def _value(value: object) -> str:
    return number(value) if isinstance(value, int | float) else escaped(str(value))


class Page:
    """Elements in layers; what is in a later layer lies over the earlier ones.

    Parameters
    ----------
    layers : iterable of str
        Their names, from the lowest.
    """

    def __init__(self, layers: Iterable[str]) -> None:
        self._layers: dict[str, list[str]] = {layer: [] for layer in layers}

    def add(self, layer: str, name: str, content: str | None = None, **attributes: object) -> None:
        """Put an element into a layer; its content is markup, escaped already."""
        self._layers[layer].append(element(name, content, **attributes))

    def text(
        self, layer: str, x: float, y: float, text: str, class_: str, anchor: str | None = None
    ) -> None:
        """Write a line of text."""
        self.add(layer, "text", escaped(text), x=x, y=y, class_=class_, text_anchor=anchor)

    def svg(
        self,
        width: float,
        height: float,
        title: str,
        description: str,
        rules: Mapping[str, Mapping[str, str]],
    ) -> Svg:
        """Return the page as a picture."""
        drawn = [element("rect", class_="page", width=width, height=height, rx=6)]
        for elements in self._layers.values():
            drawn += elements
        # Text cannot hold a quotation mark that is not escaped, so that these are the classes and nothing else.
        used = {name for found in _CLASSES.findall("".join(drawn)) for name in found.split()}
        own = {name: rule for name, rule in {**_PAGE, **rules}.items() if name in used}
        head = [
            element("title", escaped(title)),
            element("desc", escaped(description)),
            f"<style>{theme.style(own)}</style>",
        ]
        return Svg(
            element(
                "svg",
                "\n" + "\n".join([*head, *drawn]) + "\n",
                xmlns="http://www.w3.org/2000/svg",
                class_="qc-svg",
                role="img",
                aria_label=title,
                width=width,
                height=height,
                viewBox=f"0 0 {number(width)} {number(height)}",
            )
        )


_CLASSES = re.compile(r'class="([^"]*)"')
_PAGE = {"page": {"fill": "@page"}}
