# SPDX-License-Identifier: Apache-2.0
"""The text formats: OpenQASM 2 and 3, JSON operations, drawings, and those with a file of their own."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

from ..errors import PipelineError
from ..files import whole_file

if TYPE_CHECKING:
    from ..circuit import Circuit

    Path = str | os.PathLike[str]

#: Formats the engine writes.
ENGINE = ("qasm2", "qasm3", "json")
#: Formats for people, which `qcompile.drawing` draws.
DRAWN = ("text", "svg", "quantikz")
#: Formats of other packages, and the file here whose ``write`` writes each.
PACKAGED = {
    "braket-qasm": "braket_qasm",
    "cirq-json": "cirq_json",
    "ionq": "ionq",
    "pytket-json": "pytket_json",
    "qir": "qir",
    "quil": "quil",
    "stim": "stim",
}
#: Formats that are bytes, and the file here whose ``to_bytes`` writes each.
BINARY = {
    "qpy": "qpy",
}
#: Every format `dumps` knows.
FORMATS = (*ENGINE, *DRAWN, *PACKAGED, *BINARY)
#: What a file's name says of its format. ``.qasm`` is OpenQASM 2, and 3 where version 2 cannot hold the circuit.
SUFFIXES = {
    ".qasm": "qasm",
    ".qasm2": "qasm2",
    ".qasm3": "qasm3",
    ".json": "json",
    ".txt": "text",
    ".ll": "qir",
    ".qpy": "qpy",
    ".quil": "quil",
    ".stim": "stim",
    ".svg": "svg",
    ".tex": "quantikz",
}


def dumps(circuit: Circuit, format: str = "qasm2") -> str:
    """Write a circuit as text.

    Parameters
    ----------
    circuit : Circuit
        What to write.
    format : {"qasm2", "qasm3", "json", "text", "svg", "quantikz", "cirq-json", "pytket-json", "qir", "quil", "stim"}
        OpenQASM 2.0 or 3, JSON operations, a drawing in characters, SVG or LaTeX, or a format of another package.

    Returns
    -------
    str
        Layout and global phase are in it as ``// qcompile:`` comments (2.0) or pragmas (3), which `loads` restores.

    Raises
    ------
    PipelineError
        QC408 for an unknown format; QC409, with the place, where the format cannot hold the circuit.

    Examples
    --------
    >>> from qcompile import Circuit, dumps
    >>> print(dumps(Circuit(2).h(0).cx(0, 1)), end="")
    OPENQASM 2.0;
    include "qelib1.inc";
    qreg q[2];
    h q[0];
    cx q[0],q[1];
    """
    if format in ENGINE:
        return circuit.emit(format)
    if format in DRAWN:
        from ..drawing import drawn

        return drawn(circuit, format) + "\n"
    if format in PACKAGED:
        text: str = import_module(f".{PACKAGED[format]}", __package__).write(circuit)
        return text
    if format in BINARY:
        raise PipelineError(
            f"`{format}` is bytes, not text",
            code="QC408",
            help=f"write a file, or take qcompile.emitters.{BINARY[format]}.to_bytes",
        )
    raise _unknown(format)


def dump(circuit: Circuit, path: Path, format: str | None = None) -> None:
    """Write a circuit to a file, whole or not at all.

    Parameters
    ----------
    circuit : Circuit
        What to write.
    path : path
        Where to. The old file stays as it was until the new one is complete, whatever fails.
    format : str, optional
        As in `dumps`; by default what the file's name says (`SUFFIXES`).

    Raises
    ------
    PipelineError
        QC408 if neither `format` nor the name says a format, QC409 if the format cannot hold the circuit.
    FileError
        QC502 or QC504 if the file cannot be written.
    """
    format = format or format_of(path)
    if format == "qasm":
        try:
            _write(circuit, path, "qasm2")
        except PipelineError as error:
            if error.code != "QC409":
                raise
            _write(circuit, path, "qasm3")
    else:
        _write(circuit, path, format)


def _write(circuit: Circuit, path: Path, format: str) -> None:
    if format in ENGINE:
        with whole_file(path) as file:
            circuit.emit_to(format, file.write)
    elif format in BINARY:
        data = import_module(f".{BINARY[format]}", __package__).to_bytes(circuit)
        with whole_file(path) as file:
            file.write(data)
    else:
        text = dumps(circuit, format)
        with whole_file(path) as file:
            file.write(text.encode())


def format_of(path: Path) -> str:
    """Return the format a file's name stands for; ``qasm`` leaves the version open.

    Raises
    ------
    PipelineError
        QC408 if the name says none.
    """
    suffix = os.path.splitext(os.fspath(path))[1].lower()
    if suffix not in SUFFIXES:
        raise PipelineError(
            f"the name `{os.fspath(path)}` does not say which format to write",
            code="QC408",
            help=f"end it in {', '.join(SUFFIXES)}, or name the format",
        )
    return SUFFIXES[suffix]


def _unknown(format: str) -> PipelineError:
    return PipelineError(
        f"there is no format `{format}` to write",
        code="QC408",
        help=f"it is one of {', '.join(FORMATS)}",
    )
