# SPDX-License-Identifier: Apache-2.0
"""``qcompile target``: what devices there are, what one says, files of other tools made ours, files checked."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from ..configuration import is_path
from ..errors import PipelineError, QCompileError, escape, quote
from .devices import named
from .dispatch import contradiction
from .stdout import to_stdout

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from ..errors import Diagnostic
    from ..targets import Target
    from .talk import Talk

OPTIONS = ("basis",)
ACTIONS = ("list", "show", "import", "validate")
#: A calibration older than this is doubted by ``validate``.
MAX_AGE_DAYS = 30
#: Qubits shown at either end of the ranking by health.
RANKED = 5
#: Options of its own by action.
_BELONGS = {
    "json": ("list", "show"),
    "form": ("import",),
    "output": ("import",),
    "max_age": ("validate",),
}
_WRITTEN = {"json": "--json", "form": "--from", "output": "-o", "max_age": "--max-age"}


def add_arguments(parser: ArgumentParser) -> None:
    """Add what only this command has."""
    parser.add_argument(
        "action",
        metavar="list|show|import|validate",
        help="list what there is; show one NAME or FILE; import FILE of another tool; validate our own FILEs",
    )
    parser.add_argument("names", metavar="NAME|FILE", nargs="*", help="a device or a device file")
    parser.add_argument(
        "-o", "--output", metavar="OUT", help="import: the file to write, .json or .toml"
    )
    parser.add_argument(
        "--from",
        dest="form",
        metavar="FORMAT",
        help="import: own, ibm, cirq, pytket or braket; told by the content without it",
    )
    parser.add_argument(
        "--max-age",
        metavar="DAYS",
        help=f"validate: age of a calibration that is doubted (default {MAX_AGE_DAYS})",
    )
    parser.add_argument("--json", action="store_true", help="list, show: print JSON")


def run(options: Namespace, talk: Talk) -> int:
    """Do one of the four."""
    if options.action not in ACTIONS:
        from .options import suggestion

        raise PipelineError(
            f"`qcompile target` does not know `{quote(options.action)}`",
            code="QC401",
            help=suggestion(options.action, ACTIONS) or f"it is one of {', '.join(ACTIONS)}",
        )
    for key, actions in _BELONGS.items():
        if getattr(options, key) and options.action not in actions:
            raise contradiction(
                _WRITTEN[key], f"target {options.action}", f"it goes with {' and '.join(actions)}"
            )
    status: int = {"list": _list, "show": _show, "import": _import, "validate": _validate}[
        options.action
    ](options, talk)
    return status


def _list(options: Namespace, talk: Talk) -> int:
    from ..report import Grid
    from ..report.report import dump_json
    from ..targets import Target
    from ..targets.generic import FORMS
    from ..targets.shipped import device_names
    from ..targets.survey import row

    _count(options, 0, 0)
    devices = [row(Target.from_name(name)) for name in device_names()]
    if options.json:
        forms = [{"form": form.pattern, "help": form.help} for form in FORMS.values()]
        to_stdout(dump_json({"devices": devices, "generic": forms}, indent=2) + "\n")
        return 0
    grid = Grid(
        ("target", "qubits", "couplings", "native gates", "source"), left=frozenset({0, 3, 4})
    )
    for each in devices:
        gates = " ".join(each["gates"])
        counts = (str(each["qubits"]), str(each["couplings"]))
        grid.add(each["name"], *counts, gates, _short(each["source"] or ""))
    for form in FORMS.values():
        grid.add(form.pattern, "", "", "--basis", form.help)
    talk.grid(grid, sys.stdout)
    return 0


def _short(text: str, most: int = 60) -> str:
    first = text.partition("\n")[0]
    return quote(first if len(first) <= most else first[: most - 1] + "…")


def _show(options: Namespace, talk: Talk) -> int:
    from ..report.report import dump_json
    from ..targets.generic import parse
    from ..targets.survey import survey

    _count(options, 1, 1)
    name = options.names[0]
    # A basis from a configuration file is for generic targets, and no contradiction.
    given = options.basis if "basis" in options.said or parse(name) is not None else None
    found = survey(named(name, given))
    if options.json:
        to_stdout(dump_json(found, indent=2) + "\n")
        return 0
    talk.grid(_page(found), sys.stdout)
    if found["figures"]:
        sys.stdout.write("\n")
        talk.grid(_figures(found), sys.stdout)
    return 0


def _page(found: dict[str, Any]) -> Any:
    """Return what `show` says in words, a fact on each line."""
    from ..report import Grid

    grid = Grid(("target", quote(found["name"])), left=frozenset({0, 1}))
    excluded = found["excluded"]
    listed = " ".join(map(str, excluded))
    grid.add(
        "qubits", f"{found['qubits'] or 'any number'}{', excluded ' + listed if listed else ''}"
    )
    if found["degree"] is not None:
        degree = found["degree"]
        grid.add(
            "couplings",
            f"{found['couplings']}, {degree['least']} to {degree['greatest']} a qubit, {degree['mean']:.2f} on average",
        )
        grid.add("directions", f"{found['one_way']} one way only" if found["one_way"] else "both")
        islands = found["islands"]
        parts = f"{len(islands)} islands, of {', '.join(map(str, islands[:5]))} qubits"
        grid.add("connected", "yes" if len(islands) == 1 else parts)
    differ = ", which differ by qubit" if found["sites_differ"] else ""
    grid.add("native gates", " ".join(found["gates"]) + differ)
    for name, (low, high) in found["ranges"].items():
        grid.add(f"range of {name}", f"{low:g} to {high:g} rad")
    grid.add("forbids", ", ".join(found["forbids"]) or "nothing")
    for key in ("source", "calibrated", "sha256", "calibration_sha256"):
        if found[key] is not None:
            grid.add(key.replace("_", " "), escape(found[key]))
    ranked = found["health"]
    if ranked:
        few = ranked[:RANKED], ranked[RANKED:][-RANKED:]
        for title, rows in zip(("healthiest", "least healthy"), few, strict=True):
            if rows:
                grid.add(title, "  ".join(f"{qubit}: {worth:.4f}" for qubit, worth in rows))
    return grid


def _figures(found: dict[str, Any]) -> Any:
    from ..report import Grid

    grid = Grid(("figure", "least", "median", "greatest"))
    for name, spread in found["figures"].items():
        grid.add(name, *(f"{spread[key]:.4g}" for key in ("least", "median", "greatest")))
    return grid


def _import(options: Namespace, talk: Talk) -> int:
    from ..files import write_whole
    from ..targets.imports import read_foreign

    _count(options, 1, 2)
    output = options.output or "-"
    if output != "-" and not output.lower().endswith((".json", ".toml")):
        raise PipelineError(
            f"no device file is called `{quote(output)}`",
            code="QC408",
            help="end its name in .json or .toml",
        )
    target = read_foreign(options.names, options.form)
    text = target.to_toml() if output.lower().endswith(".toml") else target.to_json()
    if output == "-":
        to_stdout(text)
    else:
        write_whole(output, text)
    from ..targets.reading import examine

    for each in examine(text.encode(), None if output == "-" else output)[1]:
        talk.show_diagnostic(each)
    talk.say(f"{quote(target.name)}: {_size(target)}")
    return 0


def _validate(options: Namespace, talk: Talk) -> int:
    """Say everything there is to say about device files."""
    _count(options, 1, None)
    limit = _days(options.max_age)
    return max(_check(name, limit, talk) for name in options.names)


def _check(name: str, limit: float, talk: Talk) -> int:
    try:
        target, found = _examined(name, limit)
    except QCompileError as error:
        talk.error(error)
        return error.exit_code
    for each in found:
        talk.show_finding(each)
    if target is None:
        return 2
    warned = f", {len(found)} warning{'s' * (len(found) > 1)}" if found else ""
    talk.say(f"{quote(name)}: {quote(target.name)}, {_size(target)}{warned}")
    return 0


def _examined(name: str, limit: float) -> tuple[Target | None, list[Diagnostic]]:
    from ..files import read_bytes
    from ..targets.reading import examine
    from ..targets.shipped import device_file, unknown

    path = name if is_path(name) else device_file(name)
    if path is None:
        raise unknown(name)
    return examine(read_bytes(path), path, max_age_days=limit)


def _size(target: Target) -> str:
    from ..targets.target import num_couplings

    qubits = "any number of" if target.num_qubits is None else target.num_qubits
    return f"{qubits} qubits, {num_couplings(target)} couplings, {len(target.gates)} native gates"


def _days(text: str | None) -> float:
    try:
        days = float(MAX_AGE_DAYS if text is None else text)
        if days >= 0:
            return days
    except ValueError:
        pass
    message = f"`--max-age` takes a number of days, got `{quote(text)}`"
    raise PipelineError(message, code="QC402")


def _count(options: Namespace, least: int, most: int | None) -> None:
    """Refuse too few names, and too many."""
    names = options.names
    if len(names) < least:
        what = "a device or a device file" if options.action == "show" else "a file"
        message = f"`qcompile target {options.action}` needs {what}"
        raise PipelineError(message, code="QC401", help="qcompile target --help")
    if most is not None and len(names) > most:
        message = f"unexpected `{quote(names[most])}`"
        raise PipelineError(message, code="QC401", help="qcompile target --help")
