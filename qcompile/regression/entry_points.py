# SPDX-License-Identifier: Apache-2.0
"""Circuits that functions of the project return: called in a process of their own, in the project's folder.

``` text
circuits_of --names as JSON--> child: import, call, read --circuits and errors as JSON lines--> Listed
```

A process of its own, so that two revisions of one module do not meet, what the function prints does not reach the
report, and nothing it breaks is ours. It runs what the configuration names, and nothing else of the project.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from ..circuit import Circuit
from ..errors import PipelineError, Span, quote
from .listing import Listed, circuit_digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CHILD = "from qcompile.regression.entry_points import serve; serve()"


def circuits_of(entries: Sequence[str], folder: str) -> list[Listed]:
    """Return the circuits of entry points, ``module:function`` or ``module:function/key``; errors are in theirs.

    Parameters
    ----------
    entries : sequence of str
        ``module:function``.
    folder : str
        Where modules are looked for first, and the working folder of the functions.
    """
    # What this process can import the child can, the library itself included. A fixed order of sets, so that a
    # function that goes through one returns the same circuit each time.
    path = os.pathsep.join(each for each in sys.path if each)
    own = {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", _CHILD],
        input=json.dumps(list(entries)).encode(),
        stdout=subprocess.PIPE,
        cwd=folder,
        env={"PYTHONHASHSEED": "0", **os.environ, **own},
        check=False,
    )
    found = [_listed(json.loads(line)) for line in done.stdout.splitlines()]
    told = {each.source for each in found}
    found += [_died(entry, done.returncode) for entry in entries if entry not in told]
    return found


def _listed(said: dict[str, Any]) -> Listed:
    made = Listed(id=said["id"], source=said["source"])
    if "error" in said:
        place = said.get("place")
        span = None if place is None else Span(place[0], place[1], 1)
        made.error = PipelineError(said["error"], code=said["code"], span=span, help=said["help"])
        return made
    circuit: Circuit = _from_hex(said["circuit"])
    made.circuit, made.source_sha256 = circuit, circuit_digest(circuit)
    return made


def _died(entry: str, status: int) -> Listed:
    error = PipelineError(
        f"the process that called `{quote(entry)}` ended with status {status} before it returned",
        code="QC438",
        help="call the function yourself",
    )
    return Listed(id=entry, source=entry, error=error)


def _from_hex(text: str) -> Circuit:
    from .._native import CoreCircuit

    return Circuit.from_core(CoreCircuit.from_bytes(bytes.fromhex(text)))


# ---- in the child ------------------------------------------------------------------------------------------


def serve() -> None:
    """Read names from standard input, write a line for each circuit; what the functions print goes elsewhere."""
    entries = json.load(sys.stdin)
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # standard output is the report's: what user code prints is talk
    sys.stdin = open(os.devnull)  # noqa: SIM115  it lives as long as the process
    # Before what is installed, so that another commit's functions are that commit's.
    sys.path[:0] = [os.getcwd(), os.path.join(os.getcwd(), "src")]
    with out:
        for entry in entries:
            for said in _called(entry):
                out.write(json.dumps(said) + "\n")
                out.flush()


def _called(entry: str) -> Iterator[dict[str, Any]]:
    """Return what a function's circuits are, or what went wrong."""
    try:
        function = _function(entry)
        yield from _circuits(entry, function())
    except PipelineError as error:
        yield _failed(entry, error.message, error.code, error.help)
    except (Exception, SystemExit) as error:
        what = f"`{quote(entry)}` raised {type(error).__name__}: {error}"
        yield _failed(entry, what, "QC438", "call the function yourself", _place(error))


def _function(entry: str) -> Any:
    from importlib import import_module

    name, colon, path = entry.partition(":")
    if not (name and colon and path):
        raise PipelineError(
            f"`{quote(entry)}` is no entry point",
            code="QC437",
            help="write `module:function`, such as `ansatz:build`",
        )
    try:
        found: Any = import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{name}.".startswith(f"{error.name}."):
            raise
        raise PipelineError(
            f"there is no module `{quote(error.name)}` for the entry point `{quote(entry)}`",
            code="QC437",
            help=f"modules are looked for in {os.getcwd()}, and among what is installed",
        ) from None
    for part in path.split("."):
        if not hasattr(found, part):
            raise PipelineError(
                f"the module `{quote(name)}` has no function `{quote(path)}`",
                code="QC437",
                help=f"write it in {getattr(found, '__file__', None) or name}, or correct `entry-points`",
            )
        found = getattr(found, part)
    if not callable(found):
        raise PipelineError(
            f"`{quote(entry)}` is no function", code="QC437", help="name what returns circuits"
        )
    return found


def _circuits(entry: str, made: Any) -> Iterator[dict[str, Any]]:
    from collections.abc import Mapping

    if isinstance(made, Mapping):
        items = [(f"{entry}/{key}", value) for key, value in made.items()]
    elif isinstance(made, list | tuple):
        items = [(f"{entry}/{number}", value) for number, value in enumerate(made)]
    else:
        items = [(entry, made)]
    if not items:
        raise PipelineError(
            f"`{quote(entry)}` returned no circuits", code="QC438", help="return at least one"
        )
    for name, value in items:
        yield _circuit(name, entry, value)


def _circuit(name: str, entry: str, value: Any) -> dict[str, Any]:
    from .. import interchange

    try:
        if isinstance(value, str):
            from ..frontends import loads

            circuit = loads(value)
        else:
            circuit, _ = interchange.read(value)
    except Exception as error:
        message = getattr(error, "message", None) or f"{type(error).__name__}: {error}"
        said = _failed(entry, f"what `{quote(name)}` returned cannot be read: {message}", "QC438")
        return {**said, "id": name}
    return {"id": name, "source": entry, "circuit": circuit.to_bytes().hex()}


def _failed(
    entry: str, message: str, code: str, help: str | None = None, place: Any = None
) -> dict[str, Any]:
    said = {"id": entry, "source": entry, "error": message, "code": code, "place": place}
    return {**said, "help": help or "return circuits of any package, their text, or a list or dict"}


def _place(error: BaseException) -> tuple[str, int] | None:
    """Return the last line of the project's own that an error came through."""
    trace, found, here = error.__traceback__, None, os.getcwd() + os.sep
    while trace is not None:
        path = trace.tb_frame.f_code.co_filename
        if path.startswith(here):
            found = path, trace.tb_lineno
        trace = trace.tb_next
    return found
