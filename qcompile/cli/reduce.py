# SPDX-License-Identifier: Apache-2.0
"""``qcompile reduce``: a failing circuit made small, with the line that shows it still fails."""

from __future__ import annotations

import os
import shlex
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import PipelineError, QCompileError
from . import options as table
from .compile import compile_options
from .devices import chosen
from .dispatch import contradiction
from .inputs import STDIN, Input, add_paths, read
from .options import Option
from .products import add_output
from .stdout import to_stdout

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from ..circuit import Circuit
    from ..reduction import Command, Fault, Reduction, TextReduction
    from .talk import Talk

OPTIONS = (*table.COMPILE, *table.READ, "to", "jobs")
#: Exit status of our own faults.
FAULT = 70
#: Written for the reduced circuit where it went to standard output.
UNNAMED = "reduced.qasm"


def _seconds(text: str) -> float:
    units = {"s": 1.0, "m": 60.0, "h": 3600.0}
    factor = units.get(text[-1:], 0.0)
    value = float(text[:-1]) * factor if factor else float(text)
    if not 0 < value < 1e9:
        raise ValueError
    return value


def _status(text: str) -> int:
    value = int(text)
    if not 0 <= value <= 255:
        raise ValueError
    return value


def _steps(text: str) -> int:
    value = int(text)
    if value < 1:
        raise ValueError
    return value


_TIME = "a time such as 90, 90s, 5m or 1h"
OWN = (
    Option("code", "reduce what gives this error, such as QC301", str, "", metavar="QCNNN"),
    Option(
        "check",
        "reduce what a command fails on; {} stands for the file; no shell is between",
        str,
        "",
        metavar="COMMAND",
    ),
    Option(
        "exit",
        "with --check: the exit status that is the failure (default: any but 0)",
        _status,
        "0 to 255",
        metavar="N",
    ),
    Option(
        "timeout",
        "with --check: a run that takes longer does not count as a failure (default 60s)",
        _seconds,
        _TIME,
        metavar="TIME",
    ),
    Option("time", "stop after this time with the best so far", _seconds, _TIME, metavar="TIME"),
    Option("steps", "stop after so many attempts", _steps, "a whole number from 1", metavar="N"),
)


@dataclass(frozen=True)
class Outcome:
    """A reduction, and what is said of it."""

    found: Reduction | TextReduction
    text: str
    format: str
    fault: Fault
    options: dict[str, Any] | None = None
    command: Command | None = None


def add_arguments(parser: ArgumentParser) -> None:
    """Add what only this command has."""
    add_paths(parser, "path")
    add_output(parser, "the reduced circuit's file")
    parser.add_argument("--json", action="store_true", help="print what was found as JSON")
    for option in OWN:
        assert option.read is not None
        parser.add_argument(
            *option.flags,
            dest=f"reduce_{option.key}",
            help=option.help,
            metavar=option.metavar,
            type=option.parse,
        )


def run(options: Namespace, talk: Talk) -> int:
    """Reduce, write the result, say what fails and how to see it; an interrupt ends it with the best so far."""
    if options.reduce_code and options.reduce_check:
        raise contradiction("--code", "--check")
    for name in ("exit", "timeout"):
        if getattr(options, f"reduce_{name}") is not None and not options.reduce_check:
            raise PipelineError(
                f"`--{name}` says something about a command, and there is none",
                code="QC407",
                help="give --check COMMAND",
            )
    named_target = options.target
    options.target = chosen(options.target)
    with _Watch(talk) as watch:
        outcome = _reduced(options, watch)
    path = options.output if options.output not in (None, STDIN) else UNNAMED
    reproduction = _reproduction(outcome, path, named_target)
    if options.output not in (None, STDIN):
        from ..files import write_whole

        write_whole(options.output, outcome.text)
    elif not options.json:
        to_stdout(outcome.text)
    if options.json:
        from ..report.report import dump_json

        to_stdout(dump_json(_json(outcome, options, reproduction)) + "\n")
    talk.say(str(outcome.found))
    talk.say(f"fails by: {outcome.fault.message}")
    talk.say(f"reproduce: {reproduction}")
    watch.go_on()
    return 0


class _Watch:
    """Shows how far a reduction is."""

    def __init__(self, talk: Talk) -> None:
        self._bar = talk.progress(None)
        self._budget: Any = None

    def __enter__(self) -> _Watch:
        self._bar.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._bar.__exit__(*error)

    def __call__(self, search: Any) -> None:
        from ..reduction.search import counted

        self._budget = search.budget
        size = getattr(search.best, "size", None)
        left = "" if size is None else f"{counted(size, 'operation')}, "
        self._bar.show(f"{search.step}: {left}{counted(search.budget.attempts, 'attempt')}")

    def go_on(self) -> None:
        """Raise the interrupt that ended the reduction, now that its result is written."""
        if self._budget is not None and self._budget.interrupt is not None:
            raise self._budget.interrupt


def _reduced(options: Namespace, watch: _Watch) -> Outcome:
    """Reduce as a circuit what can be read as one, else as text."""
    if options.reduce_check:
        return _by_command(options, watch)
    from ..reduction import Fault

    try:
        given = read(options.path, options)
    except QCompileError as error:
        if error.code != options.reduce_code and error.exit_code != FAULT:
            raise
        fault = Fault("crash" if error.exit_code == FAULT else "error", error.code, error.message)
    except Exception as error:
        fault = Fault("crash", "QC900", f"{type(error).__name__}: {error}")
    else:
        return _by_compiling(given, options, watch)
    return _by_reading(fault, options, watch)


