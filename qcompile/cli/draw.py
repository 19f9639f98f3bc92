# SPDX-License-Identifier: Apache-2.0
"""``qcompile draw``: circuits as text, SVG or LaTeX; maps of devices; what a compilation did, in bars."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ..errors import PipelineError, QCompileError, quote
from . import options as table
from .devices import named
from .dispatch import contradiction
from .inputs import check_paths, lay_out, read
from .options import Option
from .products import add_output
from .stdout import to_stdout

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from ..drawing import Drawing
    from ..targets import Target
    from .talk import Talk

OPTIONS = ("target", "basis", "layout-from", *table.READ)

#: What the name of the output says of the form, and files that only plots go to.
SUFFIXES = {".txt": "text", ".svg": "svg", ".tex": "quantikz"}
PLOTTED = (".png", ".pdf")
FORMS = tuple(SUFFIXES.values())
COLUMNS = ("packed", "moments", "times")
#: Bytes of a report that are read.
MOST_REPORT = 1 << 28


def _one_of(words: tuple[str, ...]) -> Any:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError
        return text

    return read


def _fold(text: str) -> float:
    value = float("inf") if text == "never" else float(text)
    if not value > 0:
        raise ValueError
    return value


def _layers(text: str) -> int | str:
    if text == "all":
        return text
    if int(text) < 1:
        raise ValueError
    return int(text)


_FLAGS = (
    Option("to", "", _one_of(FORMS), "text, svg or quantikz", choices=FORMS),
    Option("fold", "", _fold, "a width above 0, or never"),
    Option("layers", "", _layers, "a whole number above 0, or all"),
    Option("columns", "", _one_of(COLUMNS), "packed, moments or times", choices=COLUMNS),
)
_TO, _FOLD, _LAYERS, _COLUMNS = _FLAGS


def add_arguments(parser: ArgumentParser) -> None:
    """Add what only this command has."""
    parser.add_argument(
        "paths",
        metavar="IN",
        nargs="*",
        help="a circuit file, - is standard input; with --profile before and after; with --waterfall a report",
    )
    add_output(parser)
    parser.add_argument(
        "--to", metavar="text|svg|quantikz", type=_TO.parse,
        help="what to draw with, else by the name of the output (.txt, .svg, .tex), else text",
    )  # fmt: skip
    parser.add_argument(
        "--fold", metavar="WIDTH", type=_FOLD.parse,
        help="where the drawing goes on below: characters of text (default the terminal's) and LaTeX (90), "
        "pixels of SVG (960); or never",
    )  # fmt: skip
    parser.add_argument(
        "--layers", metavar="N|all", type=_LAYERS.parse, help="layers drawn of a long circuit (default 200)"
    )  # fmt: skip
    parser.add_argument(
        "--columns", metavar="packed|moments|times", type=_COLUMNS.parse, default="packed",
        help="what stands in one column: what fits (default), one step, one time on the target",
    )  # fmt: skip
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--map", action="store_true",
        help="the target as SVG: errors, and of a mapped circuit the layout and the gates on each coupling",
    )  # fmt: skip
    what.add_argument(
        "--profile", action="store_true",
        help="two-qubit gates layer by layer as SVG (.png or .pdf with matplotlib), before and after",
    )  # fmt: skip
    what.add_argument(
        "--waterfall", action="store_true", help="what each pass of a JSON report changed, as SVG"
    )


def run(options: Namespace, talk: Talk) -> int:
    """Read, draw, write."""
    check_paths(options.paths)
    form = _form(options)
    if options.map:
        drawing: Drawing = _map(options)
    elif options.profile:
        circuits = [read(path, options).circuit for path in _some(options, 1, 2, "BEFORE [AFTER]")]
        if form == "plot":
            from ..drawing.plots import depth_profile as plot

            plot(*circuits, path=options.output)
            return 0
        from ..drawing import depth_profile

        drawing = depth_profile(*circuits)
    elif options.waterfall:
        drawing = _waterfall(*_some(options, 1, 1, "REPORT"))
    else:
        drawing = _circuit(options, form)
    if options.output in (None, "-"):
        to_stdout(drawing if drawing.endswith("\n") else drawing + "\n")
    else:
        drawing.save(options.output)
    return 0


def _form(options: Namespace) -> str:
    """Return what to draw with: what was asked for, else what the output's name says."""
    special = next((name for name in ("map", "profile", "waterfall") if getattr(options, name)), None)  # fmt: skip
    if special is not None:
        _check_special(special, options)
    if options.to is not None:
        return str(options.to)
    if options.output in (None, "-"):
        return "text" if special is None else "svg"
    suffix = os.path.splitext(options.output)[1].lower()
    known = dict(SUFFIXES) if special is None else {".svg": "svg"}
    if special == "profile":
        known.update(dict.fromkeys(PLOTTED, "plot"))
    if suffix not in known:
        raise PipelineError(
            f"nothing is drawn to a file called `{quote(options.output)}`",
            code="QC408",
            help=f"end its name in {', '.join(known)}, or say --to",
        )
    return known[suffix]


def _check_special(special: str, options: Namespace) -> None:
    """Refuse what only drawings of circuits have."""
    if options.to not in (None, "svg"):
        raise contradiction(f"--{special}", f"--to {options.to}", f"--{special} is drawn as SVG")
    said = {"fold": options.fold, "layers": options.layers, "columns": options.columns != "packed"}
    if special != "map":
        said["target"] = "target" in options.said
    for name, value in said.items():
        if value:
            raise contradiction(f"--{special}", f"--{name}", f"leave --{name} out")


def _some(options: Namespace, least: int, most: int, usage: str) -> list[str]:
    paths: list[str] = options.paths
    if not least <= len(paths) <= most:
        raise PipelineError(
            f"draw takes {usage}, got {len(paths)} files", code="QC401", help="qcompile draw --help"
        )
    return paths


def _target(options: Namespace) -> Target | None:
    return None if options.target is None else named(options.target, options.basis)


def _circuit(options: Namespace, form: str) -> Drawing:
    from ..drawing import drawn

    if "target" in options.said and options.columns != "times":
        raise contradiction(
            "--target", f"--columns {options.columns}", "add --map or --columns times"
        )
    (path,) = _some(options, 1, 1, "IN")
    given = read(path, options)
    lay_out(given.circuit, options.layout_from)
    more: dict[str, Any] = {}
    if options.fold is not None:
        width = min(options.fold, 10**9)
        more = {"width": int(width)} if form == "text" else {"fold": width}
    target = _target(options) if options.columns == "times" else None
    try:
        return drawn(
            given.circuit, form, layers=options.layers, columns=options.columns, target=target, **more
        )  # fmt: skip
    except QCompileError as error:
        raise given.place(error) from None


def _map(options: Namespace) -> Drawing:
    from ..drawing import device_map

    target = _target(options)
    if target is None:
        raise PipelineError("a map of what device?", code="QC401", help="--target NAME or FILE")
    circuit = None
    for path in _some(options, 0, 1, "at most one IN"):
        circuit = read(path, options).circuit
        lay_out(circuit, options.layout_from)
    return device_map(target, circuit=circuit)


def _waterfall(path: str) -> Drawing:
    import json

    from ..drawing import waterfall
    from ..files import read_bytes
    from .inputs import STDIN, read_stdin

    data = read_stdin(MOST_REPORT) if path == STDIN else read_bytes(path, MOST_REPORT)
    try:
        return waterfall(json.loads(data))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise PipelineError(
            f"`{quote(path)}` is no report of one compilation",
            code="QC402",
            help="give the file that --report FILE.json wrote for this one circuit",
        ) from None
