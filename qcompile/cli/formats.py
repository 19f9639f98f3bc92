# SPDX-License-Identifier: Apache-2.0
"""Where the reports of a check go: ``--format github,md=report.md``, ``-o page.html``, ``--format md,sarif -o DIR``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ..errors import PipelineError, quote
from .dispatch import contradiction
from .options import suggestion
from .outputs import STDOUT, make_folder
from .stdout import to_stdout

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable

    from ..circuit import Circuit
    from ..regression import Check, Entry
    from .talk import Talk

#: A check that draws history needs it read.
WITH_HISTORY = ("html",)


def add_formats(parser: ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument(
        "--format",
        metavar="FORMAT[=FILE],...",
        action="append",
        default=[],
        help="table (default), md, github, json, junit, sarif, codequality, bench-json, html; may be repeated",
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        action="append",
        default=[],
        help="the report as a file, in the format its name stands for; with several --format a folder",
    )


def destinations(options: Namespace) -> list[tuple[str, str]]:
    """Return the formats asked for, each with its file or ``-``; the table on standard output where that is free.

    Raises
    ------
    PipelineError
        QC408 for an unknown format, QC407 for two reports that would go to one place.
    """
    from ..regression.formats import FILE_NAMES, of_path

    loose: list[str] = []
    found: list[tuple[str, str]] = []
    for said in ",".join(options.format).split(",") if options.format else ():
        name, equals, path = said.strip().partition("=")
        _check_name(name)
        if equals and path:
            found.append((name, path))
        elif equals:
            raise PipelineError(f"`--format {name}=` names no file", code="QC407")
        else:
            loose.append(name)
    for path in options.output:
        if path.endswith("/") or os.path.isdir(path):
            found += [(name, os.path.join(path, FILE_NAMES[name])) for name in loose]
            if not loose:
                raise contradiction("-o DIR", "no --format", "name the formats: --format md,sarif")
            loose = []
        elif len(loose) == 1 and len(options.output) == 1:
            found.append((loose.pop(), path))
        else:
            found.append((_by_name(path, of_path(path)), path))
    found += [(name, STDOUT) for name in loose]
    taken: set[str] = set()
    for name, path in found:
        if path in taken:
            place = "standard output" if path == STDOUT else f"`{quote(path)}`"
            raise PipelineError(
                f"two reports would go to {place}",
                code="QC407",
                help=f"give each a file: --format {name}=FILE, or -o FOLDER/",
            )
        taken.add(path)
    if STDOUT not in taken and not options.quiet:
        found.append(("table", STDOUT))
    return found


def write_all(
    check: Check,
    where: list[tuple[str, str]],
    talk: Talk,
    circuits: Callable[[Entry], tuple[Circuit, Circuit] | None],
) -> None:
    """Write the reports, files before what is printed; `circuits` gives what a page draws."""
    from ..files import write_whole
    from ..regression.formats import write

    for name, path in sorted(where, key=lambda each: each[1] == STDOUT):
        text = write(check, name, **_options(check, name, path, talk), circuits=circuits)
        if path == STDOUT:
            to_stdout(text)
        else:
            make_folder(os.path.dirname(path) or ".")
            write_whole(path, text)


def _options(check: Check, name: str, path: str, talk: Talk) -> dict[str, Any]:
    if name == "table" and path == STDOUT:
        return {**talk.terminal(), "every": talk.verbosity > 0}
    return {"folder": check.folder}


def _check_name(name: str) -> None:
    from ..regression.formats import NAMES

    if name not in NAMES:
        raise PipelineError(
            f"there is no report format `{quote(name)}`",
            code="QC408",
            help=suggestion(name, NAMES) or f"it is one of {', '.join(NAMES)}",
        )


def _by_name(path: str, format: str | None) -> str:
    if format is None:
        raise PipelineError(
            f"no report format is called after `{quote(path)}`",
            code="QC408",
            help="name it: --format md -o FILE",
        )
    return format