def _spending(options: Namespace, watch: _Watch) -> dict[str, Any]:
    return {
        "seconds": options.reduce_time,
        "steps": options.reduce_steps,
        "jobs": options.jobs,
        "watch": watch,
    }


def _by_compiling(given: Input, options: Namespace, watch: _Watch) -> Outcome:
    from ..reduction import reduce_compilation

    found = reduce_compilation(
        given.circuit,
        code=options.reduce_code,
        **_spending(options, watch),
        **compile_options(options),
    )
    text, format = _written(found.circuit, given, options)
    return Outcome(found, text, format, found.fault, found.options)


def _by_reading(fault: Fault, options: Namespace, watch: _Watch) -> Outcome:
    """Reduce the text of a file that cannot be read."""
    from ..files import read_bytes
    from ..frontends import detect, loads
    from ..reduction import Fault, reduce_text

    if options.path == STDIN:
        raise PipelineError(
            "standard input cannot be read as a circuit, and not a second time as text",
            code="QC407",
            help="give the name of a file",
        )
    data = read_bytes(options.path)
    format = getattr(options, "from") or detect(data, options.path)

    def fails(text: str) -> bool:
        try:
            loads(text, format=format, lenient=options.lenient, include=options.include or ())
        except QCompileError as error:
            kind = "crash" if error.exit_code == FAULT else "error"
            return fault.is_like(Fault(kind, error.code, error.message))
        except Exception as error:
            return fault.is_like(Fault("crash", "QC900", f"{type(error).__name__}: {error}"))
        return False

    text = data.decode("utf-8", "surrogateescape")
    found = reduce_text(text, fails, **_spending(options, watch))
    return Outcome(found, found.text, format, fault)


def _by_command(options: Namespace, watch: _Watch) -> Outcome:
    from ..files import read_bytes
    from ..reduction import Command, Fault, reduce, reduce_text

    suffix = os.path.splitext(options.path)[1] or ".qasm"
    fault = Fault("command", None, options.reduce_check)
    given: Input | None
    try:
        given = read(options.path, options)
    except QCompileError:
        given = None
    format = options.to or (given.format if given is not None else "qasm2")
    command = Command(
        options.reduce_check,
        status=options.reduce_exit,
        seconds=options.reduce_timeout or 60.0,
        format=format,
        suffix=suffix,
    )
    found: Reduction | TextReduction
    try:
        if given is not None and command.fails(given.circuit):
            found = reduce(given.circuit, command.fails, **_spending(options, watch))
            text, format = _written(found.circuit, given, options)
        else:
            # What a reader leaves out, a comment say, may be what the command fails on.
            data = given.data if given is not None else read_bytes(options.path)
            text = data.decode("utf-8", "surrogateescape")
            found = reduce_text(text, command.fails_on_text, **_spending(options, watch))
            text = found.text
    finally:
        command.close()
    return Outcome(found, text, format, fault, command=command)


def _written(circuit: Circuit, given: Input, options: Namespace) -> tuple[str, str]:
    """Return the reduced circuit as text in the format asked for, else as it came, else in one that holds it."""
    from ..emitters import dumps, format_of

    format = options.to or given.format
    if options.to is None and options.output not in (None, STDIN):
        with suppress(PipelineError):
            named = format_of(options.output)
            format = format if named == "qasm" else named
    if format == "qpy":
        # Bytes; what is reduced is small and read by people.
        format = "qasm3"
    try:
        return dumps(circuit, format), format
    except PipelineError as error:
        if options.to is not None or error.code != "QC409":
            raise
        return dumps(circuit, "qasm3"), "qasm3"


def _reproduction(outcome: Outcome, path: str, target: str | None) -> str:
    """Return the line that shows the fault with the reduced circuit."""
    if outcome.command is not None:
        return outcome.command.line(path)
    words = ["qcompile", "compile", path]
    for name, value in (outcome.options or {}).items():
        if name in ("verify", "passes", "layout", "target") or not value:
            continue
        if (name, value) in _DEFAULTS.items():
            continue
        flag = f"--{name.replace('_', '-')}"
        words += [flag] if value is True else [flag, str(value)]
    options = outcome.options or {}
    if options.get("target") is not None:
        words += ["--target", str(target)]
    if options.get("layout") is not None:
        words += ["--layout", ",".join("-" if q is None else str(q) for q in options["layout"])]
    if options.get("passes") is not None:
        words += ["--passes", str(options["passes"])]
    if outcome.fault.kind == "verification":
        words += ["--verify", "full"]
    return shlex.join([*words, "-o", os.devnull])


#: Options that need not be written out.
_DEFAULTS = {"level": 2, "objective": "two-qubit"}


def _json(outcome: Outcome, options: Namespace, reproduction: str) -> dict[str, Any]:
    found, fault = outcome.found, outcome.fault
    passes = (outcome.options or {}).get("passes")
    return {
        "schema": 1,
        "source": options.path,
        "before": _measure(found.start),
        "after": _measure(getattr(found, "circuit", outcome.text)),
        "attempts": found.attempts,
        "seconds": found.seconds,
        "stopped": found.stopped,
        "fault": {"kind": fault.kind, "code": fault.code, "message": fault.message},
        "passes": None if passes is None else str(passes),
        "reproduce": reproduction,
        "format": outcome.format,
        "text": outcome.text,
    }


def _measure(what: Circuit | str) -> dict[str, int]:
    if isinstance(what, str):
        return {"lines": len(what.splitlines()), "characters": len(what)}
    from ..reduction import size

    return {"operations": size(what), "qubits": what.num_qubits, "clbits": what.num_bits}
