# SPDX-License-Identifier: Apache-2.0
"""What a check found, written for whoever reads it: people at a terminal, a pull request, a dashboard, a CI service.

`words.py` decides what is said and in which order; each format is one file beside it and reads nothing but the `Check`.
docs/reports.md describes them for users.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ...errors import PipelineError, quote

if TYPE_CHECKING:
    from ..model import Check

#: Each format, the file that writes it, and the usual name of a file that holds it.
_TABLE = {
    "table": ("terminal", "report.txt"),
    "md": ("markdown", "report.md"),
    "github": ("github", "annotations.txt"),
    "json": ("record", "report.json"),
    "junit": ("junit", "junit.xml"),
    "sarif": ("sarif", "report.sarif"),
    "bench-json": ("bench_json", "bench.json"),
    "codequality": ("codequality", "gl-code-quality-report.json"),
    "html": ("page", "report.html"),
}
#: What `write` takes, in the order of the documentation.
NAMES = tuple(_TABLE)
#: What a file of each format is usually called; `of_path` goes by it.
FILE_NAMES = {name: file for name, (_, file) in _TABLE.items()}
_SUFFIXES = {".md": "md", ".xml": "junit", ".sarif": "sarif", ".html": "html", ".htm": "html"}
_SUFFIXES |= {".json": "json", ".txt": "table"}


def write(check: Check, name: str, **options: Any) -> str:
    """Return `check` in one of the formats.

    Parameters
    ----------
    check : Check
        What was found.
    name : str
        One of `NAMES`.
    **options
        What a format leaves open; those that it does not know are ignored.

        ``limit`` : the most bytes of md (65,536, a comment's; a step summary takes 1,048,576).
        ``circuits`` : of html: gives the circuits of an entry, as `qcompile.regression.circuits.circuits` returns it;
        without it there are no pictures of circuits.
        ``color``, ``width``, ``every`` : of the table: whether it has colours (False), how wide the terminal is (None:
        as wide as it gets), whether circuits that are the same are listed, too (False).

    Returns
    -------
    str
        The text, with a final newline.

    Raises
    ------
    PipelineError
        QC408 for another name.

    Examples
    --------
    >>> from qcompile.regression import Check
    >>> print(write(Check(entries=()), "table"), end="")
    Circuit report: no circuits
    passed (against qcompile-baseline.json)
    """
    if name not in _TABLE:
        raise PipelineError(
            f"there is no report format `{quote(name)}`",
            code="QC408",
            help=f"it is one of {', '.join(NAMES)}",
        )
    text: str = import_module(f".{_TABLE[name][0]}", __name__).write(check, **options)
    return text


def of_path(path: str) -> str | None:
    """Return the format a file's name stands for, or None.

    Examples
    --------
    >>> of_path("out/report.html"), of_path("gl-code-quality-report.json"), of_path("report.docx")
    ('html', 'codequality', None)
    """
    base = path.replace("\\", "/").rpartition("/")[2].lower()
    for name, file in FILE_NAMES.items():
        if base == file:
            return name
    return next((name for end, name in _SUFFIXES.items() if base.endswith(end)), None)
