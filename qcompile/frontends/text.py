# SPDX-License-Identifier: Apache-2.0
"""From bytes to the reader of their language: is it text, which language, and the public `load` and `loads`."""

from __future__ import annotations

import os
import re
import sys
from importlib import import_module
from typing import IO, TYPE_CHECKING, Any

from .._native import text_fault
from ..circuit import Circuit
from ..errors import (
    Diagnostic,
    LimitError,
    ParseError,
    PipelineError,
    QCompileWarning,
    quote,
)
from .limits import complete
from .source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Path = str | os.PathLike[str]

#: Languages of other packages, and the file here whose ``read`` reads each.
PACKAGED = {
    "braket-qasm": "braket_qasm",
    "cirq-json": "cirq_json",
    "ionq": "ionq",
    "pytket-json": "pytket_json",
}
#: Languages of other packages that we read ourselves, and the file here whose ``read`` reads each.
UNPACKAGED = {
    "quil": "quil",
    "stim": "stim",
}
#: Languages with a reader.
FORMATS = ("qasm2", *PACKAGED, *UNPACKAGED, "qpy")
#: How files that are often taken for circuits begin.
_MAGIC = {
    b"\x1f\x8b": "gzip data",
    b"\x89PNG": "a PNG image",
    b"PK\x03\x04": "a zip archive",
    b"BZh": "bzip2 data",
    b"\xfd7zXZ": "xz data",
    b"%PDF": "a PDF document",
    b"\x7fELF": "a program",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
}
_BLANKS = rb"(?:\xef\xbb\xbf)?(?:\s|//[^\r\n]*)*"
_VERSION = re.compile(_BLANKS + rb"OPENQASM\s+([0-9]+)")
_THREE = re.compile(
    _BLANKS + rb'(?:include\s+["\']stdgates\.inc|(?:qubit|bit|input|output|def|const|float|int)\b)'
)
#: A first line of Stim's: a word it has, and qubits, with no semicolon behind them.
_STIM = re.compile(
    rb"(?:[ \t]*(?:#[^\r\n]*)?\r?\n)*[ \t]*(?:(?:H|S|X|Y|Z|I|CX|CZ|CNOT|R|RX|RY|M|MX|MY|MR|MPP|S_DAG|SQRT_\w+|C_XYZ|"
    rb"C_ZYX|[XYZ]_ERROR\([^)]*\)|DEPOLARIZE[12]\([^)]*\)|QUBIT_COORDS\([^)]*\))(?:[ \t]+!?[XYZ]?[0-9]+)+|"
    rb"REPEAT[ \t]+[0-9]+[ \t]*\{|TICK)[ \t]*(?:#[^\r\n]*)?(?:\r?\n|\Z)"
)
#: A first line that only Quil has.
_QUIL = re.compile(
    rb"(?:[ \t]*(?:#[^\r\n]*)?\r?\n)*(?:DECLARE|DEFGATE|DEFCIRCUIT|PRAGMA|MEASURE|RESET|CONTROLLED|DAGGER|"
    rb"(?:PHASE|RX|RY|RZ)[ \t]*\()[^;\r\n]*(?:\r?\n|\Z)"
)
#: Endings that leave no doubt.
_SUFFIXES = {".qasm2": "qasm2", ".qasm3": "qasm3", ".qpy": "qpy", ".quil": "quil", ".stim": "stim"}


def load(
    path: Path | IO[Any],
    *,
    format: str | None = None,
    lenient: bool = False,
    include: Sequence[Path] = (),
    limits: Mapping[str, int] | None = None,
    scanner: bool | None = None,
    on_warning: Callable[[Diagnostic], None] | None = None,
) -> Circuit:
    """Read a circuit from a file.

    Parameters
    ----------
    path : str, path or open file
        What to read; ``-`` is standard input.
    format : str, optional
        Its language, one of `FORMATS`; by default from the name, then from the content.
    lenient : bool, default False
        Accept a missing version line, trailing commas and empty statements.
    include : sequence of paths
        Folders to search for included files, after the file's own.
    limits : mapping of str to int, optional
        Other figures for some of `LIMITS`.
    scanner : bool, optional
        False reads every statement by the grammar: slower, the same result. By default the environment variable
        ``QCOMPILE_SCANNER`` decides (``off``).
    on_warning : callable, optional
        Gets the `Diagnostic` of each warning; without it they are Python warnings of class `QCompileWarning`.

    Returns
    -------
    Circuit
        With its registers, definitions, places in the source, and the layout and phase our emitters wrote.

    Raises
    ------
    FileError
        The file cannot be read (QC501, QC503, QC504).
    InputError
        It is no valid circuit; the error has the place.
    LimitError
        It is larger than ``limits`` allow.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile("w", suffix=".qasm") as file:
    ...     _ = file.write("OPENQASM 2.0; qreg q[2]; CX q[0],q[1];")
    ...     file.flush()
    ...     len(load(file.name))
    1
    """
    most = complete(limits)["bytes"]
    if hasattr(path, "read"):
        data: Any = path.read()
        name = getattr(path, "name", None)
        name = name if isinstance(name, str) else None
    else:
        name = os.fspath(path)
        data = _read(name, most)
    return loads(
        data,
        format=format,
        path=name,
        lenient=lenient,
        include=include,
        limits=limits,
        scanner=scanner,
        on_warning=on_warning,
    )


