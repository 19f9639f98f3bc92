# SPDX-License-Identifier: Apache-2.0
"""A template, the style sheet and the script as one document; names of users are escaped, and nothing is loaded."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import escape

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

HERE = Path(__file__).parent
#: Style sheets of pictures; in a page they stand in its own, once each.
_MARKS = ("style", "style_hash", "script", "script_hash")
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def page(template: Path, **context: Any) -> str:
    """Return a document.

    Parameters
    ----------
    template : Path
        It extends ``base.html`` of this folder and may import ``parts.html``.
    **context
        What it shows; strings are escaped, and what is not printable in them is shown as an escape.

    Returns
    -------
    str
        HTML whose policy allows its own style and script and nothing else.
    """
    from markupsafe import Markup

    # What a template cannot print otherwise marks the places: control characters of a user's are shown as escapes.
    marks = {name: Markup(f"\0{name}\0") for name in _MARKS}
    text = _environment(template.parent).get_template(template.name).render(**context, **marks)
    text, drawn = _hoisted(text)
    script = _asset("script.js")
    style = "\n".join([_asset("style.css"), *drawn])
    filled = (style, _digest(style), script, _digest(script))
    for name, content in zip(_MARKS, filled, strict=True):
        text = text.replace(f"\0{name}\0", content)
    return text


def _asset(name: str) -> str:
    text = (HERE / name).read_text(encoding="utf-8")
    # The licence is the project's; a page is the user's.
    return re.sub(r"\A/\* SPDX[^\n]*\n", "", text)


def _digest(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def _hoisted(text: str) -> tuple[str, list[str]]:
    """Return the document without the pictures' own style sheets, and those, each once."""
    head, mark, body = text.partition("</head>")
    found = dict.fromkeys(_STYLE.findall(body))
    return head + mark + _STYLE.sub("", body), list(found)


@cache
def _environment(folder: Path) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader([folder, HERE]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_printable,
    )
    made.filters |= {"lines": _lines, "prose": _prose, "pieces": _pieces}
    return made


def _pieces(text: str) -> Markup:
    """Return a long name that may go on in the next line where its parts end."""
    from markupsafe import Markup

    parts = re.split(r"(?<=[/_:])", escape(text))
    return Markup("<wbr>").join(parts)


def _prose(text: str) -> Markup:
    """Return a sentence of ours; what it has between backticks is code."""
    from markupsafe import Markup

    parts = re.split("`([^`]+)`", _printable(text))
    code = Markup("<code>{}</code>")
    return Markup("").join(code.format(part) if i % 2 else part for i, part in enumerate(parts))


def _printable(value: Any) -> Any:
    """Return what a template prints; text of a user's without control and direction characters."""
    return escape(value) if type(value) is str else value


def _lines(text: str) -> Markup:
    """Return text of several lines."""
    from markupsafe import Markup

    return Markup("\n").join(map(escape, text.split("\n")))
