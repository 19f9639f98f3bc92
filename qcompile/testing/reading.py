# SPDX-License-Identifier: Apache-2.0
"""Whatever a test has at hand, as a circuit: a path, a text, an object of any package, a result."""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import interchange
from ..compiler import Result
from ..errors import FileError, QCompileError, quote
from ..report import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..circuit import Circuit
    from ..interchange import Origin

#: A text that begins so is a program, not a path.
_HEADS = ("OPENQASM", "//", "/*", "include")


@dataclass(frozen=True, kw_only=True)
class Given:
    """A circuit as a test gave it.

    Parameters
    ----------
    circuit : Circuit
        What is measured or compiled.
    name : str
        What it is called in messages.
    sha256 : str
        Digest of the file or text; of what the circuit says where there was none.
    path : str, optional
        The file it was read from, as the test said it.
    file : str, optional
        The same, found.
    result : Result, optional
        It was compiled already.
    origin : Origin, optional
        The circuit of another package that was given.
    """

    circuit: Circuit
    name: str
    sha256: str
    path: str | None = None
    file: str | None = None
    result: Result | None = None
    origin: Origin | None = None

    @property
    def source(self) -> Source:
        """What a report says about where the circuit came from."""
        return Source(self.path, self.sha256)


def read(given: Any, folders: Sequence[str | os.PathLike[str]] = ("",)) -> Given:
    """Return whatever stands for a circuit as one.

    Parameters
    ----------
    given : path, str, Circuit, Result, or a circuit of another package
        A string with more than one line, or that begins as OpenQASM does, is a program; any other is a path.
    folders : sequence of path
        Where relative paths are looked for, in this order.

    Raises
    ------
    FileError
        QC503 if no folder has the file.
    InputError
        For what is no valid circuit.

    Examples
    --------
    >>> import qcompile as qc
    >>> read(qc.Circuit(2, name="bell").h(0).cx(0, 1)).name
    'bell'
    """
    if isinstance(given, Result):
        name = given.circuit.name or "circuit"
        return Given(circuit=given.circuit, name=name, sha256=_digest(given.circuit), result=given)
    if isinstance(given, str) and ("\n" in given or given.lstrip().startswith(_HEADS)):
        from ..frontends import loads

        return Given(circuit=loads(given), name="text", sha256=sha256(given.encode()).hexdigest())
    if isinstance(given, str | os.PathLike):
        return _file(os.fspath(given), folders)
    circuit, origin = interchange.read(given)
    name = circuit.name or "circuit"
    return Given(circuit=circuit, name=name, sha256=_digest(circuit), origin=origin)


def _file(path: str, folders: Sequence[str | os.PathLike[str]]) -> Given:
    from ..files import read_bytes
    from ..frontends import load

    found = next((each for each in (Path(f, path) for f in folders) if each.is_file()), None)
    if found is None:
        places = ", ".join(f"`{quote(Path(folder or '.').resolve())}`" for folder in folders)
        raise FileError(
            f"there is no file `{quote(path)}`",
            code="QC503",
            help=f"looked in {places}; a program is given as a text of several lines",
        )
    digest = sha256(read_bytes(found)).hexdigest()
    said = path.replace(os.sep, "/")
    return Given(
        circuit=load(found), name=found.stem, sha256=digest, path=said, file=os.fspath(found)
    )


def _digest(circuit: Circuit) -> str:
    """The digest of what a circuit says; it has no bytes of its own."""
    from ..emitters import dumps

    try:
        said = dumps(circuit, "qasm3")
    except QCompileError:  # what only the engine's own form can hold
        said = circuit.structural_hash()
    return sha256(said.encode()).hexdigest()
