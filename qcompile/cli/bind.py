# SPDX-License-Identifier: Apache-2.0
"""``qcompile bind``: the parameters of a compiled circuit or a template filled, once or many times."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ..errors import PipelineError, QCompileError
from . import options as table
from .inputs import STDIN, Input, read, read_stdin
from .outputs import SUFFIXES, Plan, make_folder
from .stdout import to_stdout

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from numpy import float64
    from numpy.typing import NDArray

    from ..training.bound import Template
    from .talk import Talk

OPTIONS = (*table.READ, "to")
#: Bytes of values that are read.
MOST_VALUES = 1 << 30


def add_arguments(parser: ArgumentParser) -> None:
    """Add what only this command has."""
    parser.add_argument(
        "path", metavar="TEMPLATE", help="a compiled circuit with parameters, or a template file"
    )
    parser.add_argument(
        "--params",
        metavar="FILE",
        required=True,
        help="values by name or in order: .json, .csv or .npy; - is standard input",
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        help="the output file, or a folder for several assignments; - (default) is standard output",
    )
    parser.add_argument(
        "--angles",
        action="store_true",
        help="write the angles of the slots instead of circuits: .npy, or JSON lines",
    )


def run(options: Namespace, talk: Talk) -> int:
    """Read, fill, write."""
    if options.path == options.params == STDIN:
        raise PipelineError(
            "standard input is given twice", code="QC407", help="it can be read once"
        )
    options.paths = [options.path]
    plan = None if options.angles else Plan.make(options)
    given, template = _read(options)
    values = _values(options, template)
    try:
        if plan is None:
            _write_angles(template.bind(values), options.output)
        else:
            _write_circuits(template, values, given, plan, options)
    except QCompileError as error:
        raise given.place(error) from None
    count = 1 if values.ndim == 1 else len(values)
    talk.say(f"{options.path}: {len(template.parameters)} parameters, {count} assignments")
    return 0


def _read(options: Namespace) -> tuple[Input, Template]:
    from ..files import read_bytes
    from ..training import storage

    if options.path != STDIN:
        start = read_bytes(options.path, len(storage.MAGIC))
        if start == storage.MAGIC:
            template = storage.load(options.path)
            return Input(template.circuit, options.path, options.to or "qasm3", b""), template
    given = read(options.path, options)
    try:
        return given, storage.of_compiled(given.circuit)
    except QCompileError as error:
        raise given.place(error) from None


def _values(options: Namespace, template: Template) -> NDArray[float64]:
    from ..files import read_bytes
    from ..training.values import read_values

    if options.params == STDIN:
        return read_values(read_stdin(MOST_VALUES), "<stdin>", template.parameters)
    data = read_bytes(options.params, MOST_VALUES)
    return read_values(data, options.params, template.parameters)


def _write_circuits(
    template: Template, values: NDArray[float64], given: Input, plan: Plan, options: Namespace
) -> None:
    """Write one circuit where it goes, or each of several to a file of its own in a folder."""
    from ..emitters import dump

    if values.ndim == 1 or (len(values) == 1 and not plan.folder):
        plan.write(given, template.circuit_at(values.reshape(-1)))
        return
    if not plan.folder or options.output is None:
        raise PipelineError(
            f"{len(values)} assignments need a folder to go to",
            code="QC407",
            help="-o FOLDER/, or --angles for one array",
        )
    make_folder(options.output)
    format = plan.format(given)
    name = os.path.splitext(os.path.basename(options.path))[0]
    digits = len(str(len(values) - 1))
    for number, row in enumerate(values):
        path = os.path.join(options.output, f"{name}-{number:0{digits}}{SUFFIXES[format]}")
        dump(template.circuit_at(row), path, format)


def _write_angles(angles: NDArray[float64], output: str | None) -> None:
    """Write the array: as .npy to a file called so, else a JSON line for each assignment."""
    from ..files import write_whole
    from ..training.values import lines_of, npy_of

    if output in (None, STDIN):
        to_stdout(lines_of(angles))
    elif output is not None:
        write_whole(output, npy_of(angles) if output.endswith(".npy") else lines_of(angles))
