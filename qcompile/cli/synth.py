# SPDX-License-Identifier: Apache-2.0
"""``qcompile synth``: a circuit from a matrix, a vector, blocks or phases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import PipelineError, QCompileError
from . import options as table
from .compile import compile_options
from .devices import chosen
from .inputs import STDIN, Input, read_stdin
from .outputs import Plan
from .products import add_output, add_reports, write_reports

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from ..report import Report
    from ..synthesis.result import Synthesis
    from .talk import Talk

OPTIONS = (*table.COMPILE, "to")
KINDS = ("unitary", "state", "blocks", "diagonal")
LEFT = ("phase", "diagonal-before", "diagonal-after")


def add_arguments(parser: ArgumentParser) -> None:
    """Add what only this command has."""
    parser.add_argument("kind", metavar="KIND", choices=KINDS, help=", ".join(KINDS))
    parser.add_argument(
        "path",
        metavar="IN",
        help="a .npy, .npz, .json or text file of numbers; - is standard input",
    )
    add_output(parser)
    parser.add_argument(
        "--free",
        metavar="WHAT",
        action="append",
        choices=LEFT,
        help="what need not be made: phase, diagonal-before, diagonal-after; may be repeated",
    )
    parser.add_argument(
        "--levels", metavar="D", type=int, help="the matrix acts on particles of D levels"
    )
    parser.add_argument(
        "--normalize", action="store_true", help="divide the vector of a state by its norm"
    )
    parser.add_argument(
        "--effort",
        metavar="normal|high",
        default="normal",
        choices=("normal", "high"),
        help="high: search numerically for fewer gates, on up to 4 qubits",
    )
    parser.add_argument(
        "--left", metavar="FILE", help="write the phases of free diagonals, as JSON"
    )
    add_reports(parser)


def run(options: Namespace, talk: Talk) -> int:
    """Read, synthesise, compile, write."""
    from ..compiler import compile
    from ..report import Source

    options.paths = [options.path]
    _check(options)
    options.target = chosen(options.target)
    plan = Plan.make(options)
    name, data = _read(options.path)
    made = _synthesise(options, name, data)
    if options.to is None and plan.to_stdout:
        options.to = "qasm2"
    given = Input(made.circuit, name, "qasm2", data)
    keywords = compile_options(options)
    # What is left of the allowed error.
    keywords["error"] = max(0.0, options.error - made.error)
    source: Source = given.source(digest=plan.reported)
    result = compile(made.circuit, source=source, **keywords)
    plan.write(given, result.circuit)
    _tell(made, result.report, options, plan, talk)
    return 0


def _check(options: Namespace) -> None:
    """Refuse what does not go together."""
    for option, kinds in (
        ("levels", ("unitary",)),
        ("normalize", ("state",)),
        ("effort", ("unitary",)),
    ):
        value = getattr(options, option)
        if value not in (None, False, "normal") and options.kind not in kinds:
            raise PipelineError(
                f"`--{option}` is for `synth {kinds[0]}`, not for `synth {options.kind}`",
                code="QC407",
            )


def _read(path: str) -> tuple[str, bytes]:
    from ..files import read_bytes
    from ..synthesis.files import MOST_BYTES

    if path == STDIN:
        return "<stdin>", read_stdin(MOST_BYTES)
    return path, read_bytes(path, MOST_BYTES)


def _synthesise(options: Namespace, name: str, data: bytes) -> Synthesis:
    from .. import synthesis
    from ..synthesis.files import arrays_from

    arrays = arrays_from(data, name)
    keywords: dict[str, Any] = {"free": options.free or (), "error": options.error}
    try:
        if options.kind == "blocks":
            return synthesis.blocks(arrays[0] if len(arrays) == 1 else arrays, **keywords)
        if len(arrays) != 1:
            raise PipelineError(
                f"there are {len(arrays)} arrays in the file, one is needed", code="QC402"
            )
        if options.kind == "unitary":
            more = {"levels": options.levels, "effort": options.effort}
            return synthesis.unitary(arrays[0], **keywords, **more)
        if options.kind == "state":
            return synthesis.state(arrays[0], **keywords, normalize=options.normalize)
        return synthesis.diagonal(arrays[0], **keywords)
    except QCompileError as error:
        error.message = f"{name}: {error.message}"
        raise


def _tell(made: Synthesis, report: Report, options: Namespace, plan: Plan, talk: Talk) -> None:
    after = report.after
    if options.report != "-":
        error = made.error + report.error_bound
        talk.say(
            f"{options.path}: {options.kind} on {made.circuit.num_qubits} qubits: "
            f"two-qubit {after.two_qubit}, depth {after.depth}, gates {after.gates}, error {error:.1e}"
        )
    if options.left is not None:
        import json

        from ..files import write_whole

        left = {"before": list(made.before), "after": list(made.after)}
        write_whole(options.left, json.dumps(left, indent=2) + "\n")
    write_reports([report], options, plan, talk)