def loads(
    text: str | bytes,
    format: str | None = None,
    path: Path | None = None,
    *,
    lenient: bool = False,
    include: Sequence[Path] = (),
    limits: Mapping[str, int] | None = None,
    scanner: bool | None = None,
    on_warning: Callable[[Diagnostic], None] | None = None,
) -> Circuit:
    """Read a circuit from text.

    Parameters
    ----------
    text : str or bytes
        The circuit; bytes are UTF-8.
    format : str, optional
        Its language, one of `FORMATS`; by default from the content.
    path : str or path, optional
        The file it came from, for messages and for what it includes.
    lenient, include, limits, scanner, on_warning
        As in `load`.

    Returns
    -------
    Circuit

    Raises
    ------
    InputError
        It is no valid circuit; the error has the place.
    LimitError
        It is larger than ``limits`` allow.
    PipelineError
        QC408 for an unknown format, QC402 for an unknown limit.

    Examples
    --------
    >>> c = loads('OPENQASM 2.0; include "qelib1.inc"; qreg q[2]; h q; cx q[0],q[1];')
    >>> [op.name for op in c]
    ['h', 'h', 'cx']
    """
    data = text.encode("utf-8", "surrogateescape") if isinstance(text, str) else bytes(text)
    name = None if path is None else os.fspath(path)
    figures = complete(limits)
    source = Source(data, name)
    if len(data) > figures["bytes"]:
        raise _too_long(figures["bytes"])
    warn = on_warning or _python_warning
    if format == "qpy" or (format is None and data.startswith(b"QISKIT")):
        from .qpy import read

        return read(data)
    checked(source, warn)
    language = format or detect(data, name)
    if language in PACKAGED:
        return packaged(language, source)
    if language in UNPACKAGED:
        module = import_module(f".{UNPACKAGED[language]}", __package__)
        made: Circuit = module.read(source, figures, warn)
        return made
    if language != "qasm2":
        raise _no_reader(language, source)
    if scanner is None:
        scanner = os.environ.get("QCOMPILE_SCANNER", "on") != "off"
    from .openqasm2 import Reader

    reader = Reader(
        lenient=lenient,
        include=[os.fspath(f) for f in include],
        limits=figures,
        scanner=scanner,
        warn=warn,
    )
    return Circuit.from_core(reader.read(data, name))


def packaged(language: str, source: Source) -> Circuit:
    """Read a text in a language of `PACKAGED`."""
    circuit: Circuit = import_module(f".{PACKAGED[language]}", __package__).read(source)
    return circuit


def detect(data: bytes, path: Path | None = None) -> str:
    """Return the language of a text: from the name of its file, then from what it says.

    Examples
    --------
    >>> detect(b"OPENQASM 3.0;", "circuit.qasm")
    'qasm3'
    """
    suffix = os.path.splitext(os.fspath(path))[1].lower() if path is not None else ""
    by_name = _SUFFIXES.get(suffix)
    if by_name:
        return by_name
    head = data[: 1 << 16]
    if head.startswith(b"QISKIT"):
        return "qpy"
    if suffix == ".json" or head.lstrip()[:1] in (b"{", b"["):
        from .json_text import kind

        return kind(data) or "json"
    if match := _VERSION.match(head):
        if b"#pragma braket" in head:
            return "braket-qasm"
        return "qasm3" if int(match.group(1)[:4]) >= 3 else "qasm2"
    if _THREE.match(head):
        return "qasm3"
    if _QUIL.match(head):
        return "quil"
    if _STIM.match(head):
        return "stim"
    return "qasm2"


def checked(source: Source, warn: Callable[[Diagnostic], None]) -> None:
    """Refuse what is not text.

    Raises
    ------
    ParseError
        QC110 for other kinds of files and for NUL bytes, QC111 for bytes that are not UTF-8 outside a comment.
    """
    data = source.data
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise ParseError(
                f"the file is not text but {what}",
                code="QC110",
                span=source.span(source.position[0]),
                trail=source.trail(),
            )
    fault = text_fault(data)
    if fault is None:
        return
    kind, at = fault
    if kind == "nul":
        raise ParseError(
            f"the file is not text: a NUL byte at offset {at}",
            code="QC110",
            span=source.span(at),
            trail=source.trail(),
        )
    line_start = max(data.rfind(b"\n", 0, at), data.rfind(b"\r", 0, at)) + 1
    what = f"byte {data[at]:02X} at offset {at} is not UTF-8"
    if b"//" in data[line_start:at]:
        warn(Diagnostic("warning", "QC251", f"{what}, in a comment", source.span(at)))
        return
    raise ParseError(
        f"{what} (invalid encoding)",
        code="QC111",
        span=source.span(at),
        help="save the file as UTF-8",
        trail=source.trail(),
    )


def _read(name: str, most: int) -> bytes:
    try:
        if name == "-":
            return sys.stdin.buffer.read(most + 1)
        with open(name, "rb") as file:
            return file.read(most + 1)
    except (OSError, ValueError) as error:
        from ..files import cannot

        raise cannot("read", name, error) from error


def _too_long(most: int) -> LimitError:
    return LimitError(
        f"more than {most} bytes of input, which is the limit",
        code="QC602",
        help="raise it with `--limit bytes=N`",
    )


def _no_reader(language: str, source: Source) -> Exception:
    if language == "qasm3":
        match = _VERSION.match(source.data[: 1 << 16])
        at = match.start(1) if match else source.position[0]
        return ParseError(
            "OpenQASM 3 is not read by this version of qcompile, expected version 2.0",
            code="QC103",
            span=source.span(at),
            help="give OpenQASM 2; what qcompile writes with `--to qasm2` is read back, layouts included",
        )
    if language == "json":
        return ParseError(
            "JSON is written, not read, by this version of qcompile",
            code="QC120",
            span=source.span(source.position[0]),
        )
    return PipelineError(
        f"there is no reader for the format `{quote(language)}`",
        code="QC408",
        help=f"the formats are {', '.join(FORMATS)}",
    )


def _python_warning(diagnostic: Diagnostic) -> None:
    import warnings

    warnings.warn(QCompileWarning(diagnostic), stacklevel=4)
